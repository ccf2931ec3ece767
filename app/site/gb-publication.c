/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GbPublication, a plain record of one published document. The server's store fills it, the site's
 * pages show it. A value: whoever holds one owns it.
 */

#define G_LOG_DOMAIN "gb-publication"

#include "config.h"

#include "site/gb-site.h"

GbPublication *
gb_publication_new (void)
{
  GbPublication *self = g_new0 (GbPublication, 1);

  self->id = g_strdup ("");
  self->path = g_strdup ("");
  self->title = g_strdup ("");
  self->column = g_strdup ("");
  self->kind = g_strdup ("");
  self->summary = g_strdup ("");
  self->document_number = g_strdup ("");
  self->source = g_strdup ("");
  self->publisher = g_strdup ("");
  self->edition = 1;
  return self;
}

GbPublication *
gb_publication_copy (const GbPublication *self)
{
  GbPublication *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (GbPublication, 1);
  copy->id = g_strdup (self->id);
  copy->path = g_strdup (self->path);
  copy->title = g_strdup (self->title);
  copy->column = g_strdup (self->column);
  copy->kind = g_strdup (self->kind);
  copy->summary = g_strdup (self->summary);
  copy->document_number = g_strdup (self->document_number);
  copy->source = g_strdup (self->source);
  copy->publisher = g_strdup (self->publisher);
  copy->published_at = self->published_at;
  copy->first_published_at = self->first_published_at;
  copy->edition = self->edition;
  copy->validity = self->validity;
  return copy;
}

void
gb_publication_free (GbPublication *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->path);
  g_free (self->title);
  g_free (self->column);
  g_free (self->kind);
  g_free (self->summary);
  g_free (self->document_number);
  g_free (self->source);
  g_free (self->publisher);
  g_free (self);
}
