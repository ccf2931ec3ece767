/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"
#include "workflow/gb-workflow.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * GbDecisionDialog:
 *
 * Asks for the opinion or reason of an act (approve, return, withdraw, emergency, ratify, ignore,
 * override) and says what exactly is decided on and what happens next. Answers GTK_RESPONSE_ACCEPT.
 */
#define GB_TYPE_DECISION_DIALOG (gb_decision_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GbDecisionDialog, gb_decision_dialog, GB, DECISION_DIALOG, GtkDialog)

GtkWidget *gb_decision_dialog_new (GtkWindow *parent,
                                   GbEventType type,
                                   GbWorkflow *workflow,
                                   GbDocument *document);

GbEventType gb_decision_dialog_get_event_type (GbDecisionDialog *self);
/* Returns: (transfer full): without white space around it; may be empty where it is optional. */
char *gb_decision_dialog_dup_opinion (GbDecisionDialog *self);
/* For an act that is about a finding: its words and what is wrong with them. */
void
gb_decision_dialog_set_subject (GbDecisionDialog *self, const char *words, const char *message);
/* What one should know before one decides; "" for nothing. */
void gb_decision_dialog_set_remarks (GbDecisionDialog *self, const char *remarks);
/* As if the person had typed it. */
void gb_decision_dialog_set_opinion (GbDecisionDialog *self, const char *opinion);

G_END_DECLS
