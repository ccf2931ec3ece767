/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of all rules, and what an office changed about them. A rule that is not in a family
 * listed here does not exist. Immutable, but for the index made at the first call. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"

#include <string.h>

static const GbRuleFamily *const families[] = {
  &gb_rules_metadata,     &gb_rules_catalogue,      &gb_rules_secrecy,    &gb_rules_privacy,
  &gb_rules_wording,      &gb_rules_protect,        &gb_rules_dates,      &gb_rules_citations,
  &gb_rules_punctuation,  &gb_rules_pairs,          &gb_rules_paragraphs, &gb_rules_numbers,
  &gb_rules_headings,     &gb_rules_accessibility,  &gb_rules_typos,      &gb_rules_annexes,
  &gb_rules_surroundings, &gb_rules_interpretation, &gb_rules_attachment, &gb_rules_process,
};

typedef struct {
  GbFindingLevel level;
  gboolean is_off;
} Level;

struct _GbRuleLevels {
  GHashTable *levels; /* id → Level */
  GArray *changes;    /* of GbRuleChange: those that count */
};

const GbRuleFamily *const *
gb_rules_get_families (guint *out_n_families)
{
  *out_n_families = G_N_ELEMENTS (families);
  return families;
}

/**
 * gb_rules_find:
 * @id: the id of a rule
 *
 * Returns: (nullable): that rule
 */
const GbRule *
gb_rules_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++) {
    for (guint k = 0; k < families[i]->n_rules; k++) {
      if (strcmp (families[i]->rules[k].id, id) == 0)
        return &families[i]->rules[k];
    }
  }
  return NULL;
}

static void
levels_free (gpointer data)
{
  GbRuleLevels *self = data;

  g_hash_table_unref (self->levels);
  g_array_unref (self->changes);
  g_free (self);
}

/* A change needs somebody's name and a reason: without them it is none. Some rules protect people
 * and secrets, or are the law's own conditions; no office can change those. */
static void
take_level (GbRuleLevels *self, char **row)
{
  const GbRule *rule = gb_rules_find (row[0]);
  GbRuleChange change = { NULL, row[1], row[2], row[3] };
  Level level = { 0 };

  level.is_off = strcmp (row[1], "off") == 0;
  if (rule == NULL)
    g_message ("there is no rule %s, whose level an office changed", row[0]);
  else if ((rule->flags & GB_RULE_LOCKED) != 0)
    g_message ("rule %s cannot be changed", row[0]);
  else if (*row[2] == '\0' || *row[3] == '\0')
    g_message ("rule %s is not changed without a name and a reason", row[0]);
  else if (!level.is_off && !gb_finding_level_from_string (row[1], &level.level))
    g_message ("rule %s has no level “%s”", row[0], row[1]);
  else {
    g_hash_table_insert (self->levels, (gpointer)rule->id, g_memdup2 (&level, sizeof level));
    change.rule = rule->id;
    g_array_append_val (self->changes, change);
  }
}

static gpointer
build_levels (GbCheckData *data)
{
  const GbCheckTable *table = gb_check_data_get_table (data, "levels");
  GbRuleLevels *self = g_new0 (GbRuleLevels, 1);

  self->levels = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->changes = g_array_new (FALSE, FALSE, sizeof (GbRuleChange));
  for (guint i = 0; i < table->rows->len; i++) {
    char **row = g_ptr_array_index (table->rows, i);

    if (g_strv_length (row) >= 4)
      take_level (self, row);
  }
  return self;
}

const GbRuleLevels *
gb_rules_get_levels (GbCheckData *data)
{
  return gb_check_data_get_compiled (data, "levels", build_levels, levels_free);
}

/**
 * gb_rules_get_level:
 * @self: what an office changed
 * @rule: a rule
 * @level: (inout): the level that a finding would have; changed to the office's
 *
 * Returns: %FALSE if the rule is switched off
 */
gboolean
gb_rules_get_level (const GbRuleLevels *self, const GbRule *rule, GbFindingLevel *level)
{
  const Level *own = g_hash_table_lookup (self->levels, rule->id);

  if (own == NULL)
    return (rule->flags & GB_RULE_OFF) == 0;
  if (own->is_off)
    return FALSE;
  *level = own->level;
  return TRUE;
}

gboolean
gb_check_wants (const GbCheckRun *run, const GbRule *rule)
{
  GbFindingLevel level = rule->level;

  if (rule->kinds != 0 && (rule->kinds & GB_CHECK_KIND (run->kind)) == 0)
    return FALSE;
  if (!gb_rules_get_level (run->levels, rule, &level))
    return FALSE;
  return !run->blocking_only || level == GB_FINDING_LEVEL_BLOCK ||
         (rule->flags & GB_RULE_MAY_BLOCK) != 0;
}

GArray *
gb_rules_list_changes (GbCheckData *data)
{
  return g_array_ref (gb_rules_get_levels (data)->changes);
}

/* The day of publication, which META-DATE-ORDER looks at, is known without asking anybody. */
gboolean
gb_check_blocks_by_context (GbCheckData *data)
{
  const GbRuleLevels *levels = gb_rules_get_levels (data);

  for (guint i = 0; i < levels->changes->len; i++) {
    const GbRuleChange *change = &g_array_index (levels->changes, GbRuleChange, i);

    if (strcmp (change->level, "block") == 0 &&
        (gb_rules_find (change->rule)->flags & GB_RULE_CONTEXT) != 0)
      return TRUE;
  }
  return FALSE;
}
