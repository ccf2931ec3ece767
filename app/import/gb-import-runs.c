/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The inline content of one paragraph, as runs of text with marks: spaces put right, and written as
 * markup. The canonical form of the markup is the document's business. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-model.h"

#include "document/gb-text.h"
#include "document/gb-xml-private.h"

#include <string.h>

static const struct {
  GbImportMarks mark;
  const char *element;
} elements[] = {
  { GB_IMPORT_MARK_STRONG, "strong" }, { GB_IMPORT_MARK_EM, "em" },   { GB_IMPORT_MARK_U, "u" },
  { GB_IMPORT_MARK_S, "s" },           { GB_IMPORT_MARK_SUB, "sub" }, { GB_IMPORT_MARK_SUP, "sup" },
};

static void
import_run_free (GbImportRun *run)
{
  if (run->text != NULL)
    g_string_free (run->text, TRUE);
  g_free (run);
}

GPtrArray *
_gb_import_runs_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)import_run_free);
}

/**
 * _gb_import_runs_add:
 * @runs: (element-type GbImportRun): the runs of a paragraph
 * @text: (nullable): text in UTF-8; %NULL for a line break
 * @length: its bytes, or -1
 * @marks: its marks
 * @href: (nullable): an address that outlives @runs
 *
 * Appends to @runs.
 */
void
_gb_import_runs_add (GPtrArray *runs,
                     const char *text,
                     gssize length,
                     GbImportMarks marks,
                     const char *href)
{
  GbImportRun *last = runs->len > 0 ? g_ptr_array_index (runs, runs->len - 1) : NULL;
  GbImportRun *run;

  if (text != NULL && last != NULL && last->text != NULL && last->marks == marks &&
      last->href == href) {
    g_string_append_len (last->text, text, length);
    return;
  }
  run = g_new0 (GbImportRun, 1);
  if (text != NULL) {
    run->text = g_string_new (NULL);
    g_string_append_len (run->text, text, length);
  }
  run->marks = marks;
  run->href = href;
  g_ptr_array_add (runs, run);
}

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0xa0;
}

/* Nothing that a person sees: joiners of breaking programs, and the place of an object. */
static gboolean
is_invisible (gunichar c)
{
  return c == 0x200b || c == 0xfeff || c == 0xfffc;
}

/* Underlined spaces are the line of a form that somebody fills in. */
static gboolean
is_blank_to_fill (const GbImportRun *run)
{
  if (!(run->marks & GB_IMPORT_MARK_U) || g_utf8_strlen (run->text->str, -1) < 2)
    return FALSE;
  for (const char *p = run->text->str; *p != '\0'; p = g_utf8_next_char (p)) {
    if (!is_space (g_utf8_get_char (p)))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  GString *spaces;
  GString *owner; /* (nullable): the text that the spaces go to */
  gboolean collapses;
  gboolean at_start;
} Spaces;

/* A run of spaces with a no-break space, tab or line end in it is one space, as it is made by HTML;
 * ideographic spaces alone are a way of writing (“张　三”) and stay. */
static void
flush_spaces (Spaces *spaces)
{
  if (spaces->spaces->len > 0 && !spaces->at_start) {
    if (spaces->collapses)
      g_string_append_c (spaces->owner, ' ');
    else
      g_string_append_len (spaces->owner, spaces->spaces->str, spaces->spaces->len);
  }
  g_string_truncate (spaces->spaces, 0);
  spaces->collapses = FALSE;
  spaces->at_start = FALSE;
}

static gboolean
normalize_run (GbImportRun *run, Spaces *spaces)
{
  g_autoptr (GString) source = run->text;
  const gboolean is_blank = is_blank_to_fill (run);
  gboolean has_forbidden = FALSE;

  run->text = g_string_sized_new (source->len);
  for (const char *p = source->str; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_blank && c != '\n' && c != '\r') {
      flush_spaces (spaces);
      g_string_append_unichar (run->text, c == '\t' ? ' ' : c);
    } else if (is_space (c)) {
      if (spaces->spaces->len == 0)
        spaces->owner = run->text;
      spaces->collapses |=
        c == 0xa0 || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
      g_string_append_unichar (spaces->spaces, c);
    } else if (is_invisible (c)) {
      continue;
    } else if (!gb_text_is_allowed (c)) {
      has_forbidden = TRUE;
    } else {
      flush_spaces (spaces);
      g_string_append_unichar (run->text, c);
    }
  }
  return has_forbidden;
}

/* Moves what stays to the front at once: there may be a great many. */
static void
remove_empty (GPtrArray *runs)
{
  guint n_kept = 0;

  for (guint i = 0; i < runs->len; i++) {
    GbImportRun *run = g_ptr_array_index (runs, i);

    if (run->text != NULL && run->text->len == 0)
      continue;
    g_ptr_array_index (runs, i) = g_ptr_array_index (runs, n_kept);
    g_ptr_array_index (runs, n_kept) = run;
    n_kept++;
  }
  g_ptr_array_set_size (runs, (int)n_kept);
}

static gboolean
is_break (GPtrArray *runs, guint i)
{
  return i < runs->len && ((GbImportRun *)g_ptr_array_index (runs, i))->text == NULL;
}

/**
 * _gb_import_runs_normalize:
 * @runs: (element-type GbImportRun): the runs of a paragraph
 *
 * Takes away spaces and line breaks at both ends, spaces beside line breaks, and characters that
 * documents may not hold.
 *
 * Returns: %TRUE if there were characters of that kind that a person could see
 */
gboolean
_gb_import_runs_normalize (GPtrArray *runs)
{
  g_autoptr (GString) buffer = g_string_new (NULL);
  Spaces spaces = { .spaces = buffer, .at_start = TRUE };
  gboolean has_forbidden = FALSE;
  guint n_first = 0;

  for (guint i = 0; i < runs->len; i++) {
    GbImportRun *run = g_ptr_array_index (runs, i);

    if (run->text != NULL) {
      has_forbidden |= normalize_run (run, &spaces);
    } else {
      g_string_truncate (buffer, 0);
      spaces.collapses = FALSE;
      spaces.at_start = TRUE;
    }
  }
  remove_empty (runs);
  while (is_break (runs, n_first))
    n_first++;
  if (n_first > 0)
    g_ptr_array_remove_range (runs, 0, n_first);
  while (runs->len > 0 && is_break (runs, runs->len - 1))
    g_ptr_array_remove_index (runs, runs->len - 1);
  return has_forbidden;
}

/**
 * _gb_import_runs_dup_text:
 * @runs: (element-type GbImportRun): the runs of a paragraph
 *
 * Returns: (transfer full): their text, a line feed for a line break
 */
char *
_gb_import_runs_dup_text (GPtrArray *runs)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++) {
    const GbImportRun *run = g_ptr_array_index (runs, i);

    if (run->text != NULL)
      g_string_append_len (text, run->text->str, run->text->len);
    else
      g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}

void
_gb_import_runs_prepend (GPtrArray *runs, const char *text, GbImportMarks marks)
{
  GbImportRun *run = g_new0 (GbImportRun, 1);

  run->text = g_string_new (text);
  run->marks = marks;
  g_ptr_array_insert (runs, 0, run);
}

/* Spaces behind the prefix go as well. */
void
_gb_import_runs_remove_prefix (GPtrArray *runs, guint n_chars)
{
  while (n_chars > 0 && runs->len > 0) {
    GbImportRun *run = g_ptr_array_index (runs, 0);
    guint n_here = run->text != NULL ? (guint)g_utf8_strlen (run->text->str, -1) : 1;

    if (n_here > n_chars) {
      g_string_erase (run->text, 0,
                      g_utf8_offset_to_pointer (run->text->str, n_chars) - run->text->str);
      break;
    }
    n_chars -= n_here;
    g_ptr_array_remove_index (runs, 0);
  }
  _gb_import_runs_normalize (runs);
}

/* Takes away a mark that every run has; a mark on a part of them says something and stays. */
void
_gb_import_runs_unmark (GPtrArray *runs, GbImportMarks mark)
{
  for (guint i = 0; i < runs->len; i++) {
    const GbImportRun *run = g_ptr_array_index (runs, i);

    if (run->text != NULL && !(run->marks & mark))
      return;
  }
  for (guint i = 0; i < runs->len; i++)
    ((GbImportRun *)g_ptr_array_index (runs, i))->marks &= ~mark;
}

/**
 * _gb_import_runs_write:
 * @parent: an element with inline content
 * @runs: (element-type GbImportRun): the runs of a paragraph
 *
 * Writes @runs as markup.
 */
void
_gb_import_runs_write (xmlNode *parent, GPtrArray *runs)
{
  for (guint i = 0; i < runs->len; i++) {
    const GbImportRun *run = g_ptr_array_index (runs, i);
    xmlNode *node = parent;

    if (run->href != NULL) {
      node = _gb_xml_add (node, "a");
      xmlNewProp (node, (const xmlChar *)"href", (const xmlChar *)run->href);
    }
    for (guint k = 0; k < G_N_ELEMENTS (elements); k++) {
      if (run->marks & elements[k].mark)
        node = _gb_xml_add (node, elements[k].element);
    }
    if (run->text != NULL)
      _gb_xml_add_text (node, run->text->str, (gssize)run->text->len);
    else
      _gb_xml_add (node, "br");
  }
}
