/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How findings are printed. */

#include "check/gb-check.h"

G_BEGIN_DECLS

typedef enum {
  GB_CLI_FINDINGS_TEXT,
  GB_CLI_FINDINGS_JSON,  /* JSON Lines: one object a finding */
  GB_CLI_FINDINGS_SARIF, /* one log of SARIF 2.1.0 (OASIS), for editors and build servers */
} GbCliFindingsFormat;

typedef struct _GbCliFindings GbCliFindings;

GbCliFindings *gb_cli_findings_new (GbCliFindingsFormat format);
void gb_cli_findings_free (GbCliFindings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbCliFindings, gb_cli_findings_free)

/* findings: (element-type GbFinding). document: (nullable): NULL for a file that is none, whose
 * findings have their places in themselves. */
void gb_cli_findings_add (GbCliFindings *self,
                          const char *file,
                          GbDocument *document,
                          GPtrArray *findings);
/* Everything that was added since the last call: (transfer full). With SARIF, call it once. */
char *gb_cli_findings_take (GbCliFindings *self);

G_END_DECLS
