/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-page-module.h"

G_BEGIN_DECLS

/* Loads the module of the document page on a thread of its own; the second time there is nothing
 * to do. Main thread. */
void gb_page_loader_load_async (GAsyncReadyCallback callback, gpointer user_data);
/* Returns: (transfer none): NULL with a G_IO_ERROR if the program is not installed completely */
const GbPageModule *gb_page_loader_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
