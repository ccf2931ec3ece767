/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every rule, with what it finds and what it must leave alone. A rule without both in the table
 * below fails; so does a message, a summary or a source that is missing. Prints the table. */

#include "config.h"

#include "check/gb-check-rule.h"
#include "check/gb-check.h"

#include <locale.h>
#include <string.h>

typedef struct {
  const char *rule;
  gboolean fires;
  const char *text;  /* of a paragraph, or elements of a body if it begins with "<" */
  const char *field; /* (nullable): a property of the metadata … */
  const char *value; /* (nullable): … and what it is set to */
  const char *fixed; /* (nullable): the text of the first block when everything is mended */
} Case;

#define GB_TEST_DIGEST "sm3:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define GOOD           "正文一句。"
#define FIRE           TRUE
#define QUIET          FALSE

static const Case cases[] = {
  { "META-TITLE", FIRE, GOOD, "title", "　" },
  { "META-TITLE", QUIET, GOOD },
  { "META-SOURCE", FIRE, GOOD, "source", "" },
  { "META-SOURCE", QUIET, GOOD },
  { "META-PUBLISHER-EMPTY", FIRE, GOOD, "publisher", " " },
  { "META-PUBLISHER-EMPTY", QUIET, GOOD },
  { "META-COLUMN", FIRE, GOOD, "column", "" },
  { "META-COLUMN", QUIET, GOOD },
  { "META-OPENNESS", FIRE, GOOD, "openness", "unset" },
  { "META-OPENNESS", QUIET, GOOD },
  { "META-WITHHOLD", FIRE, GOOD, "openness", "withheld" },
  { "META-WITHHOLD", QUIET, GOOD },
  { "META-NOTPUBLIC", FIRE, GOOD, "openness", "withheld" },
  { "META-NOTPUBLIC", QUIET, GOOD },
  { "META-MADEON", FIRE, GOOD, "made-on", "" },
  { "META-MADEON", QUIET, GOOD },
  { "TEXT-EMPTY", FIRE, "<h2>一、标题</h2><p/>" },
  { "TEXT-EMPTY", QUIET, GOOD },

  { "PUNC-HALF", FIRE, "有关部门,各单位:", NULL, NULL, "有关部门，各单位：" },
  { "PUNC-HALF", FIRE, "是吗? 是的!", NULL, NULL, "是吗？是的！" },
  { "PUNC-HALF", FIRE, "到此为止.", NULL, NULL, "到此为止。" },
  { "PUNC-HALF", QUIET, "共1,234人，时间16:51，见https://a.cn/?a=1,2中的3.5和A, B两类，一．总则" },
  { "PUNC-HALFPAREN", FIRE, "办法(试行)", NULL, NULL, "办法（试行）" },
  { "PUNC-HALFPAREN", QUIET, "函数f(x)和（试行），邮箱a(b)@c.cn" },
  { "PUNC-DUP", FIRE, "甲，，乙。。", NULL, NULL, "甲，乙。" },
  { "PUNC-DUP", QUIET, "甲，乙。真的！！" },
  { "PUNC-ELLIPSIS", FIRE, "等等...还有。。。", NULL, NULL, "等等……还有……" },
  { "PUNC-ELLIPSIS", QUIET, "等等……目录........3" },
  { "PUNC-RANGE", FIRE, "2026-2030年，15-30天", NULL, NULL, "2026—2030年，15～30天" },
  { "PUNC-RANGE", QUIET,
    "2026—2030年，15～30天，电话0660-5566778，编号2026-12-30号，GB/T 9704-2012年版" },
  { "PUNC-DENG", FIRE, "甲、乙、等", NULL, NULL, "甲、乙等" },
  { "PUNC-DENG", QUIET, "甲、乙等，伤残、等级、等额" },
  { "PUNC-LABEL", FIRE, "（一）、总则", NULL, NULL, "（一）总则" },
  { "PUNC-LABEL", FIRE, "1、总则", NULL, NULL, "1.总则" },
  { "PUNC-LABEL", FIRE, "一.总则", NULL, NULL, "一、总则" },
  { "PUNC-LABEL", QUIET,
    "<p>一、总则</p><p>1.总则</p><p>（一）总则</p><p>3.5万元</p><p>一是总则</p>" },
  { "PUNC-PAIR", FIRE, "《关于A的通知》、《关于B的通知" },
  { "PUNC-PAIR", FIRE, "印发关于A的通知》和《关于B的通知》" },
  { "PUNC-PAIR", FIRE, "他说“好的。" },
  { "PUNC-PAIR", QUIET, "《关于印发〈A〉的通知》（某府〔2026〕1号）“甲‘乙’丙”" },
  { "PUNC-PAIR", QUIET, "<p>修改为：“第一条 甲。</p><p>“第二条 乙。”</p>" },
  { "PUNC-PAIR", QUIET, "包括：1)甲；2)乙；it’s" },
  { "PUNC-ANGLE", FIRE, "印发<关于A的意见>的通知", NULL, NULL, "印发《关于A的意见》的通知" },
  { "PUNC-ANGLE", FIRE, "《关于印发<A办法>的通知》", NULL, NULL, "《关于印发〈A办法〉的通知》" },
  { "PUNC-ANGLE", QUIET, "面积<5亩，首页 > 政务公开，甲->乙" },
  { "PUNC-NEST", FIRE, "《关于印发《A》的通知》", NULL, NULL, "《关于印发〈A〉的通知》" },
  { "PUNC-NEST", QUIET, "《关于印发〈关于贯彻《A》的意见〉的通知》" },
  { "PUNC-BOOKSEP", FIRE, "《A》、《B》", NULL, NULL, "《A》《B》" },
  { "PUNC-BOOKSEP", QUIET, "《A》（某府〔2020〕1号）、《B》" },
  { "PUNC-END", FIRE, "各地各部门要把政策解读与政策文件同步组织同步审签同步部署主动回应群众关切" },
  { "PUNC-END", QUIET,
    "<p>各地各部门要把政策解读与政策文件同步组织同步审签同步部署主动回应群众关切。”</p>"
    "<p>短行没有句末标点</p><p>2019年4月3日 中华人民共和国国务院令第711号修订之后又经过再次修订</p>"
    "<ul><li><p>各地各部门要把政策解读与政策文件同步组织同步审签同步部署主动回应群众关切</p></li></"
    "ul>" },
  { "PUNC-RUNON", FIRE, "提高实效性一是加强领导；二是落实责任。" },
  { "PUNC-RUNON", QUIET, "提高实效性。一是加强领导；二是落实责任。第一是甲，第二是乙。" },
  { "PLACEHOLDER", FIRE, "联系人××，电话待定。" },
  { "PLACEHOLDER", FIRE, "共XXX人（此处待补）" },
  { "PLACEHOLDER", QUIET, "证号4415××××××××1234，有待核实，等待定价，尺码XXXL" },
  { "CLEAN-SPACE", FIRE, "　　段首\xc2\xa0空格", NULL, NULL, "段首空格" },
  { "CLEAN-SPACE", QUIET, "<p>第一条　为了规范</p><h2>附　则</h2><p>A B 2026年</p>" },

  { "NUM-YEAR", FIRE, "到26年底，98年3月", NULL, NULL, NULL },
  { "NUM-YEAR", QUIET, "到2026年底，近20年初步，满18年3月，〔26年底〕" },
  { "NUM-PERCENT", FIRE, "5～10%", NULL, NULL, "5%～10%" },
  { "NUM-PERCENT", QUIET, "5%～10%，3.5%" },
  { "NUM-WAN", FIRE, "3～5万元", NULL, NULL, "3万～5万元" },
  { "NUM-WAN", QUIET, "3万～5万元，5000～6万" },
  { "NUM-DECIMAL", FIRE, "提高.5个百分点", NULL, NULL, "提高0.5个百分点" },
  { "NUM-DECIMAL", QUIET, "提高0.5个百分点，第1.5版" },
  { "NUM-ZERO", FIRE, "2026年08月01日", NULL, NULL, "2026年8月1日" },
  { "NUM-ZERO", QUIET, "2026年8月10日，2026年00号" },
  { "NUM-WIDE", FIRE, "共１２人", NULL, NULL, "共12人" },
  { "NUM-WIDE", QUIET, "共12人，十二人" },
  { "NUM-DAY", FIRE, "8月1号前", NULL, NULL, "8月1日前" },
  { "NUM-DAY", QUIET, "8月1日，第1号，8月1号文件" },
  { "NUM-MIXED", FIRE, "二〇二六年3月" },
  { "NUM-MIXED", FIRE, "2026年三月" },
  { "NUM-MIXED", QUIET, "二〇二六年三月，2026年3月，三四个月，2026年十月份" },
  { "NUM-CLOCK", FIRE, "下午15:00" },
  { "NUM-CLOCK", QUIET, "下午3:00，15:00，上午9时，下午20人" },

  { "DOCNO-BRACKET", FIRE, "粤办发[2016]22号", NULL, NULL, "粤办发〔2016〕22号" },
  { "DOCNO-BRACKET", FIRE, "粤办发(2016)22号", NULL, NULL, "粤办发〔2016〕22号" },
  { "DOCNO-BRACKET", FIRE, "粤办发2016〕22号" },
  { "DOCNO-BRACKET", QUIET, "粤办发〔2016〕22号，（2016）粤0101民初22号，2016年22号，（2016年）" },
  { "DOCNO-SPACE", FIRE, "粤办发 〔2016〕 22号", NULL, NULL, "粤办发〔2016〕22号" },
  { "DOCNO-SPACE", QUIET, "粤办发〔2016〕22号 等" },
  { "DOCNO-ZERO", FIRE, "粤办发〔2016〕第022号", NULL, NULL, "粤办发〔2016〕22号" },
  { "DOCNO-ZERO", QUIET, "粤办发〔2016〕20号，国务院令第492号" },

  { "SEQ-SKIP", FIRE, "<h2>一、甲</h2><p>乙。</p><h2>三、丙</h2><p>丁。</p>" },
  { "SEQ-SKIP", QUIET,
    "<h2>一、甲</h2><h3>（一）乙</h3><p>（二）丙。</p><h3>（三）丁</h3><h2>二、戊</h2>"
    "<h3>（一）己</h3><p>庚。</p>" },
  { "SEQ-DUP", FIRE, "<h2>一、甲</h2><p>乙。</p><h2>一、丙</h2><p>丁。</p>" },
  { "SEQ-DUP", QUIET, "<h2>一、甲</h2><p>乙。</p><h2>二、丙</h2><p>丁。</p>" },
  { "TITLE-KIND", FIRE, GOOD, "title", "关于做好工作的意见" },
  { "TITLE-KIND", QUIET, GOOD, "title", "关于做好工作的通知（试行）" },
  { "TITLE-KIND", QUIET, GOOD, "title", "某县信访工作办法" },
  { "TITLE-KIND", QUIET, GOOD, "title", "关于安全生产督查情况的通报" },
  { "TITLE-GUANYU", FIRE, GOOD, "title", "春节放假通知" },
  { "TITLE-GUANYU", QUIET, GOOD, "title", "某县转发省政府文件的通知" },
  { "TITLE-PUNCT", FIRE, GOOD, "title", "关于甲，乙的通知" },
  { "TITLE-PUNCT", QUIET, GOOD, "title", "关于印发《甲，乙》和“丙，丁”的通知" },
  { "TITLE-LONG", FIRE, GOOD, "title",
    "关于做好全县各镇各部门各单位今年春节期间安全生产和森林防火以及道路交通安全工作的通知" },
  { "TITLE-LONG", QUIET, GOOD, "title", "关于做好春节期间安全生产工作的通知" },

  { "SEVERE-NAME", FIRE, "中华人民共合国成立以来。", NULL, NULL, "中华人民共和国成立以来。" },
  { "SEVERE-NAME", FIRE, "学习习近乎总书记的讲话。", NULL, NULL, "学习习近平总书记的讲话。" },
  { "SEVERE-NAME", QUIET, "中华人民共和国国务院令，国务院和最高人民检察院，学习近乎痴迷。" },
  { "SEVERE-WORDING", FIRE, "来自香港等国家的游客。", NULL, NULL, "来自香港等地区的游客。" },
  { "SEVERE-WORDING", FIRE, "中国、台湾和日本。" },
  { "SEVERE-WORDING", FIRE, "第十四次全国人民代表大会。", NULL, NULL,
    "第十四届全国人民代表大会。" },
  { "SEVERE-WORDING", QUIET,
    "来自香港等国家和地区的游客，中国台湾，内地与香港，反对“台独”，启蒙族群，农村长期稳定，"
    "第十四届全国人民代表大会第四次会议，省人大副主任委员。" },
  { "PROTECT-NEAR", FIRE, "依照中华人民其和国的法律。", NULL, NULL, "依照中华人民共和国的法律。" },
  { "PROTECT-NEAR", FIRE, "新疆维吾尔族自治区，齐齐哈市。", NULL, NULL,
    "新疆维吾尔自治区，齐齐哈尔市。" },
  { "PROTECT-NEAR", FIRE, "国家市场监管督理总局，县人力资源和社会保璋局。", NULL, NULL,
    "国家市场监督管理总局，县人力资源和社会保障局。" },
  { "PROTECT-NEAR", QUIET,
    "国家发展改革委员会，检察委员会，广东省和广西壮族自治区，有中国特色的社会主义，全国农民协会，"
    "省国家税务局，本国人民代表。" },
  { "TYPO-WORD", FIRE, "成立工作领导小姐，攻府布署。", NULL, NULL, "成立工作领导小组，政府部署。" },
  { "TYPO-WORD", FIRE, "末经批准的，不于受理。", NULL, NULL, "未经批准的，不予受理。" },
  { "TYPO-WORD", QUIET, "周末经营者、期末按时提交，系统记录，保健设施，非法冶炼，古城实行保护。" },
  { "TYPO-DOUBT", FIRE, "截止目前已签定合同。", NULL, NULL, "截至目前已签订合同。" },
  { "TYPO-DOUBT", QUIET, "报名截止日期，目的的确定，有的的确如此，人民检察院监督检察工作。" },
  { "TYPO-VARIANT", FIRE, "开立帐户，其它部份。", NULL, NULL, "开立账户，其他部分。" },
  { "TYPO-VARIANT", QUIET, "开立账户，其他部分，蚊帐一顶。" },
  { "TYPO-MODEL", FIRE, "实现全程留痕、过往可塑、进度可查。", NULL, NULL,
    "实现全程留痕、过往可溯、进度可查。" },
  { "TYPO-MODEL", QUIET, "实现全程留痕、过往可溯、进度可查。" },

  { "A11Y-ALT", FIRE, "<figure><img alt='' src='" GB_TEST_DIGEST "'/></figure><p>文。</p>" },
  { "A11Y-ALT", QUIET, "<figure><img alt='图' src='" GB_TEST_DIGEST "'/></figure><p>文。</p>" },
  { "A11Y-TABLE", FIRE,
    "<table><tbody><tr><td><p>甲</p></td><td><p>乙</p></td></tr><tr><td><p>1</p></td><td><p>2</p>"
    "</td></tr></tbody></table>" },
  { "A11Y-TABLE", QUIET,
    "<table><tbody><tr><th><p>甲</p></th><th><p>乙</p></th></tr><tr><td><p>1</p></td><td><p>2</p>"
    "</td></tr></tbody></table>" },
  { "A11Y-LINKTEXT", FIRE, "<p>请<a href='https://a.cn/'>点击这里</a>。</p>" },
  { "A11Y-LINKTEXT", QUIET, "<p>见<a href='https://a.cn/'>办事指南</a>。</p>" },
  { "A11Y-HEADING", FIRE, "<h2>一、甲</h2><h4>1.乙</h4><p>丙。</p>" },
  { "A11Y-HEADING", QUIET, "<h2>一、甲</h2><h3>（一）乙</h3><h2>二、丙</h2><p>丁。</p>" },
  { "A11Y-IMGONLY", FIRE, "<figure><img alt='图' src='" GB_TEST_DIGEST "'/></figure>" },
  { "A11Y-IMGONLY", QUIET, "<figure><img alt='图' src='" GB_TEST_DIGEST "'/></figure><p>文。</p>" },

  { "META-DATE-ORDER", FIRE, GOOD, "made-on", "2026-03-02" },
  { "META-DATE-ORDER", QUIET, GOOD, "made-on", "2026-03-01" },
  { "META-20WD", FIRE, GOOD, "made-on", "2026-01-20" },
  { "META-20WD", QUIET, GOOD, "made-on", "2026-02-10" },
  { "META-INDEXNO", FIRE, GOOD, "index-number", "11441700007280420X/2026-00050" },
  { "META-INDEXNO", QUIET, GOOD, "index-number", "11441700007280420Y/2026-00050" },
  { "META-DOCNO", FIRE, GOOD, "document-number", "陆府[2026]8号" },
  { "META-DOCNO", QUIET, GOOD, "document-number", "陆府〔2026〕8号" },
  { "META-REPOST", FIRE, GOOD, "source", "转载自新华社" },
  { "META-REPOST", QUIET, GOOD, "source", "县农业农村局" },

  { "SEC-MARK", FIRE, "机密★1年" },
  { "SEC-MARK", QUIET, "保守商业秘密2年。" },
  { "SEC-HIDDEN", FIRE, "中\xe2\x80\x8b文", NULL, NULL, "中文" },
  { "SEC-HIDDEN", QUIET, "中文" },
  { "SEC-LINK-PRIVATE", FIRE, "<p>见<a href='http://10.0.0.1/a'>办事指南</a>。</p>" },
  { "SEC-LINK-PRIVATE", QUIET, "<p>见<a href='http://172.32.0.1/a'>办事指南</a>。</p>" },
  { "SEC-LINK-EXT", FIRE, "<p>见<a href='https://a.com/'>办事指南</a>。</p>" },
  { "SEC-LINK-EXT", QUIET, "<p>见<a href='https://www.gov.cn/'>办事指南</a>。</p>" },
  { "SEC-IDCARD", FIRE, "身份证441523199001010012。", NULL, NULL, "身份证44*************012。" },
  { "SEC-IDCARD", QUIET, "统一社会信用代码114403006955506492，441523199002300011" },
  { "SEC-IDCARD-OLD", FIRE, "441523900101001", NULL, NULL, "44**********001" },
  { "SEC-IDCARD-OLD", QUIET, "441523900231001" },
  { "SEC-MOBILE", FIRE, "张三13800138000", NULL, NULL, "张三138****8000" },
  { "SEC-MOBILE", QUIET, "受理编号138001380001，投资13800138000元" },
  { "SEC-BANK", FIRE, "账号：6222600260001072444", NULL, NULL, "账号：**** **** **** 2444" },
  { "SEC-BANK", QUIET, "账号：6222600260001072445" },
  { "SEC-ADDR", FIRE, "<ul><li><p>河田镇人民路12号3栋201室</p></li></ul>" },
  { "SEC-ADDR", QUIET, "<ul><li><p>政务服务中心2号楼203室</p></li></ul>" },
  { "SEC-TABLE", FIRE,
    "<table><tbody><tr><th><p>身份证号</p></th></tr><tr><td><p>1</p></td></tr><tr><td><p>2</p>"
    "</td></tr></tbody></table>" },
  { "SEC-TABLE", QUIET,
    "<table><tbody><tr><th><p>身份证号</p></th></tr><tr><td><p>4*1</p></td></tr><tr><td><p>4*2</p>"
    "</td></tr></tbody></table>" },
  { "SEC-MINOR", FIRE,
    "<table><caption>受助学生</caption><tbody><tr><th><p>姓名</p></th></tr><tr><td><p>张三</p></td>"
    "</tr><tr><td><p>李四</p></td></tr></tbody></table>" },
  { "SEC-MINOR", QUIET,
    "<table><caption>受助学生</caption><tbody><tr><th><p>姓名</p></th></tr><tr><td><p>张某</p></td>"
    "</tr><tr><td><p>李某</p></td></tr></tbody></table>" },

  { "CITE-SUPERSEDED", FIRE, "《政府信息公开条例》（国务院令第492号）" },
  { "CITE-SUPERSEDED", QUIET,
    "<p>《政府信息公开条例》（国务院令第711号）</p><p>2007年4月5日国务院令第492号公布</p>" },

  { "ATT-COUNT", FIRE, "<p>附件：1.甲表</p><p>3.乙表</p>" },
  { "ATT-COUNT", FIRE, "<p>附件：1.甲表</p><p>2.乙表</p><p>附件1</p><p>甲表</p>" },
  { "ATT-COUNT", QUIET, "<p>附件：1.甲表2.乙表</p><p>附件1</p><p>甲表</p><p>附件2</p><p>乙表</p>" },
  { "ATT-REF", FIRE, "<p>填报见附件3。</p><p>附件1：甲表</p><p>附件2：乙表</p>" },
  { "ATT-REF", QUIET, "<p>见附件2，《办法（附件5）》。</p><p>附件：1.甲表</p><p>2.乙表</p>" },
  { "ATT-PUNCT", FIRE, "附件：1.甲表； 2.乙表。", NULL, NULL, "附件：1.甲表 2.乙表" },
  { "ATT-PUNCT", FIRE, "<p>附件：甲表。</p>", NULL, NULL, "附件：甲表" },
  { "ATT-PUNCT", QUIET, "<p>附件：1.甲表（试行）</p><p>2.乙表</p><p>附件有两个。</p>" },
  { "ATT-MISSING", FIRE, "详见附件。" },
  { "ATT-MISSING", FIRE, "附件：甲表" },
  { "ATT-MISSING", FIRE, "<p>附件：收费清单</p><p>附件</p><p>人员名额</p>" },
  { "ATT-MISSING", QUIET, "<p>详见附件。</p><p>附件：甲表</p><p>附件</p><p>甲表</p>" },
  { "ATT-MISSING", QUIET, "<p>见<a href='https://www.gov.cn/'>（附件1）</a>。</p>" },

  { "DATE-IMPOSSIBLE", FIRE, "2026年2月29日" },
  { "DATE-IMPOSSIBLE", QUIET, "2024年2月29日，农历二月三十日，刑期2年6月30日" },
  { "DATE-WEEKDAY", FIRE, "2026年11月24日（星期三）", NULL, NULL, "2026年11月24日（星期二）" },
  { "DATE-WEEKDAY", QUIET, "2026年11月24日（星期二），2026年11月24日周三宝同志" },
  { "DATE-PAST-DEADLINE", FIRE, "请于2026年2月20日前报送。" },
  { "DATE-PAST-DEADLINE", QUIET, "请于2026年3月1日前报送，2015年1月1日前设立的企业。" },
  { "DATE-RELATIVE", FIRE, "今年以来，改革有进展。" },
  { "DATE-RELATIVE", QUIET, "6月30日前完成，如今年轻，说明年度计划。" },
};

static GbDocument *
make_document (const Case *c)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autofree char *escaped = g_markup_escape_text (c->text, -1);
  g_autofree char *body = g_strdup_printf (
    "<body xmlns=\"" GB_DOCUMENT_XHTML_NS "\">%s%s%s</body>", *c->text == '<' ? "" : "<p>",
    *c->text == '<' ? c->text : escaped, *c->text == '<' ? "" : "</p>");
  g_autoptr (GError) error = NULL;
  GbDocument *document;

  gb_metadata_set (metadata, "title", "关于做好工作的通知");
  gb_metadata_set (metadata, "source", "本网");
  gb_metadata_set (metadata, "publisher", "县政府办公室");
  gb_metadata_set (metadata, "column", "zcjd");
  gb_metadata_set (metadata, "made-on", "2026-03-01");
  g_object_set (metadata, "openness", GB_OPENNESS_PROACTIVE, NULL);
  if (g_strcmp0 (c->field, "openness") == 0)
    g_object_set (metadata, "openness",
                  strcmp (c->value, "unset") == 0 ? GB_OPENNESS_UNSET : GB_OPENNESS_WITHHELD, NULL);
  else if (c->field != NULL)
    gb_metadata_set (metadata, c->field, c->value);
  document = gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata, body, NULL, &error);
  g_assert_no_error (error);
  return document;
}

static GPtrArray *
find (GbDocument *document)
{
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 1, G_DATE_MARCH, 2026);
  return gb_check_document_fully (document, GB_CHECK_STAGE_PUBLISH, &today, NULL);
}

static gboolean
has_rule (GPtrArray *findings, const char *rule)
{
  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    if (strcmp (finding->rule, rule) == 0)
      return TRUE;
  }
  return FALSE;
}

/* A range lies in its text, and what a finding says is there to be read. */
static void
assert_sound (GbDocument *document, const GbFinding *finding)
{
  g_autofree char *text = NULL;

  g_assert_cmpstr (finding->message, !=, "");
  g_assert_cmpstr (gb_finding_get_text (finding), !=, "");
  g_assert_cmpstr (finding->source, !=, "");
  g_assert_null (strstr (finding->message, "%s"));
  if (finding->length_chars == 0)
    return;
  text = finding->block != NULL
           ? gb_document_dup_block_text (document, finding->block)
           : g_strdup (gb_metadata_get (gb_document_get_metadata (document), finding->field));
  g_assert_nonnull (text);
  g_assert_cmpint ((glong)finding->offset_chars + finding->length_chars, <=,
                   g_utf8_strlen (text, -1));
}

static void
assert_fixed (const Case *c, GbDocument *document, GPtrArray *findings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  g_autoptr (GbDocument) mended = NULL;
  g_autofree char *text = NULL;

  if (c->fixed == NULL)
    return;
  for (guint i = 0; i < findings->len; i++) {
    GbFinding *finding = g_ptr_array_index (findings, i);

    if (strcmp (finding->rule, c->rule) == 0)
      g_ptr_array_add (own, finding);
  }
  mended = gb_check_mend (document, own, NULL, &error);
  g_assert_no_error (error);
  text = gb_document_dup_text (mended);
  g_strstrip (text);
  g_assert_cmpstr (text, ==, c->fixed);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GbDocument) document = make_document (c);
  g_autoptr (GPtrArray) findings = find (document);

  g_test_message ("%s: %s", c->rule, c->text);
  for (guint i = 0; i < findings->len; i++)
    assert_sound (document, g_ptr_array_index (findings, i));
  g_assert_cmpint (has_rule (findings, c->rule), ==, c->fires);
  assert_fixed (c, document, findings);
}

/* Rules that need more than a notice and its text: where both of their cases are. The file names
 * the rule, or the test fails. */
static const struct {
  const char *rule;
  const char *file; /* below tests */
} tested_elsewhere[] = {
  { "TYPO-PAIRS", "check/test-typos.c" },
  { "TYPO-DATA", "check/test-typos.c" },
  { "META-LINK-POLICY", "check/test-rules.c" },
  { "META-LINK-INTERP", "check/test-rules.c" },
  { "META-VALIDITY", "check/test-rules.c" },
  { "META-LENGTH", "check/test-rules.c" },
  { "META-SUMMARY", "check/test-rules.c" },
  { "CITE-ABOLISHED", "check/test-context.c" },
  { "INTERP-COPY", "check/test-context.c" },
  { "INTERP-PARTS", "check/test-context.c" },
  { "META-3WD", "check/test-context.c" },
  { "META-COLTYPE", "check/test-context.c" },
  { "META-DOCNO-DUP", "check/test-context.c" },
  { "META-INDEXNO-DUP", "check/test-context.c" },
  { "META-TITLE-DUP", "check/test-context.c" },
  { "META-LEGAL", "check/test-context.c" },
  { "SEC-ATTACH-PII", "attachment/test-attachment.c" },
  { "SEC-ATTACH-META", "attachment/test-attachment.c" },
  { "SEC-ATTACH-UNREAD", "attachment/test-attachment.c" },
  { "A11Y-VIDEO", "check/test-context.c" },
  { "PROC-STATE", "workflow/test-workflow-table.c" },
  { "PROC-HASH", "workflow/test-workflow-table.c" },
  { "PROC-SAMEPERSON", "workflow/test-workflow-table.c" },
  { "PROC-COMMENT", "workflow/test-workflow-table.c" },
  { "PROC-SECRECY", "workflow/test-workflow-fold.c" },
  { "PROC-PUBDATE", "server/test-publish.c" },
  { "PROC-LEDGER", "server/test-api.c" },
};

/* (nullable): the file that has both cases of a rule, and says so. */
static const char *
find_elsewhere (const char *rule)
{
  for (guint i = 0; i < G_N_ELEMENTS (tested_elsewhere); i++) {
    g_autofree char *path = NULL;
    g_autofree char *text = NULL;

    if (strcmp (tested_elsewhere[i].rule, rule) != 0)
      continue;
    path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), tested_elsewhere[i].file, NULL);
    if (!g_file_get_contents (path, &text, NULL, NULL) || strstr (text, rule) == NULL)
      g_error ("%s does not test %s", tested_elsewhere[i].file, rule);
    return tested_elsewhere[i].file;
  }
  return NULL;
}

static guint
count_cases (const char *rule, gboolean fires)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    n += strcmp (cases[i].rule, rule) == 0 && cases[i].fires == fires;
  return n;
}

static void
test_complete (void)
{
  guint n_families;
  const GbRuleFamily *const *families = gb_rules_get_families (&n_families);

  for (guint i = 0; i < n_families; i++) {
    for (guint k = 0; k < families[i]->n_rules; k++) {
      const GbRule *rule = &families[i]->rules[k];
      guint n_fire = count_cases (rule->id, TRUE);
      guint n_quiet = count_cases (rule->id, FALSE);
      const char *elsewhere = find_elsewhere (rule->id);

      g_test_message ("%s | %s | %s | %s | %u + %u %s", rule->id,
                      gb_finding_level_to_string (rule->level),
                      gb_certainty_to_string (rule->certainty), rule->source, n_fire, n_quiet,
                      elsewhere != NULL ? elsewhere : "here");
      g_assert_cmpstr (rule->summary, !=, NULL);
      g_assert_cmpstr (rule->source, !=, NULL);
      g_assert_true (gb_rules_find (rule->id) == rule);
      if ((n_fire == 0 || n_quiet == 0) && elsewhere == NULL)
        g_error ("rule %s needs a case that fires and one that does not", rule->id);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_nonnull (gb_rules_find (cases[i].rule));
}

/* ───── Mending ───── */

static guint
count_rule (GPtrArray *findings, const char *rule)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += strcmp (((GbFinding *)g_ptr_array_index (findings, i))->rule, rule) == 0;
  return n;
}

/* Both halves of a pair are mended together: what a rule says of one block is one choice. */
static GPtrArray *
choose (GPtrArray *findings)
{
  GPtrArray *chosen = g_ptr_array_new ();
  g_autoptr (GHashTable) choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < findings->len; i++) {
    GbFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *key =
      g_strconcat (finding->rule, finding->block != NULL ? finding->block : "", NULL);
    gpointer choice;

    if (finding->fix == NULL)
      continue;
    if (!g_hash_table_lookup_extended (choices, key, NULL, &choice)) {
      choice = GINT_TO_POINTER (g_test_rand_bit ());
      g_hash_table_insert (choices, g_steal_pointer (&key), choice);
    }
    if (GPOINTER_TO_INT (choice) != 0)
      g_ptr_array_insert (chosen, g_test_rand_int_range (0, (int)chosen->len + 1), finding);
  }
  return chosen;
}

static guint
count_fixable (GPtrArray *findings)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += ((GbFinding *)g_ptr_array_index (findings, i))->fix != NULL;
  return n;
}

/* Whatever is mended in whatever order: the document stays one, no rule finds more than before, and
 * there is an end of it. */
static void
mend_at_random (GbDocument *document)
{
  g_autoptr (GbDocument) now = g_object_ref (document);
  g_autoptr (GPtrArray) before = find (now);

  for (guint round = 0; count_fixable (before) > 0; round++) {
    g_autoptr (GPtrArray) chosen = round < 8 ? choose (before) : g_ptr_array_ref (before);
    g_autoptr (GError) error = NULL;
    g_autoptr (GbDocument) next = gb_check_mend (now, chosen, NULL, &error);
    g_autoptr (GPtrArray) after = NULL;

    g_assert_no_error (error);
    after = find (next);
    for (guint i = 0; i < after->len; i++) {
      const char *rule = ((GbFinding *)g_ptr_array_index (after, i))->rule;

      /* Titles in titles are not looked at while halves of marks are missing. */
      if (strcmp (rule, "PUNC-NEST") == 0 &&
          count_rule (after, "PUNC-PAIR") < count_rule (before, "PUNC-PAIR"))
        continue;
      if (count_rule (after, rule) > count_rule (before, rule)) {
        g_autofree char *text = gb_document_dup_text (now);
        g_autofree char *next_text = gb_document_dup_text (next);

        g_error ("mending made a new %s:\n%s→\n%s", rule, text, next_text);
      }
    }
    g_assert_cmpuint (round, <, 20);
    g_set_object (&now, next);
    g_clear_pointer (&before, g_ptr_array_unref);
    before = g_steal_pointer (&after);
  }
}

/* Two pieces in one paragraph; the digits of two numbers make no third one. */
static void
append_pieces (GString *body, const char *first, const char *second)
{
  g_autofree char *first_text = g_markup_escape_text (first, -1);
  g_autofree char *second_text = g_markup_escape_text (second, -1);
  gboolean meet =
    *first != '\0' && g_ascii_isdigit (first[strlen (first) - 1]) && g_ascii_isdigit (*second);

  g_string_append_printf (body, "<p>%s%s%s</p>", first_text, meet ? "，" : "",
                          *second == '<' ? "" : second_text);
}

static void
test_mend (void)
{
  for (guint round = 0; round < 300; round++) {
    g_autoptr (GString) body = g_string_new (NULL);
    Case c = { "", TRUE, NULL };
    g_autoptr (GbDocument) document = NULL;

    for (guint i = 0; i < 4; i++) {
      const Case *piece = &cases[g_test_rand_int_range (0, G_N_ELEMENTS (cases))];
      const Case *second = &cases[g_test_rand_int_range (0, G_N_ELEMENTS (cases))];

      if (*piece->text == '<')
        g_string_append (body, piece->text);
      else
        append_pieces (body, piece->text, second->text);
    }
    c.text = body->str;
    document = make_document (&c);
    mend_at_random (document);
  }
}

static void
test_mend_page (void)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("GB_TEST_DATADIR"), "luhe-interpretation.xml", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GbDocument) document = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  bytes = g_bytes_new (content, size);
  document = gb_document_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 20; i++)
    mend_at_random (document);
}

/* The page that the program was made for, and the faults that people found in it. */
static void
test_page (void)
{
  static const struct {
    const char *rule;
    guint n;
  } expected[] = {
    { "PUNC-PAIR", 5 },     { "PUNC-ANGLE", 3 },           { "PUNC-RUNON", 3 },
    { "DOCNO-BRACKET", 2 }, { "DOCNO-SPACE", 1 },          { "PUNC-END", 2 },
    { "PUNC-HALF", 102 },   { "PUNC-HALFPAREN", 20 },      { "META-COLUMN", 1 },
    { "META-OPENNESS", 1 }, { "META-PUBLISHER-EMPTY", 1 },
  };
  g_autofree char *path =
    g_build_filename (g_getenv ("GB_TEST_DATADIR"), "luhe-interpretation.xml", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  bytes = g_bytes_new (content, size);
  document = gb_document_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  findings = find (document);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_test_message ("%s", expected[i].rule);
    g_assert_cmpuint (count_rule (findings, expected[i].rule), ==, expected[i].n);
  }
  for (guint i = 0; i < findings->len; i++)
    g_assert_false (
      g_str_has_prefix (((GbFinding *)g_ptr_array_index (findings, i))->rule, "SEC-"));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check/rules/complete", test_complete);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/check/rules/%s/%u-%s", cases[i].rule, i,
                                             cases[i].fires ? "fires" : "quiet");

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/check/rules/mend", test_mend);
  g_test_add_func ("/check/rules/mend-page", test_mend_page);
  g_test_add_func ("/check/rules/page", test_page);
  return g_test_run ();
}
