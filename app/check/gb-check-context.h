/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-catalogue.h"
#include "check/gb-grams.h"

G_BEGIN_DECLS

/* A column of the site that documents can stand in. */
typedef struct {
  char *id;
  char *name;
  char *type;   /* ColumnType of 国办发〔2017〕47号, annex 网页标签规范 */
  char **kinds; /* the kinds that belong here; empty: any */
} GbCheckColumn;

/* A policy that the document names in its relations. */
typedef struct {
  char *id; /* UUID, or "" of a page elsewhere */
  char *title;
  GDate published_on; /* not valid while it is not known */
  GbGrams *grams;     /* (nullable): of its text, title left out; NULL: not known */
} GbCheckPolicy;

/**
 * GbCheckContext:
 *
 * What lies around a document and is not in it: the catalogue that it stands in, the policies that
 * it names, the site, and what has happened to this edition. All of it is optional: a rule whose
 * ground is not known is silent. Built by one thread with the setters, each of which copies or
 * references what it is given; from the first reference that is handed on it is not changed any
 * more, and any thread may read it.
 */
typedef struct _GbCheckContext GbCheckContext;

#define GB_TYPE_CHECK_CONTEXT (gb_check_context_get_type ())
GType gb_check_context_get_type (void);

GbCheckContext *gb_check_context_new (void);
GbCheckContext *gb_check_context_ref (GbCheckContext *self);
void gb_check_context_unref (GbCheckContext *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbCheckContext, gb_check_context_unref)

/* id: the document's own UUID, so that it is not taken for a copy of itself. */
void gb_check_context_set_document (GbCheckContext *self, const char *id);
void gb_check_context_set_catalogue (GbCheckContext *self, GbCatalogue *catalogue);
/* kinds: (nullable). The first column makes the site known. */
void gb_check_context_add_column (GbCheckContext *self,
                                  const char *id,
                                  const char *name,
                                  const char *type,
                                  const char *const *kinds);
/* published_on: (nullable): "YYYY-MM-DD"; document: (nullable): its text. */
void gb_check_context_add_policy (GbCheckContext *self,
                                  const char *id,
                                  const char *title,
                                  const char *published_on,
                                  GbDocument *document);
/* The day on which this document became public, or will: that of the portal's acceptance or of the
 * schedule; NULL: not known. */
void gb_check_context_set_published_on (GbCheckContext *self, const GDate *day);
/* What is known of the legal review (国办发〔2018〕115号) of this edition. */
typedef enum {
  GB_CHECK_LEGAL_UNKNOWN, /* nothing is known of the edition */
  GB_CHECK_LEGAL_NONE,    /* no record, and no step of the route makes one */
  GB_CHECK_LEGAL_PLANNED, /* a step of the route that is still to come */
  GB_CHECK_LEGAL_DONE,
} GbCheckLegal;
void gb_check_context_set_legal (GbCheckContext *self, GbCheckLegal legal);

/* For rules. All (transfer none). */
const char *gb_check_context_get_document (GbCheckContext *self);   /* "" if it is not known */
GbCatalogue *gb_check_context_get_catalogue (GbCheckContext *self); /* (nullable) */
/* (element-type GbCheckColumn) */
GPtrArray *gb_check_context_get_columns (GbCheckContext *self);
/* (element-type GbCheckPolicy) */
GPtrArray *gb_check_context_get_policies (GbCheckContext *self);
gboolean gb_check_context_get_published_on (GbCheckContext *self, GDate *out_day);
GbCheckLegal gb_check_context_get_legal (GbCheckContext *self);

G_END_DECLS
