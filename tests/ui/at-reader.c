/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a screen reader is told: a process of its own on the accessibility bus, for the tests. For
 * each line of its input it walks through the tree of one program and prints a line for each
 * visible object: the depth and the fields of at-tree.h, between tabs. A full stop ends the tree.
 *
 * GTK's tree does not lead from a window down to its popovers. Readers learn of them from events,
 * and so does this one.
 *
 * It speaks the protocol itself: libatspi dispatches what comes in while it waits for an answer,
 * and waits for ever when that is a change of the tree.
 *
 *   at-reader PROCESS */

#include <gio/gio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS 20000
#define MAX_TEXT    200 /* characters of what an object has for a text */
#define MAX_DEPTH   100

#define REGISTRY   "org.a11y.atspi.Registry"
#define ACCESSIBLE "org.a11y.atspi.Accessible"
#define ACTION     "org.a11y.atspi.Action"
#define TEXT       "org.a11y.atspi.Text"
#define PROPERTIES "org.freedesktop.DBus.Properties"

/* Numbers of the protocol, with the words for them. */
enum {
  STATE_DEFUNCT = 6,
  STATE_SHOWING = 25,
  STATE_VISIBLE = 30
};
enum {
  RELATION_LABELLED_BY = 2
};

static const struct {
  guint number;
  const char *word;
} states[] = {
  { 1, "active" },     { 4, "checked" },     { 7, "editable" },   { 8, "enabled" },
  { 9, "expandable" }, { 10, "expanded" },   { 11, "focusable" }, { 12, "focused" },
  { 16, "modal" },     { 17, "multi-line" }, { 20, "pressed" },   { 22, "selectable" },
  { 23, "selected" },  { 24, "sensitive" },  { 25, "showing" },   { 26, "single-line" },
  { 30, "visible" },   { 33, "required" },   { 36, "invalid" },   { 41, "checkable" },
  { 42, "has-popup" }, { 43, "read-only" },
};

/* Not their names: the web process of WebKit 2.50 dies when a table's header cell is asked for it.
 */
static const struct {
  guint number;
  const char *name;
} roles[] = {
  { 2, "alert" },
  { 5, "calendar" },
  { 7, "check box" },
  { 8, "check menu item" },
  { 10, "column header" },
  { 11, "combo box" },
  { 16, "dialog" },
  { 19, "file chooser" },
  { 20, "filler" },
  { 23, "frame" },
  { 26, "icon" },
  { 27, "image" },
  { 29, "label" },
  { 31, "list" },
  { 32, "list item" },
  { 33, "menu" },
  { 34, "menu bar" },
  { 35, "menu item" },
  { 37, "page tab" },
  { 38, "page tab list" },
  { 39, "panel" },
  { 40, "password text" },
  { 42, "progress bar" },
  { 43, "push button" },
  { 44, "radio button" },
  { 45, "radio menu item" },
  { 47, "row header" },
  { 48, "scroll bar" },
  { 49, "scroll pane" },
  { 50, "separator" },
  { 51, "slider" },
  { 52, "spin button" },
  { 53, "split pane" },
  { 54, "status bar" },
  { 55, "table" },
  { 56, "table cell" },
  { 57, "table column header" },
  { 58, "table row header" },
  { 61, "text" },
  { 62, "toggle button" },
  { 63, "tool bar" },
  { 64, "tool tip" },
  { 65, "tree" },
  { 66, "tree table" },
  { 68, "viewport" },
  { 69, "window" },
  { 71, "header" },
  { 72, "footer" },
  { 73, "paragraph" },
  { 75, "application" },
  { 79, "entry" },
  { 81, "caption" },
  { 82, "document frame" },
  { 83, "heading" },
  { 85, "section" },
  { 88, "link" },
  { 90, "table row" },
  { 91, "tree item" },
  { 95, "document web" },
  { 98, "list box" },
  { 99, "grouping" },
  { 102, "info bar" },
  { 103, "level bar" },
  { 105, "block quote" },
  { 109, "article" },
  { 110, "landmark" },
  { 116, "static" },
};

typedef struct {
  char *bus;
  char *path;
} Object;

static GDBusConnection *bus;
static guint32 process;
static char *program_bus;   /* (nullable): its name on the bus */
static GPtrArray *popovers; /* of Object */
static GMainLoop *loop;

static void
object_free (gpointer data)
{
  Object *self = data;

  g_free (self->bus);
  g_free (self->path);
  g_free (self);
}

/* Returns: (nullable) (transfer full): whatever has ended meanwhile has no answer, and the next
 * look shows what became of it. */
static GVariant *
call (const Object *object, const char *interface, const char *method, GVariant *arguments)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer =
    g_dbus_connection_call_sync (bus, object->bus, object->path, interface, method, arguments, NULL,
                                 G_DBUS_CALL_FLAGS_NONE, PATIENCE_MS, NULL, &error);

  if (answer == NULL)
    g_debug ("%s%s: %s: %s", object->bus, object->path, method, error->message);
  return answer;
}

/* --- Questions ---------------------------------------------------------------------------------
 */

typedef enum {
  ASK_ATTRIBUTES,
  ASK_CHILD,
  ASK_CHILDREN,
  ASK_DESCRIPTION,
  ASK_INTERFACES,
  ASK_NAME,
  ASK_PLACE,
  ASK_ROLE,
  ASK_STATES,
  N_FIRST,
  ASK_RELATIONS = N_FIRST,
  ASK_ACTIONS, /* only those that have some */
  ASK_TEXT,    /* the same */
  N_QUESTIONS
} Question;

/* property: (nullable): is asked for instead of the method; arguments: (nullable): as text. */
static const struct {
  const char *interface;
  const char *method;
  const char *property;
  const char *arguments;
  const char *type; /* of the answer; of the value, for a property */
} questions[N_QUESTIONS] = {
  [ASK_ACTIONS] = { ACTION, "GetActions", NULL, NULL, "(a(sss))" },
  [ASK_ATTRIBUTES] = { ACCESSIBLE, "GetAttributes", NULL, NULL, "(a{ss})" },
  [ASK_CHILD] = { ACCESSIBLE, "GetChildAtIndex", NULL, "(0,)", "((so))" },
  [ASK_CHILDREN] = { ACCESSIBLE, "GetChildren", NULL, NULL, "(a(so))" },
  [ASK_DESCRIPTION] = { ACCESSIBLE, NULL, "Description", NULL, "s" },
  [ASK_INTERFACES] = { ACCESSIBLE, "GetInterfaces", NULL, NULL, "(as)" },
  [ASK_NAME] = { ACCESSIBLE, NULL, "Name", NULL, "s" },
  [ASK_PLACE] = { ACCESSIBLE, "GetIndexInParent", NULL, NULL, "(i)" },
  [ASK_RELATIONS] = { ACCESSIBLE, "GetRelationSet", NULL, NULL, "(a(ua(so)))" },
  [ASK_ROLE] = { ACCESSIBLE, "GetRole", NULL, NULL, "(u)" },
  [ASK_STATES] = { ACCESSIBLE, "GetState", NULL, NULL, "(au)" },
  [ASK_TEXT] = { TEXT, "GetText", NULL, "(0, -1)", "(s)" },
};

/* An object and what it has said of itself. */
typedef struct {
  Object object;
  GVariant *answers[N_QUESTIONS]; /* (nullable) each */
  guint64 states;
} Node;

/* One question that is on its way. */
typedef struct {
  Node *node;
  Question question;
  guint *n_waiting;
} Asked;

static void
node_free (gpointer data)
{
  Node *self = data;

  for (guint i = 0; i < N_QUESTIONS; i++)
    g_clear_pointer (&self->answers[i], g_variant_unref);
  g_free (self->object.bus);
  g_free (self->object.path);
  g_free (self);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
    g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer != NULL && questions[asked->question].property != NULL) {
    g_autoptr (GVariant) box = g_steal_pointer (&answer);

    g_variant_get (box, "(v)", &answer);
  }
  if (answer != NULL &&
      g_variant_is_of_type (answer, G_VARIANT_TYPE (questions[asked->question].type)))
    asked->node->answers[asked->question] = g_steal_pointer (&answer);
  *asked->n_waiting -= 1;
}

static void
ask (Node *node, Question question, guint *n_waiting)
{
  const char *property = questions[question].property;
  const char *arguments = questions[question].arguments;
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked){ node, question, n_waiting };
  *n_waiting += 1;
  g_dbus_connection_call (bus, node->object.bus, node->object.path,
                          property != NULL ? PROPERTIES : questions[question].interface,
                          property != NULL ? "Get" : questions[question].method,
                          property != NULL
                            ? g_variant_new ("(ss)", questions[question].interface, property)
                          : arguments != NULL ? g_variant_new_parsed (arguments)
                                              : NULL,
                          NULL, G_DBUS_CALL_FLAGS_NONE, PATIENCE_MS, NULL, answered_cb, asked);
}

static guint64
read_states (GVariant *answer)
{
  g_autoptr (GVariant) words = NULL;
  const guint32 *halves;
  gsize n = 0;

  if (answer == NULL)
    return 0;
  words = g_variant_get_child_value (answer, 0);
  halves = g_variant_get_fixed_array (words, &n, sizeof *halves);
  return n == 2 ? halves[0] | (guint64)halves[1] << 32 : 0;
}

static gboolean
has_interface (const Node *node, const char *interface)
{
  g_autofree const char **list = NULL;

  if (node->answers[ASK_INTERFACES] == NULL)
    return FALSE;
  g_variant_get (node->answers[ASK_INTERFACES], "(^a&s)", &list);
  return g_strv_contains (list, interface);
}

static guint32
get_role (const Node *node)
{
  guint32 number = 0;

  if (node->answers[ASK_ROLE] != NULL)
    g_variant_get (node->answers[ASK_ROLE], "(u)", &number);
  return number;
}

static void
wait_for_answers (const guint *n_waiting)
{
  while (*n_waiting > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Asks several objects at once, which saves most of the time. references: of (so). Returns:
 * (transfer full) (element-type Node) */
static GPtrArray *
ask_all (GVariantIter *references)
{
  GPtrArray *nodes = g_ptr_array_new_with_free_func (node_free);
  guint n_waiting = 0;
  char *name;
  char *path;

  while (g_variant_iter_next (references, "(so)", &name, &path)) {
    Node *node = g_new0 (Node, 1);

    node->object = (Object){ name, path };
    g_ptr_array_add (nodes, node);
    for (guint i = 0; i < N_FIRST; i++)
      ask (node, i, &n_waiting);
  }
  wait_for_answers (&n_waiting);
  for (guint i = 0; i < nodes->len; i++) {
    Node *node = g_ptr_array_index (nodes, i);

    node->states = read_states (node->answers[ASK_STATES]);
    ask (node, ASK_RELATIONS, &n_waiting);
    /* WebKit leaves the question for actions without an answer. */
    if (has_interface (node, ACTION) && g_strcmp0 (node->object.bus, program_bus) == 0)
      ask (node, ASK_ACTIONS, &n_waiting);
    if (has_interface (node, TEXT))
      ask (node, ASK_TEXT, &n_waiting);
  }
  wait_for_answers (&n_waiting);
  return nodes;
}

static gboolean
has_state (const Node *node, guint state)
{
  return (node->states >> state) & 1;
}

/* --- One object --------------------------------------------------------------------------------
 */

static void
print_field (const char *text)
{
  g_autofree char *line = g_strdup (text != NULL ? text : "");

  printf ("\t%s", g_strdelimit (line, "\t\r\n", ' '));
}

/* Lists stand between blanks, so that " word " is found in them. */
static void
print_states (const Node *node)
{
  g_autoptr (GString) words = g_string_new (" ");

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    if (has_state (node, states[i].number))
      g_string_append_printf (words, "%s ", states[i].word);
  }
  print_field (words->str);
}

/* The names of those that label it. */
static void
print_labels (const Node *node)
{
  g_autoptr (GVariantIter) relations = NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  GVariantIter *targets;
  guint32 type;

  if (node->answers[ASK_RELATIONS] != NULL) {
    g_variant_get (node->answers[ASK_RELATIONS], "(a(ua(so)))", &relations);
    while (g_variant_iter_loop (relations, "(ua(so))", &type, &targets)) {
      Object label;

      while (type == RELATION_LABELLED_BY &&
             g_variant_iter_next (targets, "(&s&o)", &label.bus, &label.path)) {
        g_autoptr (GVariant) box =
          call (&label, PROPERTIES, "Get", g_variant_new ("(ss)", ACCESSIBLE, "Name"));
        g_autoptr (GVariant) name = NULL;

        if (box != NULL)
          g_variant_get (box, "(v)", &name);
        if (name != NULL && g_variant_is_of_type (name, G_VARIANT_TYPE_STRING))
          g_string_append (words, g_variant_get_string (name, NULL));
      }
    }
  }
  print_field (words->str);
}

static void
print_attributes (GVariant *answer)
{
  g_autoptr (GVariantIter) attributes = NULL;
  g_autoptr (GString) words = g_string_new (" ");
  const char *key;
  const char *value;

  if (answer != NULL) {
    g_variant_get (answer, "(a{ss})", &attributes);
    while (g_variant_iter_next (attributes, "{&s&s}", &key, &value))
      g_string_append_printf (words, "%s=%s ", key, value);
  }
  print_field (words->str);
}

static void
print_actions (GVariant *answer)
{
  g_autoptr (GVariantIter) actions = NULL;
  g_autoptr (GString) words = g_string_new (" ");
  const char *name;

  if (answer != NULL) {
    g_variant_get (answer, "(a(sss))", &actions);
    while (g_variant_iter_next (actions, "(&s&s&s)", &name, NULL, NULL))
      g_string_append_printf (words, "%s ", name);
  }
  print_field (words->str);
}

static void
print_text (GVariant *answer)
{
  g_autofree char *start = NULL;
  const char *text = "";

  if (answer != NULL)
    g_variant_get (answer, "(&s)", &text);
  start = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_TEXT));
  print_field (start);
}

static void
print_role (const Node *node)
{
  g_autofree char *other = NULL;
  const char *name = NULL;
  guint32 number = get_role (node);

  for (guint i = 0; name == NULL && i < G_N_ELEMENTS (roles); i++) {
    if (roles[i].number == number)
      name = roles[i].name;
  }
  if (name == NULL)
    name = other = g_strdup_printf ("role %u", number);
  print_field (name);
}

static void
print_string (GVariant *answer)
{
  print_field (answer != NULL ? g_variant_get_string (answer, NULL) : NULL);
}

static void
print_place (GVariant *answer)
{
  g_autofree char *place = NULL;
  gint32 index = -1;

  if (answer != NULL)
    g_variant_get (answer, "(i)", &index);
  place = g_strdup_printf ("%d", index);
  print_field (place);
}

static void
print_node (const Node *node, int depth)
{
  printf ("%d", depth);
  print_role (node);
  print_states (node);
  print_string (node->answers[ASK_NAME]);
  print_labels (node);
  print_string (node->answers[ASK_DESCRIPTION]);
  print_attributes (node->answers[ASK_ATTRIBUTES]);
  print_actions (node->answers[ASK_ACTIONS]);
  print_text (node->answers[ASK_TEXT]);
  print_place (node->answers[ASK_PLACE]);
  putchar ('\n');
}

/* --- The tree ----------------------------------------------------------------------------------
 */

/* A list of its children does not name what is in a socket: the document of a web view, which is
 * another process. Returns: (transfer full) (element-type Node) */
static GPtrArray *
get_children (const Node *node)
{
  GVariant *answer = node->answers[ASK_CHILDREN];
  GVariant *child = node->answers[ASK_CHILD];
  g_autoptr (GVariant) children = answer != NULL ? g_variant_get_child_value (answer, 0) : NULL;
  GVariantIter iter;
  const char *path = NULL;

  if ((children == NULL || g_variant_n_children (children) == 0) && child != NULL) {
    g_variant_get (child, "((&s&o))", NULL, &path);
    /* A tuple of one reference. */
    if (!g_str_equal (path, "/org/a11y/atspi/null")) {
      g_variant_iter_init (&iter, child);
      return ask_all (&iter);
    }
  }
  if (children == NULL)
    return g_ptr_array_new ();
  g_variant_iter_init (&iter, children);
  return ask_all (&iter);
}

/* What a web view holds is not always said to be visible. */
static void
walk (const Node *node, int depth)
{
  g_autoptr (GPtrArray) children = NULL;

  if (depth > MAX_DEPTH || node->answers[ASK_NAME] == NULL || has_state (node, STATE_DEFUNCT) ||
      (depth > 0 && node->states != 0 && g_str_equal (node->object.bus, program_bus) &&
       !has_state (node, STATE_VISIBLE)))
    return;
  print_node (node, depth);
  children = get_children (node);
  for (guint i = 0; i < children->len; i++)
    walk (g_ptr_array_index (children, i), depth + 1);
}

/* Whether the connection belongs to the program. */
static gboolean
is_program (const char *name)
{
  const Object broker = { (char *)"org.freedesktop.DBus", (char *)"/org/freedesktop/DBus" };
  g_autoptr (GVariant) answer = call (&broker, "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                      g_variant_new ("(s)", name));
  guint32 id = 0;

  if (answer != NULL)
    g_variant_get (answer, "(u)", &id);
  return id == process;
}

static GPtrArray *
ask_one (const char *name, const char *path)
{
  g_autoptr (GVariant) reference = g_variant_ref_sink (g_variant_new ("((so))", name, path));
  GVariantIter iter;

  g_variant_iter_init (&iter, reference);
  return ask_all (&iter);
}

static void
look (void)
{
  g_autoptr (GPtrArray) desktop = ask_one (REGISTRY, "/org/a11y/atspi/accessible/root");
  g_autoptr (GPtrArray) programs = get_children (g_ptr_array_index (desktop, 0));

  for (guint i = 0; i < programs->len; i++) {
    const Node *program = g_ptr_array_index (programs, i);

    if (is_program (program->object.bus)) {
      g_free (program_bus);
      program_bus = g_strdup (program->object.bus);
      walk (program, 0);
    }
  }
  for (guint i = 0; i < popovers->len; i++) {
    const Object *popover = g_ptr_array_index (popovers, i);
    g_autoptr (GPtrArray) nodes = ask_one (popover->bus, popover->path);
    const Node *node = g_ptr_array_index (nodes, 0);

    if (has_state (node, STATE_SHOWING))
      walk (node, 1);
  }
  puts (".");
  fflush (stdout);
}

/* --- Events ------------------------------------------------------------------------------------
 */

static gboolean
is_same (gconstpointer one, gconstpointer other)
{
  const Object *a = one;
  const Object *b = other;

  return g_str_equal (a->bus, b->bus) && g_str_equal (a->path, b->path);
}

/* Something has come that its parent does not lead to. */
static void
shown_cb (GDBusConnection *connection,
          const char *sender,
          const char *path,
          const char *interface,
          const char *signal,
          GVariant *arguments,
          gpointer user_data)
{
  Object source = { (char *)sender, (char *)path };
  g_autoptr (GVariant) shown = g_variant_get_child_value (arguments, 1);
  g_autoptr (GVariant) answer = NULL;
  gint32 index = 0;

  if (!g_variant_is_of_type (shown, G_VARIANT_TYPE_INT32) || g_variant_get_int32 (shown) != 1 ||
      !is_program (sender) || g_ptr_array_find_with_equal_func (popovers, &source, is_same, NULL))
    return;
  answer = call (&source, ACCESSIBLE, "GetIndexInParent", NULL);
  if (answer != NULL)
    g_variant_get (answer, "(i)", &index);
  if (index < 0) {
    Object *popover = g_new (Object, 1);

    popover->bus = g_strdup (sender);
    popover->path = g_strdup (path);
    g_ptr_array_add (popovers, popover);
  }
}

static gboolean
read_cb (GIOChannel *channel, GIOCondition condition, gpointer user_data)
{
  g_autofree char *line = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL) {
    g_main_loop_quit (loop);
    return G_SOURCE_REMOVE;
  }
  look ();
  return G_SOURCE_CONTINUE;
}

/* --- Start -------------------------------------------------------------------------------------
 */

/* Returns: (nullable) (transfer full): the accessibility bus of this session. */
static GDBusConnection *
connect_bus (GError **error)
{
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);
  g_autoptr (GVariant) answer = NULL;
  const char *address;

  if (session == NULL)
    return NULL;
  answer = g_dbus_connection_call_sync (session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus",
                                        "GetAddress", NULL, G_VARIANT_TYPE ("(s)"),
                                        G_DBUS_CALL_FLAGS_NONE, PATIENCE_MS, NULL, error);
  if (answer == NULL)
    return NULL;
  g_variant_get (answer, "(&s)", &address);
  return g_dbus_connection_new_for_address_sync (address,
                                                 G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                   G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                 NULL, NULL, error);
}

int
main (int argc, char **argv)
{
  const Object registry = { (char *)REGISTRY, (char *)"/org/a11y/atspi/registry" };
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autoptr (GVariant) registered = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 2 || (process = strtoul (argv[1], NULL, 10)) == 0) {
    fputs ("usage: at-reader PROCESS\n", stderr);
    return 2;
  }
  bus = connect_bus (&error);
  if (bus == NULL) {
    fprintf (stderr, "at-reader: %s\n", error->message);
    return 1;
  }
  popovers = g_ptr_array_new_with_free_func (object_free);
  g_dbus_connection_signal_subscribe (bus, NULL, "org.a11y.atspi.Event.Object", "StateChanged",
                                      NULL, "showing", G_DBUS_SIGNAL_FLAGS_NONE, shown_cb, NULL,
                                      NULL);
  /* While it starts it has its name, and knows no object yet. */
  for (guint i = 0; i < PATIENCE_MS / 50 && registered == NULL; i++) {
    if (i > 0)
      g_usleep (50 * 1000);
    registered = call (&registry, REGISTRY, "RegisterEvent",
                       g_variant_new ("(s)", "object:state-changed:showing"));
  }
  if (registered == NULL) {
    fputs ("at-reader: the registry takes no event\n", stderr);
    return 1;
  }
  puts (".");
  fflush (stdout);
  loop = g_main_loop_new (NULL, FALSE);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, read_cb, NULL);
  g_main_loop_run (loop);
  g_main_loop_unref (loop);
  g_ptr_array_unref (popovers);
  g_free (program_bus);
  g_object_unref (bus);
  return 0;
}
