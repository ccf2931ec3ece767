/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes a number in a format of WordprocessingML (ST_NumberFormat, ECMA-376-1 §17.18.59): those of
 * Chinese and Western papers; others become digits. format: (nullable). Returns: (transfer full);
 * empty for "none". */
char *_gb_docx_number_format (const char *format, guint number);

G_END_DECLS
