/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns the groups and a share of the findings; borrows the runner, which tells what was found, and
 * the findings of the editor, which underline and mend. What was mended leaves the list at once;
 * the next report, which comes by itself, says what the text is like then. Main thread; used by
 * GbDocumentPage. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-panel.h"

#include "check/gb-check-group.h"
#include "check/gb-check-settled.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <handy.h>
#include <string.h>

/* So few are shown with their words from the start. */
#define EXPANDED_ITEMS 12
#define N_LEVELS       (GB_FINDING_LEVEL_BLOCK + 1)

struct _GbCheckPanel {
  GtkBin parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkLabel *problem_label;
  GtkBox *groups_box;

  /* Owned */
  GPtrArray *items;          /* of GbCheckItem: what is listed */
  GHashTable *groups;        /* key → GbCheckGroup, borrowed from the box */
  GPtrArray *mending;        /* (nullable), of GbCheckItem: under way */
  GCancellable *cancellable; /* cancelled in dispose */

  /* Children */
  GtkWidget *captions[N_LEVELS];
  GbCheckSettled *settled;

  /* Borrowed */
  GbCheckRunner *runner;
  GbEditorFindings *findings;

  GbCheckRights rights;

  guint wants_settled : 1; /* to be in sight once there is room for it */
};

G_DEFINE_FINAL_TYPE (GbCheckPanel, gb_check_panel, GTK_TYPE_BIN)

enum {
  SIGNAL_GO_TO,
  SIGNAL_TOLD,
  SIGNAL_IGNORE,
  SIGNAL_OVERRIDE,
  SIGNAL_REINSTATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Findings that are listed together. */
typedef struct {
  char *key;
  GPtrArray *items; /* of GbCheckItem, borrowed */
} Group;

static void
group_free (Group *group)
{
  g_free (group->key);
  g_ptr_array_unref (group->items);
  g_free (group);
}

static char *
dup_key (const GbFinding *finding, gboolean with_alike)
{
  return g_strdup_printf ("%d %s %s", finding->level, finding->rule,
                          with_alike ? finding->alike : "");
}

/* How many findings of a level say the same. */
static GHashTable *
count_alike (GPtrArray *items)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < items->len; i++) {
    const GbCheckItem *item = g_ptr_array_index (items, i);
    char *key = dup_key (item->finding, TRUE);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

    g_hash_table_replace (counts, key, GUINT_TO_POINTER (n + 1));
  }
  return counts;
}

/* Those that can be mended together are a group; what is left of a rule is another. */
static GPtrArray *
sort_into_groups (GPtrArray *items)
{
  g_autoptr (GHashTable) counts = count_alike (items);
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify)group_free);

  for (guint i = 0; i < items->len; i++) {
    GbCheckItem *item = g_ptr_array_index (items, i);
    g_autofree char *key = dup_key (item->finding, TRUE);
    Group *group;

    if (GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) == 1) {
      g_free (key);
      key = dup_key (item->finding, FALSE);
    }
    group = g_hash_table_lookup (by_key, key);
    if (group == NULL) {
      group = g_new0 (Group, 1);
      group->key = g_steal_pointer (&key);
      group->items = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_check_item_unref);
      g_ptr_array_add (groups, group);
      g_hash_table_insert (by_key, group->key, group);
    }
    g_ptr_array_add (group->items, gb_check_item_ref (item));
  }
  return groups;
}

/* ───── Mending ───── */

static void update (GbCheckPanel *self);

static void
remove_mended (GbCheckPanel *self, GPtrArray *mended)
{
  for (guint i = 0; i < mended->len; i++)
    g_ptr_array_remove (self->items, g_ptr_array_index (mended, i));
  update (self);
}

static void
tell_mended (GbCheckPanel *self, guint n_mended, guint n_refused)
{
  g_autofree char *text = NULL;

  if (n_refused > 0)
    /* Translators: how many findings were left alone */
    text = g_strdup_printf (ngettext ("%u was left alone, for its text has changed meanwhile.",
                                      "%u were left alone, for their text has changed meanwhile.",
                                      n_refused),
                            n_refused);
  else if (n_mended > 1)
    /* Translators: how many findings were mended */
    text = g_strdup_printf (ngettext ("%u mended; Ctrl+Z takes it back.",
                                      "%u mended; Ctrl+Z takes them back together.", n_mended),
                            n_mended);
  if (text != NULL)
    g_signal_emit (self, signals[SIGNAL_TOLD], 0, text);
}

static void
mend_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbCheckPanel) self = user_data;
  g_autoptr (GPtrArray) mending = g_steal_pointer (&self->mending);
  g_autoptr (GError) error = NULL;
  guint n_mended;
  guint n_refused;

  if (!gb_editor_findings_mend_finish (GB_EDITOR_FINDINGS (object), result, &n_mended, &n_refused,
                                       &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_warning ("nothing was mended: %s", error->message);
      g_signal_emit (self, signals[SIGNAL_TOLD], 0,
                     _ ("The editor does not answer; nothing was mended. Try again."));
    }
    return;
  }
  if (mending != NULL && n_mended + n_refused > 0)
    remove_mended (self, mending);
  tell_mended (self, n_mended, n_refused);
}

static void
mend (GbCheckPanel *self, GPtrArray *items)
{
  g_autoptr (GArray) mends = g_array_new (FALSE, FALSE, sizeof (GbEditorMend));

  if ((self->rights & GB_CHECK_MAY_MEND) == 0 || self->mending != NULL)
    return;
  for (guint i = 0; i < items->len; i++) {
    const GbCheckItem *item = g_ptr_array_index (items, i);
    const GbEditorMend one = { .number = item->number, .fix = item->finding->fix };

    g_array_append_val (mends, one);
  }
  self->mending = g_ptr_array_ref (items);
  gb_editor_findings_mend_async (self->findings, (const GbEditorMend *)mends->data, mends->len,
                                 self->cancellable, mend_cb, g_object_ref (self));
}

/* ───── The list ───── */

static void
go_to_cb (GbCheckPanel *self, GbCheckItem *item)
{
  g_signal_emit (self, signals[SIGNAL_GO_TO], 0, item);
}

static void
ignore_cb (GbCheckPanel *self, GbCheckItem *item)
{
  g_signal_emit (self, signals[SIGNAL_IGNORE], 0, item);
}

static void
override_cb (GbCheckPanel *self, GbCheckItem *item)
{
  g_signal_emit (self, signals[SIGNAL_OVERRIDE], 0, item);
}

static void
reinstate_cb (GbCheckPanel *self, const char *id)
{
  g_signal_emit (self, signals[SIGNAL_REINSTATE], 0, id);
}

/* What was just unfolded has its place only now. */
static void
settled_allocated_cb (GtkWidget *settled, GdkRectangle *allocation, gpointer user_data)
{
  GbCheckPanel *self = GB_CHECK_PANEL (user_data);
  GtkWidget *viewport = gtk_widget_get_ancestor (settled, GTK_TYPE_VIEWPORT);
  int y = 0;

  if (!self->wants_settled ||
      !gtk_widget_translate_coordinates (settled, GTK_WIDGET (self->groups_box), 0, 0, NULL, &y))
    return;
  self->wants_settled = FALSE;
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)), y);
}

static GbCheckGroup *
get_group (GbCheckPanel *self, const char *key)
{
  GbCheckGroup *group = g_hash_table_lookup (self->groups, key);

  if (group != NULL)
    return group;
  group = GB_CHECK_GROUP (gb_check_group_new ());
  g_object_set (group, "expanded", self->items->len <= EXPANDED_ITEMS, NULL);
  g_signal_connect_object (group, "go-to", G_CALLBACK (go_to_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "mend", G_CALLBACK (mend), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "ignore", G_CALLBACK (ignore_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "override", G_CALLBACK (override_cb), self, G_CONNECT_SWAPPED);
  gtk_container_add (GTK_CONTAINER (self->groups_box), GTK_WIDGET (group));
  g_hash_table_insert (self->groups, g_strdup (key), group);
  return group;
}

static void
remove_others (GbCheckPanel *self, GHashTable *kept)
{
  GHashTableIter iter;
  gpointer key;
  gpointer group;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, &key, &group)) {
    if (g_hash_table_contains (kept, key))
      continue;
    g_hash_table_iter_remove (&iter);
    gtk_widget_destroy (GTK_WIDGET (group));
  }
}

static void
update_groups (GbCheckPanel *self)
{
  g_autoptr (GPtrArray) groups = sort_into_groups (self->items);
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean is_level_used[N_LEVELS] = { FALSE };
  int position = 0;

  for (guint i = 0; i < groups->len; i++) {
    const Group *group = g_ptr_array_index (groups, i);
    const GbCheckItem *first = g_ptr_array_index (group->items, 0);
    const GbFindingLevel level = first->finding->level;
    GbCheckGroup *widget = get_group (self, group->key);

    if (!is_level_used[level])
      gtk_box_reorder_child (self->groups_box, self->captions[level], position++);
    is_level_used[level] = TRUE;
    gb_check_group_set_items (widget, group->items, self->rights);
    gtk_box_reorder_child (self->groups_box, GTK_WIDGET (widget), position++);
    g_hash_table_add (kept, group->key);
  }
  for (guint level = 0; level < N_LEVELS; level++)
    gtk_widget_set_visible (self->captions[level], is_level_used[level]);
  remove_others (self, kept);
  gtk_box_reorder_child (self->groups_box, GTK_WIDGET (self->settled), -1);
  gb_check_settled_set_items (self->settled, gb_check_runner_get_settled (self->runner),
                              self->rights);
}

static void
mark_current (GbCheckPanel *self)
{
  guint number = gb_editor_findings_get_current (self->findings);
  GHashTableIter iter;
  gpointer group;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &group))
    gb_check_group_mark (group, number);
}

static void
update (GbCheckPanel *self)
{
  const char *problem = gb_check_runner_get_problem (self->runner);
  GPtrArray *settled = gb_check_runner_get_settled (self->runner);
  const char *page = "list";

  if (gb_check_runner_get_items (self->runner) == NULL)
    page = "checking";
  else if (self->items->len == 0 && settled->len == 0)
    page = "empty";
  update_groups (self);
  mark_current (self);
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  if (problem != NULL) {
    /* Translators: %s is a technical message in English, which names the file */
    g_autofree char *text =
      g_strdup_printf (_ ("Your office’s own word lists could not be read, so only those of the "
                          "program were used: %s"),
                       problem);

    gtk_label_set_label (self->problem_label, text);
  }
}

/* The text learns of what is about it. */
static void
hand_over (GbCheckPanel *self)
{
  g_autoptr (GArray) findings = g_array_new (FALSE, TRUE, sizeof (GbEditorFinding));
  guint number;

  for (guint i = 0; i < self->items->len; i++) {
    const GbCheckItem *item = g_ptr_array_index (self->items, i);
    GbEditorFinding finding = {
      .block = gb_check_item_get_block (item),
      .offset_chars = item->finding->offset_chars,
      .length_chars = item->finding->length_chars,
      .level = item->finding->level,
      .text = item->text,
    };

    if (finding.block != NULL)
      g_array_append_val (findings, finding);
  }
  number = gb_editor_findings_show (self->findings, (const GbEditorFinding *)findings->data,
                                    findings->len);
  for (guint i = 0; i < self->items->len; i++) {
    GbCheckItem *item = g_ptr_array_index (self->items, i);

    item->number = gb_check_item_get_block (item) != NULL ? number++ : 0;
  }
}

static void
runner_changed_cb (GbCheckPanel *self)
{
  GPtrArray *items = gb_check_runner_get_items (self->runner);

  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; items != NULL && i < items->len; i++)
    g_ptr_array_add (self->items, gb_check_item_ref (g_ptr_array_index (items, i)));
  if (items != NULL)
    hand_over (self);
  update (self);
}

/* ───── Keys ───── */

static GbCheckItem *
find_current (GbCheckPanel *self)
{
  guint number = gb_editor_findings_get_current (self->findings);

  for (guint i = 0; number != 0 && i < self->items->len; i++) {
    GbCheckItem *item = g_ptr_array_index (self->items, i);

    if (item->number == number)
      return item;
  }
  return NULL;
}

static void
step_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbCheckPanel) self = user_data;
  g_autoptr (GError) error = NULL;
  guint number;

  if (!gb_editor_findings_step_finish (GB_EDITOR_FINDINGS (object), result, &number, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_debug ("no next finding: %s", error->message);
    return;
  }
  if (number != 0)
    return;
  if (self->items->len > 0)
    go_to_cb (self, g_ptr_array_index (self->items, 0));
  else
    g_signal_emit (self, signals[SIGNAL_TOLD], 0, _ ("Nothing was found in this document."));
}

/* ───── The widget ───── */

static GtkWidget *
new_caption (GbFindingLevel level)
{
  static const char *const words[] = {
    [GB_FINDING_LEVEL_HINT] = N_ ("Suggestions"),
    [GB_FINDING_LEVEL_WARNING] = N_ ("Worth a Look"),
    [GB_FINDING_LEVEL_ERROR] = N_ ("Mistakes"),
    [GB_FINDING_LEVEL_BLOCK] = N_ ("To Be Mended before Submission"),
  };
  GtkWidget *label = gtk_label_new (_ (words[level]));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_style_context_add_class (gtk_widget_get_style_context (label), "gb-section");
  atk_object_set_role (gtk_widget_get_accessible (label), ATK_ROLE_HEADING);
  return label;
}

static void
gb_check_panel_dispose (GObject *object)
{
  GbCheckPanel *self = GB_CHECK_PANEL (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (gb_check_panel_parent_class)->dispose (object);
}

static void
gb_check_panel_finalize (GObject *object)
{
  GbCheckPanel *self = GB_CHECK_PANEL (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->mending, g_ptr_array_unref);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->groups);
  G_OBJECT_CLASS (gb_check_panel_parent_class)->finalize (object);
}

static void
gb_check_panel_class_init (GbCheckPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gb_check_panel_dispose;
  object_class->finalize = gb_check_panel_finalize;

  signals[SIGNAL_GO_TO] = g_signal_new ("go-to", GB_TYPE_CHECK_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_TOLD] = g_signal_new ("told", GB_TYPE_CHECK_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_IGNORE] = g_signal_new ("ignore", GB_TYPE_CHECK_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_OVERRIDE] = g_signal_new ("override", GB_TYPE_CHECK_PANEL, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_REINSTATE] = g_signal_new ("reinstate", GB_TYPE_CHECK_PANEL, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-check-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, GbCheckPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, GbCheckPanel, problem_label);
  gtk_widget_class_bind_template_child (widget_class, GbCheckPanel, groups_box);
}

static void
gb_check_panel_init (GbCheckPanel *self)
{
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_check_item_unref);
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settled = GB_CHECK_SETTLED (gb_check_settled_new ());
  g_signal_connect_object (self->settled, "go-to", G_CALLBACK (go_to_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settled, "override", G_CALLBACK (override_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settled, "reinstate", G_CALLBACK (reinstate_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settled, "size-allocate", G_CALLBACK (settled_allocated_cb), self,
                           G_CONNECT_AFTER);
  gtk_container_add (GTK_CONTAINER (self->groups_box), GTK_WIDGET (self->settled));
  for (guint level = 0; level < N_LEVELS; level++) {
    self->captions[level] = new_caption ((GbFindingLevel)level);
    gtk_container_add (GTK_CONTAINER (self->groups_box), self->captions[level]);
  }
}

/* ───── Public functions ───── */

GtkWidget *
gb_check_panel_new (GbCheckRunner *runner, GbEditorFindings *findings)
{
  GbCheckPanel *self;

  g_return_val_if_fail (GB_IS_CHECK_RUNNER (runner), NULL);
  g_return_val_if_fail (GB_IS_EDITOR_FINDINGS (findings), NULL);

  self = g_object_new (GB_TYPE_CHECK_PANEL, "visible", TRUE, NULL);
  self->runner = runner;
  self->findings = findings;
  g_signal_connect_object (runner, "changed", G_CALLBACK (runner_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (findings, "notify::current", G_CALLBACK (mark_current), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

void
gb_check_panel_set_rights (GbCheckPanel *self, GbCheckRights rights)
{
  g_return_if_fail (GB_IS_CHECK_PANEL (self));

  if (self->rights == rights)
    return;
  self->rights = rights;
  update (self);
}

void
gb_check_panel_step (GbCheckPanel *self, int direction)
{
  g_return_if_fail (GB_IS_CHECK_PANEL (self));

  gb_editor_findings_step_async (self->findings, direction, self->cancellable, step_cb,
                                 g_object_ref (self));
}

void
gb_check_panel_mend (GbCheckPanel *self, gboolean alike)
{
  g_autoptr (GPtrArray) items = NULL;
  GbCheckItem *current;

  g_return_if_fail (GB_IS_CHECK_PANEL (self));

  current = find_current (self);
  if (current == NULL) {
    gb_check_panel_step (self, 1);
    return;
  }
  if (!gb_check_item_can_mend (current)) {
    g_signal_emit (self, signals[SIGNAL_TOLD], 0, _ ("This has to be mended by hand."));
    return;
  }
  items = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_check_item_unref);
  for (guint i = 0; i < self->items->len; i++) {
    GbCheckItem *item = g_ptr_array_index (self->items, i);

    if (item == current || (alike && gb_check_item_can_mend (item) &&
                            strcmp (item->finding->rule, current->finding->rule) == 0 &&
                            strcmp (item->finding->alike, current->finding->alike) == 0))
      g_ptr_array_add (items, gb_check_item_ref (item));
  }
  mend (self, items);
}

void
gb_check_panel_focus_first (GbCheckPanel *self)
{
  g_autoptr (GList) children = NULL;

  g_return_if_fail (GB_IS_CHECK_PANEL (self));

  children = gtk_container_get_children (GTK_CONTAINER (self->groups_box));
  for (GList *l = children; l != NULL; l = l->next) {
    if (!GB_IS_CHECK_GROUP (l->data))
      continue;
    g_object_set (l->data, "expanded", TRUE, NULL);
    gtk_widget_child_focus (l->data, GTK_DIR_TAB_FORWARD);
    return;
  }
}

void
gb_check_panel_ignore (GbCheckPanel *self)
{
  GbCheckItem *current;

  g_return_if_fail (GB_IS_CHECK_PANEL (self));

  current = find_current (self);
  if (current == NULL) {
    gb_check_panel_step (self, 1);
    return;
  }
  if (gb_check_is_locked (current->finding->rule))
    g_signal_emit (self, signals[SIGNAL_TOLD], 0, gb_message_for_problem ("rule-locked"));
  else if ((self->rights & GB_CHECK_MAY_IGNORE) != 0)
    ignore_cb (self, current);
  else if ((self->rights & GB_CHECK_MAY_OVERRIDE) != 0 &&
           current->finding->level == GB_FINDING_LEVEL_BLOCK)
    override_cb (self, current);
}

void
gb_check_panel_focus_settled (GbCheckPanel *self)
{
  g_return_if_fail (GB_IS_CHECK_PANEL (self));

  self->wants_settled = TRUE;
  gb_check_settled_expand (self->settled);
  gtk_widget_queue_resize (GTK_WIDGET (self->settled));
  gtk_widget_child_focus (GTK_WIDGET (self->settled), GTK_DIR_TAB_FORWARD);
}
