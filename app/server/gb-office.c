/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the portal's handlers share. Made, used and freed on the office thread. */
#define G_LOG_DOMAIN "gb-office"

#include "config.h"

#include "server/gb-office.h"

#include "document/gb-document.h"
#include "server/gb-attachment-types.h"
#include "server/gb-office-rules.h"
#include "server/gb-publisher.h"
#include "server/gb-response.h"
#include "server/gb-trial-accounts.h"
#include "store/gb-office-accounts.h"
#include "store/gb-office-log.h"
#include "store/gb-office-publications.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define MODE_KEY    "mode" /* whose folder this is, for good */
#define MODE_OFFICE "office"
#define MODE_TRIAL  "trial"
#define TRIAL_SITE  "/org/gongbao/Gongbao/trial/site.json"

gint64
gb_office_now (void)
{
  return g_get_real_time ();
}

/* The trial's site is shipped; an office describes its own in DIR/site.json. */
static JsonNode *
load_site_json (const char *folder, gboolean trial, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (trial) {
    bytes = g_resources_lookup_data (TRIAL_SITE, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
    if (bytes == NULL)
      return NULL;
  } else {
    g_autofree char *path = g_build_filename (folder, "site.json", NULL);

    if (!g_file_get_contents (path, &text, &length, error))
      return NULL;
    bytes = g_bytes_new_take (g_steal_pointer (&text), length);
  }
  if (!json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                   (gssize)g_bytes_get_size (bytes), error)) {
    g_prefix_error (error, "site.json: ");
    return NULL;
  }
  return json_parser_steal_root (parser);
}

static GbSite *
load_site (const char *folder, gboolean trial, const char *base_url, GError **error)
{
  g_autoptr (JsonNode) node = load_site_json (folder, trial, error);
  g_autoptr (GbSite) site = NULL;

  if (node == NULL)
    return NULL;
  site = gb_site_new_from_json (node, error);
  if (site == NULL)
    return NULL;
  if (!trial && gb_site_get_trial (site)) {
    g_set_error_literal (error, GB_SITE_ERROR, GB_SITE_ERROR_CONFIG,
                         "site.json is that of a trial: remove \"trial\"");
    return NULL;
  }
  if (base_url != NULL)
    gb_site_set_base_url (site, base_url);
  return g_steal_pointer (&site);
}

static void
make_capabilities (GbOffice *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonObject *limits = json_object_new ();
  JsonArray *types = json_array_new ();
  char *text;

  for (guint i = 0; i < gb_attachment_types_count (); i++)
    json_array_add_string_element (types, gb_attachment_types_get (i));
  json_object_set_int_member (limits, "document_bytes", GB_DOCUMENT_MAX_BYTES);
  json_object_set_int_member (limits, "blob_bytes", GB_BLOB_MAX_BYTES);
  json_object_set_int_member (object, "api", 1);
  json_object_set_boolean_member (object, "trial", self->trial);
  json_object_set_object_member (object, "limits", limits);
  json_object_set_array_member (object, "attachment_types", types);
  json_object_set_member (object, "route", gb_route_to_json (self->route));
  json_object_set_member (object, "site", gb_site_to_json (self->site));
  json_node_take_object (node, object);
  text = json_to_string (node, FALSE);
  self->capabilities = g_bytes_new_take (text, strlen (text));
  self->capabilities_etag = gb_response_make_etag (self->capabilities);
}

gboolean
gb_office_refresh (GbOffice *self, GError **error)
{
  g_autofree char *document = NULL;

  g_clear_pointer (&self->catalogue, gb_catalogue_unref);
  return gb_office_get_last_seq (self->database, &self->last_seq, error) &&
         gb_office_next_scheduled (self->database, &document, &self->next_due, error);
}

/* Folders from before the setting are told by what lies in them. An office's description comes
 * first: a trial that was started there by mistake has left its accounts. */
static const char *
guess_mode (GbOffice *self, GError **error)
{
  g_autofree char *site = g_build_filename (self->folder, "site.json", NULL);
  g_autofree char *people = g_build_filename (self->folder, "trial-accounts.json", NULL);
  g_autoptr (GPtrArray) accounts = NULL;

  if (g_file_test (site, G_FILE_TEST_EXISTS))
    return MODE_OFFICE;
  if (g_file_test (people, G_FILE_TEST_EXISTS))
    return MODE_TRIAL;
  accounts = gb_office_list_accounts (self->database, error);
  if (accounts == NULL)
    return NULL;
  if (accounts->len > 0)
    return MODE_OFFICE;
  return self->trial ? MODE_TRIAL : MODE_OFFICE;
}

/* A trial gives five people every right, with passwords in a file, and an office must never get
 * them; nor may a trial's documents become those of an office. */
static gboolean
check_mode (GbOffice *self, GError **error)
{
  const char *wanted = self->trial ? MODE_TRIAL : MODE_OFFICE;
  g_autofree char *stored = NULL;
  const char *mode;

  if (!gb_office_get_setting (self->database, MODE_KEY, &stored, error))
    return FALSE;
  mode = stored != NULL && *stored != '\0' ? stored : guess_mode (self, error);
  if (mode == NULL)
    return FALSE;
  if (!g_str_equal (mode, wanted)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 self->trial ? "%s is the folder of a real office: a trial needs one of its own"
                             : "%s is the folder of a trial: an office needs one of its own",
                 self->folder);
    return FALSE;
  }
  return TRUE;
}

static gboolean
open_parts (GbOffice *self, const char *base_url, GError **error)
{
  g_autofree char *blobs = g_build_filename (self->folder, "blobs", NULL);

  if (!check_mode (self, error) || !gb_office_verify_log (self->database, NULL, error) ||
      !gb_office_end_expired_sessions (self->database, gb_office_now (), error))
    return FALSE;
  self->blobs = gb_blob_folder_new (blobs, error);
  if (self->blobs == NULL)
    return FALSE;
  self->site = load_site (self->folder, self->trial, base_url, error);
  if (self->site == NULL)
    return FALSE;
  if (!gb_office_set_setting (self->database, MODE_KEY, self->trial ? MODE_TRIAL : MODE_OFFICE,
                              error))
    return FALSE;
  if (self->trial && !gb_trial_accounts_ensure (self->database, self->folder, error))
    return FALSE;
  self->route = gb_route_new_default ();
  make_capabilities (self);
  if (!gb_office_rules_start (self, error))
    return FALSE;
  return gb_publisher_start (self, error) && gb_office_refresh (self, error);
}

GbOffice *
gb_office_new (GbDatabase *database,
               const char *folder,
               gboolean trial,
               const char *base_url,
               GbPageCache *pages,
               GError **error)
{
  g_autoptr (GbOffice) self = g_new0 (GbOffice, 1);

  self->database = database;
  self->folder = g_strdup (folder);
  self->trial = trial;
  self->pages = gb_page_cache_ref (pages);
  if (!open_parts (self, base_url, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
gb_office_free (GbOffice *self)
{
  g_free (self->folder);
  g_clear_object (&self->site);
  g_clear_pointer (&self->route, gb_route_unref);
  g_clear_object (&self->blobs);
  g_clear_pointer (&self->pages, gb_page_cache_unref);
  g_clear_pointer (&self->capabilities, g_bytes_unref);
  g_free (self->capabilities_etag);
  g_clear_pointer (&self->checks, gb_check_data_unref);
  g_clear_pointer (&self->checks_answer, g_bytes_unref);
  g_free (self->checks_etag);
  g_clear_pointer (&self->catalogue, gb_catalogue_unref);
  g_free (self);
}
