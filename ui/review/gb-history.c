/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns its rows, which are made anew from the events. Main thread. Used by the document page.
 */

#define G_LOG_DOMAIN "gb-history"

#include "config.h"

#include "review/gb-history.h"

#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <string.h>

struct _GbHistory {
  GtkBin parent_instance;

  /* Children */
  GtkListBox *list;

  /* Owned */
  char *current; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (GbHistory, gb_history, GTK_TYPE_BIN)

enum {
  SIGNAL_COMPARE,
  SIGNAL_CANCEL_OPERATION,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const struct {
  const char *symbol;
  const char *style_class;
} looks[GB_N_EVENT_TYPES] = {
  [GB_EVENT_REVISE] = { "✎", "gb-state-draft" },
  [GB_EVENT_SUBMIT] = { "→", "gb-state-in-review" },
  [GB_EVENT_RECALL] = { "←", "gb-state-draft" },
  [GB_EVENT_APPROVE] = { "✔", "gb-state-published" },
  [GB_EVENT_RETURN] = { "↩", "gb-state-returned" },
  [GB_EVENT_SCHEDULE] = { "◷", "gb-state-scheduled" },
  [GB_EVENT_UNSCHEDULE] = { "◷", "gb-state-draft" },
  [GB_EVENT_PUBLISH] = { "⇧", "gb-state-publishing" },
  [GB_EVENT_EMERGENCY] = { "⚠", "gb-state-failed" },
  [GB_EVENT_PUBLISHED] = { "✔", "gb-state-published" },
  [GB_EVENT_FAILED] = { "✖", "gb-state-failed" },
  [GB_EVENT_RATIFY] = { "✔", "gb-state-published" },
  [GB_EVENT_WITHDRAW] = { "⊘", "gb-state-withdrawn" },
  [GB_EVENT_DISCARD] = { "⊘", "gb-state-discarded" },
  [GB_EVENT_IGNORE] = { "◌", "gb-state-draft" },
  [GB_EVENT_OVERRIDE] = { "⚠", "gb-state-returned" },
  [GB_EVENT_REINSTATE] = { "↺", "gb-state-draft" },
};

static const char *
find_step_name (GbWorkflow *workflow, const char *id)
{
  GbRoute *route = gb_workflow_get_route (workflow);

  for (guint i = 0; i < gb_route_get_n_steps (route); i++) {
    const GbRouteStep *step = gb_route_get_step (route, i);

    if (g_strcmp0 (step->id, id) == 0)
      return step->name;
  }
  return NULL;
}

static void
compare_clicked_cb (GbHistory *self, GtkButton *button)
{
  g_signal_emit (self, signals[SIGNAL_COMPARE], 0, g_object_get_data (G_OBJECT (button), "digest"));
}

static void
cancel_clicked_cb (GbHistory *self, GtkButton *button)
{
  const gint64 *row = g_object_get_data (G_OBJECT (button), "row");

  g_signal_emit (self, signals[SIGNAL_CANCEL_OPERATION], 0, *row);
}

static GtkWidget *
new_label (const char *text, const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style_class != NULL)
    gtk_style_context_add_class (gtk_widget_get_style_context (label), style_class);
  return label;
}

/* The frame of a row: a sign at the left, what is said at its right. */
static GtkWidget *
new_row (const char *symbol, const char *style_class, GtkWidget **out_content)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *sign = gtk_label_new (symbol);

  gtk_label_set_width_chars (GTK_LABEL (sign), 2);
  gtk_widget_set_valign (sign, GTK_ALIGN_START);
  gtk_style_context_add_class (gtk_widget_get_style_context (sign), "gb-history-sign");
  gtk_style_context_add_class (gtk_widget_get_style_context (sign), style_class);
  gtk_widget_set_hexpand (content, TRUE);
  g_object_set (box, "margin", 9, NULL);
  gtk_container_add (GTK_CONTAINER (box), sign);
  gtk_container_add (GTK_CONTAINER (box), content);
  gtk_container_add (GTK_CONTAINER (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  *out_content = content;
  return row;
}

static GtkWidget *
new_text_button (const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_style_context_add_class (gtk_widget_get_style_context (button), "gb-small-button");
  return button;
}

static void
add_compare_button (GbHistory *self, GtkWidget *content, const char *digest)
{
  GtkWidget *button;

  if (*digest == '\0' || g_strcmp0 (digest, self->current) == 0)
    return;
  button = new_text_button (_ ("Compare with the present text"));
  g_object_set_data_full (G_OBJECT (button), "digest", g_strdup (digest), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (compare_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_container_add (GTK_CONTAINER (content), button);
}

static gboolean
names_a_version (GbEventType type)
{
  return type == GB_EVENT_REVISE || type == GB_EVENT_SUBMIT || type == GB_EVENT_PUBLISHED ||
         type == GB_EVENT_RETURN;
}

/* What a note is about: its rule and words, for one that takes another back those of the other. */
static void
add_finding (GtkWidget *content, GPtrArray *events, const GbEvent *event)
{
  g_autofree char *text = NULL;

  for (guint i = 0; event->type == GB_EVENT_REINSTATE && i < events->len; i++) {
    const GbEvent *other = g_ptr_array_index (events, i);

    if (g_str_equal (other->id, event->subject)) {
      event = other;
      break;
    }
  }
  if (*event->words != '\0')
    /* Translators: the words of a finding, and the rule that found them */
    text = g_strdup_printf (_ ("“%s” · %s"), event->words, event->rule);
  else
    text = g_strdup (event->rule);
  gtk_container_add (GTK_CONTAINER (content), new_label (text, NULL));
}

static GtkWidget *
new_event_row (GbHistory *self,
               GbWorkflow *workflow,
               GPtrArray *events,
               const GbEvent *event,
               guint times)
{
  const char *step = find_step_name (workflow, event->step);
  g_autofree char *time =
    gb_time_to_words (event->accepted_at != 0 ? event->accepted_at : event->made_at);
  g_autofree char *full_time =
    gb_time_to_full_words (event->accepted_at != 0 ? event->accepted_at : event->made_at, TRUE);
  g_autoptr (GString) title = g_string_new (gb_name_of_event (event->type));
  g_autofree char *who = NULL;
  GtkWidget *content;
  GtkWidget *row = new_row (looks[event->type].symbol, looks[event->type].style_class, &content);
  GtkWidget *detail;

  if (step != NULL)
    g_string_append_printf (title, " · %s", step);
  if (times > 1)
    g_string_append_printf (title, " × %u", times);
  gtk_container_add (GTK_CONTAINER (content), new_label (title->str, "gb-history-title"));

  if (g_strcmp0 (event->actor, "portal") == 0)
    who = g_strdup_printf ("%s · %s", _ ("Portal"), time);
  else
    who = g_strdup_printf ("%s · %s", event->actor_name, time);
  detail = new_label (who, "gb-caption");
  gtk_widget_set_tooltip_text (detail, full_time);
  gtk_container_add (GTK_CONTAINER (content), detail);
  if (event->type == GB_EVENT_SCHEDULE) {
    g_autofree char *due = gb_time_to_full_words (event->due_at, FALSE);

    gtk_container_add (GTK_CONTAINER (content), new_label (due, NULL));
  }
  if (gb_event_type_is_note (event->type))
    add_finding (content, events, event);
  if (*event->opinion != '\0')
    gtk_container_add (GTK_CONTAINER (content), new_label (event->opinion, "gb-quote"));
  if (event->seq == 0 && gb_event_type_is_note (event->type) && *event->revision == '\0')
    gtk_container_add (GTK_CONTAINER (content),
                       new_label (_ ("Goes with the text when it is submitted"), "gb-pending"));
  else if (event->seq == 0)
    gtk_container_add (GTK_CONTAINER (content), new_label (_ ("Waits to be sent"), "gb-pending"));
  if (names_a_version (event->type))
    add_compare_button (self, content, event->revision);
  return row;
}

static GtkWidget *
new_refused_row (GbHistory *self, const GbOperation *operation)
{
  /* Translators: %s is an act such as “Approved” */
  g_autofree char *title =
    g_strdup_printf (_ ("Refused: %s"), gb_name_of_operation (operation->kind));
  gint64 *id = g_new (gint64, 1);
  GtkWidget *content;
  GtkWidget *row = new_row ("✖", "gb-state-failed", &content);
  GtkWidget *button = new_text_button (_ ("Got It"));

  gtk_container_add (GTK_CONTAINER (content), new_label (title, "gb-history-title"));
  gtk_container_add (GTK_CONTAINER (content),
                     new_label (gb_message_for_problem (operation->error_type), NULL));
  *id = operation->row;
  g_object_set_data_full (G_OBJECT (button), "row", id, g_free);
  gtk_widget_set_tooltip_text (button,
                               _ ("Removes the refused act; the text on this computer stays."));
  g_signal_connect_object (button, "clicked", G_CALLBACK (cancel_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_container_add (GTK_CONTAINER (content), button);
  return row;
}

/* A person who changes the text ten times in a row is told once. */
static guint
count_alike (GPtrArray *events, guint last)
{
  const GbEvent *event = g_ptr_array_index (events, last);
  guint n = 1;

  if (event->type != GB_EVENT_REVISE)
    return 1;
  while (last >= n) {
    const GbEvent *before = g_ptr_array_index (events, last - n);

    if (before->type != GB_EVENT_REVISE || g_strcmp0 (before->actor, event->actor) != 0)
      break;
    n++;
  }
  return n;
}

static void
gb_history_finalize (GObject *object)
{
  GbHistory *self = GB_HISTORY (object);

  g_free (self->current);

  G_OBJECT_CLASS (gb_history_parent_class)->finalize (object);
}

static void
gb_history_class_init (GbHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gb_history_finalize;

  signals[SIGNAL_COMPARE] = g_signal_new ("compare", GB_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CANCEL_OPERATION] =
    g_signal_new ("cancel-operation", GB_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
gb_history_init (GbHistory *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new (NULL, NULL);
  GtkWidget *placeholder = gtk_label_new (_ ("Nothing has happened yet. What is submitted, "
                                             "reviewed and published is listed here."));

  gtk_label_set_line_wrap (GTK_LABEL (placeholder), TRUE);
  gtk_label_set_justify (GTK_LABEL (placeholder), GTK_JUSTIFY_CENTER);
  g_object_set (placeholder, "margin", 24, NULL);
  gtk_style_context_add_class (gtk_widget_get_style_context (placeholder), "dim-label");
  gtk_widget_show (placeholder);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (self->list, placeholder);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->list)),
                               "gb-history");
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->list)), _ ("History"));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_container_add (GTK_CONTAINER (scroller), GTK_WIDGET (self->list));
  gtk_widget_show_all (scroller);
  gtk_container_add (GTK_CONTAINER (self), scroller);
}

GtkWidget *
gb_history_new (void)
{
  return g_object_new (GB_TYPE_HISTORY, "visible", TRUE, NULL);
}

void
gb_history_set_events (GbHistory *self,
                       GbWorkflow *workflow,
                       GPtrArray *events,
                       GPtrArray *operations,
                       const char *current)
{
  g_return_if_fail (GB_IS_HISTORY (self));
  g_return_if_fail (GB_IS_WORKFLOW (workflow));
  g_return_if_fail (events != NULL);

  g_free (self->current);
  self->current = g_strdup (current);
  gtk_container_foreach (GTK_CONTAINER (self->list), (GtkCallback)gtk_widget_destroy, NULL);
  for (guint i = 0; operations != NULL && i < operations->len; i++) {
    const GbOperation *operation = g_ptr_array_index (operations, i);

    if (operation->state == GB_OPERATION_REFUSED)
      gtk_container_add (GTK_CONTAINER (self->list), new_refused_row (self, operation));
  }
  for (guint i = events->len; i > 0;) {
    guint times = count_alike (events, i - 1);

    gtk_container_add (
      GTK_CONTAINER (self->list),
      new_event_row (self, workflow, events, g_ptr_array_index (events, i - 1), times));
    i -= times;
  }
  gtk_widget_show_all (GTK_WIDGET (self->list));
}
