/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The typo check: the reader of the language model against scores that KenLM gave, each way to
 * mistake a word, what must be left alone, damaged data, foreign input, and the rules. */

#include "config.h"

#include "check/gb-check.h"
#include "check/typo/gb-typo-model.h"
#include "check/typo/gb-typo-tables.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define N_RANDOM 10000
#define XHTML    "xmlns=\"" GB_DOCUMENT_XHTML_NS "\""

static GbTypoModel *model; /* of the build, without phrases of an office */

static const char *
get_path (void)
{
  const char *path = g_getenv ("GB_TYPO_MODEL");

  g_assert_nonnull (path);
  return path;
}

/* What is found, as “offset written>suggestion” joined by spaces. */
static char *
find (GbTypoModel *used, const char *text, GbTypoFlags flags)
{
  g_autoptr (GArray) typos = gb_typo_model_find (used, text, flags);
  GString *found = g_string_new (NULL);

  for (guint i = 0; i < typos->len; i++) {
    const GbTypo *typo = &g_array_index (typos, GbTypo, i);
    g_autofree char *written =
      g_utf8_substring (text, typo->offset_chars, typo->offset_chars + typo->length_chars);

    g_assert_cmpint (g_utf8_strlen (typo->suggestion, -1), ==, typo->length_chars);
    g_assert_cmpfloat (typo->certainty, >, 0);
    g_assert_cmpfloat (typo->certainty, <=, 1);
    g_string_append_printf (found, "%s%u %s>%s", i > 0 ? " " : "", typo->offset_chars, written,
                            typo->suggestion);
  }
  return g_string_free (found, FALSE);
}

static void
assert_found (const char *text, const char *expected)
{
  g_autofree char *found = find (model, text, GB_TYPO_FLAGS_NONE);

  g_assert_cmpstr (found, ==, expected);
}

/* Made with KenLM itself from libime's zh_CN.lm of Debian 12. */
static void
test_scores (void)
{
  static const struct {
    const char *word;
    GbKenlmWord number;
    float score;
    guint8 length;
  } words[][4] = {
    { { "全面", 128552, -4.230119f, 1 },
      { "推进", 157402, -2.472440f, 2 },
      { "政务", 94460, -5.339787f, 1 },
      { "公开", 15558, -1.616741f, 2 } },
    { { "的", 90453, -1.949563f, 1 },
      { "我", 151643, -2.948706f, 2 },
      { "们", 3169, -4.601069f, 2 },
      { "了", 74761, -2.937714f, 1 } },
    { { "中国", 119066, -3.623816f, 1 },
      { "特色", 44155, -2.725472f, 2 },
      { "社会主义", 149563, -0.508627f, 2 },
      { "道路", 68556, -1.247142f, 2 } },
    { { "保护", 49372, -4.013022f, 1 },
      { "公民", 12763, -2.822464f, 2 },
      { "的", 90453, -0.348398f, 2 },
      { "权利", 65173, -1.247142f, 2 } },
  };
  g_autoptr (GMappedFile) file = g_mapped_file_new (get_path (), FALSE, NULL);
  GbTypoTables tables;

  g_assert_true (gb_typo_tables_init (&tables, (const guint8 *)g_mapped_file_get_contents (file),
                                      g_mapped_file_get_length (file), NULL));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    GbKenlmState state = { 0 };

    for (guint j = 0; j < G_N_ELEMENTS (words[i]); j++) {
      GbKenlmWord number = gb_kenlm_find_word (&tables.language, words[i][j].word);
      GbKenlmState next;
      float score = gb_kenlm_score (&tables.language, &state, number, &next);

      g_assert_cmpuint (number, ==, words[i][j].number);
      g_assert_cmpfloat_with_epsilon (score, words[i][j].score, 1e-5f);
      g_assert_cmpuint (next.length, ==, words[i][j].length);
      state = next;
    }
  }
  g_assert_cmpuint (gb_kenlm_find_word (&tables.language, "这不是一个词"), ==, GB_KENLM_UNKNOWN);
}

static void
test_other_models (void)
{
  guint64 bytes[32] = { 0 };
  GbKenlm language;
  g_autoptr (GError) error = NULL;

  g_assert_false (gb_kenlm_init (&language, (const guint8 *)bytes, sizeof bytes, &error));
  g_assert_error (error, GB_KENLM_ERROR, GB_KENLM_ERROR_UNSUPPORTED);
  g_clear_error (&error);

  /* The right beginning, another order. */
  memcpy (bytes, "mmap lm http://kheafield.com/code format version 5\n", 51);
  g_assert_false (gb_kenlm_init (&language, (const guint8 *)bytes, sizeof bytes, &error));
  g_assert_error (error, GB_KENLM_ERROR, GB_KENLM_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_false (gb_kenlm_init (&language, (const guint8 *)bytes, 100, &error));
  g_assert_error (error, GB_KENLM_ERROR, GB_KENLM_ERROR_TRUNCATED);
}

/* Each way to mistake a word, with the right text beside it. */
static void
test_homophone (void)
{
  assert_found ("切实维护人民群众的合法权意", "11 权意>权益");
  assert_found ("切实维护人民群众的合法权益", "");
  assert_found ("各级人民政付应当加强领导", "4 政付>政府");
  assert_found ("各级人民政府应当加强领导", "");
}

static void
test_near_sound (void)
{
  assert_found ("加强安全森产监督管理", "4 森产>生产");
  assert_found ("加强安全生产监督管理", "");
}

static void
test_look_alike (void)
{
  assert_found ("推进生态文明建没", "6 建没>建设");
  assert_found ("推进生态文明建设", "");
}

static void
test_swap (void)
{
  assert_found ("优化资源置配", "4 置配>配置");
  assert_found ("优化资源配置", "");
}

static void
test_several (void)
{
  assert_found ("加强组只领导，优化营商环镜。", "0 加强组只领导>加强组织领导 11 环镜>环境");
  assert_found ("加强组织领导，优化营商环境。", "");
}

static void
test_phrase (void)
{
  const char *const phrases[] = { "禾川速办", "禾川速办", "太长的词组不能算是词", "a", NULL };
  g_autoptr (GbTypoModel) with = gb_typo_model_new_with_phrases (model, phrases);
  g_autofree char *without = find (model, "推行禾川速伴服务", GB_TYPO_FLAGS_NONE);
  g_autofree char *found = find (with, "推行禾川速伴服务", GB_TYPO_FLAGS_NONE);
  g_autofree char *right = find (with, "推行禾川速办服务", GB_TYPO_FLAGS_NONE);

  g_assert_null (strstr (without, "禾川速办"));
  g_assert_cmpstr (found, ==, "2 禾川速伴>禾川速办");
  g_assert_cmpstr (right, ==, "");
}

static void
test_year (void)
{
  assert_found ("根据粤办发〔2016〕22号文件的规定", "");
  assert_found ("根据粤办发2016〕22号文件的规定", "");
  assert_found ("根据汕府办〔2018〕8号文件的规定", "");
  assert_found ("示府办〔2026〕3号", "");
}

static void
test_offsets (void)
{
  /* A character beyond U+FFFF is one, and ends a run. */
  assert_found ("𠮷，ＡＢ1立全程留痕、过往可塑、进度可查的制度", "11 过往可塑>过往可溯");
  assert_found ("", "");
  assert_found ("塑", "");
  assert_found ("abc 123 …", "");
}

static void
test_fewer (void)
{
  const char *text = "加强监督检察，优化营商环镜。";
  g_autoptr (GArray) all = gb_typo_model_find (model, text, GB_TYPO_FLAGS_NONE);
  g_autoptr (GArray) fewer = gb_typo_model_find (model, text, GB_TYPO_FLAGS_FEWER);

  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpuint (fewer->len, ==, 1);
  for (guint i = 0; i < fewer->len; i++)
    g_assert_cmpfloat (g_array_index (fewer, GbTypo, i).certainty, >, 0.9);
}

static void
test_page (void)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("GB_TEST_DATADIR"), "luhe-interpretation.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) all = g_string_new (NULL);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *found = find (model, lines[i], GB_TYPO_FLAGS_NONE);

    if (*found != '\0')
      g_string_append_printf (all, "[%s]", strchr (found, ' ') + 1);
  }
  g_assert_cmpstr (all->str, ==, "[过往可塑>过往可溯]");
}

static void
test_pairs (void)
{
  static const char *const wrong[] = { "本条例自公布之日起试行", "高兴的跳了起来" };
  g_autoptr (GArray) none = gb_typo_model_find_pairs (model, "本条例自公布之日起施行");

  g_assert_cmpuint (none->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GArray) found = gb_typo_model_find_pairs (model, wrong[i]);

    g_assert_cmpuint (found->len, ==, 1);
  }
}

static void
assert_damaged (const char *content, gsize n_bytes, GbTypoError code)
{
  g_autofree char *folder = g_dir_make_tmp ("gb-typos-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "model", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, content, (gssize)n_bytes, NULL));
  g_assert_null (gb_typo_model_new (path, &error));
  g_assert_error (error, GB_TYPO_ERROR, (int)code);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_damage (void)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_bytes;

  g_assert_true (g_file_get_contents (get_path (), &content, &n_bytes, NULL));
  assert_damaged (content, 0, GB_TYPO_ERROR_DAMAGED);
  assert_damaged (content, 100, GB_TYPO_ERROR_DAMAGED);
  assert_damaged (content, n_bytes - 1, GB_TYPO_ERROR_DAMAGED);
  content[n_bytes / 2] ^= 1;
  assert_damaged (content, n_bytes, GB_TYPO_ERROR_DAMAGED);
  content[n_bytes / 2] ^= 1;
  content[8]++;
  assert_damaged (content, n_bytes, GB_TYPO_ERROR_VERSION);
  content[0]++;
  assert_damaged (content, n_bytes, GB_TYPO_ERROR_DAMAGED);

  g_assert_null (gb_typo_model_new ("/nonexistent/typo-model.bin", &error));
  g_assert_error (error, GB_TYPO_ERROR, GB_TYPO_ERROR_MISSING);
}

/* Mostly Han, so that runs are long and full of characters that no word has. */
static gunichar
get_random_character (GRand *rand)
{
  switch (g_rand_int_range (rand, 0, 12)) {
  case 0:
    return (gunichar)g_rand_int_range (rand, 1, 0x3000);
  case 1:
    return (gunichar)g_rand_int_range (rand, 0x20000, 0x2a6d0);
  case 2:
    return (gunichar)g_rand_int_range (rand, 0x3400, 0x4dc0);
  case 3:
    return (gunichar)g_rand_int_range (rand, 0xe000, 0x10ffff);
  default:
    return (gunichar)g_rand_int_range (rand, 0x4e00, 0x9fff);
  }
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20181220);

  for (guint i = 0; i < N_RANDOM; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    guint n = (guint)g_rand_int_range (rand, 0, i % 100 == 0 ? 400 : 30);
    g_autofree char *found = NULL;

    for (guint j = 0; j < n; j++)
      g_string_append_unichar (text, get_random_character (rand));
    found = find (model, text->str, GB_TYPO_FLAGS_NONE);
    g_assert_nonnull (found);
    if (i % 20 == 0) {
      /* Bytes that are not UTF-8 are characters of no word. */
      g_autoptr (GArray) typos = NULL;

      for (gsize j = 0; j < text->len; j += 1 + (gsize)g_rand_int_range (rand, 0, 4))
        text->str[j] = (char)g_rand_int_range (rand, 128, 256);
      typos = gb_typo_model_find (model, text->str, GB_TYPO_FLAGS_NONE);
      g_assert_nonnull (typos);
    }
  }
}

static gpointer
find_on_thread (gpointer data)
{
  return find (model, "建立全程留痕、过往可塑、进度可查的制度", GB_TYPO_FLAGS_NONE);
}

static void
test_threads (void)
{
  GThread *threads[8];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("typos", find_on_thread, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++) {
    g_autofree char *found = g_thread_join (threads[i]);

    g_assert_cmpstr (found, ==, "7 过往可塑>过往可溯");
  }
}

/* The findings of the typo rules on a paragraph. */
static GPtrArray *
check (const char *text, const char *table, const char *rows)
{
  g_autofree char *folder = g_dir_make_tmp ("gb-typos-XXXXXX", NULL);
  g_autofree char *path = g_strdup_printf ("%s/%s.tsv", folder, table);
  const char *const folders[] = { folder, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GbCheckData) data = NULL;
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autofree char *body = g_strdup_printf ("<body " XHTML "><p>%s</p></body>", text);
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  GPtrArray *typos = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_finding_free);
  GDate today;

  g_date_set_dmy (&today, 1, G_DATE_MARCH, 2026);
  if (rows != NULL)
    g_assert_true (g_file_set_contents (path, rows, -1, NULL));
  data = gb_check_data_new (folders, &error);
  g_assert_no_error (error);
  document = gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata, body, NULL, &error);
  g_assert_no_error (error);
  findings = gb_check_document_fully (document, GB_CHECK_STAGE_SUBMIT, &today, data);
  for (guint i = 0; i < findings->len; i++) {
    GbFinding *finding = g_ptr_array_index (findings, i);

    if (g_str_has_prefix (finding->rule, "TYPO-"))
      g_ptr_array_add (typos, gb_finding_ref (finding));
  }
  g_unlink (path);
  g_rmdir (folder);
  return typos;
}

static void
test_rule (void)
{
  g_autoptr (GPtrArray) found = check ("做到过往可塑、进度可查。", "levels", NULL);
  g_autoptr (GPtrArray) none = check ("做到过往可溯、进度可查。", "levels", NULL);
  g_autoptr (GPtrArray) off =
    check ("做到过往可塑、进度可查。", "levels",
           "# columns: rule\tlevel\tname\treason\nTYPO-MODEL\toff\t张三\t试用\n");
  const GbFinding *finding;

  g_assert_cmpuint (found->len, ==, 1);
  finding = g_ptr_array_index (found, 0);
  g_assert_cmpstr (finding->rule, ==, "TYPO-MODEL");
  g_assert_cmpint (finding->level, ==, GB_FINDING_LEVEL_WARNING);
  g_assert_cmpuint (finding->offset_chars, ==, 2);
  g_assert_cmpuint (finding->length_chars, ==, 4);
  g_assert_cmpstr (finding->fix, ==, "过往可溯");
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (off->len, ==, 0);
}

/* A wrong word of the table "lexicon" that two others make where they meet is none. */
static void
test_chance (void)
{
  static const char *const by_chance[] = {
    "申请登记律师事务所。", "整改防汛问题。",     "按排放标准收费。",
    "信贷运行平稳。",       "他究竟选了哪一家。", "承认直系亲属的权利。",
    "公布署名人员的名单。", "财政付款到位。",     "凭会场电活动策划书。",
  };
  static const char *const words[][2] = {
    { "遵守记律。", "纪律" },         { "抓好讯期值守。", "汛期" },
    { "按排专人负责。", "安排" },     { "组织竟选活动。", "竞选" },
    { "布署下一步工作。", "部署" },   { "由县政付负责解释。", "政府" },
    { "加强贷运车辆管理。", "货运" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (by_chance); i++) {
    g_autoptr (GPtrArray) found = check (by_chance[i], "levels", NULL);

    for (guint k = 0; k < found->len; k++)
      g_assert_cmpstr (((GbFinding *)g_ptr_array_index (found, k))->rule, !=, "TYPO-WORD");
  }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autoptr (GPtrArray) found = check (words[i][0], "levels", NULL);

    g_assert_cmpuint (found->len, ==, 1);
    g_assert_cmpstr (((GbFinding *)g_ptr_array_index (found, 0))->fix, ==, words[i][1]);
  }
}

static void
test_office_phrases (void)
{
  g_autoptr (GPtrArray) without = check ("推行禾川速伴服务。", "levels", NULL);
  g_autoptr (GPtrArray) with =
    check ("推行禾川速伴服务。", "phrases", "# columns: phrase\n禾川速办\n");

  g_assert_cmpuint (with->len, ==, 1);
  g_assert_cmpstr (((GbFinding *)g_ptr_array_index (with, 0))->fix, ==, "禾川速办");
  for (guint i = 0; i < without->len; i++)
    g_assert_cmpstr (((GbFinding *)g_ptr_array_index (without, i))->fix, !=, "禾川速办");
}

static void
test_shipped_phrases (void)
{
  g_autoptr (GbCheckData) data = gb_check_data_ref_shipped ();
  GPtrArray *rows = gb_check_data_get_table (data, "phrases")->rows;

  g_assert_cmpuint (rows->len, >=, 2000);
  for (guint i = 0; i < rows->len; i++) {
    g_autofree char *found =
      find (model, *(char **)g_ptr_array_index (rows, i), GB_TYPO_FLAGS_NONE);

    g_assert_cmpstr (found, ==, "");
  }
}

static void
test_pairs_rule (void)
{
  g_autoptr (GPtrArray) off = check ("高兴的跳了起来。", "levels", NULL);
  g_autoptr (GPtrArray) on =
    check ("高兴的跳了起来。", "levels",
           "# columns: rule\tlevel\tname\treason\nTYPO-PAIRS\thint\t张三\t需要\n");

  g_assert_cmpuint (off->len, ==, 0);
  g_assert_cmpuint (on->len, ==, 1);
  g_assert_cmpstr (((GbFinding *)g_ptr_array_index (on, 0))->rule, ==, "TYPO-PAIRS");
}

static void
test_no_data (void)
{
  g_autofree char *path = g_strdup (get_path ());
  g_autoptr (GPtrArray) found = NULL;

  g_setenv ("GB_TYPO_MODEL", "/nonexistent/typo-model.bin", TRUE);
  found = check ("做到过往可塑、进度可查。", "levels", NULL);
  g_setenv ("GB_TYPO_MODEL", path, TRUE);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((GbFinding *)g_ptr_array_index (found, 0))->rule, ==, "TYPO-DATA");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  model = gb_typo_model_new_installed (&error);
  g_assert_no_error (error);

  g_test_add_func ("/typos/scores", test_scores);
  g_test_add_func ("/typos/other-models", test_other_models);
  g_test_add_func ("/typos/homophone", test_homophone);
  g_test_add_func ("/typos/near-sound", test_near_sound);
  g_test_add_func ("/typos/look-alike", test_look_alike);
  g_test_add_func ("/typos/swap", test_swap);
  g_test_add_func ("/typos/several", test_several);
  g_test_add_func ("/typos/phrase", test_phrase);
  g_test_add_func ("/typos/year", test_year);
  g_test_add_func ("/typos/offsets", test_offsets);
  g_test_add_func ("/typos/fewer", test_fewer);
  g_test_add_func ("/typos/page", test_page);
  g_test_add_func ("/typos/pairs", test_pairs);
  g_test_add_func ("/typos/damage", test_damage);
  g_test_add_func ("/typos/random", test_random);
  g_test_add_func ("/typos/threads", test_threads);
  g_test_add_func ("/typos/rule", test_rule);
  g_test_add_func ("/typos/chance", test_chance);
  g_test_add_func ("/typos/office-phrases", test_office_phrases);
  g_test_add_func ("/typos/shipped-phrases", test_shipped_phrases);
  g_test_add_func ("/typos/pairs-rule", test_pairs_rule);
  g_test_add_func ("/typos/no-data", test_no_data);
  status = g_test_run ();
  gb_typo_model_unref (model);
  return status;
}
