/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

#include "workflow/gb-account.h"

G_BEGIN_DECLS

typedef enum {
  GB_STEP_REVIEW,
  GB_STEP_COUNTERSIGN,
  GB_STEP_SECRECY,
  GB_STEP_LEGAL,
  GB_STEP_FINAL,
} GbStepKind;

typedef struct {
  char *id;   /* "first", "second", "third" */
  char *name; /* 一审; data of the office, shown as it is */
  GbRole role;
  GbStepKind kind;
  guint needed;       /* how many different people must approve; 1 = any */
  guint working_days; /* allowed for it; 0 = no limit */
} GbRouteStep;

/* An ordered approval route; data, immutable, reference-counted. */
typedef struct _GbRoute GbRoute;
#define GB_TYPE_ROUTE (gb_route_get_type ())
GType gb_route_get_type (void);

GbRoute *gb_route_new_from_json (JsonNode *node, GError **error);
/* resources/routes/default.json: 一审 section head, 二审 deputy, 三审 chief. Never NULL. */
GbRoute *gb_route_new_default (void);
JsonNode *gb_route_to_json (GbRoute *self);
GbRoute *gb_route_ref (GbRoute *self);
void gb_route_unref (GbRoute *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbRoute, gb_route_unref)

const char *gb_route_get_id (GbRoute *self);
const char *gb_route_get_name (GbRoute *self);
guint gb_route_get_n_steps (GbRoute *self);
const GbRouteStep *gb_route_get_step (GbRoute *self, guint index); /* NULL past the last */

G_END_DECLS
