/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/gb-office-thread.h"

G_BEGIN_DECLS

typedef enum {
  GB_ENDPOINT_ACCOUNT = 1 << 0, /* a signed-in person only */
  GB_ENDPOINT_SIGN_IN = 1 << 1, /* handled by GbSignIn */
  GB_ENDPOINT_PUBLIC = 1 << 2,  /* a page, not the API: errors are pages where possible */
  GB_ENDPOINT_ANY_BODY = 1 << 3 /* the handler looks at the body's type itself */
} GbEndpointFlags;

typedef struct {
  const char *method;
  const char *template; /* "/api/v1/documents/{uuid}"; NULL: everything outside of /api/ */
  GbHandler handler;
  GbEndpointFlags flags;
  gsize max_body;           /* bytes; 0: a body is not expected and is thrown away */
  const char *content_type; /* (nullable): what the body must be */
} GbEndpoint;

/* Finds the endpoint for a request. GET answers HEAD too, unless HEAD has its own.
 *
 * path: as in the request line, still escaped. out_path: (out) (transfer full): decoded, safe to
 * look up, without empty or dotted segments. params: (out): what the braces matched, to be freed.
 * Returns: (nullable): NULL with out_status 400 (the path is not one), 404, or 405 with out_allow.
 */
const GbEndpoint *gb_endpoints_find (const char *method,
                                     const char *path,
                                     char **out_path,
                                     char **params,
                                     guint *out_status,
                                     char **out_allow);

G_END_DECLS
