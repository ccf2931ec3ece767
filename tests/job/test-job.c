/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole job in one real window: an interpretation is written, submitted, returned, submitted
 * again, approved by three people, published by a fifth, and read in a real browser. Once with the
 * portal running, and once for each place where it is killed on the way. One process runs one of
 * them: see meson.build. */

#include "config.h"

#include "job-rig.h"

#include "document/gb-property-field.h"
#include "editor/gb-editor.h"
#include "publish/gb-publish-dialog.h"

#include <glib/gi18n.h>
#include <handy.h>
#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>
#include <locale.h>
#include <string.h>

#define TITLE   "关于《示例县政务公开工作实施方案》的解读"
#define HEADING "一、起草背景和依据"
#define FIRST   "为贯彻落实上级部署，我县起草并印发了《示例县政务公开工作实施方案》。"
#define SECOND  "坚持以公开为常态、不公开为例外。"
#define ADDED   "解读材料在三个工作日内发布。"
#define REASON  "请补充解读材料的发布时限。"
#define SOURCE  "本网"
#define SUMMARY "对实施方案的起草背景和主要内容作出说明。"

typedef enum {
  CUT_NONE,
  CUT_BEFORE_SUBMIT,
  CUT_BEFORE_APPROVAL,
  CUT_WHILE_PUBLISHING,
} Cut;

static char *
evaluate (xmlXPathContext *context, const char *expression)
{
  xmlXPathObject *object = xmlXPathEval (BAD_CAST expression, context);
  xmlChar *string = xmlXPathCastToString (object);
  char *copy = g_strdup ((char *)string);

  xmlFree (string);
  xmlXPathFreeObject (object);
  return g_strstrip (copy);
}

static void
assert_xpath (xmlXPathContext *context, const char *expression, const char *expected)
{
  g_autofree char *value = evaluate (context, expression);

  if (strcmp (value, expected) != 0) {
    g_test_message ("%s is “%s”, not “%s”", expression, value, expected);
    g_test_fail ();
  }
}

static void
check_public_page (const char *address)
{
  static const char *const tags[][2] = {
    { "SiteName", "示例县人民政府门户网站" },
    { "SiteIDCode", "9999990000" },
    { "ColumnName", "政策解读" },
    { "ColumnType", "政策解读" },
    { "ArticleTitle", TITLE },
    { "ContentSource", SOURCE },
    { "Description", SUMMARY },
  };
  static const char *const paragraphs[] = { HEADING, FIRST, SECOND, ADDED };
  g_autofree char *html = job_browse (address);
  xmlDoc *page = htmlReadDoc (BAD_CAST html, address, "UTF-8",
                              HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
  xmlXPathContext *context = xmlXPathNewContext (page);
  g_autofree char *date = evaluate (context, "//meta[@name='PubDate']/@content");

  assert_xpath (context, "string(//h1)", TITLE);
  assert_xpath (context,
                "count(//meta[@name='SiteDomain' or @name='ColumnDescription' or "
                "@name='ColumnKeywords' or @name='PubDate'][@content != ''])",
                "4");
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++) {
    g_autofree char *expression = g_strdup_printf ("//meta[@name='%s']/@content", tags[i][0]);

    assert_xpath (context, expression, tags[i][1]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (paragraphs); i++) {
    g_autofree char *expression = g_strdup_printf (
      "count(//*[contains(concat(' ', @class, ' '), ' gb-article ')]//*[self::p or "
      "self::h2][normalize-space(.) = '%s'])",
      paragraphs[i]);

    assert_xpath (context, expression, "1");
  }
  g_assert_true (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d$", date, 0, 0));

  xmlXPathFreeContext (context);
  xmlFreeDoc (page);
}

static void
check_one_page (GbDesk *desk)
{
  g_autofree char *address = g_strconcat (gb_desk_get_portal_url (desk), "/zcjd/", NULL);
  g_autofree char *html = job_browse (address);
  const char *first = strstr (html, TITLE);

  g_assert_nonnull (first);
  /* A title may stand in an attribute as well: count the links of the list. */
  {
    xmlDoc *page = htmlReadDoc (BAD_CAST html, address, "UTF-8",
                                HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    xmlXPathContext *context = xmlXPathNewContext (page);

    assert_xpath (context, "count(//main//a[contains(., '" TITLE "')])", "1");
    xmlXPathFreeContext (context);
    xmlFreeDoc (page);
  }
}

/* Gives the first control below a widget what a person would choose or type. */
static void
set_control_cb (GtkWidget *widget, gpointer user_data)
{
  const char **value = user_data;

  if (*value == NULL)
    return;
  if (GTK_IS_TEXT_VIEW (widget))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), *value, -1);
  else if (GTK_IS_ENTRY (widget))
    gtk_entry_set_text (GTK_ENTRY (widget), *value);
  else if (GTK_IS_COMBO_BOX (widget))
    g_assert_true (gtk_combo_box_set_active_id (GTK_COMBO_BOX (widget), *value));
  else if (GTK_IS_RADIO_BUTTON (widget))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (widget), TRUE);
  else if (GTK_IS_CONTAINER (widget)) {
    gtk_container_forall (GTK_CONTAINER (widget), set_control_cb, user_data);
    return;
  } else
    return;
  *value = NULL;
}

typedef struct {
  const char *name;
  GtkWidget *found;
} Field;

static void
find_field_cb (GtkWidget *widget, gpointer user_data)
{
  Field *field = user_data;

  if (GB_IS_PROPERTY_FIELD (widget) &&
      strcmp (gb_property_field_get_property_name (GB_PROPERTY_FIELD (widget)), field->name) == 0)
    field->found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_field_cb, user_data);
}

static void
fill_in (Job *job, const char *name, const char *value)
{
  Field field = { name, NULL };

  find_field_cb (GTK_WIDGET (job_get_page (job)), &field);
  g_assert_nonnull (field.found);
  set_control_cb (gb_property_field_get_control (GB_PROPERTY_FIELD (field.found)), &value);
  g_assert_null (value);
}

static gboolean
may_format (Job *job, gpointer data)
{
  GtkWidget *editor = job_find (job, GB_TYPE_EDITOR);

  return g_action_group_get_action_enabled (gb_editor_get_actions (GB_EDITOR (editor)), data);
}

static void
write_interpretation (Job *job)
{
  job_new (job, "interpretation");
  job_type (job, TITLE);
  /* The skeleton's sections give way to what is written here. */
  job_press (job, GDK_KEY_Down, 0);
  job_press (job, GDK_KEY_a, GDK_CONTROL_MASK);
  job_press (job, GDK_KEY_BackSpace, 0);
  job_type (job, TITLE "\n" HEADING);
  job_wait (job, "a paragraph can become a heading", may_format, (gpointer) "set-style");
  g_action_group_activate_action (
    gb_editor_get_actions (GB_EDITOR (job_find (job, GB_TYPE_EDITOR))), "set-style",
    g_variant_new_string ("h2"));
  job_wait_ms (200);
  job_type (job, "\n" FIRST "\n" SECOND);
  fill_in (job, "source", SOURCE);
  fill_in (job, "summary", SUMMARY);
  fill_in (job, "publisher", "示例县人民政府办公室");
  fill_in (job, "column", "zcjd");
  fill_in (job, "openness", "proactive");
  job_wait_text (job, SECOND);
  job_wait_saved (job);
  job_picture (job, "1-written");
}

static void
run_job (Cut cut)
{
  Job job = { 0 };
  g_autofree char *address = NULL;
  g_autofree char *log = NULL;

  job_start (&job, "zhangxiao");
  write_interpretation (&job);

  if (cut == CUT_BEFORE_SUBMIT) {
    job_kill_portal (&job);
    job_act (&job, "submit", NULL);
    job_wait_state (&job, GB_STATE_IN_REVIEW);
    g_assert_cmpuint (gb_desk_get_n_pending (job_get_desk (&job)), >, 0);
    job_picture (&job, "2-submitted-offline");
    job_restart_portal (&job);
  } else {
    job_act (&job, "submit", NULL);
  }
  job_wait_state (&job, GB_STATE_IN_REVIEW);
  job_wait_pending (&job, 0);

  job_switch_account (&job, "lihua");
  job_open_first (&job, "to-review");
  job_picture (&job, "3-first-reviewer");
  job_act (&job, "return", REASON);
  job_wait_state (&job, GB_STATE_RETURNED);
  job_wait_pending (&job, 0);

  job_switch_account (&job, "zhangxiao");
  job_open_first (&job, "returned");
  job_wait (&job, "the text may be written again", may_format, (gpointer) "set-style");
  job_press (&job, GDK_KEY_End, GDK_CONTROL_MASK);
  job_type (&job, "\n" ADDED);
  job_wait_text (&job, ADDED);
  job_picture (&job, "4-returned-and-mended");
  job_act (&job, "submit", NULL);
  job_wait_state (&job, GB_STATE_IN_REVIEW);
  job_wait_pending (&job, 0);

  {
    static const char *const reviewers[] = { "lihua", "wangqiang", "chenmin" };

    for (guint i = 0; i < G_N_ELEMENTS (reviewers); i++) {
      job_switch_account (&job, reviewers[i]);
      job_open_first (&job, "to-review");
      if (cut == CUT_BEFORE_APPROVAL && i == 1) {
        job_kill_portal (&job);
        job_act (&job, "approve", "同意");
        job_wait_pending (&job, 1);
        job_picture (&job, "5-approved-offline");
        job_restart_portal (&job);
      } else {
        job_act (&job, "approve", i == 0 ? "" : "同意");
      }
      /* Whoever presses and goes away at once has decided all the same. */
      if (cut != CUT_NONE)
        job_wait_pending (&job, 0);
    }
  }

  job_switch_account (&job, "zhaolei");
  job_open_first (&job, "to-publish");
  job_wait_state (&job, GB_STATE_APPROVED);
  job_act (&job, "publish", NULL);
  if (cut == CUT_WHILE_PUBLISHING) {
    job_kill_portal (&job);
    job_restart_portal (&job);
  }
  job_wait_state (&job, GB_STATE_PUBLISHED);
  job_wait_pending (&job, 0);
  job_picture (&job, "6-receipt");

  log = job_read_log (&job);
  g_assert_cmpstr (log, ==,
                   "revise zhangxiao\nsubmit zhangxiao\nreturn lihua\n"
                   "revise zhangxiao\nsubmit zhangxiao\napprove lihua\napprove wangqiang\n"
                   "approve chenmin\npublish zhaolei\npublished portal\n");
  {
    GtkWidget *receipt = job_find (&job, GB_TYPE_PUBLISH_DIALOG);

    if (receipt != NULL)
      gtk_widget_destroy (receipt);
  }
  job_select_box (&job, "published");
  job_wait_ms (500);
  job_picture (&job, "7-published");
  address = job_dup_page_address (&job);
  check_public_page (address);
  check_one_page (job_get_desk (&job));

  job_quit (&job);
}

static void
test_online (void)
{
  run_job (CUT_NONE);
}

static void
test_before_submit (void)
{
  run_job (CUT_BEFORE_SUBMIT);
}

static void
test_before_approval (void)
{
  run_job (CUT_BEFORE_APPROVAL);
}

static void
test_while_publishing (void)
{
  run_job (CUT_WHILE_PUBLISHING);
}

int
main (int argc, char *argv[])
{
  gdk_set_allowed_backends ("x11");
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("GB_TEST_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/job/online", test_online);
  g_test_add_func ("/job/killed-before-submit", test_before_submit);
  g_test_add_func ("/job/killed-before-approval", test_before_approval);
  g_test_add_func ("/job/killed-while-publishing", test_while_publishing);

  return g_test_run ();
}
