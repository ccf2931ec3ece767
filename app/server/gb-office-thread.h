/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/gb-office.h"
#include "server/gb-request.h"
#include "server/gb-response.h"
#include "store/gb-database-thread.h"

G_BEGIN_DECLS

/**
 * GbOfficeThread:
 *
 * The main thread's side of GbOffice: jobs go to the office thread in order and their answers come
 * back to the main context. Main thread. Notifies "last-seq" when the log has grown.
 */
#define GB_TYPE_OFFICE_THREAD (gb_office_thread_get_type ())
G_DECLARE_FINAL_TYPE (GbOfficeThread, gb_office_thread, GB, OFFICE_THREAD, GObject)

/* Runs on the office thread. request: borrowed until it returns. */
typedef GbResponse *(*GbHandler) (GbOffice *office, GbRequest *request, gpointer data);

GbOfficeThread *gb_office_thread_new (const char *folder, gboolean trial);
GbPageCache *gb_office_thread_get_pages (GbOfficeThread *self);

/* base_url: (nullable) replaces that of the site. */
void gb_office_thread_open_async (GbOfficeThread *self,
                                  const char *base_url,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean gb_office_thread_open_finish (GbOfficeThread *self, GAsyncResult *result, GError **error);

/* request and data must live until the callback. Never fails: what goes wrong is a response. */
void gb_office_thread_handle_async (GbOfficeThread *self,
                                    GbDatabasePriority priority,
                                    GbHandler handler,
                                    GbRequest *request,
                                    gpointer data,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GbResponse *gb_office_thread_handle_finish (GbOfficeThread *self, GAsyncResult *result);

void gb_office_thread_close_async (GbOfficeThread *self,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void gb_office_thread_close_finish (GbOfficeThread *self, GAsyncResult *result);

G_END_DECLS
