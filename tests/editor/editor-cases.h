/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor-rig.h"

G_BEGIN_DECLS

/* One text, what a person does with it, and what has to come out. A script has one deed a line:
 *
 *   type:TEXT           one key for each character
 *   key:ACCELERATOR     one key with modifiers
 *   action:NAME         an action of the group "editor", with its target as in menus
 *   link:ADDRESS        what the popover does when an address is applied
 *   html:MARKUP         puts markup on the clipboard and pastes it
 *   text:TEXT           puts plain text on the clipboard and pastes it; | is a line break
 *
 * editor_cases_add_verb () adds others. */
typedef struct {
  const char *name;
  const char *body;     /* what is loaded, without the body element */
  const char *script;   /* lines, as above */
  const char *expected; /* without the body element and without ids */
  const char *title;    /* (nullable): what is loaded as the title */
} EditorCase;

/* Does what a line says after its colon; the runner then waits until the page has seen all keys. */
typedef void (*EditorVerb) (Rig *rig, const char *argument);

/* name is static and without the colon. */
void editor_cases_add_verb (const char *name, EditorVerb run);

/* Adds a test for each case; rig and cases live as long as the tests. */
void editor_cases_add (Rig *rig, const char *path, const EditorCase *cases, gsize n_cases);

G_END_DECLS
