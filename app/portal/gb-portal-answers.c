/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what the portal sent, without trust: types are checked member by member. Pure functions
 * for GbPortalClient. */
#define G_LOG_DOMAIN "gb-portal"

#include "config.h"

#include "portal/gb-portal-private.h"

void
gb_portal_session_free (GbPortalSession *self)
{
  if (self == NULL)
    return;
  g_free (self->token);
  g_free (self->expires_at);
  g_clear_pointer (&self->account, gb_account_unref);
  g_free (self);
}

void
gb_portal_changes_free (GbPortalChanges *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self);
}

void
gb_portal_document_free (GbPortalDocument *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->head);
  g_free (self->state);
  g_free (self->url);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self);
}

void
gb_portal_receipt_free (GbPortalReceipt *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->event, gb_event_unref);
  g_clear_pointer (&self->published, gb_event_unref);
  g_free (self->head);
  g_free (self->state);
  g_free (self->url);
  g_free (self);
}

static gboolean
is_of_type (JsonObject *object, const char *member, GType type)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/* "" for a member that is missing or no string. */
static char *
dup_string (JsonObject *object, const char *member)
{
  if (!is_of_type (object, member, G_TYPE_STRING))
    return g_strdup ("");
  return g_strdup (json_object_get_string_member (object, member));
}

static gint64
get_int (JsonObject *object, const char *member)
{
  if (!is_of_type (object, member, G_TYPE_INT64))
    return 0;
  return json_object_get_int_member (object, member);
}

gboolean
_gb_portal_answer_check_type (GbPortalAnswer *self, const char *type, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  if (g_strcmp0 (soup_message_headers_get_content_type (headers, NULL), type) == 0)
    return TRUE;
  return _gb_portal_set_protocol_error (error, "another content type");
}

static JsonNode *
parse_object (GBytes *body)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  JsonNode *root;

  /* json-glib expects UTF-8 and does not look. */
  if (size == 0 || !g_utf8_validate (data, (gssize)size, NULL) ||
      !json_parser_load_from_data (parser, data, (gssize)size, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_ref (root) : NULL;
}

JsonNode *
_gb_portal_answer_read_json (GbPortalAnswer *self, GError **error)
{
  JsonNode *root;

  if (!_gb_portal_answer_check_type (self, "application/json", error))
    return NULL;
  root = parse_object (self->body);
  if (root == NULL)
    _gb_portal_set_protocol_error (error, "no JSON object");
  return root;
}

static void
read_problem_body (GbPortalProblem *problem, JsonObject *object)
{
  struct {
    char **field;
    const char *member;
  } const strings[] = {
    { &problem->type, "type" },   { &problem->title, "title" }, { &problem->detail, "detail" },
    { &problem->field, "field" }, { &problem->next, "next" },   { &problem->head, "head" },
    { &problem->state, "state" }, { &problem->by, "by" },       { &problem->by_name, "by_name" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++) {
    g_free (*strings[i].field);
    *strings[i].field = dup_string (object, strings[i].member);
  }
  problem->at = get_int (object, "at");
}

/* body: (nullable): there was none that counts. Returns: (nullable): NULL if the body is no problem
 * of the API. */
GbPortalProblem *
_gb_portal_read_problem (guint status, SoupMessageHeaders *headers, GBytes *body)
{
  g_autoptr (GbPortalProblem) problem = _gb_portal_problem_new (status);
  const char *offset = soup_message_headers_get_one (headers, "Upload-Offset");
  const char *retry_after = soup_message_headers_get_one (headers, "Retry-After");
  guint64 value;

  if (body != NULL) {
    g_autoptr (JsonNode) root = parse_object (body);

    if (root == NULL)
      return NULL;
    read_problem_body (problem, json_node_get_object (root));
    if (*problem->type == '\0')
      return NULL;
  }
  if (offset != NULL && g_ascii_string_to_unsigned (offset, 10, 0, G_MAXINT64, &value, NULL))
    problem->upload_offset = (gint64)value;
  if (retry_after != NULL &&
      g_ascii_string_to_unsigned (retry_after, 10, 0, G_MAXUINT, &value, NULL))
    problem->retry_after_s = (guint)value;
  return g_steal_pointer (&problem);
}

static GbAccount *
read_account (JsonNode *node, GError **error)
{
  g_autoptr (GbAccount) account = node != NULL ? gb_account_new_from_json (node, NULL) : NULL;

  if (account == NULL)
    _gb_portal_set_protocol_error (error, "no account");
  return g_steal_pointer (&account);
}

GbPortalSession *
_gb_portal_read_session (GbPortalAnswer *answer, GError **error)
{
  g_autoptr (GbPortalSession) self = NULL;
  g_autoptr (JsonNode) root = _gb_portal_answer_read_json (answer, error);
  JsonObject *object;

  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  self = g_new0 (GbPortalSession, 1);
  self->token = dup_string (object, "token");
  self->expires_at = dup_string (object, "expires_at");
  self->account = read_account (json_object_get_member (object, "account"), error);
  if (self->account == NULL)
    return NULL;
  if (*self->token == '\0') {
    _gb_portal_set_protocol_error (error, "no token");
    return NULL;
  }
  return g_steal_pointer (&self);
}

GbAccount *
_gb_portal_read_account (GbPortalAnswer *answer, GError **error)
{
  g_autoptr (JsonNode) root = _gb_portal_answer_read_json (answer, error);

  return root != NULL ? read_account (root, error) : NULL;
}

static GbEvent *
read_event (JsonNode *node, GError **error)
{
  g_autoptr (GError) local = NULL;
  GbEvent *event = gb_event_new_from_json (node, &local);

  if (event == NULL)
    _gb_portal_set_protocol_error (error, local->message);
  return event;
}

static GPtrArray *
read_events (JsonObject *object, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_event_unref);
  JsonNode *node = json_object_get_member (object, "events");
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node)) {
    _gb_portal_set_protocol_error (error, "no events");
    return NULL;
  }
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    GbEvent *event = read_event (json_array_get_element (array, i), error);

    if (event == NULL)
      return NULL;
    g_ptr_array_add (events, event);
  }
  return g_steal_pointer (&events);
}

GbPortalChanges *
_gb_portal_read_changes (GbPortalAnswer *answer, GError **error)
{
  g_autoptr (GbPortalChanges) self = NULL;
  g_autoptr (JsonNode) root = _gb_portal_answer_read_json (answer, error);
  JsonObject *object;

  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  if (!is_of_type (object, "cursor", G_TYPE_INT64) || get_int (object, "cursor") < 0) {
    _gb_portal_set_protocol_error (error, "no cursor");
    return NULL;
  }
  self = g_new0 (GbPortalChanges, 1);
  self->cursor = (guint64)get_int (object, "cursor");
  self->events = read_events (object, error);
  return self->events != NULL ? g_steal_pointer (&self) : NULL;
}

GbPortalDocument *
_gb_portal_read_document (GbPortalAnswer *answer, GError **error)
{
  g_autoptr (GbPortalDocument) self = NULL;
  g_autoptr (JsonNode) root = _gb_portal_answer_read_json (answer, error);
  JsonObject *object;

  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  self = g_new0 (GbPortalDocument, 1);
  self->id = dup_string (object, "id");
  self->head = dup_string (object, "head");
  self->state = dup_string (object, "state");
  self->url = dup_string (object, "url");
  self->edition = (guint)CLAMP (get_int (object, "edition"), 0, G_MAXINT);
  self->events = read_events (object, error);
  return self->events != NULL ? g_steal_pointer (&self) : NULL;
}

static gboolean
read_event_member (JsonObject *object, const char *member, GbEvent **out_event, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);

  *out_event = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  *out_event = read_event (node, error);
  return *out_event != NULL;
}

GbPortalReceipt *
_gb_portal_read_receipt (GbPortalAnswer *answer, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (answer->message);
  g_autoptr (GbPortalReceipt) self = NULL;
  g_autoptr (JsonNode) root = _gb_portal_answer_read_json (answer, error);
  JsonObject *object;

  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  self = g_new0 (GbPortalReceipt, 1);
  self->head = dup_string (object, "head");
  self->state = dup_string (object, "state");
  self->url = dup_string (object, "url");
  self->published_at = get_int (object, "published_at");
  self->replayed =
    g_strcmp0 (soup_message_headers_get_one (headers, "Idempotency-Replayed"), "true") == 0;
  if (!read_event_member (object, "event", &self->event, error) ||
      !read_event_member (object, "published", &self->published, error))
    return NULL;
  if (self->event == NULL) {
    _gb_portal_set_protocol_error (error, "no event");
    return NULL;
  }
  return g_steal_pointer (&self);
}

GbEvent *
_gb_portal_read_optional_event (GbPortalAnswer *answer, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  GbEvent *event;

  if (g_bytes_get_size (answer->body) == 0)
    return NULL;
  root = _gb_portal_answer_read_json (answer, error);
  if (root == NULL)
    return NULL;
  return read_event_member (json_node_get_object (root), "event", &event, error) ? event : NULL;
}
