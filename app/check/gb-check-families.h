/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One family a file; gb-check-rules.c lists them in the order in which findings of one place are
 * shown. */

#include "check/gb-check-rule.h"

G_BEGIN_DECLS

extern const GbRuleFamily gb_rules_metadata;    /* gb-check-metadata.c */
extern const GbRuleFamily gb_rules_punctuation; /* gb-check-punctuation.c */
extern const GbRuleFamily gb_rules_typos;       /* gb-check-typos.c */

G_END_DECLS
