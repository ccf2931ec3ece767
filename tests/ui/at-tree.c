/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "gb-at-tree"

#include "config.h"

#include "at-tree.h"

#include "page-rig.h"

#include <string.h>
#include <unistd.h>

enum {
  FIELD_DEPTH,
  FIELD_ROLE,
  FIELD_STATES,
  FIELD_NAME,
  FIELD_LABEL,
  FIELD_DESCRIPTION,
  FIELD_ATTRIBUTES,
  FIELD_ACTIONS,
  FIELD_TEXT,
  FIELD_PLACE,
  N_FIELDS
};

struct _AtReader {
  GSubprocess *process;
  GDataInputStream *lines;
};

/* Something happens there, or it is spoken of. */
static const char *const named_roles[] = {
  "alert",        "check box",     "check menu item", "combo box",     "dialog",
  "document web", "entry",         "file chooser",    "frame",         "image",
  "link",         "list box",      "list item",       "menu",          "menu item",
  "page tab",     "password text", "push button",     "radio button",  "radio menu item",
  "slider",       "spin button",   "table cell",      "toggle button", "tool bar",
  "tree item",
};

static const char *const web_roles[] = { "check box", "combo box",   "entry",   "image",
                                         "link",      "push button", "text box" };

/* Take the focus for what is in them. */
static const char *const frames[] = { "panel", "scroll pane", "viewport" };

static void
node_free (gpointer data)
{
  AtNode *self = data;

  g_free (self->role);
  g_free (self->states);
  g_free (self->name);
  g_free (self->label);
  g_free (self->description);
  g_free (self->attributes);
  g_free (self->actions);
  g_free (self->text);
  g_free (self->path);
  g_free (self);
}

gboolean
at_node_is (const AtNode *self, const char *state)
{
  g_autofree char *word = g_strdup_printf (" %s ", state);

  return strstr (self->states, word) != NULL;
}

gboolean
at_node_has_name (const AtNode *self)
{
  return self->name[strspn (self->name, " ")] != '\0' ||
         self->label[strspn (self->label, " ")] != '\0';
}

static gboolean
is_among (const char *role, const char *const *roles, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    if (g_str_equal (role, roles[i]))
      return TRUE;
  }
  return FALSE;
}

gboolean
at_node_needs_name (const AtNode *self)
{
  /* On a web page a list item is called by what stands in it. */
  if (strstr (self->path, "/ document web “") != NULL)
    return is_among (self->role, web_roles, G_N_ELEMENTS (web_roles));
  return is_among (self->role, named_roles, G_N_ELEMENTS (named_roles)) ||
         self->actions[strspn (self->actions, " ")] != '\0' ||
         (at_node_is (self, "focusable") && !is_among (self->role, frames, G_N_ELEMENTS (frames)));
}

static const char *
get_words (const AtNode *self)
{
  if (self->name[0] != '\0')
    return self->name;
  return self->label[0] != '\0' ? self->label : self->text;
}

const AtNode *
at_tree_find (GPtrArray *tree, const char *role, const char *name)
{
  for (guint i = 0; i < tree->len; i++) {
    const AtNode *node = g_ptr_array_index (tree, i);

    if (g_str_equal (node->role, role) && g_str_equal (get_words (node), name))
      return node;
  }
  return NULL;
}

/* --- The reader --------------------------------------------------------------------------------
 */

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

/* The program has to answer the reader meanwhile. Returns: (transfer full) */
static char *
read_line (AtReader *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *line;

  g_data_input_stream_read_line_async (self->lines, G_PRIORITY_DEFAULT, NULL, take_result_cb,
                                       &result);
  rig_wait_for (result != NULL);
  line = g_data_input_stream_read_line_finish (self->lines, result, NULL, &error);
  g_assert_no_error (error);
  if (line == NULL)
    g_error ("the reader has ended");
  return line;
}

AtReader *
at_reader_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup_printf ("%d", getpid ());
  g_autofree char *line = NULL;
  AtReader *self = g_new0 (AtReader, 1);

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                    &error, g_getenv ("AT_READER"), id, NULL);
  g_assert_no_error (error);
  self->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = read_line (self);
  g_assert_cmpstr (line, ==, ".");
  return self;
}

void
at_reader_free (AtReader *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait_check_async (self->process, NULL, take_result_cb, &result);
  rig_wait_for (result != NULL);
  g_subprocess_wait_check_finish (self->process, result, &error);
  g_assert_no_error (error);
  g_object_unref (self->lines);
  g_object_unref (self->process);
  g_free (self);
}

/* parents: those on the way to it. */
static AtNode *
parse (const char *line, GPtrArray *parents)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", -1);
  AtNode *self = g_new0 (AtNode, 1);
  guint64 depth = 0;
  gint64 place = 0;

  g_assert_cmpuint (g_strv_length (fields), ==, N_FIELDS);
  g_assert_true (g_ascii_string_to_unsigned (fields[FIELD_DEPTH], 10, 0, 1000, &depth, NULL));
  g_assert_true (g_ascii_string_to_signed (fields[FIELD_PLACE], 10, -1, G_MAXINT, &place, NULL));
  self->depth = depth;
  self->place = place;
  self->role = g_strdup (fields[FIELD_ROLE]);
  self->states = g_strdup (fields[FIELD_STATES]);
  self->name = g_strdup (fields[FIELD_NAME]);
  self->label = g_strdup (fields[FIELD_LABEL]);
  self->description = g_strdup (fields[FIELD_DESCRIPTION]);
  self->attributes = g_strdup (fields[FIELD_ATTRIBUTES]);
  self->actions = g_strdup (fields[FIELD_ACTIONS]);
  self->text = g_strchomp (g_strdup (fields[FIELD_TEXT]));
  while (parents->len > 0 &&
         ((AtNode *)g_ptr_array_index (parents, parents->len - 1))->depth >= self->depth)
    g_ptr_array_set_size (parents, parents->len - 1);
  self->path = g_strdup_printf (
    "%s / %s “%s”",
    parents->len > 0 ? ((AtNode *)g_ptr_array_index (parents, parents->len - 1))->path : "",
    self->role, self->name);
  g_ptr_array_add (parents, self);
  return self;
}

GPtrArray *
at_reader_look (AtReader *self)
{
  g_autoptr (GPtrArray) parents = g_ptr_array_new ();
  GPtrArray *tree = g_ptr_array_new_with_free_func (node_free);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->process), "\n", 1, NULL, NULL,
                             &error);
  g_assert_no_error (error);
  while (TRUE) {
    g_autofree char *line = read_line (self);

    if (g_str_equal (line, "."))
      return tree;
    g_ptr_array_add (tree, parse (line, parents));
  }
}
