/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns nothing but its text. Main thread. Used by the properties panel.
 */

#define G_LOG_DOMAIN "gb-number-entry"

#include "config.h"

#include "document/gb-number-entry.h"

#include <glib/gi18n.h>
#include <string.h>

#define YEAR_OPEN  0x3014 /* 〔 */
#define YEAR_CLOSE 0x3015 /* 〕 */
#define NUMBER     "号"
#define ORDINAL    0x7B2C /* 第 */

struct _GbNumberEntry {
  GtkEntry parent_instance;

  guint is_tidying : 1;
};

G_DEFINE_FINAL_TYPE (GbNumberEntry, gb_number_entry, GTK_TYPE_ENTRY)

static gunichar
tidy_char (gunichar c)
{
  switch (c) {
  case '[':
  case '(':
  case 0xFF3B: /* ［ */
  case 0xFF08: /* （ */
  case 0x3010: /* 【 */
    return YEAR_OPEN;
  case ']':
  case ')':
  case 0xFF3D: /* ］ */
  case 0xFF09: /* ） */
  case 0x3011: /* 】 */
    return YEAR_CLOSE;
  default:
    break;
  }
  if (c >= 0xFF10 && c <= 0xFF19) /* full-width digits */
    return '0' + (c - 0xFF10);
  return c;
}

/* Four digits at i that look like a year and follow a wide character: 陆府2026. */
static gboolean
is_bare_year (const gunichar *chars, glong i, glong length)
{
  int year = 0;

  if (i < 1 || i + 4 > length || !g_unichar_iswide (chars[i - 1]) || chars[i - 1] == YEAR_OPEN)
    return FALSE;
  for (glong j = i; j < i + 4; j++) {
    if (!g_ascii_isdigit (chars[j]) || chars[j] > 127)
      return FALSE;
    year = year * 10 + (int)(chars[j] - '0');
  }
  return year >= 1949 && year < 2100;
}

static void
finish_number (GString *text)
{
  char *close = strstr (text->str, "〕");
  char *serial;

  if (close == NULL)
    return;
  serial = close + strlen ("〕");
  while (*serial == '0' && g_ascii_isdigit (serial[1]))
    g_string_erase (text, serial - text->str, 1);
  if (g_ascii_isdigit (*serial) && g_ascii_isdigit (text->str[text->len - 1]))
    g_string_append (text, NUMBER);
}

char *
gb_number_entry_tidy (const char *text, gboolean is_final)
{
  g_autofree gunichar *chars = NULL;
  GString *tidy;
  glong length;
  gboolean has_year = FALSE;

  g_return_val_if_fail (text != NULL, NULL);

  chars = g_utf8_to_ucs4_fast (text, -1, &length);
  for (glong i = 0; i < length; i++) {
    chars[i] = tidy_char (chars[i]);
    has_year |= chars[i] == YEAR_OPEN;
  }

  tidy = g_string_new (NULL);
  for (glong i = 0; i < length; i++) {
    if (g_unichar_isspace (chars[i]))
      continue;
    if (chars[i] == ORDINAL && i > 0 && chars[i - 1] == YEAR_CLOSE)
      continue;
    if (!has_year && is_bare_year (chars, i, length)) {
      g_string_append_unichar (tidy, YEAR_OPEN);
      for (glong j = i; j < i + 4; j++)
        g_string_append_unichar (tidy, chars[j]);
      g_string_append_unichar (tidy, YEAR_CLOSE);
      has_year = TRUE;
      i += 3;
      continue;
    }
    g_string_append_unichar (tidy, chars[i]);
  }
  if (is_final)
    finish_number (tidy);
  return g_string_free (tidy, FALSE);
}

static void
tidy (GbNumberEntry *self, gboolean is_final)
{
  const char *text = gtk_entry_get_text (GTK_ENTRY (self));
  g_autofree char *better = gb_number_entry_tidy (text, is_final);
  glong from_end;

  if (strcmp (text, better) == 0)
    return;
  /* What stands after the caret keeps its place, so the caret is counted from the end. */
  from_end = g_utf8_strlen (text, -1) - gtk_editable_get_position (GTK_EDITABLE (self));
  self->is_tidying = TRUE;
  gtk_entry_set_text (GTK_ENTRY (self), better);
  gtk_editable_set_position (GTK_EDITABLE (self), MAX (0, g_utf8_strlen (better, -1) - from_end));
  self->is_tidying = FALSE;
}

static gboolean
tidy_idle_cb (gpointer user_data)
{
  tidy (GB_NUMBER_ENTRY (user_data), FALSE);
  return G_SOURCE_REMOVE;
}

/* Setting the text inside insert-text would leave GtkEntry's caller with a position that no longer
 * exists, therefore after it. Deleting is left alone: a bracket must be removable. */
static void
insert_text_cb (GbNumberEntry *self)
{
  if (!self->is_tidying)
    g_idle_add_full (G_PRIORITY_HIGH, tidy_idle_cb, g_object_ref (self), g_object_unref);
}

static gboolean
gb_number_entry_focus_out_event (GtkWidget *widget, GdkEventFocus *event)
{
  tidy (GB_NUMBER_ENTRY (widget), TRUE);
  return GTK_WIDGET_CLASS (gb_number_entry_parent_class)->focus_out_event (widget, event);
}

static void
gb_number_entry_class_init (GbNumberEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->focus_out_event = gb_number_entry_focus_out_event;
}

static void
gb_number_entry_init (GbNumberEntry *self)
{
  /* Translators: an example of a document number; 〔〕 are the brackets that the standard wants */
  gtk_entry_set_placeholder_text (GTK_ENTRY (self), _ ("such as 陆府〔2026〕8号"));
  g_signal_connect_after (self, "insert-text", G_CALLBACK (insert_text_cb), NULL);
}

GtkWidget *
gb_number_entry_new (void)
{
  return g_object_new (GB_TYPE_NUMBER_ENTRY, NULL);
}
