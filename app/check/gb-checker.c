/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GbChecker owns the blocks of the last update with what was found in each; it lives on the thread
 * that calls it. gb-check.c uses one for a single look, the window one for each open document. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-checker.h"

#include "check/gb-check-rule.h"

#include <string.h>

typedef struct {
  GbCheckBlock *block;
  GPtrArray *findings; /* (nullable): of GbFinding; %NULL for none */
} Entry;

struct _GbChecker {
  GObject parent_instance;

  /* Owned */
  GbCheckData *data;
  GbCheckContext *context;      /* (nullable) */
  GPtrArray *entries;           /* of Entry: the blocks of the last update in their order */
  GPtrArray *document_findings; /* of GbFinding */

  GDate today;
  GbCheckStage stage;
  GbDocumentKind kind; /* of the last update: rules are for kinds */
  guint n_checked;

  guint blocking_only : 1;
  guint is_stale : 1; /* no entry may be used again */
};

/* One update: the old entries by their place and by their id. */
typedef struct {
  GbChecker *checker;
  GbCheckRun *run;
  GPtrArray *old;
  GHashTable *by_id; /* (nullable): made when places and ids part */
  guint next;        /* the old entry that is expected */
} Update;

G_DEFINE_FINAL_TYPE (GbChecker, gb_checker, G_TYPE_OBJECT)

static void
entry_free (Entry *self)
{
  gb_check_block_free (self->block);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self);
}

static gboolean
is_wanted (const GbCheckRun *run, const GbRuleFamily *family)
{
  if (!run->blocking_only)
    return TRUE;
  for (guint i = 0; i < family->n_rules; i++) {
    if (gb_check_wants (run, &family->rules[i]))
      return TRUE;
  }
  return FALSE;
}

static GPtrArray *
run_block (GbCheckRun *run, const GbCheckBlock *block)
{
  guint n_families;
  const GbRuleFamily *const *families = gb_rules_get_families (&n_families);
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_finding_free);

  run->findings = findings;
  for (guint i = 0; i < n_families; i++) {
    const GbRuleFamily *family = families[i];

    if (family->check_block != NULL && is_wanted (run, family) &&
        (family->features == 0 || (family->features & block->features) != 0))
      family->check_block (run, block);
  }
  run->findings = NULL;
  if (findings->len > 0)
    return findings;
  g_ptr_array_unref (findings);
  return NULL;
}

static gboolean
is_same_place (const GbCheckBlock *a, const GbCheckBlock *b)
{
  return g_strcmp0 (a->id, b->id) == 0 && g_strcmp0 (a->field, b->field) == 0;
}

static gboolean
is_same (const GbCheckBlock *a, const GbCheckBlock *b)
{
  return a->role == b->role && a->level == b->level && a->is_header == b->is_header &&
         a->is_quoted == b->is_quoted && strcmp (a->text, b->text) == 0;
}

/* Documents are mostly changed inside one block: the entry at the same place is the right one. When
 * a block came or went, the rest is found by id. */
static Entry *
take_old_entry (Update *update, const GbCheckBlock *block)
{
  gpointer found;
  Entry *entry = NULL;

  if (update->next < update->old->len) {
    entry = update->old->pdata[update->next];
    if (entry != NULL && is_same_place (entry->block, block)) {
      update->old->pdata[update->next++] = NULL;
      return entry;
    }
  }
  if (block->id == NULL)
    return NULL;
  if (update->by_id == NULL) {
    update->by_id = g_hash_table_new (g_str_hash, g_str_equal);
    for (guint i = update->next; i < update->old->len; i++) {
      entry = update->old->pdata[i];
      if (entry != NULL && entry->block->id != NULL)
        g_hash_table_insert (update->by_id, entry->block->id, GUINT_TO_POINTER (i));
    }
  }
  if (!g_hash_table_lookup_extended (update->by_id, block->id, NULL, &found) ||
      update->old->pdata[GPOINTER_TO_UINT (found)] == NULL)
    return NULL;
  update->next = GPOINTER_TO_UINT (found) + 1;
  entry = update->old->pdata[update->next - 1];
  update->old->pdata[update->next - 1] = NULL;
  g_hash_table_remove (update->by_id, block->id);
  return entry;
}

static void
take_place (GbCheckBlock *target, const GbCheckBlock *source)
{
  target->node = source->node;
  target->table = source->table;
  target->row = source->row;
  target->column = source->column;
}

static void
visit_block (const GbCheckBlock *block, gpointer user_data)
{
  Update *update = user_data;
  Entry *entry = take_old_entry (update, block);

  if (entry != NULL && (update->checker->is_stale || !is_same (entry->block, block)))
    g_clear_pointer (&entry, entry_free);
  if (entry == NULL) {
    entry = g_new0 (Entry, 1);
    entry->block = gb_check_block_new (block->id, block->role, block->text);
    entry->block->field = block->field;
    entry->block->level = block->level;
    entry->block->is_header = block->is_header;
    entry->block->is_quoted = block->is_quoted;
    take_place (entry->block, block);
    entry->findings = run_block (update->run, entry->block);
    update->checker->n_checked++;
  } else {
    take_place (entry->block, block);
  }
  g_ptr_array_add (update->checker->entries, entry);
  g_ptr_array_add (update->run->blocks, entry->block);
}

static void
run_document (GbCheckRun *run)
{
  guint n_families;
  const GbRuleFamily *const *families = gb_rules_get_families (&n_families);

  for (guint i = 0; i < n_families; i++) {
    if (families[i]->check_document != NULL && is_wanted (run, families[i]))
      families[i]->check_document (run);
  }
}

static void
old_entry_free (gpointer entry)
{
  if (entry != NULL)
    entry_free (entry);
}

static void
gb_checker_finalize (GObject *object)
{
  GbChecker *self = GB_CHECKER (object);

  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->document_findings);
  gb_check_data_unref (self->data);
  g_clear_pointer (&self->context, gb_check_context_unref);
  G_OBJECT_CLASS (gb_checker_parent_class)->finalize (object);
}

static void
gb_checker_class_init (GbCheckerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gb_checker_finalize;
}

static void
gb_checker_init (GbChecker *self)
{
  self->entries = g_ptr_array_new_with_free_func (old_entry_free);
  self->document_findings = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_finding_free);
}

GbChecker *
gb_checker_new (GbCheckData *data, GbCheckStage stage, const GDate *today)
{
  GbChecker *self;

  g_return_val_if_fail (today != NULL && g_date_valid (today), NULL);

  self = g_object_new (GB_TYPE_CHECKER, NULL);
  self->data = data != NULL ? gb_check_data_ref (data) : gb_check_data_ref_shipped ();
  self->stage = stage;
  self->today = *today;
  return self;
}

void
gb_checker_set_context (GbChecker *self, GbCheckContext *context)
{
  g_return_if_fail (GB_IS_CHECKER (self));

  if (context == self->context)
    return;
  g_clear_pointer (&self->context, gb_check_context_unref);
  self->context = context != NULL ? gb_check_context_ref (context) : NULL;
  self->is_stale = TRUE;
}

void
gb_checker_set_blocking_only (GbChecker *self, gboolean blocking_only)
{
  g_return_if_fail (GB_IS_CHECKER (self));

  self->is_stale = self->is_stale || self->blocking_only != (blocking_only != FALSE);
  self->blocking_only = blocking_only != FALSE;
}

/**
 * gb_checker_update:
 * @self: a checker
 * @document: the document as it is now, or another one
 *
 * Brings the findings up to date.
 */
void
gb_checker_update (GbChecker *self, GbDocument *document)
{
  g_autoptr (GPtrArray) old = NULL;
  g_autoptr (GPtrArray) blocks = g_ptr_array_new ();
  GbCheckRun run = { 0 };
  Update update = { 0 };

  g_return_if_fail (GB_IS_CHECKER (self));
  g_return_if_fail (GB_IS_DOCUMENT (document));

  run.document = document;
  run.metadata = gb_document_get_metadata (document);
  run.kind = gb_document_get_kind (document);
  run.stage = self->stage;
  run.today = self->today;
  run.data = self->data;
  run.context = self->context;
  run.blocks = blocks;
  run.levels = gb_rules_get_levels (self->data);
  run.blocking_only = self->blocking_only;

  self->is_stale = self->is_stale || run.kind != self->kind;
  self->kind = run.kind;
  self->n_checked = 0;
  old = g_steal_pointer (&self->entries);
  self->entries = g_ptr_array_new_with_free_func (old_entry_free);
  update.checker = self;
  update.run = &run;
  update.old = old;
  gb_check_block_walk (document, visit_block, &update);
  g_clear_pointer (&update.by_id, g_hash_table_unref);
  self->is_stale = FALSE;

  g_ptr_array_set_size (self->document_findings, 0);
  run.findings = self->document_findings;
  run_document (&run);
}

static void
add_all (GPtrArray *target, GPtrArray *findings)
{
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    g_ptr_array_add (target, gb_finding_ref (g_ptr_array_index (findings, i)));
}

static int
compare_offsets (gconstpointer a, gconstpointer b)
{
  const GbFinding *finding_a = *(GbFinding *const *)a;
  const GbFinding *finding_b = *(GbFinding *const *)b;

  return finding_a->offset_chars < finding_b->offset_chars
           ? -1
           : finding_a->offset_chars > finding_b->offset_chars;
}

/* Rules of the whole document name blocks too: their findings stand with those of the block. */
GPtrArray *
gb_checker_dup_findings (GbChecker *self)
{
  GPtrArray *result;
  g_autoptr (GHashTable) by_block = NULL;

  g_return_val_if_fail (GB_IS_CHECKER (self), NULL);

  result = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_finding_free);
  by_block =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < self->document_findings->len; i++) {
    GbFinding *finding = g_ptr_array_index (self->document_findings, i);
    GPtrArray *of_block;

    if (finding->block == NULL) {
      g_ptr_array_add (result, gb_finding_ref (finding));
      continue;
    }
    of_block = g_hash_table_lookup (by_block, finding->block);
    if (of_block == NULL) {
      of_block = g_ptr_array_new ();
      g_hash_table_insert (by_block, finding->block, of_block);
    }
    g_ptr_array_add (of_block, finding);
  }
  for (guint i = 0; i < self->entries->len; i++) {
    const Entry *entry = g_ptr_array_index (self->entries, i);
    g_autoptr (GPtrArray) here = g_ptr_array_new ();
    GPtrArray *of_block =
      entry->block->id != NULL ? g_hash_table_lookup (by_block, entry->block->id) : NULL;

    if (of_block != NULL)
      g_ptr_array_extend (here, of_block, NULL, NULL);
    if (entry->findings != NULL)
      g_ptr_array_extend (here, entry->findings, NULL, NULL);
    g_ptr_array_sort (here, compare_offsets);
    add_all (result, here);
    if (of_block != NULL)
      g_hash_table_remove (by_block, entry->block->id);
  }
  /* Tables, figures and rules of lines have ids, but no text. */
  for (guint i = 0; i < self->document_findings->len; i++) {
    GbFinding *finding = g_ptr_array_index (self->document_findings, i);

    if (finding->block != NULL && g_hash_table_contains (by_block, finding->block))
      g_ptr_array_add (result, gb_finding_ref (finding));
  }
  return result;
}

guint
gb_checker_get_n_checked (GbChecker *self)
{
  g_return_val_if_fail (GB_IS_CHECKER (self), 0);

  return self->n_checked;
}
