/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A host that keeps images in memory, for the editor under test. */

#include "editor-rig.h"

G_BEGIN_DECLS

extern GHashTable *editor_blobs; /* digest to GBytes; (nullable) before editor_blobs_begin () */
extern gboolean editor_blobs_is_full;      /* nothing more can be kept */
extern gboolean editor_blobs_is_too_heavy; /* originals are larger than the portal takes */

void editor_blobs_begin (Rig *rig);
void editor_blobs_end (void);

G_END_DECLS
