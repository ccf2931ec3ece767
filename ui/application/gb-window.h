/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "application/gb-application.h"
#include "application/gb-session.h"

#include <handy.h>

G_BEGIN_DECLS

/**
 * GbWindow:
 *
 * The main window: the welcome page, or boxes, list and document side by side as far as there is
 * room. Closing it saves first.
 */
#define GB_TYPE_WINDOW (gb_window_get_type ())
G_DECLARE_FINAL_TYPE (GbWindow, gb_window, GB, WINDOW, HdyApplicationWindow)

GtkWidget *gb_window_new (GbApplication *application, GbSession *session, GSettings *settings);

/* Goes into the trial without asking. account: (nullable): the one used last, or the drafter. */
void gb_window_open_trial (GbWindow *self, const char *account);
/* Going back to the office used last. The application asks the session before it makes the window,
 * so that the store is opened meanwhile: begin says that it is under way, end takes the result. */
gboolean gb_window_get_can_resume (GbWindow *self);
void gb_window_begin_resume (GbWindow *self);
void gb_window_end_resume (GbWindow *self, GAsyncResult *result);
/* Shows the window as soon as it has something to show: with the list, if that comes at once. */
void gb_window_present_soon (GbWindow *self);
/* Begins a new document as soon as there is a desk, with the menu of kinds. */
void gb_window_write_new (GbWindow *self);
/* A list has been shown, so that tests can wait for it. */
gboolean gb_window_get_list_ready (GbWindow *self);
/* It is hidden and sends what was pressed last. */
gboolean gb_window_get_is_closing (GbWindow *self);

G_END_DECLS
