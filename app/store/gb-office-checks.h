/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/gb-office-schema.h"

G_BEGIN_DECLS

/* One change of a rule's level, as the audit keeps it. Strings are never NULL. */
typedef struct {
  char *rule;
  char *level; /* "off", "hint", "warning", "error", "block"; "" for the program's own again */
  char *name;  /* who answers for it */
  char *reason;
  gint64 made_at; /* µs, when the portal found it */
  char *hash;
} GbOfficeRuleChange;

GbOfficeRuleChange *gb_office_rule_change_new (const char *rule,
                                               const char *level,
                                               const char *name,
                                               const char *reason);
void gb_office_rule_change_free (GbOfficeRuleChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbOfficeRuleChange, gb_office_rule_change_free)

/* Appends to the chain: made_at and hash are set. now: µs. */
gboolean gb_office_append_rule_change (GbDatabase *database,
                                       GbOfficeRuleChange *change,
                                       gint64 now,
                                       GError **error);
/* All of them, the oldest first: (transfer full) (element-type GbOfficeRuleChange). A row that was
 * changed or taken away is GB_DATABASE_ERROR_CORRUPT. */
GPtrArray *gb_office_list_rule_changes (GbDatabase *database, GError **error);

G_END_DECLS
