/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-panel.h"
#include "document/gb-autosave.h"
#include "document/gb-document-page.h"
#include "document/gb-outline.h"
#include "document/gb-properties-panel.h"
#include "preview/gb-preview.h"
#include "review/gb-history.h"
#include "review/gb-review-bar.h"
#include "widgets/gb-banner-box.h"
#include "widgets/gb-state-pill.h"

#include <handy.h>

G_BEGIN_DECLS

struct _GbDocumentPage {
  GtkBin parent_instance;

  /* Template children */
  HdyHeaderBar *header_bar;
  GtkButton *back_button;
  GtkBox *undo_box;
  GtkLabel *title_label;
  GbStatePill *state_pill;
  HdySqueezer *primary_squeezer;
  GtkButton *primary_button;
  GtkButton *foot_primary_button; /* the same where the header bar has no room for it */
  GtkMenuButton *menu_button;
  GtkToggleButton *panel_button;
  HdySqueezer *view_squeezer;
  GtkStackSwitcher *view_switcher;
  GtkStackSwitcher *foot_view_switcher; /* where the header bar has no room for the other */
  GtkStack *stack;
  HdyStatusPage *error_page;
  GbBannerBox *banners;
  HdyFlap *flap;
  GtkStack *view_stack;
  GtkStack *panel_stack;
  GtkButton *panel_close_button;
  GtkLabel *words_label;
  GtkLabel *selection_label;
  GtkLabel *length_label;
  GtkLabel *zoom_label;
  GtkLabel *save_label;
  GtkImage *check_image;
  GtkLabel *check_label;
  GbReviewBar *review_bar;
  GtkRevealer *toast_revealer;
  GtkLabel *toast_label;

  /* Children */
  GbEditor *editor;
  GbPreview *preview;
  GbPropertiesPanel *properties;
  GbHistory *history;
  GbOutline *outline;
  GbCheckPanel *check;

  /* Owned */
  GbDesk *desk;
  GSettings *settings;
  GSimpleActionGroup *actions;
  GbAutosave *autosave;
  GbCheckRunner *runner;
  GbOpenDocument *open;      /* (nullable): as the desk last gave it */
  GPtrArray *operations;     /* (nullable), of GbOperation: of this document */
  GCancellable *cancellable; /* (nullable): of what is about the open document */
  GPtrArray *flushes;        /* (nullable), of GTask: wait for the act under way */
  GbCheckContext *context;   /* (nullable): what is known around the open document */
  char *context_key;         /* (nullable): of what it was asked for */
  char *id;                  /* (nullable) */
  char *wanted;              /* (nullable): to be opened once the present one is saved */
  GtkWidget *dialog;         /* (nullable): the open decision or publication sheet */

  guint load_serial; /* of the autosave, when the running load began */
  guint toast_source;
  guint narrow_source;
  guint squeeze_source;
  guint status_source;
  guint spinner_source;
  guint context_source;

  guint is_loading : 1;
  guint load_again : 1;
  guint is_switching : 1;
  guint wants_focus : 1; /* the text gets it when it is there */
  guint wants_list : 1;  /* the list of findings gets it when it is new */
  guint is_acting : 1;   /* an act is being written down */
  guint is_narrow : 1;
  guint has_primary : 1;
  guint is_focus_mode : 1;
  guint was_panel_shown : 1; /* before the focus mode */
  guint is_filling : 1;      /* what changes now is not the person's doing */
};

/* gb-document-page.c */
void _gb_document_page_load (GbDocumentPage *self);
void _gb_document_page_act_ended (GbDocumentPage *self);
/* What does not fit into the header bar stands at the foot. */
void _gb_document_page_squeeze (GbDocumentPage *self);
void _gb_document_page_toast (GbDocumentPage *self, const char *text);
void _gb_document_page_show_panel (GbDocumentPage *self, const char *name);
/* Nothing but the text, until it is asked for again or Escape is pressed. */
void _gb_document_page_set_focus_mode (GbDocumentPage *self, gboolean focus_mode);
void _gb_document_page_mend (GbDocumentPage *self, const char *field, const char *block);

/* gb-document-page-check.c */
/* Checks the text on the page and shows the findings; TRUE when nothing blocks. */
gboolean _gb_document_page_check (GbDocumentPage *self, GbCheckStage stage);
void _gb_document_page_check_init (GbDocumentPage *self);
/* Lets the checker look at the newest text. */
void _gb_document_page_recheck (GbDocumentPage *self);

/* gb-document-page-context.c */
void _gb_document_page_context_init (GbDocumentPage *self);
/* Asks the desk again if something of the document has changed that matters to it. */
void _gb_document_page_update_context (GbDocumentPage *self);
/* Another document: nothing is known yet. */
void _gb_document_page_clear_context (GbDocumentPage *self);

/* gb-document-page-notes.c */
void _gb_document_page_notes_init (GbDocumentPage *self);
/* Who may say something of a finding, and what others have said. */
GbCheckRights _gb_document_page_get_rights (GbDocumentPage *self);
void _gb_document_page_notes_update (GbDocumentPage *self);
/* What others left as it is, in words, for those who decide: (transfer full); "" for nothing. */
char *_gb_document_page_describe_settled (GbDocumentPage *self);

/* gb-document-page-actions.c */
void _gb_document_page_actions_init (GbDocumentPage *self);
/* Computes every "enabled" and the primary button from state, role and text. */
void _gb_document_page_actions_update (GbDocumentPage *self);
/* Shows the sheet; one at a time. */
void _gb_document_page_present (GbDocumentPage *self, GtkWidget *dialog);
/* (nullable): an act that the portal refused and nobody has seen to yet. */
const GbOperation *_gb_document_page_find_refused (GbDocumentPage *self);

/* Asks which published document is to be linked in the text. */
void _gb_document_page_pick_document (GbDocumentPage *self);

/* gb-document-page-status.c */
void _gb_document_page_status_update (GbDocumentPage *self);
/* The part of it that changes while somebody writes. */
void _gb_document_page_words_update (GbDocumentPage *self);

G_END_DECLS
