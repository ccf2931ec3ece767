/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the steps of the HTML reader hand to each other. */

#include "import/gb-import-private.h"
#include "import/gb-import-writer.h"

#include <libxml/tree.h>

G_BEGIN_DECLS

/* Images inside count as well. */
#define GB_IMPORT_HTML_MAX_BYTES (64 * 1024 * 1024)

/* Which program wrote it: each has its own ways. */
typedef enum {
  GB_IMPORT_MAKER_WEB,    /* a page, or a program that writes like one */
  GB_IMPORT_MAKER_OFFICE, /* WPS and Microsoft Office, whose markup is the same */
  GB_IMPORT_MAKER_LIBRE,  /* LibreOffice */
} GbImportMaker;

/* gb-import-html-source.c: bytes to a tree */
typedef struct {
  xmlDoc *tree;    /* (owned) */
  GString *styles; /* (owned): the content of all <style> elements */
} GbImportHtmlSource;

gboolean _gb_import_html_source_parse (GbImportHtmlSource *self,
                                       const char *data,
                                       gsize size,
                                       GPtrArray *dropped,
                                       GError **error);
void _gb_import_html_source_clear (GbImportHtmlSource *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GbImportHtmlSource, _gb_import_html_source_clear)

/* gb-import-html-style.c: what style attributes and style sheets say */
typedef struct _GbImportStyles GbImportStyles;

GbImportStyles *_gb_import_styles_new (const char *sheets);
void _gb_import_styles_free (GbImportStyles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbImportStyles, _gb_import_styles_free)
char *_gb_import_styles_get (GbImportStyles *self, const xmlNode *node, const char *property);
gboolean _gb_import_styles_has (GbImportStyles *self,
                                const xmlNode *node,
                                const char *property,
                                const char *value);

/* The width of a node, of which "100%" is the whole; 0 if it has none. */
double _gb_import_styles_get_width (GbImportStyles *self, const xmlNode *node, double whole);
/* What the sheet says of the paper, in pixels; 0 if it says nothing. */
double _gb_import_styles_get_text_width (GbImportStyles *self);

/* gb-import-html-image.c: where images come from */
typedef enum {
  GB_IMPORT_IMAGES_EMBEDDED,  /* data: addresses only */
  GB_IMPORT_IMAGES_CLIPBOARD, /* also files that office programs lay out beside a clipboard */
  GB_IMPORT_IMAGES_BESIDE,    /* also files in the folder of the source, and below it */
} GbImportImages;

GBytes *_gb_import_html_image_load (const char *src, GbImportImages images, const char *folder);

/* gb-import-html-node.c: looking at a tree */
gboolean _gb_import_html_is (const xmlNode *node, const char *name);
gboolean _gb_import_html_is_one_of (const xmlNode *node, const char *names);
char *_gb_import_html_dup (const xmlNode *node, const char *attribute);
gboolean _gb_import_html_has_class (const xmlNode *node, const char *class);
char *_gb_import_html_dup_text (const xmlNode *node);
xmlNode *_gb_import_html_next (const xmlNode *node, const xmlNode *root);

/* What the reader is about, from the first node to the last. */
typedef struct _GbImportHtmlList GbImportHtmlList;
typedef struct {
  GbImportWriter *writer;
  GbImportStyles *styles;
  GbImportMaker maker;
  GbImportExtent extent;
  GbImportImages images;
  const char *folder; /* (nullable) */
  char *base;         /* (owned) (nullable): what addresses are relative to */
  double text_width;  /* of the source, in pixels */

  /* The paragraph that is open, or that the next text opens. */
  GbImportParagraph style;
  gboolean is_open;
  int space; /* between the last character and the next one: 0, or ' ' or '\n' */
  GbImportMarks space_marks;
  const char *space_href; /* only compared: it may be over */
  gunichar last;          /* the last character that is no space */
  guint n_breaks;         /* since then */
  guint n_indents;        /* spaces since then that begin a line */

  GbImportHtmlList *list; /* (nullable): the innermost one */
  guint n_lists;
  guint heading_shift; /* what a level loses */
  guint n_comments;    /* that were found with their text */
  gboolean in_table;   /* rows and cells are those of a table, and not of a layout */
  gboolean in_cell;
  const xmlNode *content; /* (nullable): where the text of a page is */
  gboolean has_single_h1;
} GbImportHtml;

struct _GbImportHtmlList {
  GbImportHtmlList *parent; /* (nullable) */
  GbImportListKind kind;
  guint level;
  guint id;
  guint number;         /* of the item */
  gboolean has_started; /* the item has a paragraph */
};

/* What is inherited. */
typedef struct {
  GbImportMarks marks;
  const char *href; /* (nullable) */
  GbImportAlign align;
  gboolean keeps_spaces;
  gboolean in_header; /* of a table */
} GbImportHtmlContext;

/* gb-import-html-text.c */
void _gb_import_html_end_paragraph (GbImportHtml *self);
void _gb_import_html_open_paragraph (GbImportHtml *self, const GbImportHtmlContext *context);
void
_gb_import_html_add_text (GbImportHtml *self, const GbImportHtmlContext *context, const char *text);
void _gb_import_html_add_break (GbImportHtml *self);
void
_gb_import_html_inherit (GbImportHtml *self, const xmlNode *node, GbImportHtmlContext *context);

/* gb-import-html-skip.c: TRUE for a node that is left out, and noted if somebody may miss it */
gboolean _gb_import_html_skip (GbImportHtml *self, const xmlNode *node);

/* gb-import-html-reader.c */
void _gb_import_html_walk (GbImportHtml *self, xmlNode *node, const GbImportHtmlContext *context);

/* gb-import-html-page.c: the content of a page, and its furniture */
void _gb_import_html_page_read_head (GbImportHtml *self, xmlNode *root);
void _gb_import_html_page_tidy (GbImportHtml *self, xmlNode *root);

/* gb-import-html.c */
GbImport *_gb_import_html_read (GBytes *bytes,
                                GbImportExtent extent,
                                GbImportImages images,
                                const char *folder,
                                GbImportPictureFunc prepare,
                                GError **error);

G_END_DECLS
