/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "workflow/gb-account.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GB_REQUEST_MAX_PARAMS 3

/* One request, free of libsoup, so that handlers need no socket. The main thread builds it and
 * hands it over; from then on only the office thread touches it. */
typedef struct {
  char *method;
  char *path;
  char *params[GB_REQUEST_MAX_PARAMS]; /* what the {braces} of the route matched, in order */
  GHashTable *query;                   /* of utf8, decoded */
  GHashTable *headers;                 /* lower-case name → value; repeated ones joined by ", " */
  GBytes *body;
  char *remote;      /* address of the client */
  gint64 arrived_at; /* monotonic µs */

  GbAccount *account; /* (nullable): set where the route wants a signed-in person */
  char *device;       /* of the session, "" without */
  char *token_digest; /* (nullable) */
  gint64 session_expires_at;
} GbRequest;

GbRequest *gb_request_new (const char *method, const char *path);
void gb_request_free (GbRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbRequest, gb_request_free)

const char *gb_request_get_header (GbRequest *self, const char *name); /* (nullable) */
const char *gb_request_get_query (GbRequest *self, const char *name);  /* (nullable) */
/* The media type of the body without parameters, lower case, "" if none. */
char *gb_request_dup_content_type (GbRequest *self);
/* The token of "Authorization: Bearer TOKEN", NULL if there is none or it is not one. */
char *gb_request_dup_bearer (const char *authorization);
/* A decimal number in [min, max]; FALSE when the text is anything else. */
gboolean gb_request_parse_uint64 (const char *text, guint64 max, guint64 *out_value);

/* A JSON object from the body. Refuses what json-glib would take to its knees: text that is not
 * UTF-8, NULs, and nesting deeper than 32. Errors: G_IO_ERROR_INVALID_DATA. */
JsonNode *gb_request_parse_json (GbRequest *self, GError **error);
/* A member that must be a string of at most max_chars characters without control characters. NULL
 * if it is missing or anything else. Borrowed. */
const char *gb_request_get_member (JsonNode *node, const char *name, glong max_chars);

G_END_DECLS
