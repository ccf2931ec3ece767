/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/gb-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbDocumentList:
 *
 * The second pane: the documents of a box or column, with search. It follows the desk by itself,
 * keeps selection and focus when documents move, and makes rows only as far as the person scrolls,
 * so that a hundred thousand documents are as quick as ten.
 *
 * Properties: "selected" (string, nullable): the document's id; "back-visible" and "compact"
 * (boolean): the header's buttons when the sidebar is folded away.
 * Signals: "activated" (): the person wants to see the selected document; "back" (); "loaded" (): a
 * list has arrived.
 */
#define GB_TYPE_DOCUMENT_LIST (gb_document_list_get_type ())
G_DECLARE_FINAL_TYPE (GbDocumentList, gb_document_list, GB, DOCUMENT_LIST, GtkBin)

void gb_document_list_set_desk (GbDocumentList *self, GbDesk *desk); /* (nullable) */
void
gb_document_list_set_box (GbDocumentList *self, GbBox box, const char *column, const char *title);
const char *gb_document_list_get_selected (GbDocumentList *self); /* (nullable) */
/* Selects the document now, or when it appears in the list. */
void gb_document_list_select (GbDocumentList *self, const char *id);
guint gb_document_list_get_n_items (GbDocumentList *self); /* as many as are shown */
/* Selects what is on top. Returns: FALSE if the list is empty. */
gboolean gb_document_list_select_first (GbDocumentList *self);
/* step: 1 or -1. */
void gb_document_list_move_selection (GbDocumentList *self, int step);
/* (nullable): the selected document's. */
const GbSummary *gb_document_list_get_selected_summary (GbDocumentList *self);
void gb_document_list_start_search (GbDocumentList *self);
gboolean gb_document_list_get_is_searching (GbDocumentList *self);
void gb_document_list_clear_search (GbDocumentList *self);
void gb_document_list_focus (GbDocumentList *self);
/* Offers the event to the search entry, so that typing in the list searches. */
gboolean gb_document_list_handle_key (GbDocumentList *self, GdkEvent *event);
/* FALSE: the button for new documents says why it is off. */
void gb_document_list_set_may_write (GbDocumentList *self, gboolean may_write);
GtkWidget *gb_document_list_get_header_bar (GbDocumentList *self);
void gb_document_list_show_new_menu (GbDocumentList *self);
void gb_document_list_show_outbox (GbDocumentList *self);

G_END_DECLS
