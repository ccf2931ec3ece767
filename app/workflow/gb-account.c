/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person as the office knows them. The value is immutable and its reference count atomic, so any
 * thread may read it; portal, desk and windows hand it around instead of copying. */

#define G_LOG_DOMAIN "gb-account"

#include "config.h"

#include "workflow/gb-account.h"

#include "workflow/gb-workflow.h"

struct _GbAccount {
  gatomicrefcount ref_count;

  char *id;
  char *name;
  char *unit;

  guint roles;  /* GbRole bits */
  guint rights; /* GbRight bits */
};

G_DEFINE_BOXED_TYPE (GbAccount, gb_account, gb_account_ref, gb_account_unref)

/* By bit number. */
static const char *const role_names[] = {
  "drafter", "section-head", "deputy", "chief", "publisher", "secrecy", "legal",
};
G_STATIC_ASSERT (G_N_ELEMENTS (role_names) == GB_N_ROLES);

static const char *const right_names[] = { "emergency", "override" };

static guint
bit_from_name (const char *const *names, guint n_names, const char *name)
{
  for (guint i = 0; i < n_names; i++) {
    if (g_strcmp0 (names[i], name) == 0)
      return 1u << i;
  }

  return 0;
}

static void
add_names (JsonBuilder *builder, const char *const *names, guint n_names, guint bits)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_names; i++) {
    if (bits & (1u << i))
      json_builder_add_string_value (builder, names[i]);
  }
  json_builder_end_array (builder);
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

static gboolean
get_bits (JsonObject *object,
          const char *member,
          const char *const *names,
          guint n_names,
          guint *out_bits)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array;

  *out_bits = 0;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (json_node_get_value_type (element) != G_TYPE_STRING)
      return FALSE;
    *out_bits |= bit_from_name (names, n_names, json_node_get_string (element));
  }

  return TRUE;
}

/**
 * gb_role_to_string:
 * @role: exactly one role
 *
 * Returns: (transfer none): the role's name in routes and accounts, or "" for anything else
 */
const char *
gb_role_to_string (GbRole role)
{
  for (guint i = 0; i < GB_N_ROLES; i++) {
    if ((guint)role == 1u << i)
      return role_names[i];
  }

  return "";
}

/**
 * gb_role_from_string:
 * @string: (nullable): a name such as "section-head"
 *
 * Returns: the role, or 0 if no role has this name
 */
GbRole
gb_role_from_string (const char *string)
{
  return bit_from_name (role_names, GB_N_ROLES, string);
}

/**
 * gb_account_new:
 * @id: the name to sign in with
 * @name: the person's name as others read it
 * @unit: (nullable): the office's unit, %NULL for none
 * @roles: #GbRole bits
 * @rights: #GbRight bits
 *
 * Returns: (transfer full): the account
 */
GbAccount *
gb_account_new (const char *id, const char *name, const char *unit, guint roles, guint rights)
{
  GbAccount *self;

  g_return_val_if_fail (id != NULL && *id != '\0', NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (GbAccount, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->unit = g_strdup (unit != NULL ? unit : "");
  self->roles = roles;
  self->rights = rights;

  return self;
}

GbAccount *
gb_account_ref (GbAccount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
gb_account_unref (GbAccount *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_free (self->name);
  g_free (self->unit);
  g_free (self);
}

const char *
gb_account_get_id (GbAccount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

const char *
gb_account_get_name (GbAccount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

const char *
gb_account_get_unit (GbAccount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->unit;
}

guint
gb_account_get_roles (GbAccount *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->roles;
}

guint
gb_account_get_rights (GbAccount *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rights;
}

/**
 * gb_account_to_json:
 *
 * Returns: (transfer full): {"id","name","unit","roles":[…],"rights":[…]}
 */
JsonNode *
gb_account_to_json (GbAccount *self)
{
  g_autoptr (JsonBuilder) builder = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, self->id);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, self->name);
  json_builder_set_member_name (builder, "unit");
  json_builder_add_string_value (builder, self->unit);
  json_builder_set_member_name (builder, "roles");
  add_names (builder, role_names, GB_N_ROLES, self->roles);
  json_builder_set_member_name (builder, "rights");
  add_names (builder, right_names, G_N_ELEMENTS (right_names), self->rights);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

/**
 * gb_account_new_from_json:
 * @node: what gb_account_to_json() gives; other members are ignored, and so are unknown roles and
 *   rights, which a newer portal may send
 * @error: return location for an error
 *
 * Returns: (transfer full): the account, or %NULL with %GB_WORKFLOW_ERROR_MALFORMED
 */
GbAccount *
gb_account_new_from_json (JsonNode *node, GError **error)
{
  JsonObject *object;
  const char *id, *name, *unit;
  guint roles, rights;

  g_return_val_if_fail (node != NULL, NULL);

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED,
                         "account: not an object");
    return NULL;
  }

  object = json_node_get_object (node);
  id = get_string (object, "id");
  name = get_string (object, "name");
  unit = get_string (object, "unit");
  if (id == NULL || *id == '\0' || name == NULL) {
    g_set_error_literal (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED,
                         "account: \"id\" and \"name\" must be strings");
    return NULL;
  }
  if (!get_bits (object, "roles", role_names, GB_N_ROLES, &roles) ||
      !get_bits (object, "rights", right_names, G_N_ELEMENTS (right_names), &rights)) {
    g_set_error_literal (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED,
                         "account: \"roles\" and \"rights\" must be arrays of strings");
    return NULL;
  }

  return gb_account_new (id, name, unit, roles, rights);
}
