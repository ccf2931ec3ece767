/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the workflow is made of, for its own files. */

#include "workflow/gb-workflow.h"

G_BEGIN_DECLS

/* One publication cycle. Strings and events are borrowed from the workflow's events. */
typedef struct _GbEdition GbEdition;
struct _GbEdition {
  guint number;
  GbState state;
  const GbEdition *base; /* (nullable): the edition whose text this one began with */

  const GbEvent *first_revise;
  const GbEvent *head;      /* (nullable): newest revise */
  const GbEvent *submit;    /* (nullable): newest submit; NULL after recall */
  const GbEvent *emergency; /* (nullable): the release before review */
  const GbEvent *schedule;
  const GbEvent *failure;
  const GbEvent *last_return;
  const GbEvent *published; /* (nullable): what the portal answered */

  GPtrArray *editors;   /* (owned) of const char * */
  GPtrArray *decisions; /* (owned) of GbDecision */
  guint step_index;     /* while in review */

  guint is_approved : 1; /* every step, for exactly the head */
  guint is_ratified : 1; /* approved after an emergency release */
};

struct _GbWorkflow {
  GObject parent_instance;

  /* Owned */
  GbRoute *route;
  GPtrArray *events;   /* of GbEvent: all that the rest borrows from */
  GPtrArray *ignored;  /* of GbEvent */
  GPtrArray *notes;    /* of GbEvent, borrowed: what was said of findings and not taken back */
  GPtrArray *editions; /* of GbEdition, [0] is edition 1 */

  /* Borrowed from editions and events */
  GbEdition *current;
  GbEdition *live; /* (nullable) */
  const GbEvent *first_published;
};

/* What the asker knows. */
typedef struct {
  GbAccount *account;           /* (nullable): NULL in the fold and for the portal's own acts */
  const GbWorkflowFacts *facts; /* (nullable) */
  gboolean knows_roles;
  gboolean knows_opinion;
} GbAsker;

/* gb-edition.c: what one edition knows of itself */
GbEdition *_gb_edition_new (guint number, const GbEdition *base);
void _gb_edition_free (GbEdition *edition);
gboolean _gb_edition_is_reopened_by_revise (const GbEdition *edition);
gboolean _gb_edition_is_edited_by (const GbEdition *edition, const char *account);
gboolean _gb_edition_has_decision_by (const GbEdition *edition, const char *account);
gboolean _gb_edition_has_valid_decision (const GbEdition *edition);
guint _gb_edition_count_approvals (const GbEdition *edition, guint step_index);
const char *_gb_edition_get_digest (const GbEdition *edition);
const char *_gb_edition_get_author (const GbEdition *edition);
void _gb_edition_void_decisions (GbEdition *edition);
void _gb_edition_add_decision (GbEdition *edition, guint step_index, const GbEvent *event);

/* gb-workflow.c: the edition that an act of this type is about; NULL: there is none. */
GbEdition *_gb_workflow_find_subject (GbWorkflow *self, GbEventType type);

/* gb-workflow.c: (nullable): the note in force that has this id */
const GbEvent *_gb_workflow_find_note (GbWorkflow *self, const char *id);

/* gb-workflow-rules.c: whether the event is possible now, as far as the asker knows. */
gboolean _gb_workflow_check_event (GbWorkflow *self,
                                   const GbEvent *event,
                                   const GbAsker *asker,
                                   GError **error);

G_END_DECLS
