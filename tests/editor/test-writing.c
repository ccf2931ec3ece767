/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the editor does by itself while somebody writes, as the hands of a person know it. The
 * scripts are those of editor-cases.h, and
 *
 *   setting:KEY=VALUE   a boolean of the settings; the case puts it back
 */

#include "config.h"

#include "editor-cases.h"

#include <string.h>

static Rig rig;
static GSettings *settings;

static const EditorCase heading_cases[] = {
  {
    .name = "heading-is-numbered",
    .body = "<p id=\"a\"></p>",
    .script = "key:Down\nkey:<Control><Alt>1\ntype:h\nkey:Return\ntype:p\nkey:Return\n"
              "key:<Control><Alt>1\ntype:i",
    .expected = "<h2>一、h</h2><p>p</p><h2>二、i</h2>",
  },
  {
    .name = "numbering-switched-off",
    .body = "<p id=\"a\">x</p>",
    .script = "setting:number-headings=false\nkey:Down\nkey:<Control><Alt>1\n"
              "setting:number-headings=true",
    .expected = "<h2>x</h2>",
  },
  {
    .name = "number-goes-by-one-key",
    .body = "<h2 id=\"a\">一、a</h2><h2 id=\"b\">二、b</h2>",
    .script = "key:Down\nkey:Home\nkey:Right\nkey:Right\nkey:BackSpace\ntype:x",
    .expected = "<h2>xa</h2><h2>一、b</h2>",
  },
  {
    .name = "demoted-with-its-section",
    .body = "<h2 id=\"a\">一、a</h2><h2 id=\"b\">二、b</h2><h3 id=\"c\">（一）c</h3>"
            "<h2 id=\"d\">三、d</h2>",
    .script = "key:Down\nkey:Down\nkey:<Alt><Shift>Right",
    .expected = "<h2>一、a</h2><h3>（一）b</h3><h4>1.c</h4><h2>二、d</h2>",
  },
  {
    .name = "promoted-and-undone-at-once",
    .body = "<h2 id=\"a\">一、a</h2><h3 id=\"b\">（一）b</h3><h3 id=\"c\">（二）c</h3>",
    .script = "key:Down\nkey:Down\nkey:<Alt><Shift>Left\nkey:<Control>z",
    .expected = "<h2>一、a</h2><h3>（一）b</h3><h3>（二）c</h3>",
  },
  {
    .name = "repaired-in-one-press",
    .body = "<h2 id=\"a\">1、a</h2><h2 id=\"b\">b</h2><h3 id=\"c\">(2)c</h3>",
    .script = "action:repair-numbering",
    .expected = "<h2>一、a</h2><h2>二、b</h2><h3>（一）c</h3>",
  },
  {
    .name = "repair-undone-at-once",
    .body = "<h2 id=\"a\">1、a</h2><h2 id=\"b\">b</h2><h3 id=\"c\">(2)c</h3>",
    .script = "key:<Control><Alt>n\naction:undo",
    .expected = "<h2>1、a</h2><h2>b</h2><h3>(2)c</h3>",
  },
  {
    .name = "column-keys-stay-those-of-tables",
    .body = "<h2 id=\"h\">一、a</h2><table id=\"t\"><tbody><tr><td data-colwidth=\"100\">"
            "<p id=\"a\">x</p></td><td data-colwidth=\"100\"><p id=\"b\">y</p></td></tr></tbody>"
            "</table>",
    .script = "key:<Control>End\nkey:<Alt><Shift>Left",
    .expected = "<h2>一、a</h2><table><tbody><tr><td data-colwidth=\"124\"><p>x</p></td>"
                "<td data-colwidth=\"76\"><p>y</p></td></tr></tbody></table>",
  },
  {
    .name = "enter-leaves-a-heading-without-words",
    .body = "<h2 id=\"a\">一、a</h2><p id=\"b\"></p>",
    .script = "key:<Control>End\naction:set-style::h2\nkey:Return\ntype:x",
    .expected = "<h2>一、a</h2><p>x</p>",
  },
  {
    .name = "cut-closes-the-gap",
    .body = "<h2 id=\"a\">一、a</h2><h2 id=\"b\">二、b</h2><h2 id=\"c\">三、c</h2>",
    .script = "key:Down\nkey:Home\nkey:<Shift>Down\nkey:<Control>x",
    .expected = "<h2>一、b</h2><h2>二、c</h2>",
  },
};

static void
set_setting (Rig *unused, const char *argument)
{
  g_auto (GStrv) parts = g_strsplit (argument, "=", 2);

  g_settings_set_boolean (settings, parts[0], g_str_equal (parts[1], "true"));
}

int
main (int argc, char **argv)
{
  int result;

  rig_init (&argc, &argv);
  settings = g_settings_new (GB_APP_ID);
  rig_open (&rig, 900, 700);
  editor_cases_add_verb ("setting", set_setting);
  editor_cases_add (&rig, "/writing/headings", heading_cases, G_N_ELEMENTS (heading_cases));
  result = g_test_run ();
  rig_close (&rig);
  g_clear_object (&settings);
  return result;
}
