/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What lines of government pages look like. The expressions are compiled at their first use and
 * live as long as the process; any thread may use them. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-private.h"

#define NUMERAL "[一二三四五六七八九十百零〇]{1,5}"
#define COLON   "\\s*[:：]"

static const char *const sources[] = {
  [GB_IMPORT_PATTERN_SITE_NAME] =
    "^[^。，；：]{2,30}(门户网站|政府网站|政府网|信息网|信息公开网|信息公开平台)$",
  [GB_IMPORT_PATTERN_BREADCRUMB] =
    "^(您|你)?(现在|当前)?(所在)?的?(当前)?位置" COLON "|^(网站)?首页\\s*[>＞›»/]",
  [GB_IMPORT_PATTERN_LABEL] =
    "(?<time>发布时间|发布日期|发文时间|发文日期)" COLON
    "|(?<source>(信息|文章|稿件|内容)?来源)" COLON "|(?<publisher>发布机构|发布单位|发布机关)" COLON
    "|(?<author>作者|责任编辑|责编)" COLON "|(?<views>(浏览|点击|阅读|访问)(次数|量|数)?)" COLON
    "|(?<font>[【\\[［(（]?\\s*(字体|字号|文字大小)(大小)?)" COLON,
  [GB_IMPORT_PATTERN_WEAK_LABEL] = "^(时间|日期)" COLON,
  [GB_IMPORT_PATTERN_DATE_TIME] =
    "^(?<y>[0-9]{4})[-/.年](?<m>[0-9]{1,2})[-/.月](?<d>[0-9]{1,2})日?"
    "([\\sT]*(?<h>[0-9]{1,2})[:：时](?<n>[0-9]{1,2})分?([:：][0-9]{1,2})?)?$",
  [GB_IMPORT_PATTERN_CONTROL] =
    "^[【\\[［|｜\\s]*((打印|关闭|收藏|分享|分享到|返回|返回顶部|繁体|无障碍)(本页|本文|窗口|页面)?"
    "[】\\]］|｜:：\\s]*[【\\[［]?)+$",
  [GB_IMPORT_PATTERN_SCAN] = "^扫一扫.{0,20}(手机|微信|当前页|本页|分享).{0,12}$",
  [GB_IMPORT_PATTERN_LEAVING] = "^您?访问的链接即将离开.*是否继续[?？]?$",
  [GB_IMPORT_PATTERN_DECORATION] = "^[-–—_=*·•.|｜\\s]+$",
  [GB_IMPORT_PATTERN_FOOTER] =
    "^(上一篇|下一篇|上一条|下一条)" COLON
    "|^(主办|承办|协办|技术支持|网站标识码|维护单位)(单位)?" COLON
    "|ICP备[0-9]+号|公网安备|^版权所有|^Copyright|^(网站地图|联系我们|关于我们)",
  [GB_IMPORT_PATTERN_DOCUMENT_NUMBER] = "^[\\p{Han}]{1,20}〔(19|20)[0-9]{2}〕[0-9]{1,5}号$",
  [GB_IMPORT_PATTERN_HEADING_1] = "^" NUMERAL "、",
  [GB_IMPORT_PATTERN_HEADING_2] = "^[（(]\\s*" NUMERAL "\\s*[）)]",
  [GB_IMPORT_PATTERN_HEADING_3] = "^[0-9]{1,3}\\s*(?:[.．](?![0-9])|、)",
  [GB_IMPORT_PATTERN_HEADING_4] = "^[（(]\\s*[0-9]{1,3}\\s*[）)]",
  [GB_IMPORT_PATTERN_ITEM_DECIMAL] = "^(?<n>[0-9]{1,3})\\s*(?:[.．](?![0-9])|、)\\s*(?<text>.+)$",
  [GB_IMPORT_PATTERN_ITEM_PAREN] = "^(?<n>[0-9]{1,3})\\s*[)）]\\s*(?<text>.+)$",
  [GB_IMPORT_PATTERN_ITEM_CIRCLED] = "^(?<n>[①-⑳])\\s*(?<text>.+)$",
  [GB_IMPORT_PATTERN_ITEM_BULLET] = "^[•●▪◦■◆]\\s*(?<text>.+)$",
  [GB_IMPORT_PATTERN_DATE] = "^(?<y>[0-9]{4})年(?<m>[0-9]{1,2})月(?<d>[0-9]{1,2})日$",
  /* Not “为……，现通告如下：”. */
  [GB_IMPORT_PATTERN_ADDRESSEE] =
    "^(?!为|根据|按照|现将)(?!.*(如下|以下|下列)[^，]{0,6}[:：]$)[^。；！？]{2,120}[:：]$",
  [GB_IMPORT_PATTERN_CONTENTS] = "^目\\s*录$",
  [GB_IMPORT_PATTERN_TABLE_CAPTION] = "^附?表\\s*[0-9一二三四五六七八九十]",
  [GB_IMPORT_PATTERN_FIGURE_CAPTION] = "^附?图\\s*[0-9一二三四五六七八九十]",
  [GB_IMPORT_PATTERN_FIRST_ATTACHMENT] = "^附\\s*件\\s*[:：]\\s*1\\s*[.．、]",
  [GB_IMPORT_PATTERN_ATTACHMENT] =
    "^附\\s*件\\s*([0-9]{1,3}|[一二三四五六七八九十]{1,3})?\\s*[:：]?$",
  [GB_IMPORT_PATTERN_NOTE] = "^[（(]此件.{2,20}[）)]$",
};
G_STATIC_ASSERT (G_N_ELEMENTS (sources) == GB_N_IMPORT_PATTERNS);

static GRegex *
compile (const char *source)
{
  g_autoptr (GError) error = NULL;
  GRegex *regex = g_regex_new (source, G_REGEX_OPTIMIZE, 0, &error);

  g_assert_no_error (error);
  return regex;
}

/**
 * _gb_import_match:
 * @pattern: which
 * @text: one line
 * @out_match: (out) (optional): its groups, if it matches
 *
 * Returns: %TRUE if @text has @pattern
 */
gboolean
_gb_import_match (GbImportPattern pattern, const char *text, GMatchInfo **out_match)
{
  static GRegex *regexes[GB_N_IMPORT_PATTERNS];
  g_autoptr (GMatchInfo) match = NULL;

  if (g_once_init_enter (&regexes[pattern]))
    g_once_init_leave (&regexes[pattern], compile (sources[pattern]));
  if (!g_regex_match (regexes[pattern], text, 0, &match))
    return FALSE;
  if (out_match != NULL)
    *out_match = g_steal_pointer (&match);
  return TRUE;
}
