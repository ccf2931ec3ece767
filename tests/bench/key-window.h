/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A process with one window, in which keys are pressed when its parent says so: the program's page
 * with all panels that can be open together, or a page that is nothing but contenteditable. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the parent reads begins a line with this: libraries write lines as well. */
#define KEY_WINDOW_ANSWER "result:"

/* Runs until its input ends. text: as of bench-text.h. Answers once when it is ready, with the
 * milliseconds that opening has taken; and then each line of its input:
 *  - "keys PLACE ROUND N": presses keys at a paragraph, and answers with the milliseconds that each
 *    has taken until it was painted;
 *  - "snapshot": the milliseconds that a snapshot takes in the page. */
void key_window_run_program (int *argc, char ***argv, const char *text);
void key_window_run_bare (int *argc, char ***argv, const char *text);

G_END_DECLS
