/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terms of the search index, against FTS5 itself. */
#define G_LOG_DOMAIN "test-search-terms"

#include "config.h"

#include "store/gb-search-terms.h"
#include "store/gb-statement.h"

static const char *const steps[] = {
  "CREATE VIRTUAL TABLE search USING fts5 (grams, content = '', tokenize = 'ascii');",
};
static const GbSchema schema = { 77, steps, 1 };

static void
test_terms (void)
{
  g_autofree char *dense = gb_search_terms_for_text ("优化营商环境 5G，ＡＢＣ！");
  g_autofree char *empty = gb_search_terms_for_text ("……！ ");
  g_autofree char *rare = gb_search_terms_for_text ("𰻝𰻝面");

  g_assert_cmpstr (dense, ==, "优化 化营 营商 商环 环境 境 5g abc ");
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpstr (rare, ==, "𰻝𰻝 𰻝面 面 ");
}

static void
test_query (void)
{
  static const struct {
    const char *query;
    const char *match; /* NULL: nothing to look for */
  } cases[] = {
    { "营商", "\"营商\"" },
    { "营商环境", "\"营商 商环 环境\"" },
    { "营", "\"营\"*" },
    { "5g网络", "\"5g 网络\"" },
    { "政发〔2026〕5号", "\"政发 发 2026 5 号\"*" },
    { "Pub", "\"pub\"*" },
    { " 通知  安全 ", "\"通知\" AND \"安全\"" },
    { "\"' OR *", "\"or\"*" },
    { "，。", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *match = gb_search_terms_for_query (cases[i].query);

    g_assert_cmpstr (match, ==, cases[i].match);
  }
}

static gboolean
finds (const char *text, const char *query)
{
  g_autofree char *folder = g_dir_make_tmp ("gb-terms-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "s.db", NULL);
  g_autofree char *grams = gb_search_terms_for_text (text);
  g_autofree char *match = gb_search_terms_for_query (query);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDatabase) database = gb_database_open (path, &schema, &error);
  g_autoptr (GbStatement) insert = NULL;
  g_autoptr (GbStatement) select = NULL;
  gboolean has_row;

  g_assert_no_error (error);
  insert = gb_database_prepare (database, "INSERT INTO search (rowid, grams) VALUES (1, :g)", NULL);
  gb_statement_bind_text (insert, ":g", grams);
  g_assert_true (gb_statement_run (insert, &error));
  select = gb_database_prepare (database, "SELECT rowid FROM search WHERE search MATCH :m", NULL);
  gb_statement_bind_text (select, ":m", match);
  g_assert_true (gb_statement_step (select, &has_row, &error));
  g_assert_no_error (error);
  return has_row;
}

static void
test_finds (void)
{
  static const char text[] = "关于进一步优化营商环境的通知（陆政发〔2026〕5号）, Version 2.0 A公司";

  g_assert_true (finds (text, "营商"));
  g_assert_true (finds (text, "营商环境"));
  g_assert_true (finds (text, "商环"));
  g_assert_true (finds (text, "境"));
  g_assert_true (finds (text, "通知 优化"));
  g_assert_true (finds (text, "陆政发〔2026〕5号"));
  g_assert_true (finds (text, "version"));
  g_assert_true (finds (text, "vers"));
  g_assert_true (finds (text, "A公司"));
  g_assert_false (finds (text, "商营"));
  g_assert_false (finds (text, "营商通知"));
  g_assert_false (finds (text, "优化环境"));
  g_assert_false (finds (text, "ersion"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/search-terms/terms", test_terms);
  g_test_add_func ("/search-terms/query", test_query);
  g_test_add_func ("/search-terms/finds", test_finds);
  return g_test_run ();
}
