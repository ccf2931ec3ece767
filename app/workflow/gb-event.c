/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One act on a document. Events are built on one thread and immutable from the first extra
 * reference on; the count is atomic, so store, portal and windows share them. */

#define G_LOG_DOMAIN "gb-event"

#include "config.h"

#include "workflow/gb-event.h"

#include "document/gb-digest.h"
#include "document/gb-text.h"
#include "workflow/gb-workflow.h"

#include <string.h>

/* Limits in characters. They bound what a hostile peer can make others keep and show. */
#define MAX_NAME      200
#define MAX_OPINION   2000
#define MAX_URL       2000
#define MAX_SIGNATURE 4000
#define MAX_EDITION   1000000
#define MAX_RULE      64
#define MAX_PLACE     64
#define MAX_WORDS     80

/* How the message of a refusal begins; after the second comes the name of the field at fault and a
 * quotation mark. */
#define MALFORMED       "event: "
#define MALFORMED_FIELD MALFORMED "\""

/* What the two hashes start with: a change of the fields must change the label, and a fingerprint
 * can never be taken for a hash. */
#define HASH_LABEL        "gongbao-event-hash-1"
#define FINGERPRINT_LABEL "gongbao-event-1"

G_DEFINE_BOXED_TYPE (GbEvent, gb_event, gb_event_ref, gb_event_unref)

static const char *const type_names[] = {
  "revise",     "submit",  "recall",    "approve",   "return",    "schedule",
  "unschedule", "publish", "emergency", "published", "failed",    "ratify",
  "withdraw",   "discard", "ignore",    "override",  "reinstate",
};
G_STATIC_ASSERT (G_N_ELEMENTS (type_names) == GB_N_EVENT_TYPES);

/* The string fields and their rules, for reading, writing and copying. */
typedef struct {
  const char *name;
  gsize offset;
  glong max_chars;
  gboolean required;
} StringField;

static const StringField string_fields[] = {
  { "id", G_STRUCT_OFFSET (GbEvent, id), 36, TRUE },
  { "document", G_STRUCT_OFFSET (GbEvent, document), 36, TRUE },
  { "revision", G_STRUCT_OFFSET (GbEvent, revision), GB_DIGEST_LENGTH, TRUE },
  { "step", G_STRUCT_OFFSET (GbEvent, step), MAX_NAME, TRUE },
  { "opinion", G_STRUCT_OFFSET (GbEvent, opinion), MAX_OPINION, TRUE },
  { "actor", G_STRUCT_OFFSET (GbEvent, actor), MAX_NAME, TRUE },
  { "actor_name", G_STRUCT_OFFSET (GbEvent, actor_name), MAX_NAME, TRUE },
  { "device", G_STRUCT_OFFSET (GbEvent, device), MAX_NAME, TRUE },
  { "url", G_STRUCT_OFFSET (GbEvent, url), MAX_URL, FALSE },
  { "signature", G_STRUCT_OFFSET (GbEvent, signature), MAX_SIGNATURE, FALSE },
  { "prev_hash", G_STRUCT_OFFSET (GbEvent, prev_hash), GB_DIGEST_LENGTH, FALSE },
  { "hash", G_STRUCT_OFFSET (GbEvent, hash), GB_DIGEST_LENGTH, FALSE },
};

/* The same for what only notes have. */
static const StringField finding_fields[] = {
  { "rule", G_STRUCT_OFFSET (GbEvent, rule), MAX_RULE, FALSE },
  { "place", G_STRUCT_OFFSET (GbEvent, place), MAX_PLACE, FALSE },
  { "words", G_STRUCT_OFFSET (GbEvent, words), MAX_WORDS, FALSE },
  { "mark", G_STRUCT_OFFSET (GbEvent, mark), GB_DIGEST_LENGTH, FALSE },
  { "context", G_STRUCT_OFFSET (GbEvent, context), GB_DIGEST_LENGTH, FALSE },
  { "subject", G_STRUCT_OFFSET (GbEvent, subject), 36, FALSE },
};

static char **
string_field (const GbEvent *self, const StringField *field)
{
  return (char **)G_STRUCT_MEMBER_P (self, field->offset);
}

static GbEvent *
event_alloc (void)
{
  GbEvent *self = g_new0 (GbEvent, 1);

  g_atomic_ref_count_init (&self->ref_count);
  for (guint i = 0; i < G_N_ELEMENTS (string_fields); i++)
    *string_field (self, &string_fields[i]) = g_strdup ("");
  for (guint i = 0; i < G_N_ELEMENTS (finding_fields); i++)
    *string_field (self, &finding_fields[i]) = g_strdup ("");

  return self;
}

G_GNUC_PRINTF (2, 3)
static gboolean
malformed (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED, MALFORMED "%s", message);

  return FALSE;
}

/* What a document may not hold, an opinion may not either: it is shown beside the text, and a
 * direction turned round lets it read as another one. */
static gboolean
check_characters (const char *name, const char *value, GError **error)
{
  const char *forbidden = gb_text_find_forbidden (value);

  if (forbidden == NULL)
    return TRUE;
  return malformed (error, "\"%s\" has a character that no text may hold: U+%04X", name,
                    g_utf8_get_char (forbidden));
}

static gboolean
read_strings (GbEvent *self,
              const StringField *fields,
              guint n_fields,
              JsonObject *object,
              GError **error)
{
  for (guint i = 0; i < n_fields; i++) {
    const StringField *field = &fields[i];
    JsonNode *node = json_object_get_member (object, field->name);
    const char *value;

    if (node == NULL && !field->required)
      continue;
    if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
      return malformed (error, "\"%s\" must be a string", field->name);

    value = json_node_get_string (node);
    if (!g_utf8_validate (value, -1, NULL))
      return malformed (error, "\"%s\" is not UTF-8", field->name);
    if (g_utf8_strlen (value, -1) > field->max_chars)
      return malformed (error, "\"%s\" is longer than %ld characters", field->name,
                        field->max_chars);
    if (!check_characters (field->name, value, error))
      return FALSE;

    gb_event_set_string (string_field (self, field), value);
  }

  return TRUE;
}

static gboolean
read_int (JsonObject *object,
          const char *member,
          gboolean required,
          gint64 minimum,
          gint64 maximum,
          gint64 *out_value,
          GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL && !required)
    return TRUE;
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return malformed (error, "\"%s\" must be a whole number", member);

  *out_value = json_node_get_int (node);
  if (*out_value < minimum || *out_value > maximum)
    return malformed (error, "\"%s\" is out of range", member);

  return TRUE;
}

static gboolean
read_numbers (GbEvent *self, JsonObject *object, GError **error)
{
  gint64 edition = 0;
  gint64 seq = 0;

  if (!read_int (object, "edition", TRUE, 1, MAX_EDITION, &edition, error) ||
      !read_int (object, "made_at", TRUE, 0, GB_EVENT_MAX_TIME, &self->made_at, error) ||
      !read_int (object, "due_at", FALSE, 0, GB_EVENT_MAX_TIME, &self->due_at, error) ||
      !read_int (object, "seq", FALSE, 0, G_MAXINT64, &seq, error) ||
      !read_int (object, "accepted_at", FALSE, 0, GB_EVENT_MAX_TIME, &self->accepted_at, error))
    return FALSE;

  self->edition = (guint)edition;
  self->seq = (guint64)seq;

  return TRUE;
}

/* One document has one name: upper case would make a second. */
static gboolean
is_uuid (const char *string)
{
  for (const char *p = string; *p != '\0'; p++) {
    if (g_ascii_isupper (*p))
      return FALSE;
  }

  return g_uuid_string_is_valid (string);
}

/* A note says what it is about in full, so that it can be read and found again for good. */
static gboolean
check_finding (const GbEvent *self, GError **error)
{
  if (self->type == GB_EVENT_REINSTATE) {
    if (!is_uuid (self->subject))
      return malformed (error, "\"subject\" is not a lower-case UUID");
    return TRUE;
  }
  if (*self->rule == '\0')
    return malformed (error, "\"rule\" is empty");
  if (!gb_digest_is_valid (self->mark))
    return malformed (error, "\"mark\" is not a digest");
  if (!gb_digest_is_valid (self->context))
    return malformed (error, "\"context\" is not a digest");

  return TRUE;
}

static gboolean
check_values (const GbEvent *self, GError **error)
{
  gboolean may_lack_revision = self->type == GB_EVENT_WITHDRAW || self->type == GB_EVENT_DISCARD;

  if (!is_uuid (self->id))
    return malformed (error, "\"id\" is not a lower-case UUID");
  if (!is_uuid (self->document))
    return malformed (error, "\"document\" is not a lower-case UUID");
  if (*self->actor == '\0')
    return malformed (error, "\"actor\" is empty");
  if (!(may_lack_revision && *self->revision == '\0') && !gb_digest_is_valid (self->revision))
    return malformed (error, "\"revision\" is not a digest");
  if (*self->prev_hash != '\0' && !gb_digest_is_valid (self->prev_hash))
    return malformed (error, "\"prev_hash\" is not a digest");
  if (*self->hash != '\0' && !gb_digest_is_valid (self->hash))
    return malformed (error, "\"hash\" is not a digest");

  return !gb_event_type_is_note (self->type) || check_finding (self, error);
}

/* Each field is its length in bytes, a colon, the bytes and a comma, so that no two lists of fields
 * give the same text, and a script can recompute it. Numbers are decimal. */
static void
append_field (GString *string, const char *value)
{
  g_string_append_printf (string, "%" G_GSIZE_FORMAT ":", strlen (value));
  g_string_append (string, value);
  g_string_append_c (string, ',');
}

static void
append_number (GString *string, gint64 value)
{
  char digits[32];

  g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, value);
  append_field (string, digits);
}

static void
append_actors_group (GString *string, const GbEvent *self)
{
  append_field (string, self->id);
  append_field (string, self->document);
  append_number (string, self->edition);
  append_field (string, gb_event_type_to_string (self->type));
  append_field (string, self->revision);
  append_field (string, self->step);
  append_field (string, self->opinion);
  append_field (string, self->actor);
  append_field (string, self->actor_name);
  append_field (string, self->device);
  append_number (string, self->made_at);
  append_number (string, self->due_at);
  append_field (string, self->url);
  /* The type, which stands above, says whether there are more. */
  for (guint i = 0; gb_event_type_is_note (self->type) && i < G_N_ELEMENTS (finding_fields); i++)
    append_field (string, *string_field (self, &finding_fields[i]));
}

/**
 * gb_event_type_to_string:
 *
 * Returns: (transfer none): "revise", "submit" …
 */
const char *
gb_event_type_to_string (GbEventType type)
{
  g_return_val_if_fail ((guint)type < GB_N_EVENT_TYPES, "");

  return type_names[type];
}

/**
 * gb_event_type_from_string:
 * @string: (nullable): a name such as "submit"
 * @out_type: (out): the type, left alone when the name is unknown
 *
 * Returns: whether there is such a type
 */
gboolean
gb_event_type_from_string (const char *string, GbEventType *out_type)
{
  g_return_val_if_fail (out_type != NULL, FALSE);

  for (guint i = 0; i < GB_N_EVENT_TYPES; i++) {
    if (g_strcmp0 (type_names[i], string) == 0) {
      *out_type = i;
      return TRUE;
    }
  }

  return FALSE;
}

/**
 * gb_event_type_is_note:
 *
 * Returns: whether such an event is about a finding of the checker
 */
gboolean
gb_event_type_is_note (GbEventType type)
{
  return type == GB_EVENT_IGNORE || type == GB_EVENT_OVERRIDE || type == GB_EVENT_REINSTATE;
}

/**
 * gb_event_new:
 * @id: (nullable): a lower-case UUID, or %NULL for a new one
 * @document: the document's UUID
 * @edition: from 1
 * @type: what is done
 * @revision: (nullable): the digest that it is about
 * @actor: the account's id
 * @actor_name: the person's name
 *
 * Returns: (transfer full): an event made now, not yet accepted by a portal
 */
GbEvent *
gb_event_new (const char *id,
              const char *document,
              guint edition,
              GbEventType type,
              const char *revision,
              const char *actor,
              const char *actor_name)
{
  g_autofree char *new_id = id == NULL ? g_uuid_string_random () : NULL;
  GbEvent *self;

  g_return_val_if_fail (document != NULL, NULL);
  g_return_val_if_fail ((guint)type < GB_N_EVENT_TYPES, NULL);
  g_return_val_if_fail (actor != NULL, NULL);

  self = event_alloc ();
  self->edition = edition;
  self->type = type;
  self->made_at = g_get_real_time ();
  gb_event_set_string (&self->id, id != NULL ? id : new_id);
  gb_event_set_string (&self->document, document);
  gb_event_set_string (&self->revision, revision);
  gb_event_set_string (&self->actor, actor);
  gb_event_set_string (&self->actor_name, actor_name);

  return self;
}

/**
 * gb_event_copy:
 *
 * Returns: (transfer full): an independent event with the same values, which may be changed
 */
GbEvent *
gb_event_copy (const GbEvent *self)
{
  GbEvent *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = event_alloc ();
  copy->edition = self->edition;
  copy->type = self->type;
  copy->made_at = self->made_at;
  copy->due_at = self->due_at;
  copy->seq = self->seq;
  copy->accepted_at = self->accepted_at;
  for (guint i = 0; i < G_N_ELEMENTS (string_fields); i++)
    gb_event_set_string (string_field (copy, &string_fields[i]),
                         *string_field (self, &string_fields[i]));
  for (guint i = 0; i < G_N_ELEMENTS (finding_fields); i++)
    gb_event_set_string (string_field (copy, &finding_fields[i]),
                         *string_field (self, &finding_fields[i]));

  return copy;
}

GbEvent *
gb_event_ref (GbEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
gb_event_unref (GbEvent *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (string_fields); i++)
    g_free (*string_field (self, &string_fields[i]));
  for (guint i = 0; i < G_N_ELEMENTS (finding_fields); i++)
    g_free (*string_field (self, &finding_fields[i]));
  g_free (self);
}

/**
 * gb_event_set_string:
 * @field: a string field of an event that nobody else holds yet
 * @value: (nullable): the new value; %NULL is ""
 */
void
gb_event_set_string (char **field, const char *value)
{
  char *copy;

  g_return_if_fail (field != NULL);

  copy = g_strdup (value != NULL ? value : "");
  g_free (*field);
  *field = copy;
}

/**
 * gb_event_to_json:
 *
 * Returns: (transfer full): an object with every field under its own name; those of the finding
 *   only for a note
 */
JsonNode *
gb_event_to_json (const GbEvent *self)
{
  JsonObject *object;
  JsonNode *node;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object_new ();
  for (guint i = 0; i < G_N_ELEMENTS (string_fields); i++)
    json_object_set_string_member (object, string_fields[i].name,
                                   *string_field (self, &string_fields[i]));
  for (guint i = 0; gb_event_type_is_note (self->type) && i < G_N_ELEMENTS (finding_fields); i++)
    json_object_set_string_member (object, finding_fields[i].name,
                                   *string_field (self, &finding_fields[i]));
  json_object_set_string_member (object, "type", gb_event_type_to_string (self->type));
  json_object_set_int_member (object, "edition", self->edition);
  json_object_set_int_member (object, "made_at", self->made_at);
  json_object_set_int_member (object, "due_at", self->due_at);
  json_object_set_int_member (object, "seq", (gint64)self->seq);
  json_object_set_int_member (object, "accepted_at", self->accepted_at);

  node = json_node_alloc ();
  json_node_init_object (node, object);
  json_object_unref (object);

  return node;
}

/**
 * gb_event_new_from_json:
 * @node: an object; "due_at", "url", "signature" and what the portal adds may be missing, other
 *   members are ignored, and so are those of a finding in an event that is no note
 * @error: return location for an error
 *
 * Returns: (transfer full): the event, or %NULL with %GB_WORKFLOW_ERROR_MALFORMED whose message
 *   names the field
 */
GbEvent *
gb_event_new_from_json (JsonNode *node, GError **error)
{
  g_autoptr (GbEvent) self = NULL;
  JsonObject *object;
  JsonNode *type;

  g_return_val_if_fail (node != NULL, NULL);

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    malformed (error, "not an object");
    return NULL;
  }

  self = event_alloc ();
  object = json_node_get_object (node);
  type = json_object_get_member (object, "type");
  if (type == NULL || json_node_get_value_type (type) != G_TYPE_STRING ||
      !gb_event_type_from_string (json_node_get_string (type), &self->type)) {
    malformed (error, "\"type\" is not a type of event");
    return NULL;
  }
  if (!read_strings (self, string_fields, G_N_ELEMENTS (string_fields), object, error) ||
      !read_numbers (self, object, error))
    return NULL;
  if (gb_event_type_is_note (self->type) &&
      !read_strings (self, finding_fields, G_N_ELEMENTS (finding_fields), object, error))
    return NULL;
  if (!check_values (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * gb_event_dup_malformed_field:
 * @error: of gb_event_new_from_json()
 *
 * Returns: (transfer full) (nullable): the name of the field at fault, or %NULL if the whole is
 *   no event
 */
char *
gb_event_dup_malformed_field (const GError *error)
{
  const char *name;

  g_return_val_if_fail (error != NULL, NULL);

  if (!g_str_has_prefix (error->message, MALFORMED_FIELD))
    return NULL;
  name = error->message + strlen (MALFORMED_FIELD);

  return g_strndup (name, strcspn (name, "\""));
}

/**
 * gb_event_compute_hash:
 *
 * What chains the portal's log: whoever changes, removes or inserts an event must change every
 * later hash.
 *
 * Returns: (transfer full): "sm3:…"
 */
char *
gb_event_compute_hash (const GbEvent *self)
{
  g_autoptr (GString) string = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  string = g_string_new (NULL);
  append_field (string, HASH_LABEL);
  append_field (string, self->prev_hash);
  append_actors_group (string, self);
  append_field (string, self->signature);
  append_number (string, (gint64)self->seq);
  append_number (string, self->accepted_at);

  return gb_digest_data (string->str, string->len);
}

/**
 * gb_event_compute_fingerprint:
 *
 * The actor's group without the signature, which will be over it. Two requests with one key are the
 * same exactly if their fingerprints are.
 *
 * Returns: (transfer full): "sm3:…"
 */
char *
gb_event_compute_fingerprint (const GbEvent *self)
{
  g_autoptr (GString) string = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  string = g_string_new (NULL);
  append_field (string, FINGERPRINT_LABEL);
  append_actors_group (string, self);

  return gb_digest_data (string->str, string->len);
}

/**
 * gb_event_verify:
 * @self: an event of a portal's log
 * @prev_hash: (nullable): the hash of the event before it in the log, or %NULL not to look at it
 *
 * Returns: whether the event is what the portal accepted, at the place where it accepted it
 */
gboolean
gb_event_verify (const GbEvent *self, const char *prev_hash)
{
  g_autofree char *hash = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (prev_hash != NULL && strcmp (self->prev_hash, prev_hash) != 0)
    return FALSE;

  hash = gb_event_compute_hash (self);

  return strcmp (hash, self->hash) == 0;
}
