/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns references to the workflow and account it shows. Main thread. Used by the document page.
 */

#define G_LOG_DOMAIN "gb-review-bar"

#include "config.h"

#include "review/gb-review-bar.h"

#include "widgets/gb-messages.h"

#include <glib/gi18n.h>

struct _GbReviewBar {
  GtkBin parent_instance;

  /* Template children */
  GtkBox *box;
  GtkScrolledWindow *steps_window;
  GtkBox *steps;
  GtkLabel *status;
  GtkBox *buttons;
  GtkButton *recall_button;
  GtkButton *unschedule_button;
  GtkButton *return_button;
  GtkButton *approve_button;

  /* Owned */
  GbWorkflow *workflow; /* (nullable) */
  GbAccount *account;   /* (nullable) */

  gboolean is_narrow;
};

typedef enum {
  STEP_DONE,
  STEP_CURRENT,
  STEP_RETURNED,
  STEP_FAILED,
  STEP_TO_COME,
} StepState;

static const struct {
  const char *symbol;
  const char *style_class;
  const char *word; /* for those who hear it */
} step_looks[] = {
  [STEP_DONE] = { "✔", "gb-step-done", NC_ ("step", "done") },
  [STEP_CURRENT] = { "●", "gb-step-current", NC_ ("step", "now") },
  [STEP_RETURNED] = { "↩", "gb-step-returned", NC_ ("step", "sent back") },
  [STEP_FAILED] = { "✖", "gb-step-failed", NC_ ("step", "failed") },
  [STEP_TO_COME] = { "○", "gb-step-to-come", NC_ ("step", "to come") },
};

G_DEFINE_FINAL_TYPE (GbReviewBar, gb_review_bar, GTK_TYPE_BIN)

/* A long route is wider than a narrow window: the step that it has come to is in sight. */
static void
step_allocated_cb (GtkWidget *label, GdkRectangle *allocation, gpointer user_data)
{
  GbReviewBar *self = GB_REVIEW_BAR (user_data);

  gtk_adjustment_clamp_page (gtk_scrolled_window_get_hadjustment (self->steps_window),
                             allocation->x, allocation->x + allocation->width);
}

static void
show_rule_cb (GtkWidget *child, gpointer user_data)
{
  GbReviewBar *self = GB_REVIEW_BAR (user_data);

  if (GTK_IS_SEPARATOR (child))
    gtk_widget_set_visible (child, !self->is_narrow);
}

static void
add_step (GbReviewBar *self, const char *name, StepState state, const char *tooltip)
{
  GtkWidget *label;
  g_autofree char *text = g_strdup_printf ("%s %s", name, step_looks[state].symbol);
  g_autofree char *spoken =
    g_strdup_printf ("%s: %s", name, g_dpgettext2 (NULL, "step", step_looks[state].word));
  GList *children = gtk_container_get_children (GTK_CONTAINER (self->steps));

  if (children != NULL) {
    GtkWidget *rule = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

    gtk_widget_set_valign (rule, GTK_ALIGN_CENTER);
    gtk_widget_set_no_show_all (rule, TRUE);
    gtk_widget_set_visible (rule, !self->is_narrow);
    gtk_style_context_add_class (gtk_widget_get_style_context (rule), "gb-step-rule");
    gtk_container_add (GTK_CONTAINER (self->steps), rule);
  }
  g_list_free (children);
  label = gtk_label_new (text);
  gtk_widget_set_tooltip_text (label, tooltip);
  gtk_style_context_add_class (gtk_widget_get_style_context (label), "gb-step");
  gtk_style_context_add_class (gtk_widget_get_style_context (label), step_looks[state].style_class);
  atk_object_set_name (gtk_widget_get_accessible (label), spoken);
  gtk_container_add (GTK_CONTAINER (self->steps), label);
  if (state == STEP_CURRENT || state == STEP_RETURNED || state == STEP_FAILED)
    g_signal_connect (label, "size-allocate", G_CALLBACK (step_allocated_cb), self);
}

static const GbDecision *
find_decision (GbWorkflow *workflow, guint step)
{
  GPtrArray *decisions = gb_workflow_get_decisions (workflow);

  for (guint i = decisions->len; i > 0; i--) {
    const GbDecision *decision = g_ptr_array_index (decisions, i - 1);

    if (decision->step_index == step && decision->valid)
      return decision;
  }
  return NULL;
}

static StepState
get_drafting_state (GbState state)
{
  if (state == GB_STATE_DRAFT)
    return STEP_CURRENT;
  return state == GB_STATE_RETURNED ? STEP_RETURNED : STEP_DONE;
}

static StepState
get_publishing_state (GbState state)
{
  switch (state) {
  case GB_STATE_APPROVED:
  case GB_STATE_SCHEDULED:
  case GB_STATE_PUBLISHING:
    return STEP_CURRENT;
  case GB_STATE_PUBLISHED:
  case GB_STATE_WITHDRAWN:
  case GB_STATE_SUPERSEDED:
    return STEP_DONE;
  case GB_STATE_FAILED:
    return STEP_FAILED;
  case GB_STATE_DRAFT:
  case GB_STATE_IN_REVIEW:
  case GB_STATE_RETURNED:
  case GB_STATE_DISCARDED:
  default:
    return STEP_TO_COME;
  }
}

static void
show_steps (GbReviewBar *self)
{
  GbRoute *route = gb_workflow_get_route (self->workflow);
  GbState state = gb_workflow_get_state (self->workflow);
  int current = gb_workflow_get_step_index (self->workflow);

  gtk_container_foreach (GTK_CONTAINER (self->steps), (GtkCallback)gtk_widget_destroy, NULL);
  add_step (self, C_ ("step", "Drafting"), get_drafting_state (state),
            gb_workflow_get_author_name (self->workflow));
  for (guint i = 0; i < gb_route_get_n_steps (route); i++) {
    const GbRouteStep *step = gb_route_get_step (route, i);
    const GbDecision *decision = find_decision (self->workflow, i);
    g_autofree char *time = NULL;
    g_autofree char *tooltip = NULL;
    StepState step_state = STEP_TO_COME;

    if ((int)i == current) {
      step_state = STEP_CURRENT;
    } else if (decision != NULL && decision->event->type == GB_EVENT_APPROVE) {
      step_state = STEP_DONE;
      time = gb_time_to_words (decision->event->accepted_at != 0 ? decision->event->accepted_at
                                                                 : decision->event->made_at);
      tooltip = g_strdup_printf ("%s %s", decision->event->actor_name, time);
    }
    if (tooltip == NULL)
      tooltip = g_strdup (gb_name_of_role (step->role));
    add_step (self, step->name, step_state, tooltip);
  }
  add_step (self, C_ ("step", "Publication"), get_publishing_state (state), NULL);
  gtk_widget_show_all (GTK_WIDGET (self->steps));
}

static const GbRouteStep *
get_current_step (GbReviewBar *self)
{
  int current = gb_workflow_get_step_index (self->workflow);

  if (current < 0)
    return NULL;
  return gb_route_get_step (gb_workflow_get_route (self->workflow), (guint)current);
}

static char *
describe (GbReviewBar *self)
{
  const GbRouteStep *step = get_current_step (self);
  const GbEvent *event;
  g_autofree char *time = NULL;

  switch (gb_workflow_get_state (self->workflow)) {
  case GB_STATE_IN_REVIEW:
    if (step == NULL)
      return g_strdup ("");
    /* Translators: %s is a role, such as “Deputy leader” */
    return g_strdup_printf (_ ("Waiting for: %s"), gb_name_of_role (step->role));
  case GB_STATE_RETURNED:
    event = gb_workflow_get_last_return (self->workflow);
    /* Translators: %s is a person’s name */
    return event != NULL ? g_strdup_printf (_ ("Sent back by %s"), event->actor_name)
                         : g_strdup ("");
  case GB_STATE_APPROVED:
    return g_strdup (_ ("Reviewed; waiting for publication"));
  case GB_STATE_SCHEDULED:
    event = gb_workflow_get_schedule (self->workflow);
    time = gb_time_to_words (event != NULL ? event->due_at : 0);
    /* Translators: %s is a time */
    return g_strdup_printf (_ ("To be published: %s"), time);
  case GB_STATE_PUBLISHING:
    return g_strdup (_ ("On its way to the portal…"));
  case GB_STATE_PUBLISHED:
    if (gb_workflow_get_unratified (self->workflow))
      return g_strdup (_ ("Emergency release; waiting to be confirmed"));
    event = gb_workflow_get_live (self->workflow);
    time = gb_time_to_words (event != NULL ? event->accepted_at : 0);
    /* Translators: %s is a time */
    return g_strdup_printf (_ ("Published: %s"), time);
  case GB_STATE_FAILED:
    return g_strdup (_ ("The portal could not publish it"));
  case GB_STATE_WITHDRAWN:
    return g_strdup (_ ("Taken off the portal"));
  case GB_STATE_DRAFT:
  case GB_STATE_SUPERSEDED:
  case GB_STATE_DISCARDED:
  default:
    return g_strdup ("");
  }
}

static char *
get_approve_label (GbReviewBar *self)
{
  GbRoute *route = gb_workflow_get_route (self->workflow);
  guint next = (guint)(gb_workflow_get_step_index (self->workflow) + 1);

  if (next < gb_route_get_n_steps (route))
    /* Translators: %s is the next step of the review, such as 三审 */
    return g_strdup_printf (_ ("_Approve and Pass to %s"), gb_route_get_step (route, next)->name);
  return g_strdup (_ ("_Approve"));
}

/* A button that is off says why. */
static void
explain (GbReviewBar *self, GtkButton *button, GbEventType type)
{
  g_autoptr (GError) error = NULL;

  if (gb_workflow_may (self->workflow, type, self->account, &error)) {
    gtk_widget_set_tooltip_text (GTK_WIDGET (button), NULL);
  } else {
    g_autofree char *reason = gb_message_for_error (error);

    gtk_widget_set_tooltip_text (GTK_WIDGET (button), reason);
  }
}

static void
show_buttons (GbReviewBar *self)
{
  const GbRouteStep *step = get_current_step (self);
  gboolean is_reviewer = step != NULL && (gb_account_get_roles (self->account) & step->role) != 0;
  gboolean can_recall = gb_workflow_may (self->workflow, GB_EVENT_RECALL, self->account, NULL);
  gboolean can_unschedule =
    gb_workflow_may (self->workflow, GB_EVENT_UNSCHEDULE, self->account, NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->return_button), is_reviewer);
  gtk_widget_set_visible (GTK_WIDGET (self->approve_button), is_reviewer);
  gtk_widget_set_visible (GTK_WIDGET (self->recall_button), can_recall && !is_reviewer);
  gtk_widget_set_visible (GTK_WIDGET (self->unschedule_button), can_unschedule);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), is_reviewer || can_recall || can_unschedule);
  if (is_reviewer) {
    g_autofree char *label = get_approve_label (self);

    gtk_button_set_label (self->approve_button, label);
    explain (self, self->approve_button, GB_EVENT_APPROVE);
    explain (self, self->return_button, GB_EVENT_RETURN);
  }
}

static void
gb_review_bar_dispose (GObject *object)
{
  GbReviewBar *self = GB_REVIEW_BAR (object);

  g_clear_object (&self->workflow);
  g_clear_pointer (&self->account, gb_account_unref);

  G_OBJECT_CLASS (gb_review_bar_parent_class)->dispose (object);
}

static void
gb_review_bar_class_init (GbReviewBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gb_review_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-review-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, GbReviewBar, box);
  gtk_widget_class_bind_template_child (widget_class, GbReviewBar, steps_window);
  gtk_widget_class_bind_template_child (widget_class, GbReviewBar, steps);
  gtk_widget_class_bind_template_child (widget_class, GbReviewBar, status);
  gtk_widget_class_bind_template_child (widget_class, GbReviewBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, GbReviewBar, recall_button);
  gtk_widget_class_bind_template_child (widget_class, GbReviewBar, unschedule_button);
  gtk_widget_class_bind_template_child (widget_class, GbReviewBar, return_button);
  gtk_widget_class_bind_template_child (widget_class, GbReviewBar, approve_button);
}

static void
gb_review_bar_init (GbReviewBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gb_review_bar_set_workflow (GbReviewBar *self, GbWorkflow *workflow, GbAccount *account)
{
  g_autofree char *status = NULL;

  g_return_if_fail (GB_IS_REVIEW_BAR (self));
  g_return_if_fail (GB_IS_WORKFLOW (workflow));
  g_return_if_fail (account != NULL);

  g_set_object (&self->workflow, workflow);
  gb_account_ref (account);
  g_clear_pointer (&self->account, gb_account_unref);
  self->account = account;
  show_steps (self);
  show_buttons (self);
  status = describe (self);
  gtk_label_set_text (self->status, status);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *status != '\0');
}

void
gb_review_bar_set_narrow (GbReviewBar *self, gboolean narrow)
{
  g_return_if_fail (GB_IS_REVIEW_BAR (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_halign (GTK_WIDGET (self->buttons), narrow ? GTK_ALIGN_FILL : GTK_ALIGN_END);
  gtk_box_set_homogeneous (self->buttons, FALSE);
  gtk_container_child_set (GTK_CONTAINER (self->buttons), GTK_WIDGET (self->approve_button),
                           "expand", narrow, NULL);
  self->is_narrow = narrow;
  gtk_container_foreach (GTK_CONTAINER (self->steps), show_rule_cb, self);
}

char *
gb_review_bar_dup_progress (GbReviewBar *self)
{
  GList *children;
  GString *text;

  g_return_val_if_fail (GB_IS_REVIEW_BAR (self), NULL);

  text = g_string_new (NULL);
  children = gtk_container_get_children (GTK_CONTAINER (self->steps));
  for (GList *l = children; l != NULL; l = l->next) {
    if (!GTK_IS_LABEL (l->data))
      continue;
    if (text->len > 0)
      g_string_append (text, " — ");
    g_string_append (text, gtk_label_get_text (l->data));
  }
  g_list_free (children);
  return g_string_free (text, FALSE);
}
