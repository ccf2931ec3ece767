/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-item.h"

G_BEGIN_DECLS

/* Markup: …市政府[,]各部门 → ，. Returns: (transfer full). */
char *gb_check_describe_words (const GbCheckItem *item);
/* What is wrong, as a sentence. Returns: (transfer full). */
char *gb_check_dup_message (const GbFinding *finding);
const char *gb_check_describe_certainty (GbCertainty certainty);
/* The rule's ground, how sure it is, and its id. Returns: (transfer full). */
char *gb_check_describe_source (const GbFinding *finding);

G_END_DECLS
