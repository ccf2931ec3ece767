/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a file is by its content, whatever its name says. */

#include <gio/gio.h>

G_BEGIN_DECLS

#define GB_OFFICE_PROTECTED_MESSAGE                                                                \
  "the file is protected by a password; open it in WPS or Word, take the password off and save it"

typedef enum {
  GB_OFFICE_KIND_UNKNOWN,
  GB_OFFICE_KIND_ZIP,       /* .docx, .odt and many others */
  GB_OFFICE_KIND_OLD_WORD,  /* a compound file with a WordDocument in it: .doc, .wps */
  GB_OFFICE_KIND_COMPOUND,  /* another compound file: .xls, .ppt, old .wps … */
  GB_OFFICE_KIND_PROTECTED, /* a compound file around an encrypted .docx ([MS-OFFCRYPTO] §1.3) */
  GB_OFFICE_KIND_RTF,
  GB_OFFICE_KIND_HTML,
  GB_OFFICE_KIND_PDF,
  GB_OFFICE_KIND_XML,
  GB_OFFICE_KIND_EMPTY,
} GbOfficeKind;

gboolean _gb_office_kind_recognize (GFile *file,
                                    GbOfficeKind *out_kind,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean _gb_office_kind_check_zip (GFile *file, GCancellable *cancellable, GError **error);

G_END_DECLS
