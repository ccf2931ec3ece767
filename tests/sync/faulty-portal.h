/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A portal inside the test process, on the same main context, with a log of requests and faults to
 * order. It keeps the rules of the API that the client relies on — one log, idempotency keys,
 * If-Match, the workflow — and nothing else: the real portal has its own tests and takes part in
 * test-office.c. */

#pragma once

#include "workflow/gb-workflow.h"

G_BEGIN_DECLS

typedef enum {
  FAULT_NONE,
  FAULT_DELAY,       /* answers half a second late */
  FAULT_500_BEFORE,  /* does nothing */
  FAULT_500_AFTER,   /* does it, but says it failed */
  FAULT_503,         /* busy, does nothing */
  FAULT_DROP_BEFORE, /* hangs up without having done it */
  FAULT_DROP_AFTER,  /* does it and hangs up */
  FAULT_TRUNCATE,    /* does it and hangs up in the middle of the answer */
  FAULT_LOGIN_PAGE,  /* a proxy's page instead of an answer */
  FAULT_401,
  FAULT_409, /* problem wrong-state */
  FAULT_412, /* problem stale-revision */
  FAULT_422, /* problem blocked */
} Fault;

typedef struct _FaultyPortal FaultyPortal;

FaultyPortal *faulty_portal_new (void);
void faulty_portal_free (FaultyPortal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FaultyPortal, faulty_portal_free)

char *faulty_portal_dup_url (FaultyPortal *self);
/* Takes the token as the account's. */
void faulty_portal_add_account (FaultyPortal *self, GbAccount *account, const char *token);
void faulty_portal_remove_token (FaultyPortal *self, const char *token);
/* Nobody listens; open connections are closed. */
void faulty_portal_set_down (FaultyPortal *self, gboolean down);
/* The next n requests with this method whose path contains the text. */
void faulty_portal_order (FaultyPortal *self,
                          Fault fault,
                          const char *method,
                          const char *path,
                          guint n);
guint faulty_portal_get_n_ordered (FaultyPortal *self); /* not delivered yet */

/* "revise submit approve …" of a document, in the order of the log. */
char *faulty_portal_dup_history (FaultyPortal *self, const char *document);
GPtrArray *faulty_portal_get_log (FaultyPortal *self); /* of GbEvent, borrowed */
guint faulty_portal_count_requests (FaultyPortal *self, const char *method, const char *path);
gboolean faulty_portal_has_blob (FaultyPortal *self, const char *digest);

G_END_DECLS
