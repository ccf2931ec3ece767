/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns the checker of the open document, which only one thread uses at a time: it travels with the
 * task that is under way and comes back with its result. Main thread otherwise; used by
 * GbDocumentPage. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-runner.h"

#include "check/gb-checker.h"
#include "workflow/gb-verdicts.h"

#include <time.h>

struct _GbCheckRunner {
  GObject parent_instance;

  /* Owned */
  GbCheckData *data;         /* (nullable): what the program ships */
  GbCheckContext *context;   /* (nullable) */
  GbChecker *checker;        /* (nullable): under way, or none yet */
  GbDocument *wanted;        /* (nullable): to be checked next */
  GbDocument *under_way;     /* (nullable): being checked */
  GbDocument *checked;       /* (nullable): the one that items are about */
  GPtrArray *found;          /* (nullable): all items */
  GPtrArray *items;          /* (nullable): of which nothing was said */
  GPtrArray *settled;        /* (nullable): the others */
  GPtrArray *notes;          /* of GbEvent */
  char *problem;             /* (nullable) */
  GCancellable *cancellable; /* (nullable): of the task under way */

  GDate today; /* of the checker */
};

G_DEFINE_FINAL_TYPE (GbCheckRunner, gb_check_runner, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* One check, on its way to the thread and back. */
typedef struct {
  GbChecker *checker;      /* (nullable): made on the thread */
  GbCheckData *data;       /* (nullable) */
  GbCheckContext *context; /* (nullable) */
  GbDocument *document;
  GDate today;
  GPtrArray *items;
} Check;

static void
check_free (Check *check)
{
  g_clear_object (&check->checker);
  g_clear_object (&check->document);
  g_clear_pointer (&check->data, gb_check_data_unref);
  g_clear_pointer (&check->context, gb_check_context_unref);
  g_clear_pointer (&check->items, g_ptr_array_unref);
  g_free (check);
}

static void
check_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Check *check = task_data;
  g_autoptr (GPtrArray) findings = NULL;

  if (check->checker == NULL)
    check->checker = gb_checker_new (check->data, GB_CHECK_STAGE_SUBMIT, &check->today);
  gb_checker_set_context (check->checker, check->context);
  gb_checker_update (check->checker, check->document);
  findings = gb_checker_dup_findings (check->checker);
  check->items = gb_check_items_new (check->document, findings);
  g_task_return_boolean (task, TRUE);
}

static void start (GbCheckRunner *self);

static void
set_event (GbEvent **place, const GbEvent *event)
{
  g_clear_pointer (place, gb_event_unref);
  if (event != NULL)
    *place = gb_event_ref ((GbEvent *)event);
}

/* What was said of findings is brought together with what was found. */
static void
settle (GbCheckRunner *self)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();
  g_autoptr (GArray) verdicts = NULL;

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->settled, g_ptr_array_unref);
  if (self->found == NULL)
    return;
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_check_item_unref);
  self->settled = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_check_item_unref);
  for (guint i = 0; i < self->found->len; i++)
    g_ptr_array_add (marks, ((GbCheckItem *)g_ptr_array_index (self->found, i))->mark);
  verdicts = gb_verdicts_new (marks, self->notes, gb_document_get_digest (self->checked));
  for (guint i = 0; i < self->found->len; i++) {
    const GbVerdict *verdict = &g_array_index (verdicts, GbVerdict, i);
    GbCheckItem *item = g_ptr_array_index (self->found, i);
    /* Nothing that is said makes what these find less of an obstacle. */
    gboolean is_settled = (verdict->ignored != NULL || verdict->overridden != NULL) &&
                          !gb_check_is_locked (item->finding->rule);

    set_event (&item->ignored, is_settled ? verdict->ignored : NULL);
    set_event (&item->overridden, is_settled ? verdict->overridden : NULL);
    g_ptr_array_add (is_settled ? self->settled : self->items, gb_check_item_ref (item));
  }
}

static void
forget (GbCheckRunner *self)
{
  g_clear_pointer (&self->found, g_ptr_array_unref);
  settle (self);
}

static void
check_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GbCheckRunner *self = GB_CHECK_RUNNER (object);
  Check *check = g_task_get_task_data (G_TASK (result));

  /* Cancelled: it was about another document, whose successor may be under way already. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  g_clear_object (&self->cancellable);
  g_clear_object (&self->under_way);
  /* One of other tables is of no use any more. */
  if (check->data == self->data)
    g_set_object (&self->checker, check->checker);
  g_set_object (&self->checked, check->document);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = g_ptr_array_ref (check->items);
  settle (self);
  if (self->wanted != NULL)
    start (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_today (GbCheckRunner *self)
{
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_time_t (&today, time (NULL));
  /* A program that is left open over midnight begins anew. */
  if (!g_date_valid (&self->today) || g_date_compare (&today, &self->today) != 0) {
    g_clear_object (&self->checker);
    self->today = today;
  }
}

static void
start (GbCheckRunner *self)
{
  g_autoptr (GTask) task = NULL;
  Check *check = g_new0 (Check, 1);

  set_today (self);
  self->cancellable = g_cancellable_new ();
  check->checker = g_steal_pointer (&self->checker);
  check->data = self->data != NULL ? gb_check_data_ref (self->data) : NULL;
  check->context = self->context != NULL ? gb_check_context_ref (self->context) : NULL;
  check->document = g_steal_pointer (&self->wanted);
  check->today = self->today;
  g_set_object (&self->under_way, check->document);
  task = g_task_new (self, self->cancellable, check_cb, NULL);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, check, (GDestroyNotify)check_free);
  g_task_run_in_thread (task, check_thread);
}

static void
gb_check_runner_dispose (GObject *object)
{
  GbCheckRunner *self = GB_CHECK_RUNNER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->checker);
  g_clear_object (&self->wanted);
  g_clear_object (&self->under_way);
  g_clear_object (&self->checked);
  G_OBJECT_CLASS (gb_check_runner_parent_class)->dispose (object);
}

static void
gb_check_runner_finalize (GObject *object)
{
  GbCheckRunner *self = GB_CHECK_RUNNER (object);

  forget (self);
  g_ptr_array_unref (self->notes);
  g_clear_pointer (&self->data, gb_check_data_unref);
  g_clear_pointer (&self->context, gb_check_context_unref);
  g_free (self->problem);
  G_OBJECT_CLASS (gb_check_runner_parent_class)->finalize (object);
}

static void
gb_check_runner_class_init (GbCheckRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_check_runner_dispose;
  object_class->finalize = gb_check_runner_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", GB_TYPE_CHECK_RUNNER, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gb_check_runner_init (GbCheckRunner *self)
{
  g_date_clear (&self->today, 1);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_event_unref);
}

/* ───── Public functions ───── */

GbCheckRunner *
gb_check_runner_new (void)
{
  return g_object_new (GB_TYPE_CHECK_RUNNER, NULL);
}

static void
start_with (GbCheckRunner *self, GbDocument *document)
{
  g_set_object (&self->wanted, document);
  start (self);
}

/* The text that is being checked is checked once more, by the new ones. */
static void
check_again (GbCheckRunner *self)
{
  if (self->wanted != NULL)
    return;
  if (self->cancellable != NULL)
    g_set_object (&self->wanted, self->under_way);
  else if (self->checked != NULL)
    start_with (self, self->checked);
}

void
gb_check_runner_set_surroundings (GbCheckRunner *self,
                                  GbCheckData *data,
                                  const char *problem,
                                  GbCheckContext *context)
{
  g_return_if_fail (GB_IS_CHECK_RUNNER (self));

  g_free (self->problem);
  self->problem = g_strdup (problem);
  if (data == self->data && context == self->context)
    return;
  if (data != self->data) {
    g_clear_object (&self->checker);
    g_clear_pointer (&self->data, gb_check_data_unref);
    self->data = data != NULL ? gb_check_data_ref (data) : NULL;
  }
  if (context != self->context) {
    g_clear_pointer (&self->context, gb_check_context_unref);
    self->context = context != NULL ? gb_check_context_ref (context) : NULL;
  }
  check_again (self);
}

void
gb_check_runner_set_document (GbCheckRunner *self, GbDocument *document)
{
  g_return_if_fail (GB_IS_CHECK_RUNNER (self));
  g_return_if_fail (document == NULL || GB_IS_DOCUMENT (document));

  if (document == NULL) {
    gb_check_runner_clear (self);
    return;
  }
  if (document == self->checked && self->cancellable == NULL)
    return;
  g_set_object (&self->wanted, document);
  if (self->cancellable == NULL)
    start (self);
}

void
gb_check_runner_clear (GbCheckRunner *self)
{
  g_return_if_fail (GB_IS_CHECK_RUNNER (self));

  /* The checker that is under way goes with its task. */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->checker);
  g_clear_object (&self->wanted);
  g_clear_object (&self->under_way);
  g_clear_object (&self->checked);
  if (self->found == NULL)
    return;
  forget (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
gb_check_runner_set_notes (GbCheckRunner *self, GPtrArray *notes)
{
  gboolean is_same;

  g_return_if_fail (GB_IS_CHECK_RUNNER (self));

  is_same = self->notes->len == (notes != NULL ? notes->len : 0);
  for (guint i = 0; is_same && i < self->notes->len; i++) {
    const GbEvent *old = g_ptr_array_index (self->notes, i);
    const GbEvent *new = g_ptr_array_index (notes, i);

    is_same = g_str_equal (old->id, new->id) && old->seq == new->seq;
  }
  if (is_same)
    return;
  g_ptr_array_set_size (self->notes, 0);
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    g_ptr_array_add (self->notes, gb_event_ref (g_ptr_array_index (notes, i)));
  if (self->found == NULL)
    return;
  settle (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

GPtrArray *
gb_check_runner_get_settled (GbCheckRunner *self)
{
  g_return_val_if_fail (GB_IS_CHECK_RUNNER (self), NULL);

  return self->settled;
}

GPtrArray *
gb_check_runner_get_items (GbCheckRunner *self)
{
  g_return_val_if_fail (GB_IS_CHECK_RUNNER (self), NULL);

  return self->items;
}

GPtrArray *
gb_check_runner_dup_findings (GbCheckRunner *self)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_finding_free);

  g_return_val_if_fail (GB_IS_CHECK_RUNNER (self), NULL);

  for (guint i = 0; self->items != NULL && i < self->items->len; i++) {
    const GbCheckItem *item = g_ptr_array_index (self->items, i);

    g_ptr_array_add (findings, gb_finding_ref (item->finding));
  }
  return findings;
}

guint
gb_check_runner_count (GbCheckRunner *self, GbFindingLevel level)
{
  guint n = 0;

  g_return_val_if_fail (GB_IS_CHECK_RUNNER (self), 0);

  for (guint i = 0; self->items != NULL && i < self->items->len; i++) {
    const GbCheckItem *item = g_ptr_array_index (self->items, i);

    n += item->finding->level == level ? 1 : 0;
  }
  return n;
}

const char *
gb_check_runner_get_problem (GbCheckRunner *self)
{
  g_return_val_if_fail (GB_IS_CHECK_RUNNER (self), NULL);

  return self->problem;
}
