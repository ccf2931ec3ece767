/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The codec between the page and the host. It owns nothing and keeps no state. The page is
 * untrusted: each type of message has a table of the members that it must have, each member of the
 * state has a type, and what does not fit is an error for the caller to report, never an assertion.
 * Used by GbEditor on the main thread. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-bridge.h"

#include "document/gb-document.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* An address or a reason; a title and a body have the document's own limit. */
#define MAX_TEXT 4096
#define MAX_ID   64
/* More than a document of the greatest size can reasonably have. */
#define MAX_HEADINGS 20000
#define FIRST_LEVEL  2
#define LAST_LEVEL   5

typedef enum {
  MEMBER_GENERATION = 1 << 0,
  MEMBER_REVISION = 1 << 1,
  MEMBER_HREF = 1 << 2,
  MEMBER_MESSAGE = 1 << 3,
  MEMBER_TITLE = 1 << 4,
  MEMBER_BODY = 1 << 5,
  MEMBER_STATE = 1 << 6,
  MEMBER_HEADINGS = 1 << 7,
  MEMBER_PLACE = 1 << 8,
  MEMBER_SOURCE = 1 << 9,
  MEMBER_COPY = 1 << 10,
  MEMBER_CARET = 1 << 11,
} Members;

static const struct {
  const char *name;
  GbEditorMessageType type;
  Members members;
} message_types[] = {
  { "ready", GB_EDITOR_MESSAGE_READY, MEMBER_GENERATION },
  { "changed", GB_EDITOR_MESSAGE_CHANGED, MEMBER_GENERATION | MEMBER_REVISION },
  { "state", GB_EDITOR_MESSAGE_STATE, MEMBER_STATE },
  { "link", GB_EDITOR_MESSAGE_LINK, MEMBER_HREF },
  { "choose-character", GB_EDITOR_MESSAGE_CHOOSE_CHARACTER, 0 },
  { "edit-link", GB_EDITOR_MESSAGE_EDIT_LINK, 0 },
  { "escape", GB_EDITOR_MESSAGE_ESCAPE, 0 },
  { "outline", GB_EDITOR_MESSAGE_OUTLINE, MEMBER_HEADINGS },
  { "paste", GB_EDITOR_MESSAGE_PASTE, MEMBER_PLACE | MEMBER_SOURCE },
  { "copy", GB_EDITOR_MESSAGE_COPY, MEMBER_COPY },
  { "failed", GB_EDITOR_MESSAGE_FAILED, MEMBER_MESSAGE },
  { "document", GB_EDITOR_MESSAGE_DOCUMENT, 0 },
  { "snapshot", GB_EDITOR_MESSAGE_SNAPSHOT,
    MEMBER_GENERATION | MEMBER_REVISION | MEMBER_TITLE | MEMBER_BODY | MEMBER_CARET },
};

static const char *const sources[] = {
  [GB_EDITOR_SOURCE_CLIPBOARD] = "clipboard",
  [GB_EDITOR_SOURCE_CLIPBOARD_TEXT] = "clipboard-text",
  [GB_EDITOR_SOURCE_SELECTION] = "selection",
  [GB_EDITOR_SOURCE_DROP] = "drop",
};

/* The members of "state", as web/src/state-report.js makes them. */
static const struct {
  const char *name;
  const char *type;
} state_members[] = {
  { "align", "s" },
  { "block", "s" },
  { "bold", "b" },
  { "bulletList", "b" },
  { "canAlign", "b" },
  { "canBreak", "b" },
  { "canDemote", "b" },
  { "canDemoteSection", "b" },
  { "canHaveCaption", "b" },
  { "canIndentList", "b" },
  { "canInsertText", "b" },
  { "canLink", "b" },
  { "canMakeList", "b" },
  { "canMark", "b" },
  { "canMerge", "b" },
  { "canMoveSectionDown", "b" },
  { "canMoveSectionUp", "b" },
  { "canNumber", "b" },
  { "canOutdentList", "b" },
  { "canPromote", "b" },
  { "canPromoteSection", "b" },
  { "canRedo", "b" },
  { "canRepairNumbers", "b" },
  { "canSetStyle", "b" },
  { "canShareEvenly", "b" },
  { "canSplit", "b" },
  { "canUndo", "b" },
  { "caption", "b" },
  { "finding", "u" },
  { "hasImage", "b" },
  { "headerCell", "b" },
  { "headerColumn", "b" },
  { "headerRow", "b" },
  { "imageAlt", "s" },
  { "imageSrc", "s" },
  { "imageWidth", "s" },
  { "inBody", "b" },
  { "indented", "b" },
  { "inTable", "b" },
  { "italic", "b" },
  { "link", "s" },
  { "listStyle", "s" },
  { "match", "u" },
  { "matches", "u" },
  { "number", "s" },
  { "numbered", "b" },
  { "offset", "u" },
  { "orderedList", "b" },
  { "revision", "u" },
  { "section", "s" },
  { "selectedWords", "u" },
  { "strike", "b" },
  { "style", "s" },
  { "subscript", "b" },
  { "superscript", "b" },
  { "underline", "b" },
  { "words", "u" },
};

static gboolean
invalid (GError **error, const char *what, const char *name)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: %s", what, name);
  return FALSE;
}

static gboolean
read_count (JsonObject *object, const char *name, guint64 *out_count, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < 0)
    return invalid (error, "not a count", name);
  *out_count = (guint64)json_node_get_int (node);
  return TRUE;
}

static gboolean
read_string (JsonObject *object, const char *name, gsize max, char **out_string, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  const char *string;

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return invalid (error, "not a string", name);
  string = json_node_get_string (node);
  if (strlen (string) > max)
    return invalid (error, "too long", name);
  *out_string = g_strdup (string);
  return TRUE;
}

/* Returns a floating reference, or NULL if the node has another type. A string may be null, which
 * is the empty one. */
static GVariant *
read_state_member (JsonNode *node, const char *type)
{
  GType value_type = json_node_get_value_type (node);

  switch (type[0]) {
  case 'b':
    return value_type == G_TYPE_BOOLEAN ? g_variant_new_boolean (json_node_get_boolean (node))
                                        : NULL;
  case 'u':
    if (value_type != G_TYPE_INT64 || json_node_get_int (node) < 0 ||
        json_node_get_int (node) > G_MAXUINT32)
      return NULL;
    return g_variant_new_uint32 ((guint32)json_node_get_int (node));
  case 's':
    if (JSON_NODE_HOLDS_NULL (node))
      return g_variant_new_string ("");
    if (value_type != G_TYPE_STRING || strlen (json_node_get_string (node)) > MAX_TEXT)
      return NULL;
    return g_variant_new_string (json_node_get_string (node));
  default:
    g_return_val_if_reached (NULL);
  }
}

static const char *
find_state_type (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (state_members); i++) {
    if (g_str_equal (state_members[i].name, name))
      return state_members[i].type;
  }
  return NULL;
}

static gboolean
read_state (JsonObject *object, GVariant **out_state, GError **error)
{
  g_auto (GVariantDict) state = G_VARIANT_DICT_INIT (NULL);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node)) {
    const char *type = find_state_type (name);
    GVariant *value;

    if (g_str_equal (name, "v") || g_str_equal (name, "type"))
      continue;
    if (type == NULL)
      return invalid (error, "unknown member of the state", name);
    value = read_state_member (node, type);
    if (value == NULL)
      return invalid (error, "member of the state with another type", name);
    g_variant_dict_insert_value (&state, name, value);
  }
  *out_state = g_variant_ref_sink (g_variant_dict_end (&state));
  return TRUE;
}

static gboolean
read_heading (JsonNode *node, GPtrArray *headings, GError **error)
{
  GbEditorHeading *heading = g_new0 (GbEditorHeading, 1);
  JsonObject *object;
  guint64 level;

  g_ptr_array_add (headings, heading);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return invalid (error, "not an object", "headings");
  object = json_node_get_object (node);
  if (!read_string (object, "id", MAX_ID, &heading->id, error) ||
      !read_string (object, "text", MAX_TEXT, &heading->text, error) ||
      !read_count (object, "level", &level, error))
    return FALSE;
  if (level < FIRST_LEVEL || level > LAST_LEVEL)
    return invalid (error, "no such level", "level");
  heading->level = (guint)level;
  return TRUE;
}

static gboolean
read_headings (JsonObject *object, GPtrArray **out_headings, GError **error)
{
  g_autoptr (GPtrArray) headings =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_editor_heading_free);
  JsonNode *node = json_object_get_member (object, "headings");
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return invalid (error, "not an array", "headings");
  array = json_node_get_array (node);
  if (json_array_get_length (array) > MAX_HEADINGS)
    return invalid (error, "too many", "headings");
  for (guint i = 0; i < json_array_get_length (array); i++) {
    if (!read_heading (json_array_get_element (array, i), headings, error))
      return FALSE;
  }
  *out_headings = g_steal_pointer (&headings);
  return TRUE;
}

static gboolean
read_source (JsonObject *object, GbEditorSource *out_source, GError **error)
{
  g_autofree char *name = NULL;

  if (!read_string (object, "source", MAX_TEXT, &name, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++) {
    if (g_str_equal (sources[i], name)) {
      *out_source = (GbEditorSource)i;
      return TRUE;
    }
  }
  return invalid (error, "unknown source", "source");
}

static gboolean
read_copy (JsonObject *object, GbEditorMessage *message, GError **error)
{
  return read_string (object, "slice", GB_DOCUMENT_MAX_BYTES, &message->slice, error) &&
         read_string (object, "html", GB_DOCUMENT_MAX_BYTES, &message->html, error) &&
         read_string (object, "text", GB_DOCUMENT_MAX_BYTES, &message->text, error);
}

static gboolean
read_caret (JsonObject *object, GbEditorCaret *caret, GError **error)
{
  guint64 offset;

  if (!read_string (object, "block", MAX_ID, &caret->block, error) ||
      !read_count (object, "offset", &offset, error))
    return FALSE;
  caret->offset = (guint)MIN (offset, G_MAXINT);
  return TRUE;
}

static gboolean
read_members (JsonObject *object, Members members, GbEditorMessage *message, GError **error)
{
  if ((members & MEMBER_GENERATION) &&
      !read_count (object, "generation", &message->generation, error))
    return FALSE;
  if ((members & MEMBER_REVISION) && !read_count (object, "revision", &message->revision, error))
    return FALSE;
  if ((members & MEMBER_HREF) && !read_string (object, "href", MAX_TEXT, &message->text, error))
    return FALSE;
  if ((members & MEMBER_MESSAGE) &&
      !read_string (object, "message", MAX_TEXT, &message->text, error))
    return FALSE;
  if ((members & MEMBER_TITLE) &&
      !read_string (object, "title", GB_DOCUMENT_MAX_BYTES, &message->title, error))
    return FALSE;
  if ((members & MEMBER_BODY) &&
      !read_string (object, "body", GB_DOCUMENT_MAX_BYTES, &message->body, error))
    return FALSE;
  if ((members & MEMBER_HEADINGS) && !read_headings (object, &message->headings, error))
    return FALSE;
  if ((members & MEMBER_PLACE) && !read_count (object, "place", &message->place, error))
    return FALSE;
  if ((members & MEMBER_SOURCE) && !read_source (object, &message->source, error))
    return FALSE;
  if ((members & MEMBER_COPY) && !read_copy (object, message, error))
    return FALSE;
  if ((members & MEMBER_CARET) && !read_caret (object, &message->caret, error))
    return FALSE;
  return !(members & MEMBER_STATE) || read_state (object, &message->state, error);
}

static gboolean
check_version (JsonObject *object, GError **error)
{
  guint64 version;

  if (!read_count (object, "v", &version, error))
    return FALSE;
  return version == GB_EDITOR_BRIDGE_VERSION || invalid (error, "unknown version", "v");
}

GbEditorMessage *
gb_editor_message_parse (const char *json, GError **error)
{
  g_autoptr (GbEditorMessage) message = g_new0 (GbEditorMessage, 1);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *type = NULL;
  JsonObject *object;

  g_return_val_if_fail (json != NULL, NULL);

  root = json_from_string (json, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
    invalid (error, "not a JSON object", "message");
    return NULL;
  }
  object = json_node_get_object (root);
  if (!check_version (object, error) || !read_string (object, "type", MAX_TEXT, &type, error))
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (message_types); i++) {
    if (g_str_equal (message_types[i].name, type)) {
      message->type = message_types[i].type;
      if (!read_members (object, message_types[i].members, message, error))
        return NULL;
      return g_steal_pointer (&message);
    }
  }
  /* The type is not repeated: it may be text of the document. */
  invalid (error, "unknown type", "type");
  return NULL;
}

void
gb_editor_heading_free (GbEditorHeading *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->text);
  g_free (self);
}

void
gb_editor_message_free (GbEditorMessage *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->slice);
  g_free (self->html);
  g_free (self->title);
  g_free (self->body);
  g_free (self->caret.block);
  g_clear_pointer (&self->state, g_variant_unref);
  g_clear_pointer (&self->headings, g_ptr_array_unref);
  g_free (self);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value != NULL ? value : "");
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_choices (JsonBuilder *builder, const GbEditorChoices *choices)
{
  add_boolean (builder, "numbersHeadings", choices->numbers_headings);
  add_boolean (builder, "typesSmartly", choices->types_smartly);
}

char *
gb_editor_strings_to_json (const char *name, ...)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  va_list values;

  json_builder_begin_object (builder);
  va_start (values, name);
  for (; name != NULL; name = va_arg (values, const char *))
    add_string (builder, name, va_arg (values, const char *));
  va_end (values);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

char *
gb_editor_choices_to_json (const GbEditorChoices *choices)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (choices != NULL, NULL);

  json_builder_begin_object (builder);
  add_choices (builder, choices);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

char *
gb_editor_given_to_json (const GbEditorGiven *given)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (given != NULL, NULL);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "generation");
  json_builder_add_int_value (builder, (gint64)given->generation);
  add_boolean (builder, "editable", given->editable);
  add_string (builder, "title", given->title);
  add_string (builder, "body", given->body);
  add_string (builder, "titleHint", given->title_hint);
  add_string (builder, "bodyHint", given->body_hint);
  add_string (builder, "altHint", given->alt_hint);
  add_string (builder, "label", given->label);
  add_string (builder, "theme", given->theme);
  add_choices (builder, &given->choices);
  if (given->caret != NULL && given->caret->block != NULL) {
    json_builder_set_member_name (builder, "caret");
    json_builder_begin_object (builder);
    add_string (builder, "block", given->caret->block);
    json_builder_set_member_name (builder, "offset");
    json_builder_add_int_value (builder, given->caret->offset);
    json_builder_end_object (builder);
  }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
