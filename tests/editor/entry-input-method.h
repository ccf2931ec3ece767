/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor-rig.h"

G_BEGIN_DECLS

/* Lets the scripted input method stand before this entry, as RigInputMethod stands before the page:
 * letters, space, Return, BackSpace and Escape do the same, and the candidate is RIG_CANDIDATE. At
 * most one entry has it at a time. */
void entry_input_method_attach (GtkEntry *entry, RigOrder order);
/* The entry has GTK's own input method again. */
void entry_input_method_detach (GtkEntry *entry);

G_END_DECLS
