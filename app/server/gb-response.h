/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct {
  char *name;
  char *value;
} GbResponseHeader;

/* One answer, free of libsoup. Built on the office thread, sent by the main thread. */
typedef struct {
  guint status;
  char *content_type; /* (nullable): no body */
  GBytes *body;       /* (nullable) */
  GArray *headers;    /* of GbResponseHeader */
  gint64 length;      /* HEAD without a body at hand: Content-Length; else -1 */
  guint allow_ranges : 1;
  guint wait : 1;    /* nothing to say yet: ask again when the log grows, or at the deadline */
  gint64 wait_until; /* monotonic µs */
} GbResponse;

GbResponse *gb_response_new (guint status);
GbResponse *gb_response_new_bytes (guint status, const char *content_type, GBytes *body);
/* node: borrowed. */
GbResponse *gb_response_new_json (guint status, JsonNode *node);
/* object: (transfer full). */
GbResponse *gb_response_new_object (guint status, JsonObject *object);
void gb_response_free (GbResponse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbResponse, gb_response_free)

/* value: kept out of the answer if it holds line breaks; the caller escapes what is not ASCII. */
void gb_response_add_header (GbResponse *self, const char *name, const char *value);
/* Sets ETag; a request that has it already gets 304 without a body. etag: with its quotes. */
void gb_response_set_etag (GbResponse *self, const char *etag, const char *if_none_match);
/* A strong ETag of content: the first 32 digits of its SM3, in quotes. */
char *gb_response_make_etag (GBytes *bytes);

/* UTF-8 JSON of an object. object: (transfer full). */
char *gb_json_object_to_string (JsonObject *object);

G_END_DECLS
