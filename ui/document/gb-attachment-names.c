/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The names of attachments: what may stand in one, and the numbers of those that are named 附件1,
 * 附件2 …, which follow their order as long as nobody has numbered them otherwise. Keeps no state;
 * used by GbAttachmentsList. */

#define G_LOG_DOMAIN "gb-attachments-list"

#include "config.h"

#include "document/gb-attachment-names.h"

#include <string.h>

#define WORD "附件"

/* With the ending kept: a reader's computer needs it. */
char *
gb_attachment_names_clean (const char *text, const char *old_name)
{
  const char *ending = strrchr (old_name, '.');
  GString *name = g_string_new (NULL);
  glong room;

  g_return_val_if_fail (text != NULL && old_name != NULL, NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c != '/' && c != '\\' && !g_unichar_iscntrl (c))
      g_string_append_unichar (name, c);
  }
  g_strstrip (name->str);
  g_string_truncate (name, strlen (name->str));
  if (name->len == 0)
    return g_string_free (name, TRUE);
  if (ending != NULL && g_str_has_suffix (name->str, ending))
    g_string_truncate (name, name->len - strlen (ending));
  room = GB_ATTACHMENT_NAME_MAX_CHARS - (ending != NULL ? g_utf8_strlen (ending, -1) : 0);
  if (g_utf8_strlen (name->str, -1) > room)
    g_string_truncate (name, g_utf8_offset_to_pointer (name->str, room) - name->str);
  if (ending != NULL)
    g_string_append (name, ending);
  return g_string_free (name, FALSE);
}

/* Where the number of a name ends; NULL for a name without one. */
static const char *
read_number (const char *name, guint64 *out_number)
{
  const char *digits = name + strlen (WORD);
  char *end;

  if (!g_str_has_prefix (name, WORD) || !g_ascii_isdigit (*digits))
    return NULL;
  *out_number = g_ascii_strtoull (digits, &end, 10);
  return end;
}

gboolean
gb_attachment_names_are_counted (GPtrArray *attachments)
{
  guint64 next = 1;

  g_return_val_if_fail (attachments != NULL, FALSE);

  for (guint i = 0; i < attachments->len; i++) {
    const GbAttachment *attachment = g_ptr_array_index (attachments, i);
    guint64 number;

    if (read_number (attachment->name, &number) != NULL && number != next++)
      return FALSE;
  }
  return TRUE;
}

void
gb_attachment_names_count (GPtrArray *attachments)
{
  guint next = 1;

  g_return_if_fail (attachments != NULL);

  for (guint i = 0; i < attachments->len; i++) {
    GbAttachment *attachment = g_ptr_array_index (attachments, i);
    guint64 number;
    const char *rest = read_number (attachment->name, &number);
    char *name;

    if (rest == NULL)
      continue;
    name = g_strdup_printf (WORD "%u%s", next++, rest);
    g_free (attachment->name);
    attachment->name = name;
  }
}
