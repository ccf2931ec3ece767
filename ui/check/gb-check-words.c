/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said of a finding, wherever one is listed. Nothing here keeps state. Used by
 * GbCheckGroup, GbCheckSettled and GbDocumentPage. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-words.h"

#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <string.h>

/* What cannot be seen has a sign. */
static char *
escape_visibly (const char *text)
{
  g_autoptr (GString) visible = g_string_new (text);

  if (strspn (text, " ") == strlen (text))
    g_string_replace (visible, " ", "␣", 0);
  g_string_replace (visible, "\u00a0", "␣", 0);
  g_string_replace (visible, "\u3000", "␣", 0);
  g_string_replace (visible, "\u200b", "·", 0);
  g_string_replace (visible, "\n", "↵", 0);
  return g_markup_escape_text (visible->str, -1);
}

char *
gb_check_describe_words (const GbCheckItem *item)
{
  const GbFinding *finding = item->finding;
  g_autofree char *before = g_markup_escape_text (item->before, -1);
  g_autofree char *text = escape_visibly (item->text);
  g_autofree char *after = g_markup_escape_text (item->after, -1);
  g_autofree char *fix = NULL;
  const char *field = finding->field != NULL ? gb_name_of_field (finding->field) : "";
  GString *markup = g_string_new (NULL);

  if (*field != '\0') {
    g_autofree char *name = g_markup_escape_text (field, -1);

    /* Translators: the name of a field, in front of what is written in it */
    g_string_append_printf (markup, _ ("%s: "), name);
  }
  if (*item->text == '\0') {
    g_string_append (markup, *item->after != '\0' ? after : _ ("(empty)"));
    return g_string_free (markup, FALSE);
  }
  if (finding->fix != NULL && *finding->fix == '\0')
    g_string_append_printf (markup, "%s<b><s>%s</s></b>%s", before, text, after);
  else
    g_string_append_printf (markup, "%s<b><u>%s</u></b>%s", before, text, after);
  if (finding->fix != NULL && *finding->fix != '\0') {
    fix = escape_visibly (finding->fix);
    g_string_append_printf (markup, " → <b>%s</b>", fix);
  }
  return g_string_free (markup, FALSE);
}

const char *
gb_check_describe_certainty (GbCertainty certainty)
{
  switch (certainty) {
  case GB_CERTAINTY_TEXT:
    return _ ("the wording of the source was read");
  case GB_CERTAINTY_COPY:
    return _ ("known from copies of the source");
  case GB_CERTAINTY_PRACTICE:
  default:
    return _ ("good practice; no text demands it");
  }
}

char *
gb_check_describe_source (const GbFinding *finding)
{
  if (finding->certainty == GB_CERTAINTY_PRACTICE || *finding->source == '\0')
    /* Translators: the rule’s ground, its id, and how sure it is */
    return g_strdup_printf (_ ("%s · %s"), finding->rule,
                            gb_check_describe_certainty (finding->certainty));
  /* Translators: the rule’s ground, how sure it is, and the rule’s id */
  return g_strdup_printf (_ ("Ground: %s (%s) · %s"), finding->source,
                          gb_check_describe_certainty (finding->certainty), finding->rule);
}

char *
gb_check_dup_message (const GbFinding *finding)
{
  const char *message = gb_message_for_finding (finding);
  gunichar first = g_utf8_get_char (message);
  char first_utf8[7] = { 0 };

  /* Messages of rules begin with a small letter. */
  g_unichar_to_utf8 (g_unichar_toupper (first), first_utf8);
  return g_strconcat (first_utf8, g_utf8_next_char (message), NULL);
}
