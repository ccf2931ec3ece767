/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "application/gb-importer.h"
#include "application/gb-window.h"

#include "document/gb-page-module.h"
#include "library/gb-document-list.h"
#include "library/gb-sidebar.h"
#include "settings/gb-welcome.h"

G_BEGIN_DECLS

struct _GbWindow {
  HdyApplicationWindow parent_instance;

  /* Template children */
  GtkStack *stack;
  GbWelcome *welcome;
  GtkWidget *welcome_header;
  HdyLeaflet *outer_leaflet;
  HdyLeaflet *inner_leaflet;
  GtkWidget *sidebar_pane;
  GbSidebar *sidebar;
  GtkWidget *list_pane;
  GbDocumentList *list;
  GtkWidget *document_pane;
  HdyHeaderGroup *outer_group;
  HdyHeaderGroup *inner_group;
  GtkRevealer *notice_revealer;
  GtkInfoBar *notice;
  GtkLabel *notice_label;
  GtkButton *notice_button;
  GtkRevealer *toast_revealer;
  GtkLabel *toast_label;
  GtkButton *toast_button;

  /* Owned */
  GSettings *settings;
  GbSession *session;
  GbDesk *desk; /* (nullable) */
  GSignalGroup *desk_signals;
  char *damage;               /* (nullable) what is wrong with the desk's file */
  char *toast_document;       /* (nullable) what the toast's button shows */
  char *pending_document;     /* (nullable) to be opened when there is a page */
  char *wanted_document;      /* (nullable) to be shown when there is a list */
  GbImporter *importer;       /* (nullable) the last import, running or not */
  GCancellable *cancellable;  /* cancelled in dispose */
  GdkFrameClock *frame_clock; /* (nullable) until the list has been painted */

  /* Borrowed */
  GbDocumentPage *page;      /* (nullable) child of the document pane */
  const GbPageModule *pages; /* (nullable) until it is loaded */
  GtkWidget *import_dialog;  /* (nullable) a weak pointer */
  const char *toast_action;  /* (nullable) what the toast's button does; a static string */

  gulong paint_handler;
  guint import_source;
  guint page_source;
  guint present_source;
  guint toast_source;
  guint inhibit_cookie;

  guint wants_trial : 1; /* where an error belongs on the welcome page */
  guint is_busy : 1;     /* another desk is on its way */
  guint is_closing : 1;  /* saving before the end */
  guint may_close : 1;
  guint is_loading_pages : 1;
  guint was_loaded : 1;      /* a list has been shown */
  guint view_is_settled : 1; /* the person's own choices count from now on */
  guint box_is_guessed : 1;  /* nobody chose the box: another one will do if it is empty */
  guint hides_secrets_notice : 1;
  guint writes_new : 1;   /* when the list is there */
  guint focuses_page : 1; /* when the pending document is open */
};

/* gb-window-actions.c */
void _gb_window_add_actions (GbWindow *self);
void _gb_window_update_actions (GbWindow *self);
void _gb_window_set_accelerators (GtkApplication *application);
void _gb_window_set_page_accelerators (GbWindow *self);
/* In the box of drafts, with the focus in it. */
void _gb_window_show_new_document (GbWindow *self, const char *id);

/* gb-window-import.c */
void _gb_window_accept_drops (GbWindow *self);
void _gb_window_import_files (GbWindow *self, GPtrArray *files);
void _gb_window_import_sample (GbWindow *self);
void _gb_window_show_import_chooser (GbWindow *self);
void _gb_window_show_import_report (GbWindow *self);
void _gb_window_stop_import (GbWindow *self);

/* gb-window.c */
/* Lets the person see the document. */
void _gb_window_show_document (GbWindow *self, const char *id);
void _gb_window_show_pane (GbWindow *self, GtkWidget *pane);
/* document: (nullable): what the toast's button opens. */
void _gb_window_show_toast (GbWindow *self, const char *message, const char *document);
/* label: of its button, with a mnemonic; action: of the window, a static string. */
void _gb_window_show_toast_action (GbWindow *self,
                                   const char *message,
                                   const char *label,
                                   const char *action);
void _gb_window_switch_account (GbWindow *self, const char *account);
void _gb_window_leave_office (GbWindow *self);
void _gb_window_restart_trial (GbWindow *self);
gboolean _gb_window_has_focus_in (GbWindow *self, GtkWidget *ancestor);

G_END_DECLS
