/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"

G_BEGIN_DECLS

/* Whether a document still holds (公文处理工作条例 Art 33; 政府信息公开条例 Art 12 ff.). */
typedef enum {
  GB_CATALOGUE_CURRENT,
  GB_CATALOGUE_AMENDED,   /* 已修改 */
  GB_CATALOGUE_ABOLISHED, /* 废止 */
  GB_CATALOGUE_EXPIRED,   /* 失效 */
  GB_CATALOGUE_RENAMED,   /* 更名: it has another name or number now */
} GbCatalogueStatus;

GbCatalogueStatus gb_catalogue_status_from_validity (GbValidity validity);

/* One document that the office knows of. Strings are UTF-8, "" when not known, never NULL. */
typedef struct {
  char *id; /* UUID; "" for a document of another system */
  char *title;
  char *document_number;
  char *index_number;
  char *kind;         /* "notice" …, as gb_document_kind_to_string() gives it */
  char *published_on; /* "YYYY-MM-DD"; "" while it is not public */
  char *valid_until;  /* "YYYY-MM-DD" */
  char *successor;    /* number or title of what took its place */
  GbCatalogueStatus status;
} GbCatalogueEntry;

GbCatalogueEntry *gb_catalogue_entry_new (void);
/* Of a document: published_on: (nullable). */
GbCatalogueEntry *gb_catalogue_entry_new_for_document (const char *id,
                                                       GbDocument *document,
                                                       const char *published_on);
void gb_catalogue_entry_set (char **field, const char *value);
void gb_catalogue_entry_free (GbCatalogueEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbCatalogueEntry, gb_catalogue_entry_free)

/**
 * GbCatalogueError:
 * @GB_CATALOGUE_ERROR_FORMAT: a file is no catalogue; the message names file, line and reason
 * @GB_CATALOGUE_ERROR_TOO_LARGE: a file is larger than 32 MiB
 */
typedef enum {
  GB_CATALOGUE_ERROR_FORMAT,
  GB_CATALOGUE_ERROR_TOO_LARGE,
} GbCatalogueError;

#define GB_CATALOGUE_ERROR (gb_catalogue_error_quark ())
GQuark gb_catalogue_error_quark (void);

/**
 * GbCatalogue:
 *
 * The documents that an office knows of: its own, published or not, and those of other systems that
 * it keeps a list of. Built by one thread with gb_catalogue_add(); from the first reference that is
 * handed on it is not changed any more, and any thread may read it.
 */
typedef struct _GbCatalogue GbCatalogue;

#define GB_TYPE_CATALOGUE (gb_catalogue_get_type ())
GType gb_catalogue_get_type (void);

GbCatalogue *gb_catalogue_new (void);
GbCatalogue *gb_catalogue_ref (GbCatalogue *self);
void gb_catalogue_unref (GbCatalogue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbCatalogue, gb_catalogue_unref)

/* entry: (transfer full) */
void gb_catalogue_add (GbCatalogue *self, GbCatalogueEntry *entry);
/* Adds the rows of a table: tab-separated UTF-8, whose first line names the columns, in any order:
 * "number", "title", "index", "kind", "published", "until", "status" (有效, 已修改, 废止, 失效,
 * 更名), "successor". Lines that begin with "#" are comments; unknown columns are passed over.
 * name: of the file, for messages. Errors: GB_CATALOGUE_ERROR. */
gboolean
gb_catalogue_add_table (GbCatalogue *self, const char *name, GBytes *bytes, GError **error);
guint gb_catalogue_get_length (GbCatalogue *self);
/* (transfer none): NULL if index is not below the length. */
const GbCatalogueEntry *gb_catalogue_get (GbCatalogue *self, guint index);

/* Those with this number, however its brackets and digits are written; in a text the number of the
 * office may have other characters before it, so its end is looked at: year and serial number.
 * (transfer none) (nullable) (element-type GbCatalogueEntry). */
GPtrArray *gb_catalogue_find_serial (GbCatalogue *self, guint year, guint serial);
/* The first entry with exactly this number that is not the document id (nullable). (nullable) */
const GbCatalogueEntry *
gb_catalogue_find_number (GbCatalogue *self, const char *number, const char *id);
const GbCatalogueEntry *
gb_catalogue_find_index (GbCatalogue *self, const char *number, const char *id);
/* The public entry whose title is most like this one, and at least by percent of its characters;
 * title, not kind and id: (nullable). Marks and spaces do not count, and titles whose numbers
 * differ (a year, a batch) are not alike. kind: (nullable): only of this kind. 10,000 titles take
 * about a millisecond. (nullable) */
const GbCatalogueEntry *gb_catalogue_find_alike (GbCatalogue *self,
                                                 const char *title,
                                                 const char *kind,
                                                 guint percent,
                                                 const char *id);

/* 〔2026〕8号 at the end of a number: FALSE if there is none. out_letters: (out): what stands
 * before it, bytes of number. */
gboolean gb_catalogue_split_number (const char *number,
                                    guint *out_year,
                                    guint *out_serial,
                                    gsize *out_letters);

G_END_DECLS
