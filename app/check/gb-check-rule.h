/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a family of rules is, and what it is given: for the files of app/check that hold rules, and
 * for their tests. A family is one file; gb-check-rules.c lists them all. */

#include "check/gb-check-block.h"
#include "check/gb-check-context.h"
#include "check/gb-check.h"

G_BEGIN_DECLS

/* What a rule looks at. */
typedef enum {
  GB_CHECK_SCOPE_METADATA, /* the form */
  GB_CHECK_SCOPE_TEXT,     /* one block */
  GB_CHECK_SCOPE_DOCUMENT, /* all blocks together, structure, attachments */
  GB_CHECK_SCOPE_PROCESS,  /* the edition: people, times, approvals */
} GbCheckScope;

#define GB_CHECK_KIND(kind) (1u << (kind))
#define GB_CHECK_OFFICIAL                                                                          \
  (GB_CHECK_KIND (GB_DOCUMENT_KIND_NOTICE) | GB_CHECK_KIND (GB_DOCUMENT_KIND_ANNOUNCEMENT) |       \
   GB_CHECK_KIND (GB_DOCUMENT_KIND_CIRCULAR) | GB_CHECK_KIND (GB_DOCUMENT_KIND_OPINION))
#define GB_CHECK_INTERPRETING                                                                      \
  (GB_CHECK_KIND (GB_DOCUMENT_KIND_INTERPRETATION) | GB_CHECK_KIND (GB_DOCUMENT_KIND_QA))

typedef enum {
  GB_RULE_PLAIN = 0,
  GB_RULE_MAY_BLOCK = 1 << 0, /* some of its findings block, whatever its own level is */
  GB_RULE_LOCKED = 1 << 1,    /* no office may lower it or switch it off */
  GB_RULE_OFF = 1 << 2,       /* silent until an office gives it a level */
  GB_RULE_WORKFLOW = 1 << 3,  /* kept by app/workflow and the portal, which refuse the act itself */
  GB_RULE_ATTACHMENTS = 1 << 4, /* also looked for in the texts of attachments */
  GB_RULE_CONTEXT = 1 << 5,     /* looks at what lies around the document */
} GbRuleFlags;

typedef struct {
  const char *id;
  GbFindingLevel level;
  GbCheckScope scope;
  guint kinds;         /* GB_CHECK_KIND () of those it is for; 0: all */
  const char *summary; /* N_ (): what it wants, one sentence */
  const char *source;  /* the ground, as the trade names it; shown, not translated */
  GbCertainty certainty;
  GbRuleFlags flags;
} GbRule;

typedef struct _GbCheckRun GbCheckRun;

typedef struct {
  const GbRule *rules;
  guint n_rules;
  /* (nullable): looks at one block and nothing else: what it finds is kept until the block
   * changes. */
  void (*check_block) (GbCheckRun *run, const GbCheckBlock *block);
  /* (nullable): looks at run->blocks, the metadata and the document; runs after every change. */
  void (*check_document) (GbCheckRun *run);
  /* (nullable): a cheap answer whether check_block can find anything: it is called if the block has
   * one of these features. 0: always. */
  guint features;
} GbRuleFamily;

/* What the rules may read. Nothing in it is "now": the day of today is an input. */
struct _GbCheckRun {
  GbDocument *document; /* NULL for the texts of an attachment, and so is metadata */
  GbMetadata *metadata;
  GbDocumentKind kind;
  GbCheckStage stage;
  GDate today;
  GbCheckData *data;
  GbCheckContext *context; /* (nullable): nothing is known of what lies around the document */
  GPtrArray *blocks;       /* of GbCheckBlock: title, summary, then the body's in their order */

  /*< private >*/
  const struct _GbRuleLevels *levels;
  GPtrArray *findings;
  gboolean blocking_only;
};

/* Reports length characters from offset on in a block (0 and 0: the whole block). fix: (nullable);
 * alike: (nullable): NULL is the rule's id. format: N_ (), English, lower case, says what to do;
 * each %s in it is one of the strings that follow, at most three, and NULL ends them. */
void gb_check_report (GbCheckRun *run,
                      const GbRule *rule,
                      const GbCheckBlock *block,
                      guint offset_chars,
                      guint length_chars,
                      const char *fix,
                      const char *alike,
                      const char *format,
                      ...) G_GNUC_NULL_TERMINATED;
/* The same with a level of its own; for rules that block in some places (GB_RULE_MAY_BLOCK). */
void gb_check_report_at (GbCheckRun *run,
                         GbFindingLevel level,
                         const GbRule *rule,
                         const GbCheckBlock *block,
                         guint offset_chars,
                         guint length_chars,
                         const char *fix,
                         const char *alike,
                         const char *format,
                         ...) G_GNUC_NULL_TERMINATED;
/* Reports a property of the metadata, or a block by its id (a table, a figure); one may be NULL. */
void gb_check_report_field (GbCheckRun *run,
                            const GbRule *rule,
                            const char *field,
                            const char *block_id,
                            const char *format,
                            ...) G_GNUC_NULL_TERMINATED;

/* Whether a finding of this rule would be kept: FALSE saves the work where only what blocks is
 * looked for. An office's levels count. */
gboolean gb_check_wants (const GbCheckRun *run, const GbRule *rule);
/* TRUE if something of a place in a block was reported while that block was looked at, by a family
 * that stands before: what is said of it need not be said twice. */
gboolean gb_check_is_reported (const GbCheckRun *run,
                               const GbCheckBlock *block,
                               guint offset_chars,
                               guint length_chars);

/* A finding of a rule by itself, in no place; params as above. (transfer full) */
GbFinding *gb_finding_new (const GbRule *rule, GbFindingLevel level, const char *format, ...)
  G_GNUC_NULL_TERMINATED;

/* Every family, and every rule by its id: gb-check-rules.c. */
const GbRuleFamily *const *gb_rules_get_families (guint *out_n_families);
const GbRule *gb_rules_find (const char *id);

/* The levels that an office gave to rules, out of the table "levels". */
typedef struct _GbRuleLevels GbRuleLevels;
const GbRuleLevels *gb_rules_get_levels (GbCheckData *data);
/* FALSE if the rule is switched off. */
gboolean gb_rules_get_level (const GbRuleLevels *self, const GbRule *rule, GbFindingLevel *level);
/* What an office changed and what counts of it, in the order of the table. The strings belong to
 * data. (transfer full) (element-type GbRuleChange) */
typedef struct {
  const char *rule;
  const char *level;
  const char *name;
  const char *reason;
} GbRuleChange;
GArray *gb_rules_list_changes (GbCheckData *data);

G_END_DECLS
