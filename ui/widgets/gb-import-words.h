/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "import/gb-import.h"

G_BEGIN_DECLS

/* The words for what an import left out, translated: a reason of a GbImportNote. Borrowed; a reason
 * that has no words here comes back as it is. */
const char *gb_import_words_for_reason (const char *reason);
/* What a refused file means for the person, with the next step: a GbImportError. Borrowed,
 * (nullable). */
const char *gb_import_words_for_error (int code);
/* "Comment, tracked deletion (2)": each reason once, with how often; (transfer full), empty for an
 * empty list. dropped: (element-type GbImportNote). */
char *gb_import_words_summarize (GPtrArray *dropped);

G_END_DECLS
