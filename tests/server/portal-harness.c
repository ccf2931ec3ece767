/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts gongbao-portal as a child and talks to it over HTTP, as its clients do. */
#include "config.h"

#include "portal-harness.h"

#include "document/gb-file-private.h"
#include "openapi-reader.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define DEVICE "test"

void
answer_free (Answer *answer)
{
  g_free (answer->type);
  soup_message_headers_unref (answer->headers);
  g_bytes_unref (answer->body);
  g_clear_pointer (&answer->json, json_object_unref);
  g_free (answer);
}

static void
read_accounts (Portal *portal)
{
  g_autofree char *path = g_build_filename (portal->folder, "trial-accounts.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *array;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  array = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    GbAccount *account = gb_account_new_from_json (node, &error);

    g_assert_no_error (error);
    g_hash_table_replace (
      portal->passwords, g_strdup (gb_account_get_id (account)),
      g_strdup (json_object_get_string_member (json_node_get_object (node), "password")));
    g_hash_table_replace (portal->accounts, g_strdup (gb_account_get_id (account)), account);
  }
}

/* A test that is aborted does not leave its portal behind. */
static void
child_setup_cb (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

void
portal_start (Portal *portal, const char *fault)
{
  const char *program = g_getenv (fault != NULL ? "GB_PORTAL_FAULTY" : "GB_PORTAL");
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (program);
  g_assert_null (portal->process);
  if (fault != NULL)
    g_subprocess_launcher_setenv (launcher, "GB_FAULT", fault, TRUE);
  g_subprocess_launcher_set_child_setup (launcher, child_setup_cb, NULL, NULL);
  portal->process = g_subprocess_launcher_spawn (launcher, &error, program, "--data",
                                                 portal->folder, "--trial", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (portal->process));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "listening on http://127.0.0.1:"));
  portal->url = g_strdup (line + strlen ("listening on "));
}

static void
forget_process (Portal *portal)
{
  g_clear_object (&portal->process);
  g_clear_pointer (&portal->url, g_free);
  soup_session_abort (portal->session);
}

void
portal_stop (Portal *portal)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (portal->process, SIGTERM);
  g_subprocess_wait (portal->process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (portal->process));
  g_assert_cmpint (g_subprocess_get_exit_status (portal->process), ==, 0);
  forget_process (portal);
}

void
portal_wait_dead (Portal *portal)
{
  g_subprocess_wait (portal->process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (portal->process));
  g_assert_cmpint (g_subprocess_get_term_sig (portal->process), ==, SIGKILL);
  forget_process (portal);
}

void
portal_kill (Portal *portal)
{
  g_subprocess_send_signal (portal->process, SIGKILL);
  portal_wait_dead (portal);
}

Portal *
portal_new (void)
{
  Portal *portal = g_new0 (Portal, 1);
  GHashTableIter iter;
  g_autoptr (GError) error = NULL;
  gpointer id;

  portal->folder = g_dir_make_tmp ("gongbao-portal-XXXXXX", &error);
  g_assert_no_error (error);
  portal->session = soup_session_new_with_options ("proxy-resolver", NULL, "timeout", 60,
                                                   "max-conns-per-host", 64, "max-conns", 64, NULL);
  portal->accounts =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)gb_account_unref);
  portal->passwords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  portal->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  portal_start (portal, NULL);
  read_accounts (portal);
  g_hash_table_iter_init (&iter, portal->accounts);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    portal_sign_in (portal, id);
  return portal;
}

void
portal_free (Portal *portal)
{
  if (portal->process != NULL)
    portal_stop (portal);
  _gb_remove_tree (portal->folder);
  g_free (portal->folder);
  g_object_unref (portal->session);
  g_hash_table_unref (portal->accounts);
  g_hash_table_unref (portal->passwords);
  g_hash_table_unref (portal->tokens);
  g_free (portal);
}

static void
parse_json (Answer *answer)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (answer->body, &size);

  if (size == 0 || !g_str_has_suffix (answer->type, "json"))
    return;
  json_parser_load_from_data (parser, data, (gssize)size, &error);
  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)));
  answer->json = json_node_dup_object (json_parser_get_root (parser));
}

/* What every answer of the portal has. */
static void
check_headers (Answer *answer, const char *path)
{
  g_assert_cmpstr (answer_get_header (answer, "X-Content-Type-Options"), ==, "nosniff");
  g_assert_nonnull (answer_get_header (answer, "Content-Security-Policy"));
  g_assert_null (strstr (answer_get_header (answer, "Content-Security-Policy"), "unsafe"));
  g_assert_nonnull (answer_get_header (answer, "Cache-Control"));
}

static Answer *
send_message (Portal *portal,
              const char *method,
              const char *path,
              SoupMessage *message,
              gboolean must)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  Answer *answer;
  const char *type;

  body = soup_session_send_and_read (portal->session, message, NULL, &error);
  if (body == NULL) {
    if (must)
      g_error ("%s %s: %s", method, path, error->message);
    return NULL;
  }
  answer = g_new0 (Answer, 1);
  answer->status = soup_message_get_status (message);
  answer->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  type = soup_message_headers_get_content_type (answer->headers, NULL);
  answer->type = g_strdup (type != NULL ? type : "");
  answer->body = g_steal_pointer (&body);
  parse_json (answer);
  check_headers (answer, path);
  openapi_reader_record (method, path, answer->status, answer->type);
  return answer;
}

static Answer *
send_va (Portal *portal,
         const char *method,
         const char *path,
         const char *account,
         const char *content_type,
         GBytes *body,
         gboolean must,
         va_list headers)
{
  g_autofree char *address = g_strconcat (portal->url, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, address);
  SoupMessageHeaders *out = NULL;
  const char *name;

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  out = soup_message_get_request_headers (message);
  if (account != NULL) {
    const char *token = g_hash_table_lookup (portal->tokens, account);
    g_autofree char *value = g_strconcat ("Bearer ", token != NULL ? token : account, NULL);

    soup_message_headers_replace (out, "Authorization", value);
  }
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, content_type, body);
  while ((name = va_arg (headers, const char *)) != NULL)
    soup_message_headers_append (out, name, va_arg (headers, const char *));
  return send_message (portal, method, path, message, must);
}

Answer *
portal_send (Portal *portal,
             const char *method,
             const char *path,
             const char *account,
             const char *content_type,
             GBytes *body,
             ...)
{
  va_list headers;
  Answer *answer;

  va_start (headers, body);
  answer = send_va (portal, method, path, account, content_type, body, TRUE, headers);
  va_end (headers);
  return answer;
}

Answer *
portal_try_send (Portal *portal,
                 const char *method,
                 const char *path,
                 const char *account,
                 const char *content_type,
                 GBytes *body,
                 ...)
{
  va_list headers;
  Answer *answer;

  va_start (headers, body);
  answer = send_va (portal, method, path, account, content_type, body, FALSE, headers);
  va_end (headers);
  return answer;
}

Answer *
portal_get (Portal *portal, const char *path, const char *account)
{
  return portal_send (portal, "GET", path, account, NULL, NULL, NULL);
}

Answer *
portal_post_json (Portal *portal, const char *path, const char *account, const char *json)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));

  return portal_send (portal, "POST", path, account, "application/json", body, NULL);
}

char *
portal_send_raw (Portal *portal, const char *data, gssize length, gboolean shut)
{
  g_autoptr (GUri) uri = g_uri_parse (portal->url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  GInputStream *input;
  GOutputStream *output;
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 20);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16)g_uri_get_port (uri),
                                                NULL, &error);
  g_assert_no_error (error);
  output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_output_stream_write_all (output, data, length < 0 ? strlen (data) : (gsize)length, NULL, NULL,
                             NULL);
  if (shut)
    g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL)) > 0) {
    g_string_append_len (text, buffer, n);
    if (!shut && strstr (text->str, "\r\n\r\n") != NULL)
      break;
  }
  return g_string_free (text, FALSE);
}

void
portal_sign_in (Portal *portal, const char *account)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *json = NULL;
  g_autoptr (Answer) answer = NULL;

  json_object_set_string_member (object, "account", account);
  json_object_set_string_member (object, "password",
                                 g_hash_table_lookup (portal->passwords, account));
  json_object_set_string_member (object, "device", DEVICE);
  json_node_take_object (node, object);
  json = json_to_string (node, FALSE);
  answer = portal_post_json (portal, "/api/v1/sessions", NULL, json);
  g_assert_cmpuint (answer->status, ==, 201);
  g_hash_table_replace (portal->tokens, g_strdup (account),
                        g_strdup (answer_get_string (answer, "token")));
}

const char *
answer_get_string (Answer *answer, const char *member)
{
  if (answer->json == NULL || !json_object_has_member (answer->json, member))
    return NULL;
  return json_object_get_string_member (answer->json, member);
}

gint64
answer_get_int (Answer *answer, const char *member)
{
  g_assert_nonnull (answer->json);
  g_assert_true (json_object_has_member (answer->json, member));
  return json_object_get_int_member (answer->json, member);
}

char *
answer_dup_text (Answer *answer)
{
  gsize size;
  const char *data = g_bytes_get_data (answer->body, &size);

  return g_strndup (data != NULL ? data : "", size);
}

const char *
answer_get_header (Answer *answer, const char *name)
{
  return soup_message_headers_get_one (answer->headers, name);
}

GbDocument *
make_notice (const char *title, const char *text)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *body = g_strdup_printf (
    "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p id=\"b1\">%s</p></body>", escaped);
  g_autoptr (GError) error = NULL;
  GbDocument *document;

  gb_metadata_set (metadata, "title", title);
  gb_metadata_set (metadata, "source", "本网");
  gb_metadata_set (metadata, "publisher", "示例县人民政府办公室");
  gb_metadata_set (metadata, "unit", "政府办公室");
  gb_metadata_set (metadata, "document-number", "示府办〔2026〕1号");
  gb_metadata_set (metadata, "index-number", "000000000/2026-00001");
  gb_metadata_set (metadata, "made-on", "2026-11-20");
  gb_metadata_set (metadata, "column", "tzgg");
  gb_metadata_set (metadata, "genre", "通知");
  gb_metadata_set (metadata, "theme", "综合政务");
  g_object_set (metadata, "openness", GB_OPENNESS_PROACTIVE, NULL);
  document = gb_document_new (GB_DOCUMENT_KIND_NOTICE, metadata, body, NULL, &error);
  g_assert_no_error (error);
  return document;
}

Answer *
put_revision (Portal *portal,
              const char *id,
              GbDocument *document,
              const char *parent,
              const char *account)
{
  g_autofree char *path =
    g_strdup_printf ("/api/v1/documents/%s/revisions/%s", id, gb_document_get_digest (document));
  g_autofree char *tag = parent != NULL ? g_strdup_printf ("\"%s\"", parent) : g_strdup ("*");

  return portal_send (portal, "PUT", path, account, GB_DOCUMENT_MIME,
                      gb_document_get_bytes (document),
                      parent != NULL ? "If-Match" : "If-None-Match", tag, NULL);
}

GbEvent *
make_act (Portal *portal,
          const char *id,
          GbEventType type,
          const char *revision,
          const char *account,
          const char *step,
          const char *opinion)
{
  GbAccount *person = g_hash_table_lookup (portal->accounts, account);
  GbEvent *event;

  g_assert_nonnull (person);
  event = gb_event_new (NULL, id, 1, type, revision, account, gb_account_get_name (person));
  gb_event_set_string (&event->step, step);
  gb_event_set_string (&event->opinion, opinion);
  gb_event_set_string (&event->device, DEVICE);
  return event;
}

Answer *
post_event (Portal *portal, const GbEvent *event, const char *account)
{
  g_autoptr (JsonNode) node = gb_event_to_json (event);
  g_autofree char *json = json_to_string (node, FALSE);
  g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s/events", event->document);
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));

  return portal_send (portal, "POST", path, account, "application/json", body, "Idempotency-Key",
                      event->id, NULL);
}

Answer *
act (Portal *portal,
     const char *id,
     GbEventType type,
     const char *revision,
     const char *account,
     const char *step,
     const char *opinion)
{
  g_autoptr (GbEvent) event = make_act (portal, id, type, revision, account, step, opinion);

  return post_event (portal, event, account);
}

static void
assert_done (Answer *answer)
{
  g_autofree char *text = answer_dup_text (answer);

  if (answer->status != 201)
    g_error ("%u: %s", answer->status, text);
}

static void
must_act (Portal *portal,
          const char *id,
          GbEventType type,
          const char *revision,
          const char *account,
          const char *step)
{
  g_autoptr (Answer) answer = act (portal, id, type, revision, account, step, "");

  assert_done (answer);
}

void
approve_all (Portal *portal, const char *id, GbDocument *document)
{
  const char *digest = gb_document_get_digest (document);
  g_autoptr (Answer) answer = put_revision (portal, id, document, NULL, "zhangxiao");

  assert_done (answer);
  must_act (portal, id, GB_EVENT_SUBMIT, digest, "zhangxiao", "");
  must_act (portal, id, GB_EVENT_APPROVE, digest, "lihua", "first");
  must_act (portal, id, GB_EVENT_APPROVE, digest, "wangqiang", "second");
  must_act (portal, id, GB_EVENT_APPROVE, digest, "chenmin", "third");
}

char *
publish_document (Portal *portal, const char *id, GbDocument *document)
{
  g_autoptr (Answer) answer = NULL;

  approve_all (portal, id, document);
  answer = act (portal, id, GB_EVENT_PUBLISH, gb_document_get_digest (document), "zhaolei", "", "");
  assert_done (answer);
  g_assert_cmpstr (answer_get_string (answer, "state"), ==, "published");
  g_assert_true (g_str_has_prefix (answer_get_string (answer, "url"), portal->url));
  return g_strdup (answer_get_string (answer, "url") + strlen (portal->url));
}

void
assert_described (gboolean with_all)
{
  openapi_reader_assert (with_all);
}
