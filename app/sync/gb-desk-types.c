/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The plain values that a desk hands out. Whoever gets one owns it. */

#define G_LOG_DOMAIN "gb-desk"

#include "config.h"

#include "sync/gb-desk.h"

G_DEFINE_QUARK (gb_desk_error, gb_desk_error)

/**
 * gb_summary_copy:
 *
 * Returns: (transfer full): an independent copy
 */
GbSummary *
gb_summary_copy (const GbSummary *self)
{
  GbSummary *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->title = g_strdup (self->title);
  copy->column = g_strdup (self->column);
  copy->step_name = g_strdup (self->step_name);
  copy->author_name = g_strdup (self->author_name);
  copy->unit = g_strdup (self->unit);
  copy->url = g_strdup (self->url);

  return copy;
}

void
gb_summary_free (GbSummary *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->title);
  g_free (self->column);
  g_free (self->step_name);
  g_free (self->author_name);
  g_free (self->unit);
  g_free (self->url);
  g_free (self);
}

void
gb_open_document_free (GbOpenDocument *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->summary, gb_summary_free);
  g_clear_object (&self->document);
  g_clear_object (&self->workflow);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self);
}

void
gb_operation_free (GbOperation *self)
{
  if (self == NULL)
    return;

  g_free (self->document);
  g_free (self->title);
  g_free (self->kind);
  g_free (self->error_type);
  g_free (self->error_detail);
  g_free (self->error_head);
  g_free (self);
}
