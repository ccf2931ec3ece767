/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"

G_BEGIN_DECLS

/**
 * GbTemplateError:
 * @GB_TEMPLATE_ERROR_NAME: the file is no .xml file, or a name that no file can have
 * @GB_TEMPLATE_ERROR_BLOBS: it has images or attachments, which are not in the file
 * @GB_TEMPLATE_ERROR_TOO_MANY: more than %GB_TEMPLATES_MAX files in a folder; this one was not read
 */
typedef enum {
  GB_TEMPLATE_ERROR_NAME,
  GB_TEMPLATE_ERROR_BLOBS,
  GB_TEMPLATE_ERROR_TOO_MANY,
} GbTemplateError;

#define GB_TEMPLATE_ERROR (gb_template_error_quark ())
GQuark gb_template_error_quark (void);

#define GB_TEMPLATES_MAX 200

/* A file of a folder of templates: a document, or the reason why it is none. */
typedef struct {
  char
    *name; /* of the file, without its ending: what people call it; "" for an unreadable folder */
  char *path;
  GbDocument *document; /* (nullable) */
  GError *error;        /* (nullable) */
} GbTemplate;

void gb_template_free (GbTemplate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbTemplate, gb_template_free)

/* The folders of an office's own templates, the person's first: (transfer full), NULL-terminated.
 */
char **gb_templates_dup_folders (void);
GPtrArray *gb_templates_read (const char *const *folders, GCancellable *cancellable);
char *gb_templates_save (const char *folder,
                         const char *name,
                         GbDocument *document,
                         gboolean replace,
                         GError **error);

G_END_DECLS
