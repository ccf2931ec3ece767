/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One family a file; gb-check-rules.c lists them in the order in which findings of one place are
 * shown. */

#include "check/gb-check-rule.h"

G_BEGIN_DECLS

extern const GbRuleFamily gb_rules_metadata;       /* gb-check-metadata.c */
extern const GbRuleFamily gb_rules_catalogue;      /* gb-check-catalogue.c */
extern const GbRuleFamily gb_rules_secrecy;        /* gb-check-secrecy.c */
extern const GbRuleFamily gb_rules_privacy;        /* gb-check-privacy.c */
extern const GbRuleFamily gb_rules_wording;        /* gb-check-wording.c */
extern const GbRuleFamily gb_rules_protect;        /* gb-check-protect.c */
extern const GbRuleFamily gb_rules_dates;          /* gb-check-dates.c */
extern const GbRuleFamily gb_rules_citations;      /* gb-check-citations.c */
extern const GbRuleFamily gb_rules_punctuation;    /* gb-check-punctuation.c */
extern const GbRuleFamily gb_rules_pairs;          /* gb-check-pairs.c */
extern const GbRuleFamily gb_rules_paragraphs;     /* gb-check-paragraphs.c */
extern const GbRuleFamily gb_rules_numbers;        /* gb-check-numbers.c */
extern const GbRuleFamily gb_rules_headings;       /* gb-check-headings.c */
extern const GbRuleFamily gb_rules_accessibility;  /* gb-check-accessibility.c */
extern const GbRuleFamily gb_rules_typos;          /* gb-check-typos.c */
extern const GbRuleFamily gb_rules_attachment;     /* gb-check-attachment.c */
extern const GbRuleFamily gb_rules_annexes;        /* gb-check-annexes.c */
extern const GbRuleFamily gb_rules_surroundings;   /* gb-check-surroundings.c */
extern const GbRuleFamily gb_rules_interpretation; /* gb-check-interpretation.c */
extern const GbRuleFamily gb_rules_process;        /* gb-check-process.c */

G_END_DECLS
