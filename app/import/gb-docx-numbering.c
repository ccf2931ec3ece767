/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list has an abstract definition and instances; instances of one definition count on together,
 * unless one says where it starts. Owns everything that it has read; borrows the styles, which some
 * definitions stand for. One thread at a time. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-numbering.h"

#include "import/gb-docx-number.h"

#include <string.h>

#define N_LEVELS        9
#define MAX_DEFINITIONS 20000
#define MAX_TEXT_CHARS  80
#define MAX_LINKS       8

typedef struct {
  char *format; /* (owned) (nullable) */
  char *text;   /* (owned) (nullable): "%1.%2" */
  char *style;  /* (owned) (nullable): the style that stands for this level */
  guint start;
  int restart;       /* -1: after every higher level; 0: never; else after that level, from 1 */
  gboolean is_legal; /* all numbers in digits */
  gboolean is_given;
} Level;

typedef struct {
  Level levels[N_LEVELS];
  char *style_link; /* (owned) (nullable): the list style whose definition counts instead */
  guint counts[N_LEVELS];
  gboolean is_counting[N_LEVELS];
} Abstract;

typedef struct {
  int abstract_id;
  gboolean was_used;
  int starts[N_LEVELS];   /* -1: none */
  Level levels[N_LEVELS]; /* where is_given */
} Instance;

struct _GbDocxNumbering {
  /* Owned */
  GHashTable *abstracts; /* id → Abstract */
  GHashTable *instances; /* id → Instance */

  /* Borrowed */
  GbDocxStyles *styles; /* lives as long */
};

static void
level_clear (Level *level)
{
  g_free (level->format);
  g_free (level->text);
  g_free (level->style);
}

static void
abstract_free (Abstract *abstract)
{
  for (guint i = 0; i < N_LEVELS; i++)
    level_clear (&abstract->levels[i]);
  g_free (abstract->style_link);
  g_free (abstract);
}

static void
instance_free (Instance *instance)
{
  for (guint i = 0; i < N_LEVELS; i++)
    level_clear (&instance->levels[i]);
  g_free (instance);
}

void
_gb_docx_number_free (GbDocxNumber *self)
{
  g_free (self->label);
  g_free (self);
}

static int
read_level_index (xmlNode *node)
{
  return _gb_docx_xml_parse_int (_gb_docx_xml_get (node, "ilvl"), -1, N_LEVELS, -1);
}

/* Newer files give the format twice, for older programs in mc:Fallback. */
static const char *
get_format (xmlNode *node)
{
  const char *format = _gb_docx_xml_get_child_val (node, "numFmt");
  xmlNode *inner;

  if (format != NULL)
    return format;
  inner = _gb_docx_xml_find_below (node, "Fallback");
  return inner != NULL ? _gb_docx_xml_get_child_val (inner, "numFmt") : NULL;
}

static void
read_level (xmlNode *node, Level *level)
{
  const char *text = _gb_docx_xml_get_child_val (node, "lvlText");
  xmlNode *legal = _gb_docx_xml_find (node, "isLgl");

  level_clear (level);
  level->is_given = TRUE;
  level->format = g_strdup (get_format (node));
  level->text = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
  if (level->text != NULL && g_utf8_strlen (level->text, -1) > MAX_TEXT_CHARS)
    *g_utf8_offset_to_pointer (level->text, MAX_TEXT_CHARS) = '\0';
  level->style = g_strdup (_gb_docx_xml_get_child_val (node, "pStyle"));
  level->start =
    (guint)_gb_docx_xml_parse_int (_gb_docx_xml_get_child_val (node, "start"), 0, 32767, 0);
  level->restart =
    _gb_docx_xml_parse_int (_gb_docx_xml_get_child_val (node, "lvlRestart"), 0, N_LEVELS, -1);
  level->is_legal = legal != NULL && _gb_docx_xml_is_on (legal);
}

static void
read_abstract (GbDocxNumbering *self, xmlNode *node)
{
  int id = _gb_docx_xml_parse_int (_gb_docx_xml_get (node, "abstractNumId"), 0, G_MAXINT, -1);
  Abstract *abstract;

  if (id < 0 || g_hash_table_size (self->abstracts) >= MAX_DEFINITIONS)
    return;
  abstract = g_new0 (Abstract, 1);
  abstract->style_link = g_strdup (_gb_docx_xml_get_child_val (node, "numStyleLink"));
  for (xmlNode *child = node->children; child != NULL; child = child->next) {
    int index;

    if (!_gb_docx_xml_is (child, "lvl"))
      continue;
    index = read_level_index (child);
    if (index >= 0 && index < N_LEVELS)
      read_level (child, &abstract->levels[index]);
  }
  g_hash_table_replace (self->abstracts, GINT_TO_POINTER (id), abstract);
}

static void
read_override (xmlNode *node, Instance *instance)
{
  int index = read_level_index (node);
  xmlNode *level = _gb_docx_xml_find (node, "lvl");

  if (index < 0 || index >= N_LEVELS)
    return;
  if (level != NULL)
    read_level (level, &instance->levels[index]);
  instance->starts[index] = _gb_docx_xml_parse_int (
    _gb_docx_xml_get_child_val (node, "startOverride"), 0, 32767, instance->starts[index]);
}

static void
read_instance (GbDocxNumbering *self, xmlNode *node)
{
  int id = _gb_docx_xml_parse_int (_gb_docx_xml_get (node, "numId"), 0, G_MAXINT, -1);
  Instance *instance;

  if (id <= 0 || g_hash_table_size (self->instances) >= MAX_DEFINITIONS)
    return;
  instance = g_new0 (Instance, 1);
  instance->abstract_id =
    _gb_docx_xml_parse_int (_gb_docx_xml_get_child_val (node, "abstractNumId"), 0, G_MAXINT, -1);
  for (guint i = 0; i < N_LEVELS; i++)
    instance->starts[i] = -1;
  for (xmlNode *child = node->children; child != NULL; child = child->next) {
    if (_gb_docx_xml_is (child, "lvlOverride"))
      read_override (child, instance);
  }
  g_hash_table_replace (self->instances, GINT_TO_POINTER (id), instance);
}

static gboolean
element_cb (xmlNode *node, gpointer user_data, GError **error)
{
  if (_gb_docx_xml_is (node, "abstractNum"))
    read_abstract (user_data, node);
  else if (_gb_docx_xml_is (node, "num"))
    read_instance (user_data, node);
  return TRUE;
}

/**
 * _gb_docx_numbering_new:
 * @part: (nullable): numbering.xml; without it nothing is numbered
 * @styles: the styles
 * @cancellable: (nullable): a cancellable
 * @error: return location for %GB_IMPORT_ERROR_DAMAGED or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the numbering, or %NULL
 */
GbDocxNumbering *
_gb_docx_numbering_new (GBytes *part,
                        GbDocxStyles *styles,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GbDocxNumbering) self = g_new0 (GbDocxNumbering, 1);

  self->abstracts =
    g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)abstract_free);
  self->instances =
    g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)instance_free);
  self->styles = styles;
  if (!_gb_docx_xml_walk (part, 1, element_cb, self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * _gb_docx_numbering_free:
 * @self: (transfer full): a numbering
 *
 * Frees @self.
 */
void
_gb_docx_numbering_free (GbDocxNumbering *self)
{
  g_clear_pointer (&self->abstracts, g_hash_table_unref);
  g_clear_pointer (&self->instances, g_hash_table_unref);
  g_free (self);
}

/* Follows numStyleLink: definition → list style → instance → definition. */
static Abstract *
find_abstract (GbDocxNumbering *self, const Instance *instance)
{
  for (guint i = 0; instance != NULL && i < MAX_LINKS; i++) {
    Abstract *abstract =
      g_hash_table_lookup (self->abstracts, GINT_TO_POINTER (instance->abstract_id));

    if (abstract == NULL || abstract->style_link == NULL)
      return abstract;
    instance = g_hash_table_lookup (self->instances, GINT_TO_POINTER (_gb_docx_styles_get_num_id (
                                                       self->styles, abstract->style_link)));
  }
  return NULL;
}

static const Level *
get_level (const Instance *instance, const Abstract *abstract, guint index)
{
  return instance->levels[index].is_given ? &instance->levels[index] : &abstract->levels[index];
}

int
_gb_docx_numbering_get_level (GbDocxNumbering *self, int num_id, int level, const char *style)
{
  const Instance *instance = g_hash_table_lookup (self->instances, GINT_TO_POINTER (num_id));
  const Abstract *abstract = instance != NULL ? find_abstract (self, instance) : NULL;

  if (abstract == NULL)
    return MAX (level, 0);
  /* The style that stands for a level of the list wins over a level that it names itself. */
  for (guint i = 0; style != NULL && i < N_LEVELS; i++) {
    if (g_strcmp0 (get_level (instance, abstract, i)->style, style) == 0)
      return (int)i;
  }
  return MAX (level, 0);
}

static guint
get_start (const Instance *instance, const Abstract *abstract, guint index)
{
  return instance->starts[index] >= 0 ? (guint)instance->starts[index]
                                      : get_level (instance, abstract, index)->start;
}

static void
advance (Instance *instance, Abstract *abstract, guint index)
{
  if (!instance->was_used) {
    instance->was_used = TRUE;
    for (guint i = 0; i < N_LEVELS; i++) {
      if (instance->starts[i] >= 0)
        abstract->is_counting[i] = FALSE;
    }
  }
  if (abstract->is_counting[index]) {
    abstract->counts[index]++;
  } else {
    abstract->is_counting[index] = TRUE;
    abstract->counts[index] = get_start (instance, abstract, index);
  }
  for (guint i = index + 1; i < N_LEVELS; i++) {
    int restart = get_level (instance, abstract, i)->restart;

    if (restart < 0 || (restart > 0 && index < (guint)restart))
      abstract->is_counting[i] = FALSE;
  }
}

static gboolean
is_bullet (const Level *level)
{
  return g_strcmp0 (level->format, "bullet") == 0;
}

/* Replaces %1 … %9 by the numbers of their levels. */
static char *
format_label (const Instance *instance, const Abstract *abstract, const Level *level)
{
  g_autoptr (GString) label = g_string_new (NULL);

  for (const char *p = level->text != NULL ? level->text : ""; *p != '\0'; p++) {
    const Level *of;
    g_autofree char *number = NULL;
    guint i;

    if (p[0] != '%' || p[1] < '1' || p[1] > '9') {
      g_string_append_c (label, *p);
      continue;
    }
    i = (guint)(*++p - '1');
    of = get_level (instance, abstract, i);
    if (is_bullet (of))
      continue;
    number = _gb_docx_number_format (level->is_legal ? "decimal" : of->format,
                                     abstract->is_counting[i] ? abstract->counts[i]
                                                              : get_start (instance, abstract, i));
    g_string_append (label, number);
  }
  return g_strstrip (g_string_free (g_steal_pointer (&label), FALSE));
}

GbDocxNumber *
_gb_docx_numbering_count (GbDocxNumbering *self, int num_id, int level)
{
  Instance *instance = g_hash_table_lookup (self->instances, GINT_TO_POINTER (num_id));
  Abstract *abstract = instance != NULL ? find_abstract (self, instance) : NULL;
  GbDocxNumber *number;
  const Level *definition;
  g_autofree char *label = NULL;

  if (abstract == NULL || level < 0 || level >= N_LEVELS)
    return NULL;
  advance (instance, abstract, (guint)level);
  definition = get_level (instance, abstract, (guint)level);
  if (!definition->is_given)
    return NULL;
  if (is_bullet (definition)) {
    label = g_strdup ("•");
  } else {
    label = format_label (instance, abstract, definition);
    if (*label == '\0')
      return NULL;
  }
  number = g_new0 (GbDocxNumber, 1);
  number->label = g_steal_pointer (&label);
  number->number = abstract->counts[level];
  number->is_bullet = is_bullet (definition);
  return number;
}
