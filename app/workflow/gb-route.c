/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An approval route: data of the office, immutable, atomically counted, readable by any thread. The
 * portal sends it with its capabilities, the client caches it, the workflow walks it. */

#define G_LOG_DOMAIN "gb-route"

#include "config.h"

#include "workflow/gb-route.h"

#include "workflow/gb-workflow.h"

#include <gio/gio.h>

#define DEFAULT_ROUTE "/org/gongbao/Gongbao/routes/default.json"

/* More steps than any office has, few enough to be shown. */
#define MAX_STEPS  20
#define MAX_NEEDED 20

struct _GbRoute {
  gatomicrefcount ref_count;

  char *id;
  char *name;
  GPtrArray *steps; /* of GbRouteStep */
};

G_DEFINE_BOXED_TYPE (GbRoute, gb_route, gb_route_ref, gb_route_unref)

static const char *const kind_names[] = { "review", "countersign", "secrecy", "legal", "final" };
G_STATIC_ASSERT (G_N_ELEMENTS (kind_names) == GB_STEP_FINAL + 1);

static void
route_step_free (GbRouteStep *step)
{
  g_free (step->id);
  g_free (step->name);
  g_free (step);
}

static gboolean
kind_from_string (const char *string, GbStepKind *out_kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++) {
    if (strcmp (kind_names[i], string) == 0) {
      *out_kind = i;
      return TRUE;
    }
  }

  return FALSE;
}

static gboolean
read_string (JsonObject *object, const char *member, char **out_string, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING ||
      *json_node_get_string (node) == '\0') {
    g_set_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED,
                 "route: \"%s\" must be a string that is not empty", member);
    return FALSE;
  }

  *out_string = json_node_dup_string (node);

  return TRUE;
}

static gboolean
read_uint (JsonObject *object,
           const char *member,
           guint minimum,
           guint maximum,
           guint fallback,
           guint *out_value,
           GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  gint64 value;

  if (node == NULL) {
    *out_value = fallback;
    return TRUE;
  }

  value = json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : -1;
  if (value < minimum || value > maximum) {
    g_set_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED,
                 "route: \"%s\" must be a number from %u to %u", member, minimum, maximum);
    return FALSE;
  }

  *out_value = (guint)value;

  return TRUE;
}

static gboolean
read_step (GbRoute *self, JsonNode *node, GError **error)
{
  GbRouteStep *step;
  JsonObject *object;
  g_autofree char *role = NULL;
  g_autofree char *kind = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED,
                         "route: a step must be an object");
    return FALSE;
  }

  object = json_node_get_object (node);
  step = g_new0 (GbRouteStep, 1);
  g_ptr_array_add (self->steps, step);

  if (!read_string (object, "id", &step->id, error) ||
      !read_string (object, "name", &step->name, error) ||
      !read_string (object, "role", &role, error) || !read_string (object, "kind", &kind, error) ||
      !read_uint (object, "needed", 1, MAX_NEEDED, 1, &step->needed, error) ||
      !read_uint (object, "working_days", 0, 3660, 0, &step->working_days, error))
    return FALSE;

  step->role = gb_role_from_string (role);
  if (step->role == 0 || !kind_from_string (kind, &step->kind)) {
    g_set_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED,
                 "route: step \"%s\" has an unknown role or kind", step->id);
    return FALSE;
  }

  for (guint i = 0; i + 1 < self->steps->len; i++) {
    const GbRouteStep *other = g_ptr_array_index (self->steps, i);

    if (strcmp (other->id, step->id) == 0) {
      g_set_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED,
                   "route: two steps have the id \"%s\"", step->id);
      return FALSE;
    }
  }

  return TRUE;
}

/**
 * gb_route_new_from_json:
 * @node: {"id","name","steps":[{"id","name","role","kind","needed","working_days"}]}
 * @error: return location for an error
 *
 * A route without steps, with two steps of one id, or with a role or kind that nobody can have is
 * refused: a document that follows it would never be approved, or without a review.
 *
 * Returns: (transfer full): the route, or %NULL with %GB_WORKFLOW_ERROR_MALFORMED
 */
GbRoute *
gb_route_new_from_json (JsonNode *node, GError **error)
{
  g_autoptr (GbRoute) self = NULL;
  JsonObject *object;
  JsonNode *steps;
  JsonArray *array;

  g_return_val_if_fail (node != NULL, NULL);

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED,
                         "route: not an object");
    return NULL;
  }

  self = g_new0 (GbRoute, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify)route_step_free);

  object = json_node_get_object (node);
  if (!read_string (object, "id", &self->id, error) ||
      !read_string (object, "name", &self->name, error))
    return NULL;

  steps = json_object_get_member (object, "steps");
  array = steps != NULL && JSON_NODE_HOLDS_ARRAY (steps) ? json_node_get_array (steps) : NULL;
  if (array == NULL || json_array_get_length (array) == 0 ||
      json_array_get_length (array) > MAX_STEPS) {
    g_set_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED,
                 "route: \"steps\" must be an array of 1 to %d steps", MAX_STEPS);
    return NULL;
  }

  for (guint i = 0; i < json_array_get_length (array); i++) {
    if (!read_step (self, json_array_get_element (array, i), error))
      return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * gb_route_new_default:
 *
 * The route that Gongbao ships: 一审 by the section head, 二审 by the deputy, 三审 by the chief
 * (铁岭市 and 开原市, 分级审核、先审后发). An office may have another one.
 *
 * Returns: (transfer full): the route
 */
GbRoute *
gb_route_new_default (void)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (DEFAULT_ROUTE, 0, NULL);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  GbRoute *self;
  gboolean loaded;

  /* The file is compiled into the program and covered by a test: it cannot be missing or wrong. */
  g_assert (bytes != NULL);
  loaded = json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                       g_bytes_get_size (bytes), NULL);
  g_assert (loaded);
  self = gb_route_new_from_json (json_parser_get_root (parser), NULL);
  g_assert (self != NULL);

  return self;
}

/**
 * gb_route_to_json:
 *
 * Returns: (transfer full): what gb_route_new_from_json() reads
 */
JsonNode *
gb_route_to_json (GbRoute *self)
{
  g_autoptr (JsonBuilder) builder = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, self->id);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, self->name);
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->steps->len; i++) {
    const GbRouteStep *step = g_ptr_array_index (self->steps, i);

    json_builder_begin_object (builder);
    json_builder_set_member_name (builder, "id");
    json_builder_add_string_value (builder, step->id);
    json_builder_set_member_name (builder, "name");
    json_builder_add_string_value (builder, step->name);
    json_builder_set_member_name (builder, "role");
    json_builder_add_string_value (builder, gb_role_to_string (step->role));
    json_builder_set_member_name (builder, "kind");
    json_builder_add_string_value (builder, kind_names[step->kind]);
    json_builder_set_member_name (builder, "needed");
    json_builder_add_int_value (builder, step->needed);
    json_builder_set_member_name (builder, "working_days");
    json_builder_add_int_value (builder, step->working_days);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

GbRoute *
gb_route_ref (GbRoute *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
gb_route_unref (GbRoute *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_free (self->name);
  g_ptr_array_unref (self->steps);
  g_free (self);
}

const char *
gb_route_get_id (GbRoute *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

const char *
gb_route_get_name (GbRoute *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

guint
gb_route_get_n_steps (GbRoute *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->steps->len;
}

/**
 * gb_route_get_step:
 * @index: counts from 0
 *
 * Returns: (transfer none) (nullable): the step, or %NULL past the last one
 */
const GbRouteStep *
gb_route_get_step (GbRoute *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);

  return index < self->steps->len ? g_ptr_array_index (self->steps, index) : NULL;
}
