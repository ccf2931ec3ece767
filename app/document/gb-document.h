/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-metadata.h"

#include <gio/gio.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

#define GB_DOCUMENT_NS        "https://gongbao.org/ns/document/1"
#define GB_DOCUMENT_XHTML_NS  "http://www.w3.org/1999/xhtml"
#define GB_DOCUMENT_MIME      "application/vnd.gongbao.document+xml"
#define GB_DOCUMENT_MAX_BYTES (16 * 1024 * 1024)

typedef enum {
  GB_DOCUMENT_KIND_NOTICE,         /* 通知 */
  GB_DOCUMENT_KIND_ANNOUNCEMENT,   /* 公告 */
  GB_DOCUMENT_KIND_CIRCULAR,       /* 通告 */
  GB_DOCUMENT_KIND_OPINION,        /* 意见 */
  GB_DOCUMENT_KIND_INTERPRETATION, /* 政策解读 */
  GB_DOCUMENT_KIND_QA,             /* 问答解读 */
  GB_DOCUMENT_KIND_RESPONSE,       /* 回应关切 */
} GbDocumentKind;
#define GB_N_DOCUMENT_KINDS (GB_DOCUMENT_KIND_RESPONSE + 1)

const char *gb_document_kind_to_string (GbDocumentKind kind);
gboolean gb_document_kind_from_string (const char *string, GbDocumentKind *out_kind);
/* 通知, 政策解读 …: the trade's own name, for public pages and metadata; not translated. */
const char *gb_document_kind_get_chinese_name (GbDocumentKind kind);
/* TRUE for the kinds of 公文 that carry a document number (公文处理工作条例 Art 8). */
gboolean gb_document_kind_is_official (GbDocumentKind kind);

typedef struct {
  char *digest; /* names the blob */
  char *name;   /* as the reader sees it, with its ending: 附件1：重点任务分工.docx */
  char *type;   /* MIME type */
  guint64 size; /* bytes */
} GbAttachment;

GbAttachment *
gb_attachment_new (const char *digest, const char *name, const char *type, guint64 size);
GbAttachment *gb_attachment_copy (const GbAttachment *self);
void gb_attachment_free (GbAttachment *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbAttachment, gb_attachment_free)

/**
 * GbDocument:
 *
 * One text with its metadata: immutable, always valid, always in canonical form. Any thread may
 * read it. Canonical form is exclusive C14N without comments over a normalised tree: no empty
 * optional elements, classes in the schema's order, white space in text as single spaces where it
 * was a line break or tab, inline markup in one fixed nesting order (a, strong, em, u, s, sub or
 * sup, span) with equal neighbours merged. In elements that hold only elements, each child begins a
 * line, so that a line number says which block is meant; the tree of gb_document_get_xml() and the
 * text of gb_document_dup_body() are without these line breaks. Two documents are the same exactly
 * if their bytes are.
 */
#define GB_TYPE_DOCUMENT (gb_document_get_type ())
G_DECLARE_FINAL_TYPE (GbDocument, gb_document, GB, DOCUMENT, GObject)

/* body_xhtml is one <body xmlns="http://www.w3.org/1999/xhtml"> element; NULL means one empty
 * paragraph. Blocks without an id are given one; a repeated id keeps its first owner.
 * attachments: (element-type GbAttachment) (nullable). Errors: GB_DOCUMENT_ERROR. */
GbDocument *gb_document_new (GbDocumentKind kind,
                             GbMetadata *metadata,
                             const char *body_xhtml,
                             GPtrArray *attachments,
                             GError **error);
/* Refuses what the schema refuses, ids included; accepts any serialisation and makes it canonical.
 */
GbDocument *gb_document_new_from_bytes (GBytes *bytes, GError **error);
GbDocument *gb_document_new_from_file (GFile *file, GCancellable *cancellable, GError **error);
/* The skeleton of a kind, from resources/templates/KIND.xml. */
GbDocument *gb_document_new_from_template (GbDocumentKind kind);

/* Copies with one part exchanged. */
GbDocument *gb_document_with_metadata (GbDocument *self, GbMetadata *metadata, GError **error);
GbDocument *gb_document_with_body (GbDocument *self, const char *body_xhtml, GError **error);
GbDocument *gb_document_with_attachments (GbDocument *self, GPtrArray *attachments, GError **error);

GbDocumentKind gb_document_get_kind (GbDocument *self);
const char *gb_document_get_title (GbDocument *self);      /* borrowed, never NULL */
GbMetadata *gb_document_get_metadata (GbDocument *self);   /* borrowed; copy before changing */
GPtrArray *gb_document_get_attachments (GbDocument *self); /* borrowed, of GbAttachment */
GBytes *gb_document_get_bytes (GbDocument *self);          /* borrowed: the canonical form */
const char *gb_document_get_digest (GbDocument *self);     /* borrowed */
xmlDoc *gb_document_get_xml (GbDocument *self);            /* borrowed, read-only */
char *gb_document_dup_body (GbDocument *self);             /* XHTML, the <body> element */
/* The reader's text: title excluded, one line a block, list markers and tabs between cells. */
char *gb_document_dup_text (GbDocument *self);
guint gb_document_count_words (GbDocument *self);
/* The text of one block, in which findings count their offsets: a line break is one character.
 * (nullable): NULL if there is no such block or it has no text of its own. */
char *gb_document_dup_block_text (GbDocument *self, const char *id);
/* Digests of the images and attachments that it needs: (transfer full), NULL-terminated, unique. */
char **gb_document_dup_blob_digests (GbDocument *self);

G_END_DECLS
