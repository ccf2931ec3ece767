/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/gb-endpoints.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * GbExchange:
 *
 * One request on its way through the portal: the soup message, what it asks for, how much of its
 * body has come, and how long it may still take. It lives as data of the message; whoever works for
 * it holds a reference. Main thread, but its request is lent to the office thread.
 */
typedef struct {
  gatomicrefcount ref_count;

  SoupServerMessage *message; /* (owned) */
  GSocket *socket;            /* (owned) (nullable) */
  const GbEndpoint *endpoint; /* (nullable) until the headers are there, or for a refused one */
  GbRequest *request;         /* (owned) (nullable) */
  guint64 received;           /* bytes of the body */
  guint deadline_source;      /* cuts the connection */
  guint wait_source;          /* end of a long poll */

  guint is_answered : 1;
  guint is_finished : 1; /* the message is done or its client is gone */
  guint is_head : 1;
} GbExchange;

GbExchange *gb_exchange_new (SoupServerMessage *message, GSocket *socket);
GbExchange *gb_exchange_ref (GbExchange *self);
void gb_exchange_unref (GbExchange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbExchange, gb_exchange_unref)

/* Takes method, address, query and headers out of the message and finds the endpoint.
 * Returns: (transfer full) (nullable): a refusal. */
GbResponse *gb_exchange_read_head (GbExchange *self);
/* After the whole body has come. */
void gb_exchange_read_body (GbExchange *self);
/* Cuts the connection unless another deadline, or 0 for none, is set within this time. */
void gb_exchange_set_deadline (GbExchange *self, guint seconds);
/* Fills the message; unpause is up to the caller. Does nothing the second time. */
void gb_exchange_answer (GbExchange *self, GbResponse *response);

G_END_DECLS
