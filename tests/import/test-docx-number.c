/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers in the formats of WordprocessingML, and names of faces. */

#include "config.h"

#include "import/gb-docx-number.h"
#include "import/gb-docx-styles.h"

static void
test_formats (void)
{
  static const struct {
    const char *format;
    guint number;
    const char *text;
  } cases[] = {
    { NULL, 12, "12" },
    { "decimal", 0, "0" },
    { "none", 3, "" },
    { "chineseCounting", 1, "一" },
    { "chineseCounting", 10, "十" },
    { "chineseCountingThousand", 12, "十二" },
    { "chineseCountingThousand", 21, "二十一" },
    { "japaneseCounting", 105, "一百零五" },
    { "taiwaneseCountingThousand", 30, "三十" },
    { "ideographDigital", 2026, "二〇二六" },
    { "chineseLegalSimplified", 3, "叁" },
    { "chineseLegalSimplified", 10, "壹拾" },
    { "decimalFullWidth", 12, "１２" },
    { "decimalEnclosedCircleChinese", 1, "①" },
    { "decimalEnclosedCircle", 20, "⑳" },
    { "decimalEnclosedCircle", 21, "㉑" },
    { "decimalEnclosedCircle", 36, "㊱" },
    { "decimalEnclosedCircle", 51, "51" },
    { "decimalEnclosedParen", 2, "⑵" },
    { "decimalEnclosedFullstop", 2, "⒉" },
    { "decimalZero", 7, "07" },
    { "lowerLetter", 1, "a" },
    { "lowerLetter", 27, "aa" },
    { "upperLetter", 26, "Z" },
    { "upperLetter", 0, "0" },
    { "lowerLetter", 4000000000u, "4000000000" },
    { "lowerRoman", 4, "iv" },
    { "upperRoman", 1999, "MCMXCIX" },
    { "upperRoman", 4000, "4000" },
    { "ideographTraditional", 2, "乙" },
    { "ideographTraditional", 11, "11" },
    { "ideographZodiac", 12, "亥" },
    { "ideographParenthesized", 3, "㈢" },
    { "ideographEnclosedCircle", 10, "㊉" },
    { "hebrew1", 5, "5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = _gb_docx_number_format (cases[i].format, cases[i].number);

    g_test_message ("%s %u", cases[i].format, cases[i].number);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_faces (void)
{
  static const struct {
    const char *name;
    GbDocxFace face;
  } cases[] = {
    { NULL, GB_DOCX_FACE_UNSET },
    { "", GB_DOCX_FACE_UNSET },
    { "方正小标宋简体", GB_DOCX_FACE_BIAOSONG },
    { "FZXiaoBiaoSong-B05S", GB_DOCX_FACE_BIAOSONG },
    { "仿宋_GB2312", GB_DOCX_FACE_FANGSONG },
    { "FangSong", GB_DOCX_FACE_FANGSONG },
    { "宋体", GB_DOCX_FACE_SONG },
    { "SimSun", GB_DOCX_FACE_SONG },
    { "黑体", GB_DOCX_FACE_HEI },
    { "SimHei", GB_DOCX_FACE_HEI },
    { "微软雅黑", GB_DOCX_FACE_HEI },
    { "楷体_GB2312", GB_DOCX_FACE_KAI },
    { "KaiTi", GB_DOCX_FACE_KAI },
    { "Times New Roman", GB_DOCX_FACE_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].name);
    g_assert_cmpint (_gb_docx_face_from_name (cases[i].name), ==, cases[i].face);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/docx-number/formats", test_formats);
  g_test_add_func ("/docx-number/faces", test_faces);
  return g_test_run ();
}
