/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One answer as plain data. A handler on the office thread makes it; the listener on the main
 * thread sends it and frees it. */
#define G_LOG_DOMAIN "gb-response"

#include "config.h"

#include "server/gb-response.h"

#include "document/gb-digest.h"

#include <string.h>

static void
clear_header (gpointer data)
{
  GbResponseHeader *header = data;

  g_free (header->name);
  g_free (header->value);
}

GbResponse *
gb_response_new (guint status)
{
  GbResponse *self = g_new0 (GbResponse, 1);

  self->status = status;
  self->length = -1;
  self->headers = g_array_new (FALSE, FALSE, sizeof (GbResponseHeader));
  g_array_set_clear_func (self->headers, clear_header);
  return self;
}

GbResponse *
gb_response_new_bytes (guint status, const char *content_type, GBytes *body)
{
  GbResponse *self = gb_response_new (status);

  self->content_type = g_strdup (content_type);
  self->body = g_bytes_ref (body);
  return self;
}

GbResponse *
gb_response_new_json (guint status, JsonNode *node)
{
  char *text = json_to_string (node, FALSE);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));

  return gb_response_new_bytes (status, "application/json", body);
}

GbResponse *
gb_response_new_object (guint status, JsonObject *object)
{
  char *text = gb_json_object_to_string (object);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));

  return gb_response_new_bytes (status, "application/json", body);
}

void
gb_response_free (GbResponse *self)
{
  g_free (self->content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_array_unref (self->headers);
  g_free (self);
}

void
gb_response_add_header (GbResponse *self, const char *name, const char *value)
{
  GbResponseHeader header;

  if (strpbrk (value, "\r\n") != NULL)
    return;
  header.name = g_strdup (name);
  header.value = g_strdup (value);
  g_array_append_val (self->headers, header);
}

/* RFC 9110 §13.1.2: a list of entity tags, or "*"; weak comparison. */
static gboolean
etag_matches (const char *list, const char *etag)
{
  g_auto (GStrv) tags = g_strsplit (list, ",", 64);

  for (guint i = 0; tags[i] != NULL; i++) {
    const char *tag = g_strstrip (tags[i]);

    if (g_str_has_prefix (tag, "W/"))
      tag += 2;
    if (g_str_equal (tag, "*") || g_str_equal (tag, etag))
      return TRUE;
  }
  return FALSE;
}

void
gb_response_set_etag (GbResponse *self, const char *etag, const char *if_none_match)
{
  gb_response_add_header (self, "ETag", etag);
  if (self->status != 200 || if_none_match == NULL || !etag_matches (if_none_match, etag))
    return;
  self->status = 304;
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
}

char *
gb_response_make_etag (GBytes *bytes)
{
  g_autofree char *digest = gb_digest_bytes (bytes);

  return g_strdup_printf ("\"%.32s\"", digest + strlen (GB_DIGEST_PREFIX));
}

char *
gb_json_object_to_string (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return json_to_string (node, FALSE);
}
