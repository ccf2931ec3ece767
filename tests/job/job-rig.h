/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "application/gb-application.h"
#include "application/gb-window.h"
#include "document/gb-document-page.h"

G_BEGIN_DECLS

/* The program with its trial portal, driven as a person does: through actions, keys, an input
 * method and dialogs. One for each process. */
typedef struct {
  GbApplication *application; /* (owned) */
  GbWindow *window;           /* (borrowed) */
} Job;

/* Starts in an empty home, signed in as account. */
void job_start (Job *job, const char *account);
void job_quit (Job *job);

typedef gboolean (*JobCondition) (Job *job, gpointer data);
/* Runs the main loop until it holds; what: for the message after a minute. */
void job_wait (Job *job, const char *what, JobCondition condition, gpointer data);
void job_wait_ms (guint milliseconds);

GbDesk *job_get_desk (Job *job);
GbDocumentPage *job_get_page (Job *job);
/* The first visible widget of a type below the window, or in any other window of the program. */
GtkWidget *job_find (Job *job, GType type);

void job_switch_account (Job *job, const char *account);
void job_select_box (Job *job, const char *box);
/* Opens the only document of the box, as a click on its row does. */
void job_open_first (Job *job, const char *box);
void job_new (Job *job, const char *kind);

/* Through an input method, as a commit of candidates, with Enter between the lines. */
void job_type (Job *job, const char *text);
void job_press (Job *job, guint keyval, GdkModifierType modifiers);
/* Waits until it is on disk. */
void job_wait_saved (Job *job);
/* Waits until the store has this in the open document, by autosave or otherwise. */
void job_wait_text (Job *job, const char *text);

/* Waits until the act is possible, then does it, answering its dialog. opinion: (nullable). */
void job_act (Job *job, const char *action, const char *opinion);
void job_wait_state (Job *job, GbState state);
void job_wait_pending (Job *job, guint n_pending);
GbState job_get_state (Job *job);

/* kill -9; the portal's process is gone afterwards. */
void job_kill_portal (Job *job);
void job_restart_portal (Job *job);
/* What the portal has accepted for the open document, in its order: "type actor" a line. */
char *job_read_log (Job *job);
/* The public page of the open document: absolute. */
char *job_dup_page_address (Job *job);
/* What a real browser makes of an address: its HTML after scripts have run. */
char *job_browse (const char *address);

/* Writes GB_TEST_PICTURES/name.png, if the variable is set. */
void job_picture (Job *job, const char *name);

G_END_DECLS
