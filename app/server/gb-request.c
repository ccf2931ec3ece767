/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request as plain data. The listener on the main thread fills it; a handler on the office
 * thread reads it. Everything in it comes from outside and is not to be trusted. */
#define G_LOG_DOMAIN "gb-request"

#include "config.h"

#include "server/gb-request.h"

#include <string.h>

#define MAX_DEPTH 32

GbRequest *
gb_request_new (const char *method, const char *path)
{
  GbRequest *self = g_new0 (GbRequest, 1);

  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->body = g_bytes_new (NULL, 0);
  self->remote = g_strdup ("");
  self->device = g_strdup ("");
  self->arrived_at = g_get_monotonic_time ();
  return self;
}

void
gb_request_free (GbRequest *self)
{
  g_free (self->method);
  g_free (self->path);
  for (guint i = 0; i < GB_REQUEST_MAX_PARAMS; i++)
    g_free (self->params[i]);
  g_hash_table_unref (self->query);
  g_hash_table_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self->remote);
  g_clear_pointer (&self->account, gb_account_unref);
  g_free (self->device);
  g_free (self->token_digest);
  g_free (self);
}

const char *
gb_request_get_header (GbRequest *self, const char *name)
{
  return g_hash_table_lookup (self->headers, name);
}

const char *
gb_request_get_query (GbRequest *self, const char *name)
{
  return g_hash_table_lookup (self->query, name);
}

char *
gb_request_dup_content_type (GbRequest *self)
{
  const char *value = gb_request_get_header (self, "content-type");
  g_autofree char *type = NULL;

  if (value == NULL)
    return g_strdup ("");
  type = g_strndup (value, strcspn (value, ";"));
  return g_ascii_strdown (g_strstrip (type), -1);
}

char *
gb_request_dup_bearer (const char *authorization)
{
  const char *token;

  if (authorization == NULL || g_ascii_strncasecmp (authorization, "Bearer ", 7) != 0)
    return NULL;
  token = authorization + 7;
  /* Longer ones, and two headers joined by a comma, are none of ours. */
  if (*token == '\0' || strlen (token) > 128 ||
      token[strspn (token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")] !=
        '\0')
    return NULL;
  return g_strdup (token);
}

gboolean
gb_request_parse_uint64 (const char *text, guint64 max, guint64 *out_value)
{
  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, max, out_value, NULL);
}

/* json-glib recurses, so a deep text would overflow the stack long before it is found to be wrong:
 * the depth of brackets outside of strings is bounded here. It also takes comments and single
 * quotes, in which brackets and quotation marks mean something else, and it cuts a string at an
 * escaped NUL, so that two different bodies would say the same: none of them is JSON for us. */
static gboolean
is_acceptable (const char *text, gsize length)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++) {
    char c = text[i];

    if (in_string) {
      if (c == '\\') {
        if (length - i >= strlen ("\\u0000") && memcmp (text + i, "\\u0000", 6) == 0)
          return FALSE;
        i++;
      } else if (c == '"') {
        in_string = FALSE;
      }
    } else if (c == '"') {
      in_string = TRUE;
    } else if (c == '/' || c == '\'') {
      return FALSE;
    } else if (c == '{' || c == '[') {
      if (++depth > MAX_DEPTH)
        return FALSE;
    } else if ((c == '}' || c == ']') && depth > 0) {
      depth--;
    }
  }
  return TRUE;
}

JsonNode *
gb_request_parse_json (GbRequest *self, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (self->body, &length);
  const char *start = text;

  /* json-glib also reads "var x = {…}"; an object must begin like one. */
  while (start != NULL && start < text + length && strchr (" \t\r\n", *start) != NULL)
    start++;
  if (text == NULL || start >= text + length || *start != '{' ||
      !g_utf8_validate_len (text, length, NULL) || !is_acceptable (text, length)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         "the body is not a JSON object in UTF-8");
    return NULL;
  }
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize)length, &local_error) ||
      json_parser_get_root (parser) == NULL ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser))) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the body is not a JSON object: %s",
                 local_error != NULL ? local_error->message : "another value");
    return NULL;
  }
  return json_node_ref (json_parser_get_root (parser));
}

const char *
gb_request_get_member (JsonNode *node, const char *name, glong max_chars)
{
  JsonNode *member = json_object_get_member (json_node_get_object (node), name);
  const char *value;

  if (member == NULL || !JSON_NODE_HOLDS_VALUE (member) ||
      json_node_get_value_type (member) != G_TYPE_STRING)
    return NULL;
  value = json_node_get_string (member);
  if (value == NULL || !g_utf8_validate (value, -1, NULL) || g_utf8_strlen (value, -1) > max_chars)
    return NULL;
  for (const char *c = value; *c != '\0'; c = g_utf8_next_char (c)) {
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return NULL;
  }
  return value;
}
