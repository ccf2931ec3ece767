/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The properties of a document as a form, and the small things it is made of. */

#include "config.h"

#include "page-rig.h"

#include "document/gb-keywords-entry.h"
#include "document/gb-number-entry.h"
#include "document/gb-properties-panel.h"
#include "document/gb-property-field.h"
#include "review/gb-compare.h"
#include "widgets/gb-date-entry.h"
#include "widgets/gb-messages.h"

#include <string.h>

static void
test_dates (void)
{
  static const struct {
    const char *text;
    gboolean with_time;
    const char *date; /* NULL when it is none */
  } cases[] = {
    { "2026-11-24", FALSE, "2026-11-24" },
    { "2026.1.4", FALSE, "2026-01-04" },
    { "20261124", FALSE, "2026-11-24" },
    { "2026年11月24日", FALSE, "2026-11-24" },
    { "２０２６－１１－２４", FALSE, "2026-11-24" },
    { "2026-02-29", FALSE, NULL },
    { "2024-02-29", FALSE, "2024-02-29" },
    { "2026-13-01", FALSE, NULL },
    { "11-24", FALSE, NULL },
    { "2026-11-24 10:31", FALSE, NULL },
    { "2026-11-24 10:31", TRUE, "2026-11-24 10:31" },
    { "2026-11-24", TRUE, "2026-11-24 00:00" },
    { "2026-11-24 25:00", TRUE, NULL },
    { "99999999999999999999", FALSE, NULL },
    { "tomorrow", FALSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *date = gb_date_entry_parse (cases[i].text, cases[i].with_time);

    g_assert_cmpstr (date, ==, cases[i].date);
  }
}

static void
test_document_numbers (void)
{
  static const struct {
    const char *text;
    const char *typing;
    const char *left;
  } cases[] = {
    { "陆府2026", "陆府〔2026〕", "陆府〔2026〕" },
    { "陆府[2026]8", "陆府〔2026〕8", "陆府〔2026〕8号" },
    { "陆府（2026）08号", "陆府〔2026〕08号", "陆府〔2026〕8号" },
    { "陆府〔2026〕第8号", "陆府〔2026〕8号", "陆府〔2026〕8号" },
    { "粤办发 〔2016〕 22号", "粤办发〔2016〕22号", "粤办发〔2016〕22号" },
    { "陆府〔2026〕１２", "陆府〔2026〕12", "陆府〔2026〕12号" },
    { "国务院令第711号", "国务院令第711号", "国务院令第711号" },
    { "", "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *typing = gb_number_entry_tidy (cases[i].text, FALSE);
    g_autofree char *left = gb_number_entry_tidy (cases[i].text, TRUE);

    g_assert_cmpstr (typing, ==, cases[i].typing);
    g_assert_cmpstr (left, ==, cases[i].left);
  }
}

static void
test_keywords (void)
{
  GtkWidget *window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  GtkWidget *keywords = gb_keywords_entry_new ();
  GtkEntry *entry = gb_keywords_entry_get_entry (GB_KEYWORDS_ENTRY (keywords));
  const char *const *words;

  gtk_container_add (GTK_CONTAINER (window), keywords);
  gtk_widget_show (window);
  gtk_entry_set_text (entry, "政务公开，");
  gtk_entry_set_text (entry, "实施意见、公开;政务公开,");
  words = gb_keywords_entry_get_keywords (GB_KEYWORDS_ENTRY (keywords));
  g_assert_cmpuint (g_strv_length ((char **)words), ==, 3);
  g_assert_cmpstr (words[0], ==, "政务公开");
  g_assert_cmpstr (words[2], ==, "公开");
  g_assert_cmpstr (gtk_entry_get_text (entry), ==, "");
  gtk_entry_set_text (entry, "没有逗号");
  g_signal_emit_by_name (entry, "activate");
  words = gb_keywords_entry_get_keywords (GB_KEYWORDS_ENTRY (keywords));
  g_assert_cmpuint (g_strv_length ((char **)words), ==, 4);
  gtk_widget_destroy (window);
}

static char *
describe (GPtrArray *pieces)
{
  static const char *const signs[] = { "=", "+", "-" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pieces->len; i++) {
    const GbComparePiece *piece = g_ptr_array_index (pieces, i);

    g_string_append_printf (text, "%s%s ", signs[piece->kind], piece->text);
  }
  return g_string_free (text, FALSE);
}

static void
test_comparison (void)
{
  static const struct {
    const char *older;
    const char *newer;
    const char *pieces;
  } cases[] = {
    { "同样的话", "同样的话", "=同样的话 " },
    { "", "新的话", "+新的话 " },
    { "旧的话", "", "-旧的话 " },
    { "推进政务公开工作", "全面推进政务公开", "+全面 =推进政务公开 -工作 " },
    { "一二三四五", "一二叁四五", "=一二 -三 +叁 =四五 " },
    { "甲乙丙丁", "子乙丑丁", "-甲乙丙 +子乙丑 =丁 " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) pieces = gb_compare_texts (cases[i].older, cases[i].newer);
    g_autofree char *text = describe (pieces);

    g_assert_cmpstr (text, ==, cases[i].pieces);
  }
}

static GbDocument *
new_document (GbDocumentKind kind, const char *title)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  GbDocument *document;

  gb_metadata_set (metadata, "title", title);
  document = gb_document_new (kind, metadata, NULL, NULL, &error);
  g_assert_no_error (error);
  return document;
}

static GbPropertiesPanel *
show_panel (Rig *rig, GtkWidget **out_window)
{
  GtkWidget *panel = gb_properties_panel_new (rig->desk);

  *out_window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  gtk_window_set_default_size (GTK_WINDOW (*out_window), 320, 700);
  gtk_container_add (GTK_CONTAINER (*out_window), panel);
  gtk_widget_show (*out_window);
  return GB_PROPERTIES_PANEL (panel);
}

typedef struct {
  const char *property;
  GbPropertyField *found;
} FieldSearch;

static void
find_field_cb (GtkWidget *widget, gpointer user_data)
{
  FieldSearch *search = user_data;

  if (GB_IS_PROPERTY_FIELD (widget)) {
    if (g_strcmp0 (gb_property_field_get_property_name (GB_PROPERTY_FIELD (widget)),
                   search->property) == 0)
      search->found = GB_PROPERTY_FIELD (widget);
  } else if (GTK_IS_CONTAINER (widget)) {
    gtk_container_forall (GTK_CONTAINER (widget), find_field_cb, search);
  }
}

static GbPropertyField *
find_field (GbPropertiesPanel *panel, const char *property)
{
  FieldSearch search = { property, NULL };

  find_field_cb (GTK_WIDGET (panel), &search);
  g_assert_nonnull (search.found);
  return search.found;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_form (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autoptr (GbDocument) document = new_document (GB_DOCUMENT_KIND_NOTICE, "通知");
  GbPropertiesPanel *panel;
  GbMetadata *metadata;
  GtkWidget *window;
  GtkWidget *control;
  guint n_changes = 0;

  rig_be (rig, "zhangxiao");
  panel = show_panel (rig, &window);
  g_signal_connect_swapped (panel, "changed", G_CALLBACK (count_cb), &n_changes);
  gb_properties_panel_set_document (panel, "a", document, TRUE);
  g_assert_cmpuint (n_changes, ==, 0);
  metadata = gb_properties_panel_get_metadata (panel);

  control = gb_property_field_get_control (find_field (panel, "source"));
  gtk_entry_set_text (GTK_ENTRY (control), "本网");
  g_assert_cmpstr (gb_metadata_get (metadata, "source"), ==, "本网");
  g_assert_cmpuint (n_changes, >, 0);

  /* The legal basis is asked for only when it is needed. */
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (find_field (panel, "withhold-article"))));
  g_object_set (metadata, "openness", GB_OPENNESS_WITHHELD, NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (find_field (panel, "withhold-article"))));
  control = gb_property_field_get_control (find_field (panel, "withhold-article"));
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (control), "16-2");
  g_assert_cmpstr (gb_metadata_get (metadata, "withhold-article"), ==, "16-2");

  control = gb_property_field_get_control (find_field (panel, "column"));
  g_assert_true (gtk_combo_box_set_active_id (GTK_COMBO_BOX (control), "zcwj"));
  g_assert_cmpstr (gb_metadata_get (metadata, "column"), ==, "zcwj");

  gb_date_entry_set_date (
    GB_DATE_ENTRY (gb_property_field_get_control (find_field (panel, "made-on"))), "2026-11-24");
  g_assert_cmpstr (gb_metadata_get (metadata, "made-on"), ==, "2026-11-24");

  /* Half an address never reaches the document; the reason stands under it. */
  control = gb_property_field_get_control (find_field (panel, "source-url"));
  gtk_entry_set_text (GTK_ENTRY (control), "www.gov");
  g_assert_cmpstr (gb_metadata_get (metadata, "source-url"), ==, "");
  g_assert_nonnull (gb_property_field_get_error (find_field (panel, "source-url")));
  gtk_entry_set_text (GTK_ENTRY (control), "https://www.gov.cn/a");
  g_assert_cmpstr (gb_metadata_get (metadata, "source-url"), ==, "https://www.gov.cn/a");
  g_assert_null (gb_property_field_get_error (find_field (panel, "source-url")));
  gtk_widget_destroy (window);
}

static void
test_fields_of_a_kind (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autoptr (GbDocument) notice = new_document (GB_DOCUMENT_KIND_NOTICE, "通知");
  g_autoptr (GbDocument) qa = new_document (GB_DOCUMENT_KIND_QA, "问答");
  GbPropertiesPanel *panel;
  GtkWidget *window;

  rig_be (rig, "zhangxiao");
  panel = show_panel (rig, &window);
  gb_properties_panel_set_document (panel, "a", notice, TRUE);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (find_field (panel, "document-number"))));
  gb_properties_panel_set_document (panel, "b", qa, TRUE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (find_field (panel, "document-number"))));
  gtk_widget_destroy (window);
}

static void
test_errors (void)
{
  g_autoptr (Rig) rig = rig_new (FALSE);
  g_autoptr (GbDocument) document = new_document (GB_DOCUMENT_KIND_NOTICE, "通知");
  g_autoptr (GPtrArray) findings = gb_check_document (document, GB_CHECK_STAGE_SUBMIT);
  GbPropertiesPanel *panel;
  GtkWidget *window;

  rig_be (rig, "zhangxiao");
  panel = show_panel (rig, &window);
  gb_properties_panel_set_document (panel, "a", document, TRUE);
  gb_properties_panel_set_findings (panel, findings);
  /* Nobody is told off before having been there. */
  g_assert_null (gb_property_field_get_error (find_field (panel, "publisher")));
  gb_properties_panel_show_all_errors (panel);
  g_assert_cmpstr (gb_property_field_get_error (find_field (panel, "publisher")), ==,
                   "Name the publishing office.");
  /* Every blocking finding that names a field finds it in the form, or is about the title. */
  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    if (finding->field != NULL && strcmp (finding->field, "title") != 0)
      g_assert_nonnull (gb_property_field_get_error (find_field (panel, finding->field)));
    g_assert_cmpstr (gb_message_for_finding (finding), !=, finding->message);
  }
  gtk_widget_destroy (window);
}

static void
test_messages (void)
{
  for (int code = 0; code < GB_N_WORKFLOW_ERRORS; code++)
    g_assert_cmpstr (gb_message_for_rule (code), !=,
                     gb_message_for_problem ("what nobody has heard of"));
  for (int state = 0; state < GB_N_STATES; state++) {
    g_assert_cmpstr (gb_name_of_state (state), !=, "");
    g_assert_cmpstr (gb_symbol_of_state (state), !=, "");
  }
  for (int type = 0; type < GB_N_EVENT_TYPES; type++)
    g_assert_cmpstr (gb_name_of_event (type), !=, "");
}

int
main (int argc, char *argv[])
{
  rig_init (&argc, &argv);

  g_test_add_func ("/properties/dates", test_dates);
  g_test_add_func ("/properties/document-numbers", test_document_numbers);
  g_test_add_func ("/properties/keywords", test_keywords);
  g_test_add_func ("/properties/comparison", test_comparison);
  g_test_add_func ("/properties/form", test_form);
  g_test_add_func ("/properties/fields-of-a-kind", test_fields_of_a_kind);
  g_test_add_func ("/properties/errors", test_errors);
  g_test_add_func ("/properties/messages", test_messages);

  return g_test_run ();
}
