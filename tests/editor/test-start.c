/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the page begins: with what the host gives it in advance, also when that changes while the web
 * process is still starting; and that it runs no script but the editor's. */

#include "config.h"

#include "editor-rig.h"

#include <string.h>

#define BODY(text) "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"a\">" text "</p></body>"

typedef void (*Change) (GbEditor *editor);

/* The editor, with something done to it before its page is there. */
static void
open_with (Rig *rig, Change change)
{
  gboolean is_ready;

  memset (rig, 0, sizeof *rig);
  rig_make (rig, 700, 500);
  change (rig->editor);
  g_object_get (rig->editor, "ready", &is_ready, NULL);
  g_assert_false (is_ready);
  rig_show (rig);
}

static void
check_text (Rig *rig, const char *expected_title, const char *expected_body)
{
  g_autofree char *title = NULL;
  g_autofree char *body = rig_snapshot (rig, &title);

  rig_check_equal (title, expected_title);
  rig_check_equal (body, expected_body);
}

static void
load_once (GbEditor *editor)
{
  /* U+2028 ends a line in older JavaScript, "</script>" would end a script in a page. */
  gb_editor_load (editor, GB_DOCUMENT_KIND_NOTICE, "标题\"\\\xe2\x80\xa8</script>", BODY ("一"));
}

static void
test_given (void)
{
  Rig rig;
  g_autofree char *left = NULL;

  open_with (&rig, load_once);
  check_text (&rig, "标题\"\\ </script>", BODY ("一"));
  /* Nothing of it stays behind for whatever runs on the page later. */
  left = rig_call (&rig, "return typeof globalThis.gbGiven;");
  rig_check_equal (left, "undefined");
  rig_close (&rig);
}

static void
load_nothing (GbEditor *editor)
{
}

static void
test_nothing_given (void)
{
  Rig rig;

  open_with (&rig, load_nothing);
  rig_load (&rig, "后来", BODY ("二"));
  check_text (&rig, "后来", BODY ("二"));
  rig_close (&rig);
}

static void
load_twice (GbEditor *editor)
{
  gb_editor_load (editor, GB_DOCUMENT_KIND_NOTICE, "旧", BODY ("旧"));
  gb_editor_load (editor, GB_DOCUMENT_KIND_NOTICE, "新", BODY ("新"));
}

static void
test_last_load_wins (void)
{
  Rig rig;

  open_with (&rig, load_twice);
  check_text (&rig, "新", BODY ("新"));
  rig_close (&rig);
}

static void
load_and_lock (GbEditor *editor)
{
  load_once (editor);
  g_object_set (editor, "editable", FALSE, NULL);
}

static void
test_lock_before_ready (void)
{
  Rig rig;
  g_autofree char *editable = NULL;

  open_with (&rig, load_and_lock);
  rig_settle (&rig);
  editable = rig_call (&rig, "return document.getElementById('editor').contentEditable;");
  rig_check_equal (editable, "false");
  rig_type (&rig, "x");
  rig_settle (&rig);
  check_text (&rig, "标题\"\\ </script>", BODY ("一"));
  rig_close (&rig);
}

static void
load_locked (GbEditor *editor)
{
  g_object_set (editor, "editable", FALSE, NULL);
  gb_editor_load (editor, GB_DOCUMENT_KIND_NOTICE, "题", BODY (""));
}

/* A text that is opened to be read, and may be written a moment later, as one that is returned:
 * whoever types needs no press of a button first. */
static void
test_unlock (void)
{
  Rig rig = { 0 };

  /* The page is never told to take the focus, as it is when a person opens the document. */
  rig_make (&rig, 700, 500);
  load_locked (rig.editor);
  gtk_widget_show (GTK_WIDGET (rig.editor));
  gtk_widget_show (rig.window);
  rig_take_focus (&rig);
  rig_wait_for (rig.editor, "ready");
  rig_wait_ms (300);
  g_object_set (rig.editor, "editable", TRUE, NULL);
  rig_wait_ms (300);
  rig_type (&rig, "xyz");
  rig_wait_ms (500);
  check_text (&rig, "题", BODY ("xyz"));
  rig_close (&rig);
}

/* Markup that gets onto the page in whatever way cannot run anything. */
static void
test_foreign_scripts (void)
{
  static const char *const attacks[] = {
    "const s = document.createElement('script'); s.textContent = 'globalThis.hurt = 1';"
    "document.body.append(s);",
    "const s = document.createElement('script'); s.src = 'data:text/javascript,globalThis.hurt=1';"
    "document.body.append(s);",
    "document.body.insertAdjacentHTML('beforeend',"
    "'<img src=\"data:,x\" onerror=\"globalThis.hurt = 1\">');",
    "document.body.insertAdjacentHTML('beforeend',"
    "'<a id=\"bait\" href=\"javascript:globalThis.hurt=1\">x</a>');"
    "document.getElementById('bait').click();",
    "document.body.insertAdjacentHTML('beforeend',"
    "'<iframe srcdoc=\"&lt;script&gt;parent.hurt = 1&lt;/script&gt;\"></iframe>');",
    "document.body.insertAdjacentHTML('beforeend',"
    "'<svg><animate onbegin=\"globalThis.hurt = 1\" attributeName=\"x\" dur=\"1s\"/></svg>');",
  };
  Rig rig;

  open_with (&rig, load_once);
  for (gsize i = 0; i < G_N_ELEMENTS (attacks); i++) {
    g_autofree char *done = rig_call (&rig, attacks[i]);
    g_autofree char *hurt = NULL;

    rig_wait_ms (200);
    hurt = rig_call (&rig, "return String(globalThis.hurt);");
    rig_check_equal (hurt, "undefined");
  }
  /* The probe itself works: a script of the host may set what the attacks try to. */
  {
    g_autofree char *hurt = rig_call (&rig, "globalThis.hurt = 1; return String(globalThis.hurt);");

    rig_check_equal (hurt, "1");
  }
  rig_close (&rig);
}

int
main (int argc, char **argv)
{
  rig_init (&argc, &argv);
  g_test_add_func ("/editor/start/given", test_given);
  g_test_add_func ("/editor/start/nothing-given", test_nothing_given);
  g_test_add_func ("/editor/start/last-load-wins", test_last_load_wins);
  g_test_add_func ("/editor/start/lock-before-ready", test_lock_before_ready);
  g_test_add_func ("/editor/start/unlock", test_unlock);
  g_test_add_func ("/editor/start/foreign-scripts", test_foreign_scripts);
  return g_test_run ();
}
