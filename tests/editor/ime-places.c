/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The places where Chinese is written, and what comes out of the same keys in each: for the
 * scripted input method and for the real ones. */

#include "config.h"

#include "ime-places.h"

#include <string.h>

#define BODY_START      "<body xmlns=\"http://www.w3.org/1999/xhtml\">"
#define BODY_END        "</body>"
#define DIGEST          "sm3:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define IMAGE           "<img alt=\"图\" src=\"" DIGEST "\"/>"
#define FOCUS_SETTLE_MS 150 /* for a new caret */

const ImePlace ime_places[] = {
  {
    .name = "empty",
    .body = "<p id=\"a\"></p>",
    .block = "a",
    .start = "<p/>",
    .committed = "<p>你好</p>",
    .raw = "<p>你好h</p>",
    .split = "<p>你好h</p><p/>",
    .next = "<p>你好h</p><p>你好</p>",
  },
  {
    .name = "middle",
    .body = "<p id=\"a\">甲乙丙丁</p>",
    .block = "a",
    .offset = 2,
    .start = "<p>甲乙丙丁</p>",
    .committed = "<p>甲乙你好丙丁</p>",
    .raw = "<p>甲乙你好h丙丁</p>",
    .split = "<p>甲乙你好h</p><p>丙丁</p>",
    .next = "<p>甲乙你好h</p><p>你好丙丁</p>",
  },
  {
    /* Bold is switched on with no text selected: a stored mark. */
    .name = "bold",
    .body = "<p id=\"a\">甲乙</p>",
    .block = "a",
    .offset = 2,
    .action = "toggle-bold",
    .start = "<p>甲乙</p>",
    .committed = "<p>甲乙<strong>你好</strong></p>",
    .raw = "<p>甲乙<strong>你好h</strong></p>",
    .split = "<p>甲乙<strong>你好h</strong></p><p/>",
    .next = "<p>甲乙<strong>你好h</strong></p><p>你好</p>",
  },
  {
    .name = "cell",
    .body = "<table id=\"t\"><tbody><tr><td><p id=\"a\"></p></td><th><p id=\"b\">x</p></th></tr>"
            "</tbody></table>",
    .block = "a",
    .start = "<table><tbody><tr><td><p/></td><th><p>x</p></th></tr></tbody></table>",
    .committed = "<table><tbody><tr><td><p>你好</p></td><th><p>x</p></th></tr></tbody></table>",
    .raw = "<table><tbody><tr><td><p>你好h</p></td><th><p>x</p></th></tr></tbody></table>",
    .split = "<table><tbody><tr><td><p>你好h</p><p/></td><th><p>x</p></th></tr></tbody></table>",
    .next = "<table><tbody><tr><td><p>你好h</p><p>你好</p></td><th><p>x</p></th></tr></tbody>"
            "</table>",
  },
  {
    /* A caption is one line: Enter goes on in the first cell. */
    .name = "caption",
    .body = "<table id=\"t\"><caption id=\"a\"></caption><tbody><tr><td><p id=\"b\"></p></td></tr>"
            "</tbody></table>",
    .block = "a",
    .start = "<table><caption/><tbody><tr><td><p/></td></tr></tbody></table>",
    .committed = "<table><caption>你好</caption><tbody><tr><td><p/></td></tr></tbody></table>",
    .raw = "<table><caption>你好h</caption><tbody><tr><td><p/></td></tr></tbody></table>",
    .split = "<table><caption>你好h</caption><tbody><tr><td><p/></td></tr></tbody></table>",
    .next = "<table><caption>你好h</caption><tbody><tr><td><p>你好</p></td></tr></tbody></table>",
  },
  {
    /* So is that of an image: Enter goes on behind it. */
    .name = "figcaption",
    .body = "<figure id=\"f\">" IMAGE "<figcaption id=\"a\"></figcaption></figure>"
            "<p id=\"b\">x</p>",
    .block = "a",
    .start = "<figure>" IMAGE "<figcaption/></figure><p>x</p>",
    .committed = "<figure>" IMAGE "<figcaption>你好</figcaption></figure><p>x</p>",
    .raw = "<figure>" IMAGE "<figcaption>你好h</figcaption></figure><p>x</p>",
    .split = "<figure>" IMAGE "<figcaption>你好h</figcaption></figure><p>x</p>",
    .next = "<figure>" IMAGE "<figcaption>你好h</figcaption></figure><p>你好x</p>",
  },
  {
    /* Enter goes to the first line of the text, and makes one where it is taken. */
    .name = "title",
    .body = "<p id=\"a\">甲</p>",
    .start = "<p>甲</p>",
    .committed = "你好|<p>甲</p>",
    .raw = "你好h|<p>甲</p>",
    .split = "你好h|<p/><p>甲</p>",
    .next = "你好h|<p>你好</p><p>甲</p>",
  },
  {
    .name = "list",
    .body = "<ul id=\"u\"><li id=\"l\"><p id=\"a\"></p></li></ul>",
    .block = "a",
    .start = "<ul><li><p/></li></ul>",
    .committed = "<ul><li><p>你好</p></li></ul>",
    .raw = "<ul><li><p>你好h</p></li></ul>",
    .split = "<ul><li><p>你好h</p></li><li><p/></li></ul>",
    .next = "<ul><li><p>你好h</p></li><li><p>你好</p></li></ul>",
  },
  {
    .name = "heading",
    .body = "<h2 id=\"a\"></h2>",
    .block = "a",
    .start = "<h2/>",
    .committed = "<h2>你好</h2>",
    .raw = "<h2>你好h</h2>",
    .split = "<h2>你好h</h2><p/>",
    .next = "<h2>你好h</h2><p>你好</p>",
  },
};

const guint ime_n_places = G_N_ELEMENTS (ime_places);

void
ime_place_enter (const ImePlace *self, Rig *rig)
{
  g_autofree char *body = g_strconcat (BODY_START, self->body, BODY_END, NULL);

  rig_load (rig, "", body);
  if (self->block != NULL)
    gb_editor_reveal (rig->editor, self->block, self->offset);
  else
    rig_key (rig, "<Control>Home");
  if (self->action != NULL) {
    rig_wait_ms (FOCUS_SETTLE_MS);
    rig_activate (rig, self->action);
  }
  rig_wait_ms (FOCUS_SETTLE_MS);
}

char *
ime_place_dup_text (Rig *rig)
{
  g_autofree char *title = NULL;
  g_autofree char *body = rig_snapshot (rig, &title);
  g_autofree char *bare = rig_without_ids (body);

  g_assert_true (g_str_has_prefix (bare, BODY_START) && g_str_has_suffix (bare, BODY_END));
  bare[strlen (bare) - strlen (BODY_END)] = '\0';
  return g_strconcat (title, *title != '\0' ? "|" : "", bare + strlen (BODY_START), NULL);
}

void
ime_place_check_undo (const ImePlace *self, Rig *rig)
{
  const char *const seen[] = { self->start, self->committed, self->raw, self->split, NULL };
  g_autofree char *text = NULL;
  g_autofree char *before = NULL;

  for (int steps = 0; steps < 20; steps++) {
    if (!g_action_group_get_action_enabled (gb_editor_get_actions (rig->editor), "undo"))
      break;
    g_free (before);
    before = g_steal_pointer (&text);
    if (before == NULL)
      before = ime_place_dup_text (rig);
    rig_activate (rig, "undo");
    rig_wait_ms (60);
    text = ime_place_dup_text (rig);
    if (g_str_equal (text, before)) {
      g_test_message ("undo does nothing to %s", text);
      g_test_fail ();
    }
    if (!g_strv_contains (seen, text)) {
      g_test_message ("undo shows %s", text);
      g_test_fail ();
    }
  }
  rig_check_equal (text, self->start);
}
