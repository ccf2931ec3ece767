/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The marks of findings. A mark is a digest over length-prefixed parts, so that no two lists of
 * parts give the same text. The text is read once for all findings. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-mark.h"

#include "check/gb-check-rule.h"
#include "document/gb-digest.h"
#include "document/gb-text.h"

#include <string.h>

/* A change of the parts must change the label. */
#define MARK_LABEL    "gongbao-mark-1"
#define CONTEXT_LABEL "gongbao-mark-context-1"

/* A comma says little by itself: so few characters are told apart by their neighbours. */
#define SHORT_WORDS     4
#define NEIGHBOURS      2
#define CONTEXT_CHARS   10
#define MAX_PLACE_CHARS 64

#define ELLIPSIS "…"

static void
mark_clear (gpointer data)
{
  GbCheckMark *self = data;

  g_free (self->place);
  g_free (self->words);
  g_free (self->digest);
  g_free (self->context);
}

GbCheckMark *
gb_check_mark_ref (GbCheckMark *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
gb_check_mark_unref (GbCheckMark *self)
{
  g_atomic_rc_box_release_full (self, mark_clear);
}

static char *
digest_parts (const char *const *parts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    g_string_append_printf (text, "%" G_GSIZE_FORMAT ":%s,", strlen (parts[i]), parts[i]);

  return gb_digest_data (text->str, text->len);
}

/* Others are shown it, so it is one line and holds nothing that nobody sees. */
static char *
shorten (const char *words)
{
  GString *result = g_string_new (NULL);
  guint n_chars = 0;

  for (const char *p = words; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (n_chars == GB_CHECK_MARK_WORDS - 1 && *g_utf8_next_char (p) != '\0') {
      g_string_append (result, ELLIPSIS);
      break;
    }
    g_string_append_unichar (result, gb_text_is_allowed (c) && c != '\n' && c != '\t' ? c : ' ');
    n_chars++;
  }

  return g_string_free (result, FALSE);
}

static void
take (GbCheckMark *self,
      const GbFinding *finding,
      const char *words,
      const char *before,
      const char *after)
{
  const char *field = finding->field != NULL ? finding->field : "";
  glong n_chars = g_utf8_strlen (words, -1);
  glong n_before = g_utf8_strlen (before, -1);
  gboolean is_short = n_chars < SHORT_WORDS;
  g_autofree char *left =
    is_short ? g_utf8_substring (before, MAX (0, n_before - NEIGHBOURS), n_before) : g_strdup ("");
  g_autofree char *right =
    is_short ? g_utf8_substring (after, 0, MIN (NEIGHBOURS, g_utf8_strlen (after, -1)))
             : g_strdup ("");
  const char *const parts[] = { MARK_LABEL, finding->rule, field, words, left, right, NULL };
  const char *const around[] = { CONTEXT_LABEL, finding->rule, field, before, words, after, NULL };

  g_free (self->words);
  g_free (self->digest);
  g_free (self->context);
  self->words = shorten (words);
  self->digest = digest_parts (parts);
  self->context = digest_parts (around);
}

/* The words of a finding in the text where it is, and what stands on both sides of them. */
static void
take_range (GbCheckMark *self, const GbFinding *finding, const char *text, glong n_chars)
{
  glong start = finding->offset_chars;
  glong end = start + finding->length_chars;
  g_autofree char *words = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (finding->length_chars == 0 || end > n_chars) {
    take (self, finding, text, "", "");
    return;
  }
  before = g_utf8_substring (text, MAX (0, start - CONTEXT_CHARS), start);
  words = g_utf8_substring (text, start, end);
  after = g_utf8_substring (text, end, MIN (n_chars, end + CONTEXT_CHARS));
  take (self, finding, words, before, after);
}

/* Fields are texts, dates, choices and lists. */
static char *
dup_value (GbMetadata *metadata, const char *field)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (metadata), field);
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) text = G_VALUE_INIT;

  if (pspec == NULL)
    return g_strdup ("");
  g_value_init (&value, pspec->value_type);
  g_object_get_property (G_OBJECT (metadata), field, &value);
  if (G_VALUE_HOLDS (&value, G_TYPE_STRV)) {
    const char *const *strings = g_value_get_boxed (&value);

    return strings != NULL ? g_strjoinv ("\n", (char **)strings) : g_strdup ("");
  }
  g_value_init (&text, G_TYPE_STRING);
  if (!g_value_transform (&value, &text) || g_value_get_string (&text) == NULL)
    return g_strdup ("");

  return g_value_dup_string (&text);
}

/* What has no text of its own: a field, a table, an image, the document. A finding of the document
 * is known by what it says. */
static void
take_whole (GbCheckMark *self, const GbFinding *finding, GbDocument *document)
{
  if (finding->field != NULL) {
    g_autofree char *value = dup_value (gb_document_get_metadata (document), finding->field);

    take_range (self, finding, value, g_utf8_strlen (value, -1));
  } else if (finding->block != NULL) {
    take (self, finding, "", finding->block, "");
  } else {
    take (self, finding, "", finding->message, "");
  }
}

static char *
dup_place (const GbFinding *finding)
{
  if (finding->block != NULL)
    return g_utf8_substring (finding->block, 0,
                             MIN (MAX_PLACE_CHARS, g_utf8_strlen (finding->block, -1)));

  return finding->field != NULL ? g_strconcat ("/", finding->field, NULL) : g_strdup ("");
}

typedef struct {
  GPtrArray *findings;
  GPtrArray *marks;
  GHashTable *by_place; /* place → GArray of guint: which findings are there */
} Reading;

static void
visit_cb (const GbCheckBlock *block, gpointer user_data)
{
  Reading *reading = user_data;
  g_autofree char *place =
    block->id != NULL ? g_strdup (block->id) : g_strconcat ("/", block->field, NULL);
  GArray *indices = g_hash_table_lookup (reading->by_place, place);
  glong n_chars;

  if (indices == NULL)
    return;
  n_chars = g_utf8_strlen (block->text, -1);
  for (guint i = 0; i < indices->len; i++) {
    guint index = g_array_index (indices, guint, i);

    take_range (g_ptr_array_index (reading->marks, index),
                g_ptr_array_index (reading->findings, index), block->text, n_chars);
  }
}

GPtrArray *
gb_check_marks_new (GbDocument *document, GPtrArray *findings)
{
  GPtrArray *marks = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_check_mark_unref);
  g_autoptr (GHashTable) by_place =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
  Reading reading = { findings, marks, by_place };

  g_return_val_if_fail (GB_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (findings != NULL, NULL);

  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);
    GbCheckMark *mark = g_atomic_rc_box_new0 (GbCheckMark);
    GArray *indices;

    mark->rule = finding->rule;
    mark->place = dup_place (finding);
    take_whole (mark, finding, document);
    g_ptr_array_add (marks, mark);
    indices = g_hash_table_lookup (by_place, mark->place);
    if (indices == NULL) {
      indices = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (by_place, mark->place, indices);
    }
    g_array_append_val (indices, i);
  }
  if (findings->len > 0)
    gb_check_block_walk (document, visit_cb, &reading);

  return marks;
}

gboolean
gb_check_is_locked (const char *rule)
{
  const GbRule *known;

  g_return_val_if_fail (rule != NULL, FALSE);

  known = gb_rules_find (rule);

  return known != NULL && (known->flags & GB_RULE_LOCKED) != 0;
}
