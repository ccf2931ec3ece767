/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-context.h"
#include "cli/gb-cli.h"

G_BEGIN_DECLS

/* What the files that are checked together know of each other: their numbers and titles, the
 * policies among them, and a list of other documents, if one is given. A file's name is its id. */
typedef struct _GbCliContext GbCliContext;

GbCliContext *gb_cli_context_new (void);
void gb_cli_context_free (GbCliContext *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbCliContext, gb_cli_context_free)

/* Says on the standard error what is wrong with the file. */
gboolean gb_cli_context_add_table (GbCliContext *self, const char *file);
void gb_cli_context_add_document (GbCliContext *self, const char *file, GbDocument *document);
/* The names of the files whose documents this one names as its policies: (transfer container)
 * (element-type utf8). */
GPtrArray *gb_cli_context_list_policies (GbCliContext *self, GbDocument *document);
/* (transfer full): what lies around one of them. Nothing may be added after it. */
GbCheckContext *gb_cli_context_build (GbCliContext *self, const char *file);

G_END_DECLS
