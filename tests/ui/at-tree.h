/* SPDX-License-Identifier: GPL-3.0-or-later */

/* This program as a screen reader has it: what at-reader.c finds on the accessibility bus. Needs
 * GTK's bridge to that bus, which NO_AT_BRIDGE keeps away. Main thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An object of the tree. Lists of words stand between blanks, so that " word " is found in them. */
typedef struct {
  guint depth; /* the program is 0, its windows are 1, and so are the popovers that show */
  char *role;  /* as the protocol names it: "push button" */
  char *states;
  char *name;
  char *label; /* the names of those that label it */
  char *description;
  char *attributes; /* key=value */
  char *actions;
  char *text; /* the beginning of it */
  int place;  /* among its siblings, from 0; -1: its parent does not know it */
  char *path; /* roles and names from the window to it, for a person */
} AtNode;

typedef struct _AtReader AtReader;

/* Starts the program $AT_READER. Returns: (transfer full) */
AtReader *at_reader_new (void);
void at_reader_free (AtReader *self);
/* Returns: (transfer full) (element-type AtNode): the visible objects, each before its children. */
GPtrArray *at_reader_look (AtReader *self);

gboolean at_node_is (const AtNode *self, const char *state);
/* Whether a reader can say what it is. */
gboolean at_node_has_name (const AtNode *self);
/* Whether one has to: something happens there, or it is a picture or a frame that is spoken of. */
gboolean at_node_needs_name (const AtNode *self);
/* The first with this role and this name, or without a name and with this label or text. (nullable)
 */
const AtNode *at_tree_find (GPtrArray *tree, const char *role, const char *name);

G_END_DECLS
