/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program itself with its main window, for tests: one application and one window a process, in
 * an empty home. How to look and to wait comes from page-rig.h. */

#pragma once

#include "page-rig.h"

#include "application/gb-application.h"
#include "application/gb-window.h"

G_BEGIN_DECLS

extern GbApplication *shell_application;
extern GtkWindow *shell_window; /* (nullable) once it is closed */

/* After g_test_init (): starts the program and shows its window. */
void shell_start (void);
/* Ends the program. */
void shell_end (void);

/* The first widget of the type below the window, seen or not. (nullable) */
gpointer shell_find (GType type);
/* Actions of the window. parameter: (nullable). */
void shell_activate (const char *action, GVariant *parameter);
gboolean shell_is_enabled (const char *action);
/* From the welcome page to the desk of one of the trial's people. */
void shell_open_trial (const char *account);
/* From one of them to another. */
void shell_switch_to (const char *account);
GbDesk *shell_get_desk (void); /* waits for it */
/* An interpretation that lacks nothing, beside the window. Returns: its id. */
char *shell_create (GbDesk *desk, const char *title);
/* The same with a text of its own: a <body>. */
char *shell_create_with_body (GbDesk *desk, const char *title, const char *body);
/* An act on what stands there, beside the window. Waits until it is sent. */
void shell_act (GbDesk *desk, const char *id, GbEventType type, const char *opinion);
/* Closes the window as a person does, and waits until it is gone. */
void shell_close (void);

G_END_DECLS
