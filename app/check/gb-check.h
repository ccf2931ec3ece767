/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"

G_BEGIN_DECLS

typedef enum {
  GB_FINDING_LEVEL_HINT,
  GB_FINDING_LEVEL_WARNING,
  GB_FINDING_LEVEL_ERROR,
  GB_FINDING_LEVEL_BLOCK, /* stops submission or publication */
} GbFindingLevel;

const char *gb_finding_level_to_string (GbFindingLevel level);

typedef struct {
  char *rule; /* META-TITLE … */
  GbFindingLevel level;
  char *field;        /* (nullable): a property of GbMetadata */
  char *block;        /* (nullable): a block id */
  guint offset_chars; /* in the block's text */
  guint length_chars;
  char *message; /* English, lower case, says what to do */
} GbFinding;

void gb_finding_free (GbFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbFinding, gb_finding_free)

typedef enum {
  GB_CHECK_STAGE_SUBMIT,
  GB_CHECK_STAGE_PUBLISH, /* adds META-NOTPUBLIC: only 主动公开 may be published */
} GbCheckStage;

/* The rules that need no reference data. Returns: (transfer full) (element-type GbFinding), the
 * gravest first. */
GPtrArray *gb_check_document (GbDocument *document, GbCheckStage stage);
gboolean gb_check_has_blocking (GPtrArray *findings);

G_END_DECLS
