/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The canonical form of the inline content of one block. The nested markup is flattened to runs of
 * text with a set of marks, white space is normalised over the runs, and they are written again
 * in the fixed order a, strong, em, u, s, sub or sup, span, sharing as many elements with their
 * neighbour as they can. The result depends on the runs alone, so writing it and flattening it
 * again gives the same. Nothing here keeps state. */

#define G_LOG_DOMAIN "gb-inline"

#include "config.h"

#include "document/gb-document-private.h"

#include <string.h>

/* In the order of nesting. */
enum {
  SLOT_LINK,
  SLOT_STRONG,
  SLOT_EM,
  SLOT_U,
  SLOT_S,
  SLOT_SCRIPT,
  SLOT_FACE,
  N_SLOTS,
};

/* What surrounds a run: for a link its address, for a script "sub" or "sup", for a face its class,
 * for the others their name. Interned, so that equal marks are equal pointers. */
typedef struct {
  const char *slots[N_SLOTS];
} Marks;

typedef struct {
  GString *text; /* (owned) (nullable): a line break if NULL */
  Marks marks;
} Run;

static Run *
run_new (const char *text, const Marks *marks)
{
  Run *run = g_new0 (Run, 1);

  run->text = text != NULL ? g_string_new (text) : NULL;
  run->marks = *marks;
  return run;
}

static void
run_free (Run *run)
{
  if (run->text != NULL)
    g_string_free (run->text, TRUE);
  g_free (run);
}

/* Addresses are interned for the length of one copy only, so that a long session does not keep
 * every address it ever saw. */
typedef struct {
  GPtrArray *runs;         /* of Run */
  GStringChunk *addresses; /* owns the slots' addresses */
} Flat;

static void
add_mark (Flat *flat, xmlNode *node, Marks *marks)
{
  const char *name = (const char *)node->name;

  if (strcmp (name, "a") == 0) {
    g_autofree char *href = _gb_xml_dup_attribute (node, "href");

    marks->slots[SLOT_LINK] = g_string_chunk_insert_const (flat->addresses, href);
  } else if (strcmp (name, "strong") == 0) {
    marks->slots[SLOT_STRONG] = "strong";
  } else if (strcmp (name, "em") == 0) {
    marks->slots[SLOT_EM] = "em";
  } else if (strcmp (name, "u") == 0) {
    marks->slots[SLOT_U] = "u";
  } else if (strcmp (name, "s") == 0) {
    marks->slots[SLOT_S] = "s";
  } else if (strcmp (name, "sub") == 0 || strcmp (name, "sup") == 0) {
    marks->slots[SLOT_SCRIPT] = g_intern_string (name);
  } else if (strcmp (name, "span") == 0) {
    g_autofree char *face = g_strstrip (_gb_xml_dup_attribute (node, "class"));

    marks->slots[SLOT_FACE] = g_intern_string (face);
  }
}

static void
flatten (Flat *flat, xmlNode *parent, const Marks *marks)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
      g_ptr_array_add (flat->runs, run_new ((const char *)node->content, marks));
    } else if (_gb_xml_is (node, GB_DOCUMENT_XHTML_NS, "br")) {
      g_ptr_array_add (flat->runs, run_new (NULL, marks));
    } else if (node->type == XML_ELEMENT_NODE) {
      Marks inner = *marks;

      add_mark (flat, node, &inner);
      flatten (flat, node, &inner);
    }
  }
}

/* Normalises the runs first … end-1, which are all text: a run of white space with a tab or line
 * break in it becomes one space in its first place, or nothing at either end. */
static void
normalize_segment (GPtrArray *runs, guint first, guint end)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree guint *owners = NULL;
  gsize position = 0;

  for (guint i = first; i < end; i++) {
    Run *run = g_ptr_array_index (runs, i);

    g_string_append_len (all, run->text->str, run->text->len);
  }
  if (strpbrk (all->str, "\t\n\r") == NULL)
    return;

  owners = g_new (guint, all->len);
  for (guint i = first; i < end; i++) {
    Run *run = g_ptr_array_index (runs, i);

    for (gsize k = 0; k < run->text->len; k++)
      owners[position++] = i;
    g_string_truncate (run->text, 0);
  }

  for (gsize i = 0; i < all->len;) {
    gsize n_white = strspn (all->str + i, " \t\n\r");
    Run *run = g_ptr_array_index (runs, owners[i]);

    if (n_white == 0 || strcspn (all->str + i, "\t\n\r") >= n_white) {
      g_string_append_c (run->text, all->str[i]);
      i++;
    } else {
      if (i > 0 && i + n_white < all->len)
        g_string_append_c (run->text, ' ');
      i += n_white;
    }
  }
}

static void
normalize_white_space (GPtrArray *runs)
{
  guint first = 0;

  for (guint i = 0; i <= runs->len; i++) {
    Run *run = i < runs->len ? g_ptr_array_index (runs, i) : NULL;

    if (run == NULL || run->text == NULL) {
      if (i > first)
        normalize_segment (runs, first, i);
      first = i + 1;
    }
  }
}

static Run *
find_text (GPtrArray *runs, guint from, int step)
{
  for (guint i = from + step; i < runs->len; i += step) {
    Run *run = g_ptr_array_index (runs, i);

    if (run->text != NULL)
      return run;
  }
  return NULL;
}

/* A line break looks the same with and without marks, so it takes those that its neighbours have in
 * common. Index arithmetic wraps below zero, which ends the search. */
static void
mark_line_breaks (GPtrArray *runs)
{
  for (guint i = 0; i < runs->len; i++) {
    Run *run = g_ptr_array_index (runs, i);
    Run *before;
    Run *after;

    if (run->text != NULL)
      continue;
    before = find_text (runs, i, -1);
    after = find_text (runs, i, 1);
    for (guint k = 0; k < N_SLOTS; k++) {
      run->marks.slots[k] = NULL;
      if (before != NULL && after != NULL && before->marks.slots[k] == after->marks.slots[k])
        run->marks.slots[k] = before->marks.slots[k];
    }
  }
}

static xmlNode *
open_slot (xmlNode *parent, guint slot, const char *value)
{
  xmlNode *node;

  switch (slot) {
  case SLOT_LINK:
    node = _gb_xml_add (parent, "a");
    xmlNewProp (node, (const xmlChar *)"href", (const xmlChar *)value);
    return node;
  case SLOT_FACE:
    node = _gb_xml_add (parent, "span");
    xmlNewProp (node, (const xmlChar *)"class", (const xmlChar *)value);
    return node;
  default:
    return _gb_xml_add (parent, value);
  }
}

static void
write_runs (xmlNode *target, GPtrArray *runs)
{
  Marks open = { 0 };
  xmlNode *nodes[N_SLOTS + 1]; /* nodes[k] is where slot k opens */

  for (guint k = 0; k <= N_SLOTS; k++)
    nodes[k] = target;

  for (guint i = 0; i < runs->len; i++) {
    const Run *run = g_ptr_array_index (runs, i);
    guint k = 0;

    if (run->text != NULL && run->text->len == 0)
      continue;
    while (k < N_SLOTS && open.slots[k] == run->marks.slots[k])
      k++;
    for (; k < N_SLOTS; k++) {
      const char *value = run->marks.slots[k];

      nodes[k + 1] = value != NULL ? open_slot (nodes[k], k, value) : nodes[k];
      open.slots[k] = value;
    }
    if (run->text != NULL)
      _gb_xml_add_text (nodes[N_SLOTS], run->text->str, run->text->len);
    else
      _gb_xml_add (nodes[N_SLOTS], "br");
  }
}

/**
 * _gb_inline_copy:
 * @target: an empty block in the canonical tree
 * @source: a block whose content the schema accepts
 *
 * Writes the inline content of @source to @target in canonical form.
 */
void
_gb_inline_copy (xmlNode *target, xmlNode *source)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify)run_free);
  Flat flat = { .runs = runs, .addresses = g_string_chunk_new (256) };
  const Marks none = { 0 };

  flatten (&flat, source, &none);
  normalize_white_space (runs);
  for (guint i = runs->len; i > 0; i--) {
    const Run *run = g_ptr_array_index (runs, i - 1);

    if (run->text != NULL && run->text->len == 0)
      g_ptr_array_remove_index (runs, i - 1);
  }
  mark_line_breaks (runs);
  write_runs (target, runs);
  g_string_chunk_free (flat.addresses);
}
