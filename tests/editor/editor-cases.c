/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs the scripts of editor-cases.h in the real editor. The verbs are a table that a program can
 * add to. Keeps the table and what is on the clipboard; main thread only. */

#include "config.h"

#include "editor-cases.h"

#include "document/gb-document.h"
#include "editor/gb-editor-actions.h"

#include <string.h>

#define BODY_START "<body xmlns=\"http://www.w3.org/1999/xhtml\">"
#define BODY_END   "</body>"

#define CASE_DEADLINE_MS 3000
#define MAX_VERBS        32

typedef struct {
  Rig *rig;
  const EditorCase *editor_case;
} Run;

/* ───── The clipboard ───── */

typedef struct {
  char *content;
  gboolean is_html;
} Clip;

static void
clip_get_cb (GtkClipboard *clipboard, GtkSelectionData *data, guint info, gpointer user_data)
{
  Clip *clip = user_data;

  if (clip->is_html)
    gtk_selection_data_set (data, gtk_selection_data_get_target (data), 8,
                            (const guchar *)clip->content, (int)strlen (clip->content));
  else
    gtk_selection_data_set_text (data, clip->content, -1);
}

static void
clip_clear_cb (GtkClipboard *clipboard, gpointer user_data)
{
  Clip *clip = user_data;

  g_free (clip->content);
  g_free (clip);
}

static void
paste (Rig *rig, const char *content, gboolean is_html)
{
  static const GtkTargetEntry html_targets[] = { { (char *)"text/html", 0, 0 } };
  static const GtkTargetEntry text_targets[] = { { (char *)"UTF8_STRING", 0, 0 } };
  GtkClipboard *clipboard = gtk_clipboard_get (GDK_SELECTION_CLIPBOARD);
  Clip *clip = g_new0 (Clip, 1);

  clip->content = g_strdelimit (g_strdup (content), is_html ? "" : "|", '\n');
  clip->is_html = is_html;
  g_assert_true (gtk_clipboard_set_with_data (clipboard, is_html ? html_targets : text_targets, 1,
                                              clip_get_cb, clip_clear_cb, clip));
  rig_key (rig, "<Control>v");
  rig_settle (rig);
  rig_wait_ms (150);
}

static void
paste_html (Rig *rig, const char *markup)
{
  paste (rig, markup, TRUE);
}

static void
paste_text (Rig *rig, const char *text)
{
  paste (rig, text, FALSE);
}

/* ───── Scripts ───── */

static void
set_link (Rig *rig, const char *href)
{
  g_autofree char *complete = gb_editor_actions_complete_address (href);

  if (complete != NULL) {
    g_autofree char *answer = NULL;
    g_autofree char *script = g_strdup_printf ("Editor.run('set-link', '%s');", complete);

    answer = rig_call (rig, script);
    rig_check_equal (answer, "");
  }
}

static struct {
  const char *name;
  EditorVerb run;
} verbs[MAX_VERBS] = {
  { "action", rig_activate }, { "html", paste_html }, { "key", rig_key },
  { "link", set_link },       { "text", paste_text }, { "type", rig_type },
};

void
editor_cases_add_verb (const char *name, EditorVerb run)
{
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (verbs[i].name == NULL) {
      verbs[i].name = name;
      verbs[i].run = run;
      return;
    }
  }
  g_error ("too many verbs");
}

static void
run_line (Rig *rig, const char *line)
{
  const char *argument = strchr (line, ':');

  g_assert_nonnull (argument);
  for (gsize i = 0; i < G_N_ELEMENTS (verbs) && verbs[i].name != NULL; i++) {
    gsize length = strlen (verbs[i].name);

    if (length == (gsize)(argument - line) && strncmp (line, verbs[i].name, length) == 0) {
      verbs[i].run (rig, argument + 1);
      rig_settle (rig);
      /* The state of the actions follows the selection. */
      rig_wait_ms (40);
      return;
    }
  }
  g_error ("no such line: %s", line);
}

static char *
dup_bare_body (Rig *rig)
{
  g_autofree char *body = rig_snapshot (rig, NULL);
  g_autofree char *bare = rig_without_ids (body);

  g_assert_true (g_str_has_prefix (bare, BODY_START));
  g_assert_true (g_str_has_suffix (bare, BODY_END));
  return g_strndup (bare + strlen (BODY_START),
                    strlen (bare) - strlen (BODY_START) - strlen (BODY_END));
}

/* Whatever was done, the host's own rules accept it, and no id is missing or twice there. */
static void
check_valid (Rig *rig)
{
  g_autofree char *body = rig_snapshot (rig, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDocument) empty = gb_document_new_from_template (GB_DOCUMENT_KIND_NOTICE);
  g_autoptr (GbDocument) document = gb_document_with_body (empty, body, &error);
  g_autofree char *canonical = NULL;

  g_assert_no_error (error);
  canonical = gb_document_dup_body (document);
  rig_check_equal (body, canonical);
}

static void
test_case (gconstpointer data)
{
  const Run *run = data;
  const EditorCase *test = run->editor_case;
  g_autofree char *body = g_strconcat (BODY_START, test->body, BODY_END, NULL);
  g_auto (GStrv) lines = g_strsplit (test->script, "\n", -1);
  g_autofree char *actual = NULL;

  rig_load (run->rig, test->title != NULL ? test->title : "", body);
  for (char **line = lines; *line != NULL; line++)
    run_line (run->rig, *line);

  for (int i = 0; i < CASE_DEADLINE_MS / 50; i++) {
    g_free (actual);
    actual = dup_bare_body (run->rig);
    if (g_str_equal (actual, test->expected))
      break;
    rig_wait_ms (50);
  }
  rig_check_equal (actual, test->expected);
  check_valid (run->rig);
}

void
editor_cases_add (Rig *rig, const char *path, const EditorCase *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++) {
    g_autofree char *name = g_strdup_printf ("%s/%s", path, cases[i].name);
    Run *run = g_new (Run, 1);

    run->rig = rig;
    run->editor_case = &cases[i];
    g_test_add_data_func_full (name, run, test_case, g_free);
  }
}
