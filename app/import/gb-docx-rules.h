/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "import/gb-docx-model.h"

G_BEGIN_DECLS

/* Finds in a model what its file does not say: the title, what only looks like headings, and the
 * head and foot of official paper, which a page on a portal has in another form. */
void _gb_docx_rules_apply (GbDocxModel *model);

G_END_DECLS
