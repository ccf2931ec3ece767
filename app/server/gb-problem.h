/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/gb-response.h"

G_BEGIN_DECLS

#define GB_PROBLEM_MIME "application/problem+json"

/**
 * GbProblem:
 *
 * What stands behind a refusal (RFC 9457). type is a short stable string that programs go by,
 * title the sentence that belongs to it, detail is about this case, next says what to do. Nothing
 * in it may come from a document's text or hold a token.
 */
typedef struct _GbProblem GbProblem;

/* type: one of the table in gb-problem.c, which gives status, title and next step. */
GbProblem *gb_problem_new (const char *type, const char *detail);
void gb_problem_free (GbProblem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbProblem, gb_problem_free)

void gb_problem_set_string (GbProblem *self, const char *member, const char *value);
void gb_problem_set_int (GbProblem *self, const char *member, gint64 value);
void
gb_problem_set_node (GbProblem *self, const char *member, JsonNode *node); /* (transfer full) */

const char *gb_problem_get_type (GbProblem *self);
GbResponse *gb_problem_to_response (GbProblem *self);

/* The usual case in one call. detail: (nullable). */
GbResponse *gb_problem_respond (const char *type, const char *detail);
GbResponse *gb_problem_respond_field (const char *type, const char *field, const char *detail);
/* Something of the portal itself failed: the cause stays inside, a debug message tells it. */
GbResponse *gb_problem_respond_internal (GError *error);
/* The status of a type, 0 if there is none. */

G_END_DECLS
