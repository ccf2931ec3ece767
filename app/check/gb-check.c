/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Findings, and one look at one document. Client, portal and command line run the same rules.
 * Nothing here keeps state, so every function may be called on any thread. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check.h"

#include "check/gb-check-rule.h"
#include "check/gb-checker.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const level_names[] = { "hint", "warning", "error", "block" };
static const char *const certainty_names[] = { "text", "copy", "practice" };

/* Puts the parameters where the format says %s; no other conversion has a meaning here, because
 * formats are translated and parameters come out of documents. */
static char *
expand (const char *format, char *const *params)
{
  GString *text = g_string_new (NULL);
  guint next = 0;

  for (const char *p = format; *p != '\0'; p++) {
    guint which = next;
    gboolean is_param = FALSE;

    if (p[0] == '%' && p[1] == 's') {
      p += 1;
      next++;
      is_param = TRUE;
    } else if (p[0] == '%' && p[1] >= '1' && p[1] <= '3' && p[2] == '$' && p[3] == 's') {
      which = (guint)(p[1] - '1');
      p += 3;
      is_param = TRUE;
    }
    if (!is_param)
      g_string_append_c (text, *p);
    else if (which < 3 && params[which] != NULL)
      g_string_append (text, params[which]);
  }
  return g_string_free (text, FALSE);
}

/**
 * gb_finding_level_to_string:
 * @level: a level
 *
 * Returns: "hint", "warning", "error" or "block"
 */
const char *
gb_finding_level_to_string (GbFindingLevel level)
{
  g_return_val_if_fail ((guint)level < G_N_ELEMENTS (level_names), NULL);
  return level_names[level];
}

gboolean
gb_finding_level_from_string (const char *string, GbFindingLevel *out_level)
{
  for (guint i = 0; i < G_N_ELEMENTS (level_names); i++) {
    if (g_strcmp0 (string, level_names[i]) == 0) {
      *out_level = (GbFindingLevel)i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * gb_certainty_to_string:
 * @certainty: how sure the ground of a rule is
 *
 * Returns: "text", "copy" or "practice"
 */
const char *
gb_certainty_to_string (GbCertainty certainty)
{
  g_return_val_if_fail ((guint)certainty < G_N_ELEMENTS (certainty_names), NULL);
  return certainty_names[certainty];
}

GbFinding *
gb_finding_ref (GbFinding *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_finding (gpointer data)
{
  GbFinding *self = data;

  g_free (self->field);
  g_free (self->block);
  g_free (self->message);
  g_free (self->fix);
  g_free (self->alike);
  g_free (self->text);
  g_clear_pointer (&self->attachment, gb_attachment_spot_free);
  for (guint i = 0; i < G_N_ELEMENTS (self->params); i++)
    g_free (self->params[i]);
}

/**
 * gb_finding_free:
 * @self: (transfer full): a finding
 *
 * Gives one reference to @self back.
 */
void
gb_finding_free (GbFinding *self)
{
  g_atomic_rc_box_release_full (self, clear_finding);
}

/**
 * gb_finding_get_text:
 * @self: a finding
 *
 * Returns: (transfer none): its message, translated
 */
const char *
gb_finding_get_text (const GbFinding *self)
{
  char **place = (char **)&self->text;

  g_return_val_if_fail (self != NULL, NULL);

  if (g_atomic_pointer_get (place) == NULL) {
    char *text = expand (g_dgettext (GETTEXT_PACKAGE, self->format), self->params);

    if (!g_atomic_pointer_compare_and_exchange (place, NULL, text))
      g_free (text);
  }
  return self->text;
}

static GbFinding *
new_finding (const GbRule *rule, GbFindingLevel level, const char *format, va_list params)
{
  GbFinding *finding = g_atomic_rc_box_new0 (GbFinding);
  const char *param;

  finding->rule = rule->id;
  finding->level = level;
  finding->certainty = rule->certainty;
  finding->source = rule->source;
  finding->format = format;
  for (guint i = 0; (param = va_arg (params, const char *)) != NULL; i++) {
    g_assert (i < G_N_ELEMENTS (finding->params));
    finding->params[i] = g_strdup (param);
  }
  finding->message = expand (format, finding->params);
  return finding;
}

GbFinding *
gb_finding_new (const GbRule *rule, GbFindingLevel level, const char *format, ...)
{
  GbFinding *finding;
  va_list params;

  va_start (params, format);
  finding = new_finding (rule, level, format, params);
  va_end (params);
  return finding;
}

static GbFinding *
add_finding (GbCheckRun *run,
             GbFindingLevel level,
             const GbRule *rule,
             const char *field,
             const char *block_id,
             const char *format,
             va_list params)
{
  GbFinding *finding;

  if (run->document == NULL && (rule->flags & GB_RULE_ATTACHMENTS) == 0)
    return NULL;
  if (rule->kinds != 0 && (rule->kinds & GB_CHECK_KIND (run->kind)) == 0)
    return NULL;
  if (!gb_rules_get_level (run->levels, rule, &level) ||
      (run->blocking_only && level != GB_FINDING_LEVEL_BLOCK))
    return NULL;
  finding = new_finding (rule, level, format, params);
  finding->field = g_strdup (field);
  finding->block = g_strdup (block_id);
  g_ptr_array_add (run->findings, finding);
  return finding;
}

static void
set_range (GbFinding *finding,
           guint offset_chars,
           guint length_chars,
           const char *fix,
           const char *alike)
{
  if (finding == NULL)
    return;
  finding->offset_chars = offset_chars;
  finding->length_chars = length_chars;
  finding->fix = g_strdup (fix);
  finding->alike = g_strdup (alike != NULL ? alike : finding->rule);
}

void
gb_check_report (GbCheckRun *run,
                 const GbRule *rule,
                 const GbCheckBlock *block,
                 guint offset_chars,
                 guint length_chars,
                 const char *fix,
                 const char *alike,
                 const char *format,
                 ...)
{
  va_list params;

  va_start (params, format);
  set_range (add_finding (run, rule->level, rule, block->field, block->id, format, params),
             offset_chars, length_chars, fix, alike);
  va_end (params);
}

void
gb_check_report_at (GbCheckRun *run,
                    GbFindingLevel level,
                    const GbRule *rule,
                    const GbCheckBlock *block,
                    guint offset_chars,
                    guint length_chars,
                    const char *fix,
                    const char *alike,
                    const char *format,
                    ...)
{
  va_list params;

  va_start (params, format);
  set_range (add_finding (run, level, rule, block->field, block->id, format, params), offset_chars,
             length_chars, fix, alike);
  va_end (params);
}

void
gb_check_report_field (GbCheckRun *run,
                       const GbRule *rule,
                       const char *field,
                       const char *block_id,
                       const char *format,
                       ...)
{
  va_list params;

  va_start (params, format);
  set_range (add_finding (run, rule->level, rule, field, block_id, format, params), 0, 0, NULL,
             NULL);
  va_end (params);
}

gboolean
gb_check_is_reported (const GbCheckRun *run,
                      const GbCheckBlock *block,
                      guint offset_chars,
                      guint length_chars)
{
  for (guint i = 0; i < run->findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (run->findings, i);

    if (g_strcmp0 (finding->block, block->id) == 0 &&
        g_strcmp0 (finding->field, block->field) == 0 &&
        finding->offset_chars < offset_chars + length_chars &&
        offset_chars < finding->offset_chars + finding->length_chars)
      return TRUE;
  }
  return FALSE;
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const GbFinding *finding_a = *(GbFinding *const *)a;
  const GbFinding *finding_b = *(GbFinding *const *)b;

  return (int)finding_b->level - (int)finding_a->level;
}

static GPtrArray *
check (GbDocument *document,
       GbCheckStage stage,
       const GDate *today,
       GbCheckData *data,
       GbCheckContext *context,
       gboolean blocking_only)
{
  g_autoptr (GbChecker) checker = gb_checker_new (data, stage, today);
  GPtrArray *findings;

  gb_checker_set_context (checker, context);
  gb_checker_set_blocking_only (checker, blocking_only);
  gb_checker_update (checker, document);
  findings = gb_checker_dup_findings (checker);
  g_ptr_array_sort (findings, compare_findings);
  return findings;
}

/**
 * gb_check_document:
 * @document: a document
 * @stage: what it is checked for
 *
 * Runs the rules that block, with today's date.
 *
 * Returns: (transfer full) (element-type GbFinding): the findings, the gravest first, otherwise in
 *   the order of form and text
 */
GPtrArray *
gb_check_document (GbDocument *document, GbCheckStage stage)
{
  return gb_check_document_with (document, stage, NULL, NULL);
}

/**
 * gb_check_document_with:
 * @document: a document
 * @stage: what it is checked for
 * @data: (nullable): what the rules know, an office's levels among it; %NULL is what the program
 *   ships
 * @context: (nullable): what lies around the document
 *
 * Runs the rules that block, with today's date.
 *
 * Returns: (transfer full) (element-type GbFinding): the findings, the gravest first, otherwise in
 *   the order of form and text
 */
GPtrArray *
gb_check_document_with (GbDocument *document,
                        GbCheckStage stage,
                        GbCheckData *data,
                        GbCheckContext *context)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GDate today;

  g_return_val_if_fail (GB_IS_DOCUMENT (document), NULL);

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, (GDateDay)g_date_time_get_day_of_month (now),
                  (GDateMonth)g_date_time_get_month (now), (GDateYear)g_date_time_get_year (now));
  return check (document, stage, &today, data, context, TRUE);
}

/**
 * gb_check_document_fully:
 * @document: a document
 * @stage: what it is checked for
 * @today: the day that counts as today
 * @data: (nullable): what the rules know; %NULL is what the program ships
 *
 * Runs all rules.
 *
 * Returns: (transfer full) (element-type GbFinding): the findings, the gravest first, otherwise in
 *   the order of form and text
 */
GPtrArray *
gb_check_document_fully (GbDocument *document,
                         GbCheckStage stage,
                         const GDate *today,
                         GbCheckData *data)
{
  return gb_check_document_fully_with (document, stage, today, data, NULL);
}

/**
 * gb_check_document_fully_with:
 * @document: a document
 * @stage: what it is checked for
 * @today: the day that counts as today
 * @data: (nullable): what the rules know; %NULL is what the program ships
 * @context: (nullable): what lies around the document
 *
 * Runs all rules.
 *
 * Returns: (transfer full) (element-type GbFinding): the findings, the gravest first, otherwise in
 *   the order of form and text
 */
GPtrArray *
gb_check_document_fully_with (GbDocument *document,
                              GbCheckStage stage,
                              const GDate *today,
                              GbCheckData *data,
                              GbCheckContext *context)
{
  g_return_val_if_fail (GB_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (today != NULL && g_date_valid (today), NULL);

  return check (document, stage, today, data, context, FALSE);
}

/**
 * gb_check_has_blocking:
 * @findings: (element-type GbFinding): findings
 *
 * Returns: %TRUE if one of them stops submission or publication
 */
gboolean
gb_check_has_blocking (GPtrArray *findings)
{
  g_return_val_if_fail (findings != NULL, FALSE);

  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    if (finding->level == GB_FINDING_LEVEL_BLOCK)
      return TRUE;
  }
  return FALSE;
}
