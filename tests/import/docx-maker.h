/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes .docx files for tests, good and bad ones: a zip with the parts that it is given. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The namespaces of document.xml and its relatives. */
#define DOCX_NAMESPACES                                                                            \
  "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "                      \
  "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "               \
  "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "                      \
  "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "           \
  "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "                             \
  "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" "                        \
  "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" "               \
  "xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" "                        \
  "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\""

typedef struct _DocxMaker DocxMaker;

/* An empty folder that is removed at the end of the program, with the files that are in it then:
 * (transfer full). */
char *docx_maker_make_folder (void);

/* Begins a file of the name in a temporary folder. */
DocxMaker *docx_maker_new (const char *name);
/* The same with its entries encrypted. */
DocxMaker *docx_maker_new_locked (const char *name, const char *password);
/* size: -1 for a string. */
void docx_maker_add (DocxMaker *self, const char *name, const void *data, gssize size);
/* A part of n_bytes of one character, without having it in memory. */
void docx_maker_add_filling (DocxMaker *self, const char *name, char filling, guint64 n_bytes);
/* The content types and relations that every .docx has, with the relations of document.xml: further
 * Relationship elements, "" for none. */
void docx_maker_add_frame (DocxMaker *self, const char *relations);
/* document.xml around the content of its body. */
void docx_maker_add_body (DocxMaker *self, const char *body);
/* Frees self. Returns: (transfer full): the file. */
GFile *docx_maker_finish (DocxMaker *self);

/* A Relationship element for docx_maker_add_frame (): (transfer full). type: its last word. */
char *docx_relation (const char *id, const char *type, const char *target);

G_END_DECLS
