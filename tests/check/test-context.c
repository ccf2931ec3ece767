/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules that need what lies around a document: the catalogue, the policy, the site, the legal
 * review. Each fires, is quiet where it should be, and is silent where nothing is known. */

#include "config.h"

#include "check/gb-check-rule.h"
#include "check/gb-checker.h"
#include "document/gb-file-private.h"

#include <string.h>

#define XHTML "xmlns=\"" GB_DOCUMENT_XHTML_NS "\""
#define OWN   "00000000-0000-4000-8000-000000000001"
#define OTHER "00000000-0000-4000-8000-000000000002"

typedef struct {
  GbMetadata *metadata;
  GbCatalogue *catalogue;
  GbCheckContext *context;
  GbDocumentKind kind;
  GDate today;
  GbCheckStage stage;
  char *folder;     /* (nullable): of an office's tables */
  GPtrArray *files; /* (nullable): of GbAttachment */
  GString *body;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->metadata = gb_metadata_new ();
  gb_metadata_set (fixture->metadata, "title", "关于做好粮食收购工作的通知");
  gb_metadata_set (fixture->metadata, "source", "本网");
  gb_metadata_set (fixture->metadata, "publisher", "县政府办公室");
  gb_metadata_set (fixture->metadata, "column", "tzgg");
  gb_metadata_set (fixture->metadata, "made-on", "2026-11-20");
  g_object_set (fixture->metadata, "openness", GB_OPENNESS_PROACTIVE, NULL);
  fixture->catalogue = gb_catalogue_new ();
  fixture->context = gb_check_context_new ();
  gb_check_context_set_document (fixture->context, OWN);
  gb_check_context_set_catalogue (fixture->context, fixture->catalogue);
  fixture->kind = GB_DOCUMENT_KIND_NOTICE;
  fixture->body = g_string_new ("<p>正文一句。</p>");
  g_date_clear (&fixture->today, 1);
  g_date_set_dmy (&fixture->today, 24, G_DATE_NOVEMBER, 2026);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->metadata);
  gb_catalogue_unref (fixture->catalogue);
  gb_check_context_unref (fixture->context);
  g_string_free (fixture->body, TRUE);
  g_clear_pointer (&fixture->files, g_ptr_array_unref);
  if (fixture->folder != NULL)
    _gb_remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static void
add (Fixture *fixture, const char *rows)
{
  g_autofree char *text =
    g_strconcat ("number\ttitle\tstatus\tsuccessor\tuntil\tpublished\tkind\n", rows, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  gb_catalogue_add_table (fixture->catalogue, "catalogue.tsv", bytes, &error);
  g_assert_no_error (error);
}

static void
set_body (Fixture *fixture, const char *text)
{
  g_string_printf (fixture->body, "<p>%s</p>", text);
}

static GbDocument *
make_document (Fixture *fixture)
{
  g_autofree char *body = g_strdup_printf ("<body " XHTML ">%s</body>", fixture->body->str);
  g_autoptr (GError) error = NULL;
  GbDocument *document =
    gb_document_new (fixture->kind, fixture->metadata, body, fixture->files, &error);

  g_assert_no_error (error);
  return document;
}

static GbCheckData *
make_data (Fixture *fixture)
{
  const char *const folders[] = { fixture->folder, NULL };
  g_autoptr (GError) error = NULL;
  GbCheckData *data = gb_check_data_new (folders, &error);

  g_assert_no_error (error);
  return data;
}

/* A table of the office: columns and rows as they stand in the file. */
static void
put_table (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (fixture->folder == NULL)
    fixture->folder = g_dir_make_tmp ("gb-context-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (fixture->folder, name, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, &error));
}

/* The finding of a rule with the context, or without it. (transfer full) (nullable) */
static GbFinding *
find_in (Fixture *fixture, GbCheckContext *context, const char *rule)
{
  g_autoptr (GbDocument) document = make_document (fixture);
  g_autoptr (GbCheckData) data = make_data (fixture);
  g_autoptr (GPtrArray) findings =
    gb_check_document_fully_with (document, fixture->stage, &fixture->today, data, context);

  for (guint i = 0; i < findings->len; i++) {
    GbFinding *finding = g_ptr_array_index (findings, i);

    if (strcmp (finding->rule, rule) == 0)
      return gb_finding_ref (finding);
  }
  return NULL;
}

static void
assert_fires (Fixture *fixture, const char *rule, const char *words)
{
  g_autoptr (GbFinding) finding = find_in (fixture, fixture->context, rule);
  g_autoptr (GbFinding) blind = find_in (fixture, NULL, rule);

  g_assert_nonnull (finding);
  g_test_message ("%s", finding->message);
  if (words != NULL)
    g_assert_nonnull (strstr (finding->message, words));
  /* Nothing known: nothing said. */
  g_assert_null (blind);
}

static void
assert_quiet (Fixture *fixture, const char *rule)
{
  g_autoptr (GbFinding) finding = find_in (fixture, fixture->context, rule);

  if (finding != NULL)
    g_error ("%s: %s", rule, finding->message);
}

/* --- The catalogue itself ----------------------------------------------------------------------
 */

static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  guint year = 0;
  guint serial = 0;
  gsize letters = 0;

  add (fixture, "陆府〔2016〕22号\t关于甲的通知\n陆府办〔2016〕022号\t关于乙的通知\n");
  g_assert_nonnull (gb_catalogue_find_number (fixture->catalogue, "陆府 [２０１６] 22号", NULL));
  g_assert_null (gb_catalogue_find_number (fixture->catalogue, "府〔2016〕22号", NULL));
  g_assert_cmpuint (gb_catalogue_find_serial (fixture->catalogue, 2016, 22)->len, ==, 2);
  g_assert_null (gb_catalogue_find_serial (fixture->catalogue, 2016, 2));
  g_assert_true (gb_catalogue_split_number ("粤府办〔2016〕22号", &year, &serial, &letters));
  g_assert_cmpuint (year, ==, 2016);
  g_assert_cmpuint (serial, ==, 22);
  g_assert_cmpuint (letters, ==, strlen ("粤府办"));
  g_assert_false (gb_catalogue_split_number ("国务院令第711号", &year, &serial, &letters));
  g_assert_false (gb_catalogue_split_number ("〔2016〕号", &year, &serial, &letters));
  g_assert_false (gb_catalogue_split_number ("〔20161〕1号", &year, &serial, &letters));
}

/* What is no table is refused with its line, whatever it is. */
static void
test_tables (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *text;
    const char *words; /* (nullable): it is one */
  } cases[] = {
    { "number\ttitle\n陆府〔2016〕22号\t甲\n", NULL },
    { "\xef\xbb\xbf# comment\ntitle\tother\r\n甲\tx\r\n\r\n", NULL },
    { "name\tvalue\n", "catalogue.tsv:1: " },
    { "title\n甲\t乙\n", "catalogue.tsv:2: more cells" },
    { "title\tstatus\n甲\t有时\n", "catalogue.tsv:2: not understood: 有时" },
    { "title\tpublished\n甲\t2026-02-30\n", "catalogue.tsv:2: not understood: 2026-02-30" },
    { "title\n\xff\n", "not UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GbCatalogue) catalogue = gb_catalogue_new ();
    g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
    g_autoptr (GError) error = NULL;
    gboolean is_good = gb_catalogue_add_table (catalogue, "catalogue.tsv", bytes, &error);

    g_assert_cmpint (is_good, ==, cases[i].words == NULL);
    if (is_good) {
      g_assert_cmpuint (gb_catalogue_get_length (catalogue), ==, 1);
      continue;
    }
    g_assert_error (error, GB_CATALOGUE_ERROR, GB_CATALOGUE_ERROR_FORMAT);
    g_assert_nonnull (strstr (error->message, cases[i].words));
  }
}

/* Ten thousand titles: the nearest is found, not the first. */
static void
test_many_titles (Fixture *fixture, gconstpointer data)
{
  const GbCatalogueEntry *found;

  for (guint i = 0; i < 10000; i++) {
    GbCatalogueEntry *entry = gb_catalogue_entry_new ();
    g_autofree char *title =
      g_strdup_printf ("关于印发%c%c%c%c县农村公路养护管理办法的通知", 'a' + i % 26,
                       'a' + i / 26 % 26, 'a' + i / 676 % 26, 'a' + i / 17576 % 26);

    gb_catalogue_entry_set (&entry->title, title);
    gb_catalogue_add (fixture->catalogue, entry);
  }
  found = gb_catalogue_find_alike (fixture->catalogue,
                                   "关于印发《bcda县农村公路养护管理办法》的通知", NULL, 90, NULL);
  g_assert_nonnull (found);
  g_assert_cmpstr (found->title, ==, "关于印发bcda县农村公路养护管理办法的通知");
  g_assert_null (
    gb_catalogue_find_alike (fixture->catalogue, "关于做好防汛工作的通知", NULL, 90, NULL));
}

/* --- The rules ---------------------------------------------------------------------------------
 */

static void
test_cite_abolished (Fixture *fixture, gconstpointer data)
{
  add (fixture, "陆府〔2016〕22号\t关于甲的通知\t废止\n"
                "陆府〔2017〕5号\t关于乙的通知\t废止\t陆府〔2020〕1号\n"
                "陆府〔2018〕6号\t关于丙的通知\t失效\n"
                "陆府〔2019〕7号\t关于丁的通知\t更名\t《关于戊的通知》\n"
                "陆府〔2020〕8号\t关于己的通知\t有效\t\t2026-11-23\n"
                "陆府〔2021〕9号\t关于庚的通知\t有效\t\t2026-11-24\n"
                "粤府〔2016〕3号\t关于辛的通知\t废止\n");
  set_body (fixture, "根据《关于甲的通知》（陆府〔2016〕22号）办理。");
  assert_fires (fixture, "CITE-ABOLISHED", "repealed");
  set_body (fixture, "按陆府〔2017〕5号办理。");
  assert_fires (fixture, "CITE-ABOLISHED", "陆府〔2020〕1号");
  set_body (fixture, "按陆府[2018] 6号办理。");
  assert_fires (fixture, "CITE-ABOLISHED", "expired");
  set_body (fixture, "按陆府〔2019〕7号办理。");
  assert_fires (fixture, "CITE-ABOLISHED", "《关于戊的通知》");
  set_body (fixture, "按陆府〔2020〕8号办理。");
  assert_fires (fixture, "CITE-ABOLISHED", "expired");

  set_body (fixture, "按陆府〔2021〕9号办理。");
  assert_quiet (fixture, "CITE-ABOLISHED");
  set_body (fixture, "按陆府办〔2016〕22号、粤府〔2016〕22号和〔2016〕22号办理。");
  assert_quiet (fixture, "CITE-ABOLISHED");
  set_body (fixture, "《关于甲的通知》（陆府〔2016〕22号）同时废止。");
  assert_quiet (fixture, "CITE-ABOLISHED");
  gb_metadata_set (fixture->metadata, "document-number", "陆府〔2016〕22号");
  set_body (fixture, "文号：陆府〔2016〕22号。");
  assert_quiet (fixture, "CITE-ABOLISHED");
}

/* The offset names the number with the letters of its office, and nothing else. */
static void
test_cite_range (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GbFinding) finding = NULL;

  add (fixture, "陆府〔2016〕22号\t关于甲的通知\t废止\n");
  set_body (fixture, "根据陆府 〔2016〕 22号办理。");
  finding = find_in (fixture, fixture->context, "CITE-ABOLISHED");
  g_assert_nonnull (finding);
  g_assert_cmpuint (finding->offset_chars, ==, 2);
  g_assert_cmpuint (finding->length_chars, ==, strlen ("xx 〔2016〕 22x") - 4);
}

static void
test_number_twice (Fixture *fixture, gconstpointer data)
{
  GbCatalogueEntry *own = gb_catalogue_entry_new ();

  gb_catalogue_entry_set (&own->id, OWN);
  gb_catalogue_entry_set (&own->document_number, "陆府〔2026〕8号");
  gb_catalogue_entry_set (&own->index_number, "X-1");
  gb_catalogue_add (fixture->catalogue, own);
  gb_metadata_set (fixture->metadata, "document-number", "陆府〔2026〕8号");
  gb_metadata_set (fixture->metadata, "index-number", "X-1");
  assert_quiet (fixture, "META-DOCNO-DUP");
  assert_quiet (fixture, "META-INDEXNO-DUP");

  add (fixture, "陆府[2026]8号\t关于甲的通知\n");
  assert_fires (fixture, "META-DOCNO-DUP", "关于甲的通知");
  own = gb_catalogue_entry_new ();
  gb_catalogue_entry_set (&own->id, OTHER);
  gb_catalogue_entry_set (&own->title, "关于乙的通知");
  gb_catalogue_entry_set (&own->index_number, "X-1");
  gb_catalogue_add (fixture->catalogue, own);
  assert_fires (fixture, "META-INDEXNO-DUP", "关于乙的通知");
  gb_metadata_set (fixture->metadata, "document-number", "陆府〔2026〕9号");
  gb_metadata_set (fixture->metadata, "index-number", "X-2");
  assert_quiet (fixture, "META-DOCNO-DUP");
  assert_quiet (fixture, "META-INDEXNO-DUP");
}

static void
test_title_twice (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *title;
    gboolean fires;
  } cases[] = {
    { "关于做好2026年全县秋季粮食收购工作的通知", TRUE },
    { "关于做好 2026 年全县“秋季”粮食收购工作的通知", TRUE },
    { "关于切实做好2026年全县秋季粮食收购工作的通知", TRUE },
    { "关于做好2025年全县秋季粮食收购工作的通知", FALSE },
    { "关于做好2026年全县早稻种植工作的通知", FALSE },
    { "粮食收购", FALSE },
  };

  add (fixture, "\t关于做好2026年全县秋季粮食收购工作的通知\t\t\t\t2026-09-01\t通知\n"
                "\t关于公布第一批历史建筑名单的公告\t\t\t\t2026-09-01\tannouncement\n");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gb_metadata_set (fixture->metadata, "title", cases[i].title);
    if (cases[i].fires)
      assert_fires (fixture, "META-TITLE-DUP", "2026-09-01");
    else
      assert_quiet (fixture, "META-TITLE-DUP");
  }
  /* The interpretation of a notice is no copy of it, nor is the second batch one of the first. */
  fixture->kind = GB_DOCUMENT_KIND_INTERPRETATION;
  gb_metadata_set (fixture->metadata, "title", cases[0].title);
  assert_quiet (fixture, "META-TITLE-DUP");
  fixture->kind = GB_DOCUMENT_KIND_ANNOUNCEMENT;
  gb_metadata_set (fixture->metadata, "title", "关于公布第二批历史建筑名单的公告");
  assert_quiet (fixture, "META-TITLE-DUP");
  gb_metadata_set (fixture->metadata, "title", "关于公布第一批历史建筑名录的公告");
  assert_fires (fixture, "META-TITLE-DUP", NULL);
  put_table (fixture, "settings.tsv", "# columns: setting\tvalue\ntitle-alike-percent\t100\n");
  assert_quiet (fixture, "META-TITLE-DUP");
}

static void
test_column (Fixture *fixture, gconstpointer data)
{
  static const char *const kinds[] = { "interpretation", "qa", NULL };

  gb_check_context_add_column (fixture->context, "zcjd", "政策解读", "政策解读", kinds);
  gb_check_context_add_column (fixture->context, "jdhy", "解读回应", "政策解读", NULL);
  gb_check_context_add_column (fixture->context, "tzgg", "通知公告", "通知公告", NULL);
  gb_check_context_add_column (fixture->context, "gzdt", "工作动态", "工作动态", NULL);
  assert_quiet (fixture, "META-COLTYPE");
  gb_metadata_set (fixture->metadata, "column", "zcjd");
  assert_fires (fixture, "META-COLTYPE", "政策解读");
  gb_metadata_set (fixture->metadata, "column", "jdhy");
  assert_fires (fixture, "META-COLTYPE", "解读回应");
  gb_metadata_set (fixture->metadata, "column", "gzdt");
  assert_quiet (fixture, "META-COLTYPE");
  gb_metadata_set (fixture->metadata, "column", "other");
  assert_quiet (fixture, "META-COLTYPE");
  fixture->kind = GB_DOCUMENT_KIND_INTERPRETATION;
  gb_metadata_set (fixture->metadata, "column", "tzgg");
  assert_fires (fixture, "META-COLTYPE", "通知公告");
  gb_metadata_set (fixture->metadata, "column", "zcjd");
  assert_quiet (fixture, "META-COLTYPE");
}

static void
test_legal (Fixture *fixture, gconstpointer data)
{
  gb_check_context_set_legal (fixture->context, GB_CHECK_LEGAL_NONE);
  assert_quiet (fixture, "META-LEGAL");
  g_object_set (fixture->metadata, "normative", TRUE, NULL);
  assert_fires (fixture, "META-LEGAL", "合法性审核");
  gb_check_context_set_legal (fixture->context, GB_CHECK_LEGAL_PLANNED);
  assert_quiet (fixture, "META-LEGAL");
  fixture->stage = GB_CHECK_STAGE_PUBLISH;
  assert_fires (fixture, "META-LEGAL", NULL);
  gb_check_context_set_legal (fixture->context, GB_CHECK_LEGAL_DONE);
  assert_quiet (fixture, "META-LEGAL");
}

/* 2018-12-20 and three working days after it are 2018-12-25; the notice of 2027 is not out. */
static void
test_term (Fixture *fixture, gconstpointer data)
{
  fixture->kind = GB_DOCUMENT_KIND_INTERPRETATION;
  gb_check_context_add_policy (fixture->context, OTHER, "实施意见", "2018-12-20", NULL);
  g_date_set_dmy (&fixture->today, 25, G_DATE_DECEMBER, 2018);
  assert_quiet (fixture, "META-3WD");
  g_date_set_dmy (&fixture->today, 26, G_DATE_DECEMBER, 2018);
  assert_fires (fixture, "META-3WD", "over by 1 working");
  g_date_set_dmy (&fixture->today, 8, G_DATE_JANUARY, 2027);
  assert_fires (fixture, "META-3WD", "2027");
  g_date_set_dmy (&fixture->today, 26, G_DATE_DECEMBER, 2018);
  put_table (fixture, "settings.tsv", "# columns: setting\tvalue\ninterpretation-days\t5\n");
  assert_quiet (fixture, "META-3WD");
  put_table (fixture, "settings.tsv", "# columns: setting\tvalue\ninterpretation-days\tmany\n");
  assert_fires (fixture, "META-3WD", NULL);
  fixture->kind = GB_DOCUMENT_KIND_NOTICE;
  assert_quiet (fixture, "META-3WD");
}

/* One that is public since then is not late today. */
static void
test_term_published (Fixture *fixture, gconstpointer data)
{
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, 21, G_DATE_DECEMBER, 2018);
  fixture->kind = GB_DOCUMENT_KIND_INTERPRETATION;
  gb_check_context_add_policy (fixture->context, OTHER, "实施意见", "2018-12-20", NULL);
  gb_check_context_set_published_on (fixture->context, &day);
  assert_quiet (fixture, "META-3WD");
  g_date_set_dmy (&day, 28, G_DATE_DECEMBER, 2018);
  gb_check_context_set_published_on (fixture->context, &day);
  assert_fires (fixture, "META-3WD", "over by 3 working");
}

/* The day of publication is that of the schedule: a document may be dated the day before it. */
static void
test_date_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GbFinding) early = NULL;
  g_autoptr (GbFinding) late = NULL;
  g_autoptr (GbFinding) good = NULL;
  GDate day;

  fixture->stage = GB_CHECK_STAGE_PUBLISH;
  gb_metadata_set (fixture->metadata, "made-on", "2026-11-27");
  early = find_in (fixture, fixture->context, "META-DATE-ORDER");
  g_assert_nonnull (early);
  g_date_clear (&day, 1);
  g_date_set_dmy (&day, 27, G_DATE_NOVEMBER, 2026);
  gb_check_context_set_published_on (fixture->context, &day);
  good = find_in (fixture, fixture->context, "META-DATE-ORDER");
  g_assert_null (good);
  g_date_set_dmy (&day, 26, G_DATE_NOVEMBER, 2026);
  gb_check_context_set_published_on (fixture->context, &day);
  late = find_in (fixture, fixture->context, "META-DATE-ORDER");
  g_assert_nonnull (late);
}

/* --- Interpretation ----------------------------------------------------------------------------
 */

/* n different sentences, none of which shares thirteen characters with another. */
static void
append_sentences (GString *body, guint first, guint n)
{
  g_string_append (body, "<p>");
  for (guint i = first; i < first + n; i++) {
    for (guint k = 0; k < 30; k++)
      g_string_append_unichar (body, 0x4e00 + (i * 1009 + k * 389 + i * k * 17) % 15000);
    g_string_append (body, "。");
  }
  g_string_append (body, "</p>");
}

static GbDocument *
make_policy (void)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GString) body = g_string_new ("<body " XHTML ">");
  g_autoptr (GError) error = NULL;
  GbDocument *document;

  append_sentences (body, 0, 20);
  g_string_append (body, "</body>");
  gb_metadata_set (metadata, "title", "实施意见");
  document = gb_document_new (GB_DOCUMENT_KIND_OPINION, metadata, body->str, NULL, &error);
  g_assert_no_error (error);
  return document;
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GbDocument) policy = make_policy ();

  fixture->kind = GB_DOCUMENT_KIND_INTERPRETATION;
  gb_check_context_add_policy (fixture->context, OTHER, "实施意见", NULL, policy);
  g_string_truncate (fixture->body, 0);
  append_sentences (fixture->body, 0, 8);
  append_sentences (fixture->body, 100, 2);
  assert_fires (fixture, "INTERP-COPY", "实施意见");
  g_string_truncate (fixture->body, 0);
  append_sentences (fixture->body, 0, 6);
  append_sentences (fixture->body, 100, 4);
  assert_quiet (fixture, "INTERP-COPY");
  put_table (fixture, "settings.tsv", "# columns: setting\tvalue\ninterp-copy-percent\t50\n");
  assert_fires (fixture, "INTERP-COPY", NULL);
  /* A few words are no copy, and a notice may repeat another. */
  g_string_truncate (fixture->body, 0);
  append_sentences (fixture->body, 0, 2);
  assert_quiet (fixture, "INTERP-COPY");
  fixture->kind = GB_DOCUMENT_KIND_NOTICE;
  g_string_truncate (fixture->body, 0);
  append_sentences (fixture->body, 0, 8);
  assert_quiet (fixture, "INTERP-COPY");
}

static void
test_parts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GbFinding) missing = NULL;
  g_autoptr (GbFinding) whole = NULL;
  g_autoptr (GbFinding) own = NULL;
  g_autoptr (GbDocument) template = gb_document_new_from_template (GB_DOCUMENT_KIND_INTERPRETATION);
  g_autoptr (GPtrArray) findings = NULL;

  fixture->kind = GB_DOCUMENT_KIND_INTERPRETATION;
  g_string_assign (fixture->body,
                   "<h2>一、起草背景</h2><p>甲。</p><h2>二、主要内容</h2><p>乙。</p>");
  missing = find_in (fixture, fixture->context, "INTERP-PARTS");
  g_assert_nonnull (missing);
  g_assert_cmpint (missing->level, ==, GB_FINDING_LEVEL_HINT);
  g_assert_nonnull (strstr (missing->message, "依据、目标、范围、期限"));
  g_string_assign (fixture->body,
                   "<h2>一、背景和依据</h2><p>甲。</p><h2>二、目标任务和主要内容</h2><p>乙。</p>"
                   "<h2>三、适用范围和期限</h2><p>丙。</p>");
  whole = find_in (fixture, fixture->context, "INTERP-PARTS");
  g_assert_null (whole);
  put_table (fixture, "parts.tsv", "# columns: part\twords\n新旧差异\t差异|变化\n");
  own = find_in (fixture, fixture->context, "INTERP-PARTS");
  g_assert_nonnull (own);
  g_assert_nonnull (strstr (own->message, "新旧差异"));
  /* What the program offers as a skeleton has them all. */
  findings = gb_check_document_fully (template, GB_CHECK_STAGE_SUBMIT, &fixture->today, NULL);
  for (guint i = 0; i < findings->len; i++)
    g_assert_cmpstr (((GbFinding *)g_ptr_array_index (findings, i))->rule, !=, "INTERP-PARTS");
}

/* --- Files -------------------------------------------------------------------------------------
 */

static void
attach (Fixture *fixture, const char *name, const char *type)
{
  g_autofree char *digest = NULL;

  if (fixture->files == NULL)
    fixture->files = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_attachment_free);
  digest = g_strdup_printf ("sm3:%064u", fixture->files->len);
  g_ptr_array_add (fixture->files, gb_attachment_new (digest, name, type, 1));
}

static void
assert_finds (Fixture *fixture, const char *rule, const char *words)
{
  g_autoptr (GbFinding) finding = find_in (fixture, NULL, rule);

  g_assert_nonnull (finding);
  g_assert_nonnull (strstr (finding->message, words));
}

/* The list below the text and the files that are attached. */
static void
test_attached (Fixture *fixture, gconstpointer data)
{
  attach (fixture, "附件1：重点任务分工.docx", "application/pdf");
  assert_finds (fixture, "ATT-MISSING", "list the attachment");
  set_body (fixture, "附件：重点任务分工");
  assert_quiet (fixture, "ATT-MISSING");
  assert_quiet (fixture, "ATT-COUNT");
  set_body (fixture, "附件：申请表格");
  assert_finds (fixture, "ATT-MISSING", "none is called like this");
  set_body (fixture, "附件：1.重点任务分工 2.进度安排");
  assert_finds (fixture, "ATT-COUNT", "2 are listed, 1 are there");
  attach (fixture, "进度安排.xlsx", "application/pdf");
  assert_quiet (fixture, "ATT-COUNT");
  assert_quiet (fixture, "ATT-MISSING");
  set_body (fixture, "分工见附件3。");
  assert_finds (fixture, "ATT-REF", "there are 2");
  /* An interpretation need not list its files, and may speak of those of its policy. */
  fixture->kind = GB_DOCUMENT_KIND_INTERPRETATION;
  set_body (fixture, "正文。");
  assert_quiet (fixture, "ATT-MISSING");
  g_clear_pointer (&fixture->files, g_ptr_array_unref);
  set_body (fixture, "分工见附件3。");
  assert_quiet (fixture, "ATT-MISSING");
  assert_quiet (fixture, "ATT-REF");
}

static void
test_video (Fixture *fixture, gconstpointer data)
{
  attach (fixture, "讲解.pdf", "application/pdf");
  assert_quiet (fixture, "A11Y-VIDEO");
  attach (fixture, "讲解.mp4", "video/mp4");
  assert_finds (fixture, "A11Y-VIDEO", "讲解.mp4");
  set_body (fixture, "视频有字幕。");
  assert_quiet (fixture, "A11Y-VIDEO");
  set_body (fixture, "正文。");
  attach (fixture, "讲解文字稿.docx", "application/pdf");
  assert_quiet (fixture, "A11Y-VIDEO");
}

/* --- The office's form of an index number ------------------------------------------------------
 */

static void
test_index_form (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GbFinding) good = NULL;
  g_autoptr (GbFinding) bad = NULL;
  g_autoptr (GbFinding) year = NULL;
  g_autoptr (GbFinding) any = NULL;

  put_table (fixture, "settings.tsv",
             "# columns: setting\tvalue\nindex-number\tLH-(?<year>[0-9]{4})-[0-9]{3}\n"
             "index-number-form\tLH-年份-三位序号\n");
  gb_metadata_set (fixture->metadata, "index-number", "LH-2026-001");
  good = find_in (fixture, NULL, "META-INDEXNO");
  g_assert_null (good);
  gb_metadata_set (fixture->metadata, "index-number", "LH-2026-0011");
  bad = find_in (fixture, NULL, "META-INDEXNO");
  g_assert_nonnull (bad);
  g_assert_nonnull (strstr (bad->message, "LH-年份-三位序号"));
  gb_metadata_set (fixture->metadata, "index-number", "LH-2024-001");
  year = find_in (fixture, NULL, "META-INDEXNO");
  g_assert_nonnull (year);
  put_table (fixture, "settings.tsv", "# columns: setting\tvalue\nindex-number\tany\n");
  any = find_in (fixture, NULL, "META-INDEXNO");
  g_assert_null (any);
}

/* --- Levels reach what stops a publication -----------------------------------------------------
 */

static gboolean
blocks (Fixture *fixture, const char *rule)
{
  g_autoptr (GbDocument) document = make_document (fixture);
  g_autoptr (GbCheckData) data = make_data (fixture);
  g_autoptr (GPtrArray) findings =
    gb_check_document_with (document, fixture->stage, data, fixture->context);
  gboolean found = FALSE;

  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    g_assert_cmpint (finding->level, ==, GB_FINDING_LEVEL_BLOCK);
    found = found || strcmp (finding->rule, rule) == 0;
  }
  return found;
}

#define LEVELS "# columns: rule\tlevel\tname\treason\n"

static void
test_levels (Fixture *fixture, gconstpointer data)
{
  add (fixture, "陆府〔2026〕8号\t关于甲的通知\n陆府〔2016〕22号\t关于乙的通知\t废止\n");
  gb_metadata_set (fixture->metadata, "document-number", "陆府〔2026〕8号");
  set_body (fixture, "按陆府〔2016〕22号,联系人××。");
  g_assert_true (blocks (fixture, "PLACEHOLDER"));
  g_assert_false (blocks (fixture, "META-DOCNO-DUP"));
  g_assert_false (blocks (fixture, "CITE-ABOLISHED"));
  g_assert_false (blocks (fixture, "PUNC-HALF"));
  g_assert_false (blocks (fixture, "META-SUMMARY"));

  put_table (fixture, "levels.tsv",
             LEVELS "PLACEHOLDER\twarning\t李华\t模板里有\nMETA-DOCNO-DUP\tblock\t李华\t重号\n"
                    "CITE-ABOLISHED\tblock\t李华\t依据\nPUNC-HALF\tblock\t李华\t规范\n"
                    "META-SUMMARY\tblock\t李华\t目录\n");
  g_assert_false (blocks (fixture, "PLACEHOLDER"));
  g_assert_true (blocks (fixture, "META-DOCNO-DUP"));
  g_assert_true (blocks (fixture, "CITE-ABOLISHED"));
  g_assert_true (blocks (fixture, "PUNC-HALF"));
  g_assert_true (blocks (fixture, "META-SUMMARY"));
}

/* Another context is another ground: what was found before it is looked at again. */
static void
test_incremental (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GbChecker) checker = gb_checker_new (NULL, GB_CHECK_STAGE_SUBMIT, &fixture->today);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  add (fixture, "陆府〔2016〕22号\t关于乙的通知\t废止\n");
  set_body (fixture, "按陆府〔2016〕22号办理。");
  document = make_document (fixture);
  gb_checker_update (checker, document);
  before = gb_checker_dup_findings (checker);
  gb_checker_set_context (checker, fixture->context);
  gb_checker_update (checker, document);
  after = gb_checker_dup_findings (checker);
  g_assert_cmpuint (after->len, ==, before->len + 1);
  gb_checker_update (checker, document);
  g_assert_cmpuint (gb_checker_get_n_checked (checker), ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/context/catalogue/numbers", test_numbers },
    { "/context/catalogue/tables", test_tables },
    { "/context/catalogue/titles", test_many_titles },
    { "/context/cite-abolished", test_cite_abolished },
    { "/context/cite-abolished/range", test_cite_range },
    { "/context/number-twice", test_number_twice },
    { "/context/title-twice", test_title_twice },
    { "/context/column", test_column },
    { "/context/legal", test_legal },
    { "/context/term", test_term },
    { "/context/term/published", test_term_published },
    { "/context/date-order", test_date_order },
    { "/context/copy", test_copy },
    { "/context/parts", test_parts },
    { "/context/attached", test_attached },
    { "/context/video", test_video },
    { "/context/index-form", test_index_form },
    { "/context/levels", test_levels },
    { "/context/incremental", test_incremental },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
