/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-attachment-spot.h"
#include "check/gb-check-context.h"
#include "check/gb-check-data.h"
#include "document/gb-document.h"

G_BEGIN_DECLS

typedef enum {
  GB_FINDING_LEVEL_HINT,
  GB_FINDING_LEVEL_WARNING,
  GB_FINDING_LEVEL_ERROR,
  GB_FINDING_LEVEL_BLOCK, /* stops submission or publication */
} GbFindingLevel;

const char *gb_finding_level_to_string (GbFindingLevel level);
gboolean gb_finding_level_from_string (const char *string, GbFindingLevel *out_level);

/* How sure the ground of a rule is; shown with its source. */
typedef enum {
  GB_CERTAINTY_TEXT,     /* the wording of the source was read */
  GB_CERTAINTY_COPY,     /* known from copies and quotations of the source */
  GB_CERTAINTY_PRACTICE, /* what careful offices do; no text demands it */
} GbCertainty;

const char *gb_certainty_to_string (GbCertainty certainty);

/* One thing that a rule found. Immutable; gb_finding_ref() and gb_finding_free() count owners, on
 * any thread. */
typedef struct {
  const char *rule; /* META-TITLE …; static */
  GbFindingLevel level;
  GbCertainty certainty;
  const char *source; /* the rule's ground, in the words of the trade; never NULL */
  char *field;        /* (nullable): a property of GbMetadata */
  char *block;        /* (nullable): a block id */
  guint offset_chars; /* in the text of the block, or of the field */
  guint length_chars; /* 0: the whole block or field */
  char *message; /* English, lower case, says what to do; gb_finding_get_text() translates it */
  char *fix;     /* (nullable): what to put in the place of that range; "" takes it out */
  char *alike;   /* findings with the same key are mended together */
  GbAttachmentSpot *attachment; /* (nullable): where in a file; then it is in no field or block */

  /*< private >*/
  const char *format;
  char *params[3];
  char *text;
} GbFinding;

GbFinding *gb_finding_ref (GbFinding *self);
void gb_finding_free (GbFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbFinding, gb_finding_free)
/* The message in the language of the program: borrowed. */
const char *gb_finding_get_text (const GbFinding *self);

typedef enum {
  GB_CHECK_STAGE_SUBMIT,
  GB_CHECK_STAGE_PUBLISH, /* adds META-NOTPUBLIC: only 主动公开 may be published */
} GbCheckStage;

/* The rules that can stop a submission or publication, with the data that the program ships and
 * the day of today. Returns: (transfer full) (element-type GbFinding), the gravest first. */
GPtrArray *gb_check_document (GbDocument *document, GbCheckStage stage);
/* The same with an office's data, whose levels decide what blocks, and with what lies around the
 * document. Both (nullable). */
GPtrArray *gb_check_document_with (GbDocument *document,
                                   GbCheckStage stage,
                                   GbCheckData *data,
                                   GbCheckContext *context);
/* All rules. today: the day that counts as today; data: (nullable): NULL is what the program ships.
 */
GPtrArray *gb_check_document_fully (GbDocument *document,
                                    GbCheckStage stage,
                                    const GDate *today,
                                    GbCheckData *data);
GPtrArray *gb_check_document_fully_with (GbDocument *document,
                                         GbCheckStage stage,
                                         const GDate *today,
                                         GbCheckData *data,
                                         GbCheckContext *context);
/* FALSE if no rule that needs the catalogue or the policies can block: then the blocking rules find
 * the same without them. */
gboolean gb_check_blocks_by_context (GbCheckData *data);
gboolean gb_check_has_blocking (GPtrArray *findings);

/* A copy of a document in which the fixes of the findings are made; findings without one, and those
 * that lie over another, are left. out_n_mended: (out) (optional). Errors: GB_DOCUMENT_ERROR. */
GbDocument *
gb_check_mend (GbDocument *document, GPtrArray *findings, guint *out_n_mended, GError **error);

G_END_DECLS
