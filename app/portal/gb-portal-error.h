/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GbPortalError:
 * @GB_PORTAL_ERROR_OFFLINE: no answer, or one cut short: the request may or may not have been
 *   received; ask again with the same key
 * @GB_PORTAL_ERROR_BUSY: 429, 502, 503, 504 and 500: not now; try again after retry_after_s
 * @GB_PORTAL_ERROR_UNAUTHORIZED: 401: sign in (again)
 * @GB_PORTAL_ERROR_NOT_FOUND: 404 or 410
 * @GB_PORTAL_ERROR_CONFLICT: 409 or 412: fetch the head first
 * @GB_PORTAL_ERROR_REJECTED: any other 4xx: the same request will never be accepted
 * @GB_PORTAL_ERROR_PROTOCOL: an answer that is not of this API (a login page of a proxy, for
 *   example), too large, or damaged on the way
 * @GB_PORTAL_ERROR_INSECURE: the portal's certificate is not trusted; nothing was sent
 *
 * All but %GB_PORTAL_ERROR_OFFLINE, %GB_PORTAL_ERROR_PROTOCOL and %GB_PORTAL_ERROR_INSECURE carry a
 * #GbPortalProblem. A cancelled call is %G_IO_ERROR_CANCELLED.
 */
typedef enum {
  GB_PORTAL_ERROR_OFFLINE,
  GB_PORTAL_ERROR_BUSY,
  GB_PORTAL_ERROR_UNAUTHORIZED,
  GB_PORTAL_ERROR_NOT_FOUND,
  GB_PORTAL_ERROR_CONFLICT,
  GB_PORTAL_ERROR_REJECTED,
  GB_PORTAL_ERROR_PROTOCOL,
  GB_PORTAL_ERROR_INSECURE,
} GbPortalError;

#define GB_PORTAL_ERROR (gb_portal_error_quark ())
GQuark gb_portal_error_quark (void);

/* What the portal said (application/problem+json). Strings are never NULL. */
typedef struct {
  guint status; /* HTTP */
  char *type;   /* "stale-revision" …; "" when the answer had no problem body */
  char *title;
  char *detail; /* English */
  char *field;  /* the member at fault, "" if none */
  char *next;   /* what to do, "" if not said */
  char *head;   /* the document's newest revision, "" if not said */
  char *state;  /* the document's state, "" if not said */
  char *by;     /* who made the head */
  char *by_name;
  gint64 at;            /* µs, when the head was made; 0 if not said */
  gint64 upload_offset; /* bytes; -1 if not said */
  guint retry_after_s;  /* 0 if not said */
} GbPortalProblem;

/* Borrowed from error; NULL for errors without one. */
const GbPortalProblem *gb_portal_error_get_problem (const GError *error);

G_END_DECLS
