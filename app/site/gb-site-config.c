/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The description of a site, as JSON in a file of the office or in the portal's answer. It is
 * untrusted: every member is checked here. A value, owned by its GbSite.
 */

#define G_LOG_DOMAIN "gb-site-config"

#include "config.h"

#include "site/gb-site-private.h"

#include <string.h>

static const char *const reserved_ids[] = {
  "api", "assets", "attachments", "healthz", "search", NULL,
};

static void
column_free (gpointer data)
{
  GbSiteColumn *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self->description);
  g_free (self->keywords);
  g_free (self->type);
  g_strfreev (self->kinds);
  g_free (self);
}

static gboolean
take_string (JsonObject *object, const char *member, char **out_string, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  *out_string = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node)) {
    *out_string = g_strdup ("");
    return TRUE;
  }
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING) {
    g_set_error (error, GB_SITE_ERROR, GB_SITE_ERROR_CONFIG, "member %s of the site is no string",
                 member);
    return FALSE;
  }
  *out_string = g_strstrip (g_strdup (json_node_get_string (node)));
  return TRUE;
}

static gboolean
take_strings (JsonObject *object, const char *member, char ***out_strings, GError **error)
{
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  JsonNode *node = json_object_get_member (object, member);

  *out_strings = NULL;
  if (node != NULL && !JSON_NODE_HOLDS_NULL (node)) {
    JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

    for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
      JsonNode *item = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (item) || json_node_get_value_type (item) != G_TYPE_STRING) {
        array = NULL;
        break;
      }
      g_ptr_array_add (strings, g_strdup (json_node_get_string (item)));
    }
    if (array == NULL) {
      g_set_error (error, GB_SITE_ERROR, GB_SITE_ERROR_CONFIG,
                   "member %s of the site is no list of strings", member);
      return FALSE;
    }
  }
  g_ptr_array_add (strings, NULL);
  *out_strings = (char **)g_ptr_array_steal (strings, NULL);
  return TRUE;
}

static gboolean
column_id_is_valid (const char *id)
{
  if (!g_ascii_isalnum (*id) || strlen (id) > 64 || g_strv_contains (reserved_ids, id))
    return FALSE;
  return strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (id);
}

static gboolean
take_column (JsonNode *node, GPtrArray *columns, GError **error)
{
  JsonObject *object;
  GbSiteColumn *column;
  gint64 fresh_within_days;

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error, GB_SITE_ERROR, GB_SITE_ERROR_CONFIG, "a column is no object");
    return FALSE;
  }
  object = json_node_get_object (node);
  column = g_new0 (GbSiteColumn, 1);
  g_ptr_array_add (columns, column);
  if (!take_string (object, "id", &column->id, error) ||
      !take_string (object, "name", &column->name, error) ||
      !take_string (object, "description", &column->description, error) ||
      !take_string (object, "keywords", &column->keywords, error) ||
      !take_string (object, "type", &column->type, error) ||
      !take_strings (object, "kinds", &column->kinds, error))
    return FALSE;
  fresh_within_days = json_object_get_int_member_with_default (object, "fresh_within_days", 0);
  column->fresh_within_days = (guint)CLAMP (fresh_within_days, 0, 3650);

  if (!column_id_is_valid (column->id) || *column->name == '\0') {
    g_set_error (error, GB_SITE_ERROR, GB_SITE_ERROR_CONFIG,
                 "a column needs a name and an id of a-z, 0-9 and -, not “%s”", column->id);
    return FALSE;
  }
  for (guint i = 0; i + 1 < columns->len; i++)
    if (g_str_equal (((GbSiteColumn *)columns->pdata[i])->id, column->id)) {
      g_set_error (error, GB_SITE_ERROR, GB_SITE_ERROR_CONFIG, "two columns have the id %s",
                   column->id);
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_columns (JsonObject *object, GPtrArray *columns, GError **error)
{
  JsonNode *node = json_object_get_member (object, "columns");
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node)) {
    g_set_error_literal (error, GB_SITE_ERROR, GB_SITE_ERROR_CONFIG, "the site has no columns");
    return FALSE;
  }
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!take_column (json_array_get_element (array, i), columns, error))
      return FALSE;
  return TRUE;
}

/* 国办发〔2017〕47号: bm and eight digits, or ten digits (transcription of the annex). */
static gboolean
id_code_is_valid (const char *code)
{
  gsize digits = strspn (g_str_has_prefix (code, "bm") ? code + 2 : code, "0123456789");

  if (*code == '\0')
    return TRUE;
  return g_str_has_prefix (code, "bm") ? digits == 8 && strlen (code) == 10
                                       : digits == 10 && strlen (code) == 10;
}

static gboolean
check (GbSiteConfig *self, GError **error)
{
  g_autoptr (GUri) base = NULL;

  if (*self->name == '\0') {
    g_set_error_literal (error, GB_SITE_ERROR, GB_SITE_ERROR_CONFIG, "the site has no name");
    return FALSE;
  }
  if (!id_code_is_valid (self->id_code)) {
    g_set_error (error, GB_SITE_ERROR, GB_SITE_ERROR_CONFIG,
                 "%s is no site code: it is ten digits, or bm and eight digits", self->id_code);
    return FALSE;
  }
  while (g_str_has_suffix (self->base_url, "/"))
    self->base_url[strlen (self->base_url) - 1] = '\0';
  base = g_uri_parse (self->base_url, G_URI_FLAGS_NONE, NULL);
  if (base == NULL || g_uri_get_host (base) == NULL ||
      (g_strcmp0 (g_uri_get_scheme (base), "http") != 0 &&
       g_strcmp0 (g_uri_get_scheme (base), "https") != 0)) {
    g_set_error (error, GB_SITE_ERROR, GB_SITE_ERROR_CONFIG,
                 "the base address of the site must be http or https, not “%s”", self->base_url);
    return FALSE;
  }
  return TRUE;
}

GbSiteConfig *
_gb_site_config_new_from_json (JsonNode *node, GError **error)
{
  g_autoptr (GbSiteConfig) self = NULL;
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error_literal (error, GB_SITE_ERROR, GB_SITE_ERROR_CONFIG, "the site is no object");
    return NULL;
  }
  object = json_node_get_object (node);
  self = g_new0 (GbSiteConfig, 1);
  self->columns = g_ptr_array_new_with_free_func (column_free);
  if (!take_string (object, "name", &self->name, error) ||
      !take_string (object, "domain", &self->domain, error) ||
      !take_string (object, "id_code", &self->id_code, error) ||
      !take_string (object, "base_url", &self->base_url, error) ||
      !take_string (object, "sponsor", &self->sponsor, error) ||
      !take_string (object, "icp", &self->icp, error) ||
      !take_string (object, "police_record", &self->police_record, error) ||
      !take_string (object, "contact", &self->contact, error) ||
      !take_strings (object, "allowed_hosts", &self->allowed_hosts, error) ||
      !take_columns (object, self->columns, error))
    return NULL;
  self->trial = json_object_get_boolean_member_with_default (object, "trial", FALSE);
  return check (self, error) ? g_steal_pointer (&self) : NULL;
}

static void
add_strings (JsonBuilder *builder, const char *member, char **strings)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; strings[i] != NULL; i++)
    json_builder_add_string_value (builder, strings[i]);
  json_builder_end_array (builder);
}

static void
add_string (JsonBuilder *builder, const char *member, const char *string)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, string);
}

static void
add_column (JsonBuilder *builder, const GbSiteColumn *column)
{
  json_builder_begin_object (builder);
  add_string (builder, "id", column->id);
  add_string (builder, "name", column->name);
  add_string (builder, "description", column->description);
  add_string (builder, "keywords", column->keywords);
  add_string (builder, "type", column->type);
  add_strings (builder, "kinds", column->kinds);
  json_builder_set_member_name (builder, "fresh_within_days");
  json_builder_add_int_value (builder, column->fresh_within_days);
  json_builder_end_object (builder);
}

JsonNode *
_gb_site_config_to_json (const GbSiteConfig *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "name", self->name);
  add_string (builder, "domain", self->domain);
  add_string (builder, "id_code", self->id_code);
  add_string (builder, "base_url", self->base_url);
  add_string (builder, "sponsor", self->sponsor);
  add_string (builder, "icp", self->icp);
  add_string (builder, "police_record", self->police_record);
  add_string (builder, "contact", self->contact);
  add_strings (builder, "allowed_hosts", self->allowed_hosts);
  json_builder_set_member_name (builder, "trial");
  json_builder_add_boolean_value (builder, self->trial);
  json_builder_set_member_name (builder, "columns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->columns->len; i++)
    add_column (builder, self->columns->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

void
_gb_site_config_free (GbSiteConfig *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->domain);
  g_free (self->id_code);
  g_free (self->base_url);
  g_free (self->sponsor);
  g_free (self->icp);
  g_free (self->police_record);
  g_free (self->contact);
  g_strfreev (self->allowed_hosts);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_free (self);
}
