/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Notes and findings brought together. Nothing here keeps state; any thread may call it. */

#define G_LOG_DOMAIN "gb-workflow"

#include "config.h"

#include "workflow/gb-verdicts.h"

#include <string.h>

/* The array of the digest's verdicts that a note takes part in. */
static const GbEvent **
get_slot (GbVerdict *verdict, const GbEvent *note)
{
  return note->type == GB_EVENT_OVERRIDE ? &verdict->overridden : &verdict->ignored;
}

static gboolean
is_about (const GbEvent *note, const GbCheckMark *mark, gboolean in_place)
{
  if (strcmp (note->rule, mark->rule) != 0 || strcmp (note->mark, mark->digest) != 0)
    return FALSE;

  return in_place ? strcmp (note->place, mark->place) == 0
                  : strcmp (note->context, mark->context) == 0;
}

static gboolean
claim (GArray *verdicts, GPtrArray *marks, const GbEvent *note, gboolean in_place)
{
  for (guint i = 0; i < marks->len; i++) {
    const GbEvent **slot = get_slot (&g_array_index (verdicts, GbVerdict, i), note);

    if (*slot == NULL && is_about (note, g_ptr_array_index (marks, i), in_place)) {
      *slot = note;
      return TRUE;
    }
  }

  return FALSE;
}

/**
 * gb_verdicts_new:
 * @marks: (element-type GbCheckMark): of a text
 * @notes: (element-type GbEvent): what was said and not taken back
 * @digest: (nullable): the text's; %NULL or "" for one that no override can be about
 *
 * First every note takes the finding at its own place; what is left then takes one that was moved.
 *
 * Returns: (transfer full): an array of #GbVerdict
 */
GArray *
gb_verdicts_new (GPtrArray *marks, GPtrArray *notes, const char *digest)
{
  GArray *verdicts = g_array_sized_new (FALSE, TRUE, sizeof (GbVerdict), marks->len);
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();

  g_array_set_size (verdicts, marks->len);
  for (guint i = 0; i < notes->len; i++) {
    const GbEvent *note = g_ptr_array_index (notes, i);

    if (note->type == GB_EVENT_OVERRIDE && g_strcmp0 (note->revision, digest) != 0)
      continue;
    if (!claim (verdicts, marks, note, TRUE))
      g_ptr_array_add (rest, (gpointer)note);
  }
  for (guint i = 0; i < rest->len; i++)
    claim (verdicts, marks, g_ptr_array_index (rest, i), FALSE);

  return verdicts;
}

gboolean
gb_verdict_stops (const GbVerdict *self, const GbFinding *finding, GbCheckStage stage)
{
  if (finding->level != GB_FINDING_LEVEL_BLOCK)
    return FALSE;
  if (gb_check_is_locked (finding->rule))
    return TRUE;

  return self->overridden == NULL && (self->ignored == NULL || stage != GB_CHECK_STAGE_SUBMIT);
}

gboolean
gb_verdicts_stop (GbDocument *document, GPtrArray *findings, GPtrArray *notes, GbCheckStage stage)
{
  g_autoptr (GPtrArray) marks = NULL;
  g_autoptr (GArray) verdicts = NULL;

  if (!gb_check_has_blocking (findings))
    return FALSE;
  marks = gb_check_marks_new (document, findings);
  verdicts = gb_verdicts_new (marks, notes, gb_document_get_digest (document));
  for (guint i = 0; i < findings->len; i++) {
    if (gb_verdict_stops (&g_array_index (verdicts, GbVerdict, i), findings->pdata[i], stage))
      return TRUE;
  }

  return FALSE;
}

gboolean
gb_verdicts_has_blocking (GbDocument *document, GPtrArray *findings, const GbEvent *note)
{
  g_autoptr (GPtrArray) marks = gb_check_marks_new (document, findings);

  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    if (finding->level == GB_FINDING_LEVEL_BLOCK && is_about (note, marks->pdata[i], TRUE))
      return TRUE;
  }

  return FALSE;
}
