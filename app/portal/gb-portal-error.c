/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The errors of the portal's client. An error owns the problem that the portal described, so that
 * it travels with g_propagate_error () and g_error_copy (). Any thread. */
#define G_LOG_DOMAIN "gb-portal"

#include "config.h"

#include "portal/gb-portal-error.h"

#include "portal/gb-portal-private.h"

typedef struct {
  GbPortalProblem *problem; /* (owned) (nullable) */
} GbPortalErrorPrivate;

GbPortalProblem *
_gb_portal_problem_new (guint status)
{
  GbPortalProblem *self = g_new0 (GbPortalProblem, 1);

  self->status = status;
  self->type = g_strdup ("");
  self->title = g_strdup ("");
  self->detail = g_strdup ("");
  self->field = g_strdup ("");
  self->next = g_strdup ("");
  self->head = g_strdup ("");
  self->state = g_strdup ("");
  self->by = g_strdup ("");
  self->by_name = g_strdup ("");
  self->upload_offset = -1;
  return self;
}

static GbPortalProblem *
problem_copy (const GbPortalProblem *self)
{
  GbPortalProblem *copy = g_new0 (GbPortalProblem, 1);

  *copy = *self;
  copy->type = g_strdup (self->type);
  copy->title = g_strdup (self->title);
  copy->detail = g_strdup (self->detail);
  copy->field = g_strdup (self->field);
  copy->next = g_strdup (self->next);
  copy->head = g_strdup (self->head);
  copy->state = g_strdup (self->state);
  copy->by = g_strdup (self->by);
  copy->by_name = g_strdup (self->by_name);
  return copy;
}

void
_gb_portal_problem_free (GbPortalProblem *self)
{
  if (self == NULL)
    return;
  g_free (self->type);
  g_free (self->title);
  g_free (self->detail);
  g_free (self->field);
  g_free (self->next);
  g_free (self->head);
  g_free (self->state);
  g_free (self->by);
  g_free (self->by_name);
  g_free (self);
}

static void
gb_portal_error_private_init (GbPortalErrorPrivate *priv)
{
  priv->problem = NULL;
}

static void
gb_portal_error_private_copy (const GbPortalErrorPrivate *src, GbPortalErrorPrivate *dest)
{
  dest->problem = src->problem != NULL ? problem_copy (src->problem) : NULL;
}

static void
gb_portal_error_private_clear (GbPortalErrorPrivate *priv)
{
  g_clear_pointer (&priv->problem, _gb_portal_problem_free);
}

G_DEFINE_EXTENDED_ERROR (GbPortalError, gb_portal_error)

static GbPortalError
code_from_status (guint status)
{
  switch (status) {
  case 401:
    return GB_PORTAL_ERROR_UNAUTHORIZED;
  case 404:
  case 410:
    return GB_PORTAL_ERROR_NOT_FOUND;
  case 409:
  case 412:
    return GB_PORTAL_ERROR_CONFLICT;
  case 408:
  case 429:
    return GB_PORTAL_ERROR_BUSY;
  default:
    return status >= 500 ? GB_PORTAL_ERROR_BUSY : GB_PORTAL_ERROR_REJECTED;
  }
}

/* problem: (transfer full) */
void
_gb_portal_set_problem (GError **error, GbPortalProblem *problem)
{
  g_autoptr (GError) local = NULL;

  local = g_error_new (GB_PORTAL_ERROR, code_from_status (problem->status),
                       "the portal answered %u %s: %s", problem->status, problem->type,
                       *problem->detail != '\0' ? problem->detail : problem->title);
  gb_portal_error_get_private (local)->problem = problem;
  g_propagate_error (error, g_steal_pointer (&local));
}

/**
 * gb_portal_error_get_problem:
 * @error: an error
 *
 * Returns: (transfer none) (nullable): what the portal said, or %NULL if it said nothing
 */
const GbPortalProblem *
gb_portal_error_get_problem (const GError *error)
{
  if (error == NULL || error->domain != GB_PORTAL_ERROR)
    return NULL;
  return gb_portal_error_get_private (error)->problem;
}
