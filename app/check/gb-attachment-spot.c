/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A place in an attachment, and its name for people. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-attachment-spot.h"

#include <glib/gi18n-lib.h>

GbAttachmentSpot *
gb_attachment_spot_new (const char *digest, const char *name)
{
  GbAttachmentSpot *self = g_new0 (GbAttachmentSpot, 1);

  self->digest = g_strdup (digest);
  self->name = g_strdup (name);
  self->before = g_strdup ("");
  self->text = g_strdup ("");
  self->after = g_strdup ("");
  return self;
}

void
gb_attachment_spot_free (GbAttachmentSpot *self)
{
  g_free (self->digest);
  g_free (self->name);
  g_free (self->sheet);
  g_free (self->before);
  g_free (self->text);
  g_free (self->after);
  g_free (self);
}

void
gb_attachment_spot_set_string (char **field, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*field);
  *field = copy;
}

static char *
dup_row (const GbAttachmentSpot *self, gboolean translated)
{
  if (self->sheet == NULL || *self->sheet == '\0')
    return g_strdup_printf (translated ? _ ("table, row %u") : "table, row %u", self->number);
  return g_strdup_printf (translated ? _ ("sheet “%s”, row %u") : "sheet “%s”, row %u", self->sheet,
                          self->number);
}

/**
 * gb_attachment_spot_dup_place:
 * @self: a place in a file
 * @translated: %TRUE for the language of the program, %FALSE for English
 *
 * Returns: (transfer full) (nullable): the words for it, %NULL for the whole file
 */
char *
gb_attachment_spot_dup_place (const GbAttachmentSpot *self, gboolean translated)
{
  switch (self->place) {
  case GB_ATTACHMENT_PLACE_PARAGRAPH:
    return g_strdup_printf (translated ? _ ("paragraph %u") : "paragraph %u", self->number);
  case GB_ATTACHMENT_PLACE_LINE:
    return g_strdup_printf (translated ? _ ("line %u") : "line %u", self->number);
  case GB_ATTACHMENT_PLACE_PAGE:
    return g_strdup_printf (translated ? _ ("page %u") : "page %u", self->number);
  case GB_ATTACHMENT_PLACE_ROW:
    return dup_row (self, translated);
  case GB_ATTACHMENT_PLACE_SLIDE:
    return g_strdup_printf (translated ? _ ("slide %u") : "slide %u", self->number);
  case GB_ATTACHMENT_PLACE_COMMENT:
    return g_strdup (translated ? _ ("a comment") : "a comment");
  case GB_ATTACHMENT_PLACE_DRAWING:
    return g_strdup (translated ? _ ("a text box") : "a text box");
  case GB_ATTACHMENT_PLACE_FILE:
  default:
    return NULL;
  }
}
