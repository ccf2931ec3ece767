/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor-heading.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the page may say. Version and types are those of web/src/bridge.js and main.js. */
#define GB_EDITOR_BRIDGE_VERSION 1

typedef enum {
  GB_EDITOR_MESSAGE_READY,            /* generation */
  GB_EDITOR_MESSAGE_CHANGED,          /* generation, revision */
  GB_EDITOR_MESSAGE_STATE,            /* state */
  GB_EDITOR_MESSAGE_LINK,             /* text: the address */
  GB_EDITOR_MESSAGE_CHOOSE_CHARACTER, /* a key asks for a character */
  GB_EDITOR_MESSAGE_EDIT_LINK,        /* nothing */
  GB_EDITOR_MESSAGE_ESCAPE,           /* nothing: the key, in the text */
  GB_EDITOR_MESSAGE_PASTE,            /* place, source: what lies there is wanted */
  GB_EDITOR_MESSAGE_COPY,             /* slice, html, text: for the clipboard */
  GB_EDITOR_MESSAGE_FAILED,           /* text: why the page cannot go on */
  GB_EDITOR_MESSAGE_DOCUMENT,         /* a question: which document is to be shown? */
  GB_EDITOR_MESSAGE_SNAPSHOT,         /* an answer: generation, revision, title, body, caret */
  GB_EDITOR_MESSAGE_OUTLINE,          /* headings */
} GbEditorMessageType;

/* Where what is pasted comes from. */
typedef enum {
  GB_EDITOR_SOURCE_CLIPBOARD,
  GB_EDITOR_SOURCE_CLIPBOARD_TEXT, /* its text alone */
  GB_EDITOR_SOURCE_SELECTION,      /* what is selected in any window (the other mouse button) */
  GB_EDITOR_SOURCE_DROP,           /* what was dropped last */
} GbEditorSource;

/* Where the caret is. */
typedef struct {
  char *block;  /* (owned) (nullable): the id of the block; "" in the title; NULL if unknown */
  guint offset; /* in characters of the block */
} GbEditorCaret;

typedef struct {
  GbEditorMessageType type;
  guint64 generation;
  guint64 revision;
  guint64 place; /* the page's name for where to put it */
  GbEditorSource source;
  char *text;  /* (nullable) */
  char *slice; /* (nullable): the page's own form of what is copied, as JSON */
  char *html;  /* (nullable): the same for other programs */
  char *title; /* (nullable) */
  char *body;  /* (nullable) */
  GbEditorCaret caret;
  GVariant *state;     /* (nullable): a{sv} of booleans (b), counts (u) and strings (s) */
  GPtrArray *headings; /* (nullable), of GbEditorHeading */
} GbEditorMessage;

/* Errors: G_IO_ERROR_INVALID_DATA. The page is untrusted: whatever it sends, this returns. */
GbEditorMessage *gb_editor_message_parse (const char *json, GError **error);
void gb_editor_message_free (GbEditorMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbEditorMessage, gb_editor_message_free)

/* What a person has chosen for all texts. */
typedef struct {
  gboolean numbers_headings;
  gboolean types_smartly;
} GbEditorChoices;

/* What the host answers to the question "document", and gives to Editor.load(). */
typedef struct {
  guint64 generation;
  const char *title;
  const char *body; /* (nullable) for an empty one */
  gboolean editable;
  const char *title_hint;
  const char *body_hint;
  const char *alt_hint;
  const char *label;
  const char *theme; /* classes of the root element */
  GbEditorChoices choices;
  const GbEditorCaret *caret; /* (nullable) for the beginning of the text */
} GbEditorGiven;

char *gb_editor_given_to_json (const GbEditorGiven *given);
/* An object of strings, for a command with more than one argument: name, value … NULL. Returns:
 * (transfer full) */
char *gb_editor_strings_to_json (const char *name, ...) G_GNUC_NULL_TERMINATED;
/* The choices alone, for Editor.setSettings(). */
char *gb_editor_choices_to_json (const GbEditorChoices *choices);

G_END_DECLS
