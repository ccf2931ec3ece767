/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sends SIGKILL to every web process that this one has started, as the kernel does when the memory
 * is used up. Any thread. Returns: how many there were. */
guint web_process_kill (void);

G_END_DECLS
