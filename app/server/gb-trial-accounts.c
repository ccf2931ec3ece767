/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts of a trial on one computer. Functions without state, on the office thread before the
 * portal listens. The accounts are committed before their passwords are written: a portal killed in
 * between finds no file and gives them new passwords. */
#define G_LOG_DOMAIN "gb-trial-accounts"

#include "config.h"

#include "server/gb-trial-accounts.h"

#include "server/gb-office.h"
#include "server/gb-password.h"
#include "store/gb-office-accounts.h"

#include <json-glib/json-glib.h>

#define TRIAL_ACCOUNTS "/org/gongbao/Gongbao/trial/accounts.json"
#define TRIAL_FILE     "trial-accounts.json"

static JsonArray *
load_people (JsonParser *parser, GError **error)
{
  g_autoptr (GBytes) bytes =
    g_resources_lookup_data (TRIAL_ACCOUNTS, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (bytes == NULL || !json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                                    (gssize)g_bytes_get_size (bytes), error))
    return NULL;
  return json_node_get_array (json_parser_get_root (parser));
}

static gboolean
is_known (GPtrArray *accounts, const char *id)
{
  for (guint i = 0; i < accounts->len; i++) {
    if (g_str_equal (gb_account_get_id (g_ptr_array_index (accounts, i)), id))
      return TRUE;
  }
  return FALSE;
}

/* Stores one person and adds the line of the file. */
static gboolean
add_person (GbDatabase *database,
            GPtrArray *known,
            JsonNode *person,
            JsonArray *lines,
            GError **error)
{
  g_autoptr (GbAccount) account = gb_account_new_from_json (person, error);
  g_autofree char *password = NULL;
  g_autofree char *hash = NULL;
  JsonNode *line;
  gboolean stored;

  if (account == NULL)
    return FALSE;
  password = gb_password_generate (error);
  if (password == NULL)
    return FALSE;
  hash = gb_password_hash (password, error);
  if (hash == NULL)
    return FALSE;
  stored = is_known (known, gb_account_get_id (account))
             ? gb_office_set_password (database, gb_account_get_id (account), hash, error)
             : gb_office_add_account (database, account, hash, gb_office_now (), error);
  if (!stored)
    return FALSE;
  line = gb_account_to_json (account);
  json_object_set_string_member (json_node_get_object (line), "password", password);
  json_array_add_element (lines, line);
  return TRUE;
}

static gboolean
write_lines (const char *path, JsonArray *lines, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  g_autofree char *text = NULL;

  json_node_set_array (node, lines);
  text = json_to_string (node, TRUE);
  return g_file_set_contents_full (
    path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

gboolean
gb_trial_accounts_ensure (GbDatabase *database, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, TRIAL_FILE, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonArray) lines = json_array_new ();
  g_autoptr (GPtrArray) known = gb_office_list_accounts (database, error);
  g_autoptr (GbTransaction) transaction = NULL;
  JsonArray *people;

  if (known == NULL)
    return FALSE;
  if (known->len > 0 && g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  people = load_people (parser, error);
  if (people == NULL)
    return FALSE;
  transaction = gb_database_begin (database, error);
  if (transaction == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (people); i++) {
    if (!add_person (database, known, json_array_get_element (people, i), lines, error))
      return FALSE;
  }
  return gb_transaction_commit (transaction, error) && write_lines (path, lines, error);
}
