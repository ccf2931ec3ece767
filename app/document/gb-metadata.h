/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The order is that of the schema; the strings are those of the schema. */
typedef enum {
  GB_OPENNESS_UNSET,
  GB_OPENNESS_PROACTIVE,  /* 主动公开 */
  GB_OPENNESS_ON_REQUEST, /* 依申请公开 */
  GB_OPENNESS_WITHHELD,   /* 不予公开 */
} GbOpenness;

typedef enum {
  GB_VALIDITY_UNSET,
  GB_VALIDITY_IN_FORCE, /* 有效 */
  GB_VALIDITY_AMENDED,  /* 已修改 */
  GB_VALIDITY_REPEALED, /* 废止 */
  GB_VALIDITY_EXPIRED,  /* 失效 */
} GbValidity;

const char *gb_openness_to_string (GbOpenness openness);
GbOpenness gb_openness_from_string (const char *string);
const char *gb_validity_to_string (GbValidity validity);
GbValidity gb_validity_from_string (const char *string);

/* A link between a policy and its interpretation. Exactly one of document and href is set. */
typedef struct {
  char *rel;      /* "policy" or "interpretation": what the other document is */
  char *document; /* (nullable): a UUID of the same portal */
  char *href;     /* (nullable): an http(s) address */
  char *title;
} GbRelation;

GbRelation *
gb_relation_new (const char *rel, const char *document, const char *href, const char *title);
GbRelation *gb_relation_copy (const GbRelation *self);
void gb_relation_free (GbRelation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbRelation, gb_relation_free)

/**
 * GbMetadata:
 *
 * What a document says about itself (国办发〔2016〕80号; 政府信息公开条例 Art 12). Every field is a
 * property with a notification, so that a form can bind to it. Strings are UTF-8, never %NULL:
 * the empty string means "not given". Dates are "YYYY-MM-DD". Not thread-safe.
 *
 * Properties, in the schema's order: "title", "source", "source-url", "publisher", "unit",
 * "author", "document-number", "index-number", "made-on", "column" (the column's id), "genre",
 * "theme", "keywords" (a GStrv, never %NULL), "summary", "openness" (GbOpenness, an int property),
 * "withhold-article" ("14", "15", "16-1", "16-2", "16-3" or ""), "withhold-reason", "validity"
 * (GbValidity, an int property), "valid-from", "valid-until", "normative" (boolean),
 * "needs-interpretation" (boolean), "originally-published" ("YYYY-MM-DD HH:MM").
 */
#define GB_TYPE_METADATA (gb_metadata_get_type ())
G_DECLARE_FINAL_TYPE (GbMetadata, gb_metadata, GB, METADATA, GObject)

GbMetadata *gb_metadata_new (void);
GbMetadata *gb_metadata_copy (GbMetadata *self);
gboolean gb_metadata_equal (GbMetadata *a, GbMetadata *b);

/* Convenience for string properties: borrowed, never NULL. */
const char *gb_metadata_get (GbMetadata *self, const char *property);
void gb_metadata_set (GbMetadata *self, const char *property, const char *value);

GbOpenness gb_metadata_get_openness (GbMetadata *self);
GbValidity gb_metadata_get_validity (GbMetadata *self);
gboolean gb_metadata_get_normative (GbMetadata *self);
const char *const *gb_metadata_get_keywords (GbMetadata *self);

/* Relations are announced by the signal "relations-changed". */
GPtrArray *gb_metadata_get_relations (GbMetadata *self);
void gb_metadata_set_relations (GbMetadata *self, GPtrArray *relations);

G_END_DECLS
