/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a document says about itself, as an object that a form can bind to. It owns its strings and
 * relations; a document owns one and never changes it, the properties panel owns a copy. It lives
 * on the thread of whoever made it. */

#define G_LOG_DOMAIN "gb-metadata"

#include "config.h"

#include "document/gb-metadata.h"

#include "document/gb-text.h"

#include <string.h>

/* The order of the schema. */
enum {
  PROP_0,
  PROP_TITLE,
  PROP_SOURCE,
  PROP_SOURCE_URL,
  PROP_PUBLISHER,
  PROP_UNIT,
  PROP_AUTHOR,
  PROP_DOCUMENT_NUMBER,
  PROP_INDEX_NUMBER,
  PROP_MADE_ON,
  PROP_COLUMN,
  PROP_GENRE,
  PROP_THEME,
  PROP_KEYWORDS,
  PROP_SUMMARY,
  PROP_OPENNESS,
  PROP_WITHHOLD_ARTICLE,
  PROP_WITHHOLD_REASON,
  PROP_VALIDITY,
  PROP_VALID_FROM,
  PROP_VALID_UNTIL,
  PROP_NORMATIVE,
  PROP_NEEDS_INTERPRETATION,
  PROP_ORIGINALLY_PUBLISHED,
  N_PROPS,
};

enum {
  SIGNAL_RELATIONS_CHANGED,
  N_SIGNALS,
};

static const struct {
  guint id;
  const char *name;
} string_props[] = {
  { PROP_TITLE, "title" },
  { PROP_SOURCE, "source" },
  { PROP_SOURCE_URL, "source-url" },
  { PROP_PUBLISHER, "publisher" },
  { PROP_UNIT, "unit" },
  { PROP_AUTHOR, "author" },
  { PROP_DOCUMENT_NUMBER, "document-number" },
  { PROP_INDEX_NUMBER, "index-number" },
  { PROP_MADE_ON, "made-on" },
  { PROP_COLUMN, "column" },
  { PROP_GENRE, "genre" },
  { PROP_THEME, "theme" },
  { PROP_SUMMARY, "summary" },
  { PROP_WITHHOLD_ARTICLE, "withhold-article" },
  { PROP_WITHHOLD_REASON, "withhold-reason" },
  { PROP_VALID_FROM, "valid-from" },
  { PROP_VALID_UNTIL, "valid-until" },
  { PROP_ORIGINALLY_PUBLISHED, "originally-published" },
};

struct _GbMetadata {
  GObject parent_instance;

  /* Owned */
  char *strings[N_PROPS]; /* by property id; NULL for properties that are no strings */
  GStrv keywords;         /* never NULL */
  GPtrArray *relations;   /* of GbRelation, never NULL */

  GbOpenness openness;
  GbValidity validity;

  guint normative : 1;
  guint needs_interpretation : 1;
};

G_DEFINE_FINAL_TYPE (GbMetadata, gb_metadata, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const char *const openness_names[] = { "", "proactive", "on-request", "withheld" };
static const char *const validity_names[] = { "", "in-force", "amended", "repealed", "expired" };

static void
set_string (GbMetadata *self, guint id, const char *value)
{
  g_autofree char *clean = gb_text_clean_line (value != NULL ? value : "");

  if (strcmp (self->strings[id], clean) == 0)
    return;
  g_free (self->strings[id]);
  self->strings[id] = g_steal_pointer (&clean);
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

/* Empty keywords are none. */
static void
set_keywords (GbMetadata *self, const char *const *keywords)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) clean = NULL;

  for (guint i = 0; keywords != NULL && keywords[i] != NULL; i++) {
    g_autofree char *keyword = g_strstrip (gb_text_clean_line (keywords[i]));

    if (*keyword != '\0')
      g_strv_builder_add (builder, keyword);
  }
  clean = g_strv_builder_end (builder);
  if (g_strv_equal ((const char *const *)self->keywords, (const char *const *)clean))
    return;
  g_strfreev (self->keywords);
  self->keywords = g_steal_pointer (&clean);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEYWORDS]);
}

static gboolean
relation_equal (const GbRelation *a, const GbRelation *b)
{
  return g_strcmp0 (a->rel, b->rel) == 0 && g_strcmp0 (a->document, b->document) == 0 &&
         g_strcmp0 (a->href, b->href) == 0 && g_strcmp0 (a->title, b->title) == 0;
}

static gboolean
relations_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    if (!relation_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  }
  return TRUE;
}

static GPtrArray *
copy_relations (GPtrArray *relations)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_relation_free);

  for (guint i = 0; relations != NULL && i < relations->len; i++)
    g_ptr_array_add (copy, gb_relation_copy (g_ptr_array_index (relations, i)));
  return copy;
}

static void
gb_metadata_finalize (GObject *object)
{
  GbMetadata *self = GB_METADATA (object);

  for (guint i = 0; i < N_PROPS; i++)
    g_free (self->strings[i]);
  g_strfreev (self->keywords);
  g_ptr_array_unref (self->relations);

  G_OBJECT_CLASS (gb_metadata_parent_class)->finalize (object);
}

static void
gb_metadata_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GbMetadata *self = GB_METADATA (object);

  switch (id) {
  case PROP_KEYWORDS:
    g_value_set_boxed (value, self->keywords);
    break;
  case PROP_OPENNESS:
    g_value_set_int (value, self->openness);
    break;
  case PROP_VALIDITY:
    g_value_set_int (value, self->validity);
    break;
  case PROP_NORMATIVE:
    g_value_set_boolean (value, self->normative);
    break;
  case PROP_NEEDS_INTERPRETATION:
    g_value_set_boolean (value, self->needs_interpretation);
    break;
  default:
    if (id < N_PROPS && self->strings[id] != NULL)
      g_value_set_string (value, self->strings[id]);
    else
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gb_metadata_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GbMetadata *self = GB_METADATA (object);

  switch (id) {
  case PROP_KEYWORDS:
    set_keywords (self, g_value_get_boxed (value));
    break;
  case PROP_OPENNESS:
    if (self->openness != (GbOpenness)g_value_get_int (value)) {
      self->openness = g_value_get_int (value);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  case PROP_VALIDITY:
    if (self->validity != (GbValidity)g_value_get_int (value)) {
      self->validity = g_value_get_int (value);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  case PROP_NORMATIVE:
    if (self->normative != g_value_get_boolean (value)) {
      self->normative = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  case PROP_NEEDS_INTERPRETATION:
    if (self->needs_interpretation != g_value_get_boolean (value)) {
      self->needs_interpretation = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  default:
    if (id < N_PROPS && self->strings[id] != NULL)
      set_string (self, id, g_value_get_string (value));
    else
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gb_metadata_class_init (GbMetadataClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = gb_metadata_finalize;
  object_class->get_property = gb_metadata_get_property;
  object_class->set_property = gb_metadata_set_property;

  for (guint i = 0; i < G_N_ELEMENTS (string_props); i++)
    properties[string_props[i].id] =
      g_param_spec_string (string_props[i].name, NULL, NULL, "", flags);
  properties[PROP_KEYWORDS] = g_param_spec_boxed ("keywords", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_OPENNESS] = g_param_spec_int ("openness", NULL, NULL, GB_OPENNESS_UNSET,
                                                GB_OPENNESS_WITHHELD, GB_OPENNESS_UNSET, flags);
  properties[PROP_VALIDITY] = g_param_spec_int ("validity", NULL, NULL, GB_VALIDITY_UNSET,
                                                GB_VALIDITY_EXPIRED, GB_VALIDITY_UNSET, flags);
  properties[PROP_NORMATIVE] = g_param_spec_boolean ("normative", NULL, NULL, FALSE, flags);
  properties[PROP_NEEDS_INTERPRETATION] =
    g_param_spec_boolean ("needs-interpretation", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_RELATIONS_CHANGED] =
    g_signal_new ("relations-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);
}

static void
gb_metadata_init (GbMetadata *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (string_props); i++)
    self->strings[string_props[i].id] = g_strdup ("");
  self->keywords = g_new0 (char *, 1);
  self->relations = copy_relations (NULL);
}

static guint
find_string_prop (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (string_props); i++) {
    if (strcmp (string_props[i].name, name) == 0)
      return string_props[i].id;
  }
  return PROP_0;
}

static guint
find_name (const char *const *names, guint n_names, const char *string)
{
  for (guint i = 1; string != NULL && i < n_names; i++) {
    if (strcmp (names[i], string) == 0)
      return i;
  }
  return 0;
}

/**
 * gb_openness_to_string:
 * @openness: a value
 *
 * Returns: the schema's word, "" for %GB_OPENNESS_UNSET
 */
const char *
gb_openness_to_string (GbOpenness openness)
{
  g_return_val_if_fail ((guint)openness < G_N_ELEMENTS (openness_names), "");
  return openness_names[openness];
}

/**
 * gb_openness_from_string:
 * @string: (nullable): a word
 *
 * Returns: the value, %GB_OPENNESS_UNSET for any word that the schema does not know
 */
GbOpenness
gb_openness_from_string (const char *string)
{
  return (GbOpenness)find_name (openness_names, G_N_ELEMENTS (openness_names), string);
}

/**
 * gb_validity_to_string:
 * @validity: a value
 *
 * Returns: the schema's word, "" for %GB_VALIDITY_UNSET
 */
const char *
gb_validity_to_string (GbValidity validity)
{
  g_return_val_if_fail ((guint)validity < G_N_ELEMENTS (validity_names), "");
  return validity_names[validity];
}

/**
 * gb_validity_from_string:
 * @string: (nullable): a word
 *
 * Returns: the value, %GB_VALIDITY_UNSET for any word that the schema does not know
 */
GbValidity
gb_validity_from_string (const char *string)
{
  return (GbValidity)find_name (validity_names, G_N_ELEMENTS (validity_names), string);
}

/**
 * gb_relation_new:
 * @rel: "policy" or "interpretation"
 * @document: (nullable): the other document's UUID
 * @href: (nullable): its address on another site
 * @title: (nullable): its title
 *
 * Returns: (transfer full): a relation
 */
GbRelation *
gb_relation_new (const char *rel, const char *document, const char *href, const char *title)
{
  GbRelation *self;

  g_return_val_if_fail (rel != NULL, NULL);
  g_return_val_if_fail ((document == NULL) != (href == NULL), NULL);

  self = g_new0 (GbRelation, 1);
  self->rel = g_strdup (rel);
  self->document = g_strdup (document);
  self->href = g_strdup (href);
  self->title = gb_text_clean_line (title != NULL ? title : "");
  return self;
}

/**
 * gb_relation_copy:
 * @self: a relation
 *
 * Returns: (transfer full): a copy
 */
GbRelation *
gb_relation_copy (const GbRelation *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return gb_relation_new (self->rel, self->document, self->href, self->title);
}

/**
 * gb_relation_free:
 * @self: (transfer full): a relation
 *
 * Frees @self.
 */
void
gb_relation_free (GbRelation *self)
{
  g_free (self->rel);
  g_free (self->document);
  g_free (self->href);
  g_free (self->title);
  g_free (self);
}

/**
 * gb_metadata_new:
 *
 * Returns: (transfer full): metadata in which nothing is given yet
 */
GbMetadata *
gb_metadata_new (void)
{
  return g_object_new (GB_TYPE_METADATA, NULL);
}

/**
 * gb_metadata_copy:
 * @self: metadata
 *
 * Returns: (transfer full): metadata with the same values and no shared memory
 */
GbMetadata *
gb_metadata_copy (GbMetadata *self)
{
  GbMetadata *copy;

  g_return_val_if_fail (GB_IS_METADATA (self), NULL);

  copy = gb_metadata_new ();
  for (guint i = 0; i < N_PROPS; i++) {
    g_free (copy->strings[i]);
    copy->strings[i] = g_strdup (self->strings[i]);
  }
  g_strfreev (copy->keywords);
  copy->keywords = g_strdupv (self->keywords);
  g_ptr_array_unref (copy->relations);
  copy->relations = copy_relations (self->relations);
  copy->openness = self->openness;
  copy->validity = self->validity;
  copy->normative = self->normative;
  copy->needs_interpretation = self->needs_interpretation;
  return copy;
}

/**
 * gb_metadata_equal:
 * @a: metadata
 * @b: other metadata
 *
 * Returns: %TRUE if every property and relation is the same
 */
gboolean
gb_metadata_equal (GbMetadata *a, GbMetadata *b)
{
  g_return_val_if_fail (GB_IS_METADATA (a) && GB_IS_METADATA (b), FALSE);

  for (guint i = 0; i < N_PROPS; i++) {
    if (g_strcmp0 (a->strings[i], b->strings[i]) != 0)
      return FALSE;
  }
  return a->openness == b->openness && a->validity == b->validity && a->normative == b->normative &&
         a->needs_interpretation == b->needs_interpretation &&
         g_strv_equal ((const char *const *)a->keywords, (const char *const *)b->keywords) &&
         relations_equal (a->relations, b->relations);
}

/**
 * gb_metadata_get:
 * @self: metadata
 * @property: the name of a string property
 *
 * Returns: (transfer none): its value, "" if it is not given; valid until it changes
 */
const char *
gb_metadata_get (GbMetadata *self, const char *property)
{
  guint id;

  g_return_val_if_fail (GB_IS_METADATA (self), "");
  g_return_val_if_fail (property != NULL, "");

  id = find_string_prop (property);
  g_return_val_if_fail (id != PROP_0, "");
  return self->strings[id];
}

/**
 * gb_metadata_set:
 * @self: metadata
 * @property: the name of a string property
 * @value: (nullable): its value, %NULL for ""
 *
 * Sets a string property, as g_object_set() does: characters that no document may hold are left
 * out, and line breaks become spaces. Spaces at the ends stay, so that an entry can be bound to
 * the property; a document drops them.
 */
void
gb_metadata_set (GbMetadata *self, const char *property, const char *value)
{
  guint id;

  g_return_if_fail (GB_IS_METADATA (self));
  g_return_if_fail (property != NULL);

  id = find_string_prop (property);
  g_return_if_fail (id != PROP_0);
  set_string (self, id, value);
}

/**
 * gb_metadata_get_openness:
 * @self: metadata
 *
 * Returns: whether the text may be published (公开属性)
 */
GbOpenness
gb_metadata_get_openness (GbMetadata *self)
{
  g_return_val_if_fail (GB_IS_METADATA (self), GB_OPENNESS_UNSET);
  return self->openness;
}

/**
 * gb_metadata_get_validity:
 * @self: metadata
 *
 * Returns: whether the document is in force (有效性)
 */
GbValidity
gb_metadata_get_validity (GbMetadata *self)
{
  g_return_val_if_fail (GB_IS_METADATA (self), GB_VALIDITY_UNSET);
  return self->validity;
}

/**
 * gb_metadata_get_normative:
 * @self: metadata
 *
 * Returns: %TRUE for an administrative normative document (行政规范性文件)
 */
gboolean
gb_metadata_get_normative (GbMetadata *self)
{
  g_return_val_if_fail (GB_IS_METADATA (self), FALSE);
  return self->normative;
}

/**
 * gb_metadata_get_keywords:
 * @self: metadata
 *
 * Returns: (transfer none): the keywords, never %NULL; valid until they change
 */
const char *const *
gb_metadata_get_keywords (GbMetadata *self)
{
  g_return_val_if_fail (GB_IS_METADATA (self), NULL);
  return (const char *const *)self->keywords;
}

/**
 * gb_metadata_get_relations:
 * @self: metadata
 *
 * Returns: (transfer none) (element-type GbRelation): the related documents, in the order in which
 *   the page lists them; not to be changed
 */
GPtrArray *
gb_metadata_get_relations (GbMetadata *self)
{
  g_return_val_if_fail (GB_IS_METADATA (self), NULL);
  return self->relations;
}

/**
 * gb_metadata_set_relations:
 * @self: metadata
 * @relations: (element-type GbRelation) (nullable): the related documents
 *
 * Takes copies of @relations and emits #GbMetadata::relations-changed if they differ from the ones
 * before.
 */
void
gb_metadata_set_relations (GbMetadata *self, GPtrArray *relations)
{
  g_autoptr (GPtrArray) copy = NULL;

  g_return_if_fail (GB_IS_METADATA (self));

  copy = copy_relations (relations);
  if (relations_equal (self->relations, copy))
    return;
  g_ptr_array_unref (self->relations);
  self->relations = g_steal_pointer (&copy);
  g_signal_emit (self, signals[SIGNAL_RELATIONS_CHANGED], 0);
}
