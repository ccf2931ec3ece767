/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit of what the office changed about the rules of the checker: a chain of its own, because
 * the log is about documents. Functions without state, on the thread of the connection. */
#define G_LOG_DOMAIN "gb-office-checks"

#include "config.h"

#include "store/gb-office-checks.h"

#include "document/gb-digest.h"
#include "store/gb-statement.h"

#include <string.h>

#define HASH_LABEL "gongbao-rule-change-1"

GbOfficeRuleChange *
gb_office_rule_change_new (const char *rule,
                           const char *level,
                           const char *name,
                           const char *reason)
{
  GbOfficeRuleChange *self = g_new0 (GbOfficeRuleChange, 1);

  self->rule = g_strdup (rule);
  self->level = g_strdup (level);
  self->name = g_strdup (name);
  self->reason = g_strdup (reason);
  self->hash = g_strdup ("");
  return self;
}

void
gb_office_rule_change_free (GbOfficeRuleChange *self)
{
  g_free (self->rule);
  g_free (self->level);
  g_free (self->name);
  g_free (self->reason);
  g_free (self->hash);
  g_free (self);
}

/* Each field with its length, so that no two changes have the same bytes. */
static char *
compute_hash (const GbOfficeRuleChange *change, const char *prev_hash)
{
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, change->made_at);
  const char *const fields[] = { HASH_LABEL,   prev_hash,      change->rule, change->level,
                                 change->name, change->reason, time };
  g_autoptr (GString) string = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_string_append_printf (string, "%zu:%s,", strlen (fields[i]), fields[i]);
  return gb_digest_data (string->str, string->len);
}

static gboolean
get_last_hash (GbDatabase *database, char **out_hash, GError **error)
{
  g_autoptr (GbStatement) statement =
    gb_database_prepare (database, "SELECT hash FROM rule_change ORDER BY row DESC LIMIT 1", error);
  gboolean has_row;

  if (statement == NULL || !gb_statement_step (statement, &has_row, error))
    return FALSE;
  *out_hash = has_row ? gb_statement_dup_text (statement, 0) : g_strdup ("");
  return TRUE;
}

gboolean
gb_office_append_rule_change (GbDatabase *database,
                              GbOfficeRuleChange *change,
                              gint64 now,
                              GError **error)
{
  g_autoptr (GbStatement) statement = NULL;
  g_autofree char *prev_hash = NULL;

  if (!get_last_hash (database, &prev_hash, error))
    return FALSE;
  change->made_at = now;
  g_free (change->hash);
  change->hash = compute_hash (change, prev_hash);
  statement = gb_database_prepare (database,
                                   "INSERT INTO rule_change (rule, level, name, reason, made_at,"
                                   " hash) VALUES (:rule, :level, :name, :reason, :made_at, :hash)",
                                   error);
  if (statement == NULL)
    return FALSE;
  gb_statement_bind_text (statement, ":rule", change->rule);
  gb_statement_bind_text (statement, ":level", change->level);
  gb_statement_bind_text (statement, ":name", change->name);
  gb_statement_bind_text (statement, ":reason", change->reason);
  gb_statement_bind_int64 (statement, ":made_at", change->made_at);
  gb_statement_bind_text (statement, ":hash", change->hash);
  return gb_statement_run (statement, error);
}

GPtrArray *
gb_office_list_rule_changes (GbDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_office_rule_change_free);
  g_autoptr (GbStatement) statement = NULL;
  g_autofree char *prev_hash = g_strdup ("");

  statement = gb_database_prepare (
    database, "SELECT row, rule, level, name, reason, made_at, hash FROM rule_change ORDER BY row",
    error);
  if (statement == NULL)
    return NULL;
  for (;;) {
    g_autoptr (GbOfficeRuleChange) change = NULL;
    g_autofree char *hash = NULL;
    gboolean has_row;

    if (!gb_statement_step (statement, &has_row, error))
      return NULL;
    if (!has_row)
      return g_steal_pointer (&list);
    change = gb_office_rule_change_new (
      gb_statement_get_text (statement, 1), gb_statement_get_text (statement, 2),
      gb_statement_get_text (statement, 3), gb_statement_get_text (statement, 4));
    change->made_at = gb_statement_get_int64 (statement, 5);
    g_free (change->hash);
    change->hash = gb_statement_dup_text (statement, 6);
    hash = compute_hash (change, prev_hash);
    if (strcmp (hash, change->hash) != 0 ||
        gb_statement_get_int64 (statement, 0) != (gint64)list->len + 1) {
      g_set_error (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT,
                   "change %u of the rules is not what was written", list->len + 1);
      return NULL;
    }
    g_free (prev_hash);
    prev_hash = g_steal_pointer (&hash);
    g_ptr_array_add (list, g_steal_pointer (&change));
  }
}
