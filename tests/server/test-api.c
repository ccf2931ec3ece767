/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The API v1 over real HTTP: every status that openapi.yaml describes, and nothing that it does
 * not. One portal serves all tests of this program; each makes its own documents. */
#include "config.h"

#include "portal-harness.h"

#include "document/gb-digest.h"
#include "store/gb-database.h"
#include "store/gb-office-schema.h"
#include "store/gb-statement.h"
#include "workflow/gb-workflow.h"

#include <string.h>

static Portal *portal;

static char *
new_id (void)
{
  return g_uuid_string_random ();
}

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static GBytes *
filler (gsize size)
{
  char *data = g_malloc (size);

  memset (data, 'x', size);
  return g_bytes_new_take (data, size);
}

/* A new document with one text, put by the drafter. */
static char *
put_notice (GbDocument **out_document)
{
  g_autofree char *id = new_id ();
  g_autoptr (GbDocument) document = make_notice ("关于优化营商环境的通知", "请认真贯彻执行。");
  g_autoptr (Answer) answer = put_revision (portal, id, document, NULL, "zhangxiao");

  g_assert_cmpuint (answer->status, ==, 201);
  if (out_document != NULL)
    *out_document = g_steal_pointer (&document);
  return g_steal_pointer (&id);
}

static void
test_health (void)
{
  g_autoptr (Answer) answer = portal_get (portal, "/healthz", NULL);

  g_assert_cmpuint (answer->status, ==, 200);
}

static void
test_capabilities (void)
{
  g_autoptr (Answer) answer = portal_get (portal, "/api/v1/capabilities", NULL);
  g_autoptr (Answer) again = NULL;
  JsonObject *site;

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (answer_get_int (answer, "api"), ==, 1);
  site = json_object_get_object_member (answer->json, "site");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (site, "columns")), ==, 3);
  g_assert_true (json_object_has_member (answer->json, "route"));
  g_assert_nonnull (answer_get_header (answer, "ETag"));
  again = portal_send (portal, "GET", "/api/v1/capabilities", NULL, NULL, NULL, "If-None-Match",
                       answer_get_header (answer, "ETag"), NULL);
  g_assert_cmpuint (again->status, ==, 304);
  g_assert_cmpuint (g_bytes_get_size (again->body), ==, 0);
}

static void
test_checks (void)
{
  g_autoptr (Answer) answer = portal_get (portal, "/api/v1/checks", "lihua");
  g_autoptr (Answer) nobody = portal_get (portal, "/api/v1/checks", NULL);
  g_autoptr (Answer) again = NULL;

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpuint (nobody->status, ==, 401);
  again = portal_send (portal, "GET", "/api/v1/checks", "lihua", NULL, NULL, "If-None-Match",
                       answer_get_header (answer, "ETag"), NULL);
  g_assert_cmpuint (again->status, ==, 304);
}

static void
test_session (void)
{
  g_autoptr (Answer) current = portal_get (portal, "/api/v1/sessions/current", "lihua");
  g_autoptr (Answer) nobody = portal_get (portal, "/api/v1/sessions/current", NULL);
  g_autoptr (Answer) stranger = portal_get (portal, "/api/v1/sessions/current", "no-such-token");
  g_autoptr (Answer) out = NULL;
  g_autoptr (Answer) after = NULL;
  g_autoptr (Answer) after_out = NULL;
  g_autofree char *token = g_strdup (g_hash_table_lookup (portal->tokens, "chenmin"));

  g_assert_cmpuint (current->status, ==, 200);
  g_assert_cmpstr (answer_get_string (current, "id"), ==, "lihua");
  g_assert_cmpstr (answer_get_string (current, "name"), ==, "李华");
  g_assert_nonnull (answer_get_string (current, "expires_at"));
  assert_problem (nobody, 401, "sign-in-required");
  g_assert_nonnull (answer_get_header (nobody, "WWW-Authenticate"));
  assert_problem (stranger, 401, "sign-in-required");

  out = portal_send (portal, "DELETE", "/api/v1/sessions/current", token, NULL, NULL, NULL);
  g_assert_cmpuint (out->status, ==, 204);
  after = portal_get (portal, "/api/v1/sessions/current", token);
  assert_problem (after, 401, "sign-in-required");
  after_out = portal_send (portal, "DELETE", "/api/v1/sessions/current", token, NULL, NULL, NULL);
  assert_problem (after_out, 401, "sign-in-required");
  portal_sign_in (portal, "chenmin");
}

static void
test_sign_in_refused (void)
{
  g_autoptr (GBytes) body = bytes_of ("{\"account\":\"lihua\",\"password\":\"x\"}");
  g_autoptr (GBytes) large = filler (70 * 1024);
  g_autoptr (Answer) wrong = portal_post_json (
    portal, "/api/v1/sessions", NULL, "{\"account\":\"wangqiang\",\"password\":\"wrong\"}");
  g_autoptr (Answer) not_json =
    portal_post_json (portal, "/api/v1/sessions", NULL, "{\"account\":");
  g_autoptr (Answer) array = portal_post_json (portal, "/api/v1/sessions", NULL, "[1]");
  g_autoptr (Answer) typed =
    portal_post_json (portal, "/api/v1/sessions", NULL, "{\"account\":7,\"password\":\"x\"}");
  g_autoptr (Answer) missing =
    portal_post_json (portal, "/api/v1/sessions", NULL, "{\"account\":\"lihua\"}");
  g_autoptr (Answer) device = portal_post_json (
    portal, "/api/v1/sessions", NULL, "{\"account\":\"lihua\",\"password\":\"x\",\"device\":[]}");
  g_autoptr (Answer) type =
    portal_send (portal, "POST", "/api/v1/sessions", NULL, "text/plain", body, NULL);
  g_autoptr (Answer) size =
    portal_send (portal, "POST", "/api/v1/sessions", NULL, "application/json", large, NULL);

  assert_problem (wrong, 401, "wrong-password");
  assert_problem (not_json, 400, "bad-json");
  assert_problem (array, 400, "bad-json");
  assert_problem (typed, 422, "malformed");
  g_assert_cmpstr (answer_get_string (typed, "field"), ==, "account");
  assert_problem (missing, 422, "malformed");
  g_assert_cmpstr (answer_get_string (missing, "field"), ==, "password");
  assert_problem (device, 422, "malformed");
  assert_problem (type, 415, "unsupported-type");
  assert_problem (size, 413, "too-large");
}

/* Five failures, then nobody gets in under that name from here, not even with the password. */
static void
test_sign_in_limited (void)
{
  g_autoptr (Answer) limited = NULL;
  g_autoptr (Answer) other = NULL;
  g_autoptr (Answer) unknown = NULL;
  g_autofree char *right =
    g_strdup_printf ("{\"account\":\"zhaolei\",\"password\":\"%s\"}",
                     (const char *)g_hash_table_lookup (portal->passwords, "zhaolei"));
  gint64 wait_s;

  for (guint i = 0; i < 5; i++) {
    g_autoptr (Answer) answer = portal_post_json (
      portal, "/api/v1/sessions", NULL, "{\"account\":\"zhaolei\",\"password\":\"guess\"}");

    assert_problem (answer, 401, "wrong-password");
  }
  limited = portal_post_json (portal, "/api/v1/sessions", NULL, right);
  assert_problem (limited, 429, "too-many-attempts");
  wait_s = g_ascii_strtoll (answer_get_header (limited, "Retry-After"), NULL, 10);
  g_assert_cmpint (wait_s, >, 0);
  g_assert_cmpint (wait_s, <=, 300);
  /* Names that do not exist are no different, so that guessing does not tell them apart. */
  for (guint i = 0; i < 6; i++) {
    g_clear_pointer (&unknown, answer_free);
    unknown = portal_post_json (portal, "/api/v1/sessions", NULL,
                                "{\"account\":\"nobody\",\"password\":\"guess\"}");
  }
  assert_problem (unknown, 429, "too-many-attempts");
  /* Who is signed in already is not touched, and neither is anybody else. */
  other = portal_get (portal, "/api/v1/sessions/current", "zhaolei");
  g_assert_cmpuint (other->status, ==, 200);
  portal_sign_in (portal, "lihua");
}

static void
test_methods (void)
{
  g_autofree char *id = put_notice (NULL);
  g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s", id);
  g_autoptr (Answer) head = portal_send (portal, "HEAD", path, "lihua", NULL, NULL, NULL);
  g_autoptr (Answer) get = portal_get (portal, path, "lihua");
  g_autoptr (Answer) options = portal_send (portal, "OPTIONS", path, NULL, NULL, NULL, NULL);
  g_autoptr (Answer) wrong = portal_send (portal, "PATCH", path, "lihua", NULL, NULL, NULL);
  g_autoptr (Answer) page = portal_send (portal, "DELETE", "/zcjd/", NULL, NULL, NULL, NULL);
  g_autoptr (Answer) blob = portal_send (
    portal, "OPTIONS",
    "/api/v1/blobs/sm3:0000000000000000000000000000000000000000000000000000000000000000", NULL,
    NULL, NULL, NULL);

  g_assert_cmpuint (head->status, ==, 200);
  g_assert_cmpuint (g_bytes_get_size (head->body), ==, 0);
  g_assert_cmpint (soup_message_headers_get_content_length (head->headers), ==,
                   (goffset)g_bytes_get_size (get->body));
  g_assert_cmpuint (options->status, ==, 204);
  g_assert_cmpstr (answer_get_header (options, "Allow"), ==, "GET, HEAD, OPTIONS");
  assert_problem (wrong, 405, "method-not-allowed");
  g_assert_cmpstr (answer_get_header (wrong, "Allow"), ==, "GET, HEAD, OPTIONS");
  assert_problem (page, 405, "method-not-allowed");
  g_assert_cmpstr (answer_get_header (blob, "Allow"), ==, "HEAD, GET, PUT, OPTIONS");
}

static void
test_addresses (void)
{
  static const char *const missing[] = {
    "/api",
    "/api/",
    "/api/v1",
    "/api/v1/",
    "/api/v2/capabilities",
    "/api/v1/documents",
    "/api/v1/documents/not-a-uuid",
    "/api/v1/documents/4F6C0000-0000-4000-8000-000000000000",
    "/api/v1/blobs/sm3:12",
    "/api/v1/capabilities/",
  };
  static const char *const bad[] = {
    "/%2e%2e/office.db",
    "/zcjd/%2e%2e/%2e%2e/office.db",
    "/zcjd%2findex.html",
    "/a%00b",
    "/%ff%fe",
    "//etc/passwd",
    "/zcjd//x",
    "/a/b/c/d/e/f/g/h/i",
    "/%zz",
  };
  g_autoptr (Answer) duplicate = NULL;
  g_autoptr (Answer) key = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (missing); i++) {
    g_autoptr (Answer) answer = portal_get (portal, missing[i], "lihua");

    assert_problem (answer, 404, "not-found");
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *text =
      g_strdup_printf ("GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", bad[i]);
    g_autofree char *answer = portal_send_raw (portal, text, -1, FALSE);

    if (!g_str_has_prefix (answer, "HTTP/1.1 400") && !g_str_has_prefix (answer, "HTTP/1.1 404"))
      g_error ("%s gave %s", bad[i], answer);
    g_assert_null (strstr (answer, "SQLite"));
  }
  duplicate = portal_send (portal, "GET", "/api/v1/sessions/current", "lihua", NULL, NULL,
                           "Authorization", "Bearer other", NULL);
  assert_problem (duplicate, 400, "duplicate-header");
  g_assert_cmpstr (answer_get_string (duplicate, "field"), ==, "authorization");
}

static void
test_revision (void)
{
  g_autoptr (GbDocument) first = NULL;
  g_autoptr (GbDocument) second = make_notice ("关于优化营商环境的通知", "第二稿。");
  g_autoptr (GbDocument) third = make_notice ("关于优化营商环境的通知", "第三稿。");
  g_autofree char *id = put_notice (&first);
  const char *first_digest = gb_document_get_digest (first);
  const char *second_digest = gb_document_get_digest (second);
  g_autoptr (Answer) again = put_revision (portal, id, first, NULL, "zhangxiao");
  g_autoptr (Answer) next = put_revision (portal, id, second, first_digest, "zhangxiao");
  g_autoptr (Answer) stale = put_revision (portal, id, third, first_digest, "zhangxiao");
  g_autoptr (Answer) fresh = put_revision (portal, id, third, NULL, "zhangxiao");
  g_autoptr (Answer) repeat = put_revision (portal, id, second, first_digest, "zhangxiao");
  g_autoptr (Answer) back = NULL;
  g_autoptr (Answer) document = NULL;
  g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s", id);

  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpuint (next->status, ==, 201);
  g_assert_cmpstr (answer_get_string (next, "head"), ==, second_digest);
  g_assert_cmpstr (answer_get_string (next, "state"), ==, "draft");
  assert_problem (stale, 412, "precondition-failed");
  g_assert_cmpstr (answer_get_string (stale, "head"), ==, second_digest);
  g_assert_cmpstr (answer_get_string (stale, "by"), ==, "zhangxiao");
  g_assert_cmpstr (answer_get_string (stale, "by_name"), ==, "张晓");
  g_assert_cmpint (answer_get_int (stale, "at"), >, 0);
  assert_problem (fresh, 412, "precondition-failed");
  g_assert_cmpuint (repeat->status, ==, 200);
  /* Going back to an older text is a change like any other. */
  back = put_revision (portal, id, first, second_digest, "zhangxiao");
  g_assert_cmpuint (back->status, ==, 201);
  g_assert_cmpstr (answer_get_string (back, "head"), ==, first_digest);
  document = portal_get (portal, path, "lihua");
  g_assert_cmpuint (document->status, ==, 200);
  g_assert_cmpstr (answer_get_string (document, "head"), ==, first_digest);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (document->json, "events")),
                    ==, 3);
}

static void
test_revision_read (void)
{
  g_autoptr (GbDocument) document = NULL;
  g_autofree char *id = put_notice (&document);
  g_autofree char *other = new_id ();
  g_autofree char *path =
    g_strdup_printf ("/api/v1/documents/%s/revisions/%s", id, gb_document_get_digest (document));
  g_autofree char *foreign =
    g_strdup_printf ("/api/v1/documents/%s/revisions/%s", other, gb_document_get_digest (document));
  g_autofree char *unknown = g_strdup_printf ("/api/v1/documents/%s", other);
  g_autoptr (Answer) answer = portal_get (portal, path, "lihua");
  g_autoptr (Answer) cached =
    portal_send (portal, "GET", path, "lihua", NULL, NULL, "If-None-Match",
                 answer_get_header (answer, "ETag"), NULL);
  g_autoptr (Answer) nobody = portal_get (portal, path, NULL);
  g_autoptr (Answer) missing = portal_get (portal, foreign, "lihua");
  g_autoptr (Answer) no_document = portal_get (portal, unknown, "lihua");
  g_autoptr (Answer) document_nobody = portal_get (portal, unknown, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer->type, ==, GB_DOCUMENT_MIME);
  g_assert_true (g_bytes_equal (answer->body, gb_document_get_bytes (document)));
  g_assert_cmpuint (cached->status, ==, 304);
  assert_problem (nobody, 401, "sign-in-required");
  assert_problem (missing, 404, "not-found");
  assert_problem (no_document, 404, "not-found");
  assert_problem (document_nobody, 401, "sign-in-required");
}

static Answer *
put_raw (const char *id,
         const char *digest,
         GBytes *body,
         const char *type,
         const char *account,
         const char *header,
         const char *value)
{
  g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s/revisions/%s", id, digest);

  return portal_send (portal, "PUT", path, account, type, body, header, value, NULL);
}

static void
test_revision_refused (void)
{
  g_autofree char *id = new_id ();
  g_autoptr (GbDocument) document = make_notice ("关于优化营商环境的通知", "一。");
  g_autoptr (GbDocument) other = make_notice ("关于优化营商环境的通知", "二。");
  const char *digest = gb_document_get_digest (document);
  GBytes *bytes = gb_document_get_bytes (document);
  g_autoptr (GBytes) junk = bytes_of ("<document>\n<p>no</p></document>");
  g_autoptr (GBytes) large = filler (GB_DOCUMENT_MAX_BYTES + 1);
  g_autofree char *junk_digest = gb_digest_bytes (junk);
  g_autoptr (Answer) nobody =
    put_raw (id, digest, bytes, GB_DOCUMENT_MIME, NULL, "If-None-Match", "*");
  g_autoptr (Answer) stranger =
    put_raw (id, digest, bytes, GB_DOCUMENT_MIME, "no-such-token", "If-None-Match", "*");
  g_autoptr (Answer) no_precondition =
    put_raw (id, digest, bytes, GB_DOCUMENT_MIME, "zhangxiao", NULL, NULL);
  g_autoptr (Answer) bad_precondition =
    put_raw (id, digest, bytes, GB_DOCUMENT_MIME, "zhangxiao", "If-Match", "\"x\"");
  g_autoptr (Answer) odd_precondition =
    put_raw (id, digest, bytes, GB_DOCUMENT_MIME, "zhangxiao", "If-None-Match", "\"x\"");
  g_autoptr (Answer) no_head = put_raw (id, digest, bytes, GB_DOCUMENT_MIME, "zhangxiao",
                                        "If-Match", gb_document_get_digest (other));
  g_autoptr (Answer) type =
    put_raw (id, digest, bytes, "text/xml", "zhangxiao", "If-None-Match", "*");
  g_autoptr (Answer) size =
    put_raw (id, digest, large, GB_DOCUMENT_MIME, "zhangxiao", "If-None-Match", "*");
  g_autoptr (Answer) mismatch = put_raw (id, gb_document_get_digest (other), bytes,
                                         GB_DOCUMENT_MIME, "zhangxiao", "If-None-Match", "*");
  g_autoptr (Answer) invalid =
    put_raw (id, junk_digest, junk, GB_DOCUMENT_MIME, "zhangxiao", "If-None-Match", "*");
  g_autoptr (Answer) role =
    put_raw (id, digest, bytes, GB_DOCUMENT_MIME, "zhaolei", "If-None-Match", "*");
  g_autoptr (Answer) after = NULL;
  g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s", id);

  assert_problem (nobody, 401, "sign-in-required");
  assert_problem (stranger, 401, "sign-in-required");
  assert_problem (no_precondition, 428, "precondition-required");
  assert_problem (bad_precondition, 400, "bad-request");
  assert_problem (odd_precondition, 400, "bad-request");
  assert_problem (no_head, 412, "precondition-failed");
  assert_problem (type, 415, "unsupported-type");
  assert_problem (size, 413, "too-large");
  assert_problem (mismatch, 422, "digest-mismatch");
  assert_problem (invalid, 422, "invalid-document");
  g_assert_nonnull (strstr (answer_get_string (invalid, "detail"), "line "));
  assert_problem (role, 403, "wrong-role");
  after = portal_get (portal, path, "lihua");
  assert_problem (after, 404, "not-found");
}

/* The client may name the event that its revision becomes. */
static void
test_revision_key (void)
{
  g_autofree char *id = new_id ();
  g_autofree char *key = new_id ();
  g_autoptr (GbDocument) document = make_notice ("关于优化营商环境的通知", "一。");
  g_autoptr (GbDocument) other = make_notice ("关于优化营商环境的通知", "二。");
  g_autofree char *path =
    g_strdup_printf ("/api/v1/documents/%s/revisions/%s", id, gb_document_get_digest (document));
  g_autofree char *other_path =
    g_strdup_printf ("/api/v1/documents/%s/revisions/%s", id, gb_document_get_digest (other));
  g_autoptr (Answer) put = portal_send (portal, "PUT", path, "zhangxiao", GB_DOCUMENT_MIME,
                                        gb_document_get_bytes (document), "If-None-Match", "*",
                                        "Idempotency-Key", key, NULL);
  g_autoptr (Answer) again = portal_send (portal, "PUT", path, "zhangxiao", GB_DOCUMENT_MIME,
                                          gb_document_get_bytes (document), "If-None-Match", "*",
                                          "Idempotency-Key", key, NULL);
  g_autoptr (Answer) reused = portal_send (
    portal, "PUT", other_path, "zhangxiao", GB_DOCUMENT_MIME, gb_document_get_bytes (other),
    "If-Match", gb_document_get_digest (document), "Idempotency-Key", key, NULL);

  g_assert_cmpuint (put->status, ==, 201);
  g_assert_cmpstr (
    json_object_get_string_member (json_object_get_object_member (put->json, "event"), "id"), ==,
    key);
  g_assert_cmpuint (again->status, ==, 200);
  assert_problem (reused, 422, "key-reused");
}

static void
test_revision_in_review (void)
{
  g_autoptr (GbDocument) document = NULL;
  g_autofree char *id = put_notice (&document);
  g_autoptr (GbDocument) other = make_notice ("关于优化营商环境的通知", "改。");
  const char *digest = gb_document_get_digest (document);
  g_autoptr (Answer) submit = act (portal, id, GB_EVENT_SUBMIT, digest, "zhangxiao", "", "");
  g_autoptr (Answer) answer = put_revision (portal, id, other, digest, "zhangxiao");
  g_autoptr (Answer) recall = act (portal, id, GB_EVENT_RECALL, digest, "zhangxiao", "", "");
  g_autoptr (Answer) after = put_revision (portal, id, other, digest, "zhangxiao");

  g_assert_cmpuint (submit->status, ==, 201);
  g_assert_cmpstr (answer_get_string (submit, "state"), ==, "in-review");
  assert_problem (answer, 409, "wrong-state");
  g_assert_cmpstr (answer_get_string (answer, "state"), ==, "in-review");
  g_assert_cmpuint (recall->status, ==, 201);
  g_assert_cmpuint (after->status, ==, 201);
}

static Answer *
post_raw (const char *id, const char *key, const char *type, GBytes *body, const char *account)
{
  g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s/events", id);

  return portal_send (portal, "POST", path, account, type, body,
                      key != NULL ? "Idempotency-Key" : NULL, key, NULL);
}

static GBytes *
json_of (const GbEvent *event)
{
  g_autoptr (JsonNode) node = gb_event_to_json (event);
  char *text = json_to_string (node, FALSE);

  return g_bytes_new_take (text, strlen (text));
}

/* The request itself is wrong. */
static void
test_event_request (void)
{
  g_autoptr (GbDocument) document = NULL;
  g_autofree char *id = put_notice (&document);
  g_autofree char *other = new_id ();
  const char *digest = gb_document_get_digest (document);
  g_autoptr (GbEvent) event = make_act (portal, id, GB_EVENT_SUBMIT, digest, "zhangxiao", "", "");
  g_autoptr (GbEvent) foreign =
    make_act (portal, other, GB_EVENT_SUBMIT, digest, "zhangxiao", "", "");
  g_autoptr (GbEvent) published =
    make_act (portal, id, GB_EVENT_PUBLISHED, digest, "zhangxiao", "", "");
  g_autoptr (GBytes) body = json_of (event);
  g_autoptr (GBytes) foreign_body = json_of (foreign);
  g_autoptr (GBytes) published_body = json_of (published);
  g_autoptr (GBytes) not_json = bytes_of ("{");
  g_autoptr (GBytes) empty = bytes_of ("{}");
  g_autoptr (GBytes) large = filler (70 * 1024);
  g_autoptr (Answer) no_key = post_raw (id, NULL, "application/json", body, "zhangxiao");
  g_autoptr (Answer) other_key = post_raw (id, other, "application/json", body, "zhangxiao");
  g_autoptr (Answer) nobody = post_raw (id, event->id, "application/json", body, NULL);
  g_autoptr (Answer) not_you = post_raw (id, event->id, "application/json", body, "lihua");
  g_autoptr (Answer) type = post_raw (id, event->id, "text/plain", body, "zhangxiao");
  g_autoptr (Answer) size = post_raw (id, event->id, "application/json", large, "zhangxiao");
  g_autoptr (Answer) syntax = post_raw (id, event->id, "application/json", not_json, "zhangxiao");
  g_autoptr (Answer) members = post_raw (id, event->id, "application/json", empty, "zhangxiao");
  g_autoptr (Answer) address =
    post_raw (id, foreign->id, "application/json", foreign_body, "zhangxiao");
  g_autoptr (Answer) unknown =
    post_raw (other, foreign->id, "application/json", foreign_body, "zhangxiao");
  g_autoptr (Answer) portals =
    post_raw (id, published->id, "application/json", published_body, "zhangxiao");
  g_autoptr (Answer) good = NULL;

  assert_problem (no_key, 400, "key-required");
  assert_problem (other_key, 422, "key-mismatch");
  assert_problem (nobody, 401, "sign-in-required");
  assert_problem (not_you, 403, "not-you");
  assert_problem (type, 415, "unsupported-type");
  assert_problem (size, 413, "too-large");
  assert_problem (syntax, 400, "bad-json");
  assert_problem (members, 422, "malformed");
  assert_problem (address, 422, "malformed");
  g_assert_cmpstr (answer_get_string (address, "field"), ==, "document");
  assert_problem (unknown, 404, "not-found");
  assert_problem (portals, 422, "malformed");
  g_assert_cmpstr (answer_get_string (portals, "field"), ==, "type");
  /* None of that was stored under the key. */
  good = post_raw (id, event->id, "application/json", body, "zhangxiao");
  g_assert_cmpuint (good->status, ==, 201);
  g_assert_null (answer_get_header (good, "Idempotency-Replayed"));
}

/* The rules, as they arrive over HTTP. */
static void
test_event_rules (void)
{
  g_autoptr (GbDocument) document = NULL;
  g_autofree char *id = put_notice (&document);
  const char *digest = gb_document_get_digest (document);
  g_autoptr (GbDocument) second = make_notice ("关于优化营商环境的通知", "修改稿。");
  const char *second_digest = gb_document_get_digest (second);
  g_autoptr (Answer) early = act (portal, id, GB_EVENT_PUBLISH, digest, "zhaolei", "", "");
  g_autoptr (Answer) submit = act (portal, id, GB_EVENT_SUBMIT, digest, "zhangxiao", "", "");
  g_autoptr (Answer) role = act (portal, id, GB_EVENT_APPROVE, digest, "wangqiang", "first", "");
  g_autoptr (Answer) step = act (portal, id, GB_EVENT_APPROVE, digest, "lihua", "second", "");
  g_autoptr (Answer) stale =
    act (portal, id, GB_EVENT_APPROVE, second_digest, "lihua", "first", "");
  g_autoptr (Answer) reason = act (portal, id, GB_EVENT_RETURN, digest, "lihua", "first", "");
  g_autoptr (Answer) right =
    act (portal, id, GB_EVENT_EMERGENCY, digest, "wangqiang", "", "防汛抢险");
  g_autoptr (Answer) returned =
    act (portal, id, GB_EVENT_RETURN, digest, "lihua", "first", "标题不准确。");
  g_autoptr (Answer) put = put_revision (portal, id, second, digest, "zhangxiao");
  g_autoptr (Answer) old = act (portal, id, GB_EVENT_SUBMIT, digest, "zhangxiao", "", "");
  g_autoptr (Answer) resubmit =
    act (portal, id, GB_EVENT_SUBMIT, second_digest, "zhangxiao", "", "");
  /* An approval of the text as it was before. */
  g_autoptr (Answer) old_approval =
    act (portal, id, GB_EVENT_APPROVE, digest, "lihua", "first", "");

  assert_problem (early, 409, "wrong-state");
  g_assert_cmpuint (submit->status, ==, 201);
  assert_problem (role, 403, "wrong-role");
  assert_problem (step, 409, "wrong-step");
  assert_problem (stale, 409, "stale-revision");
  g_assert_cmpstr (answer_get_string (stale, "head"), ==, digest);
  assert_problem (reason, 422, "reason-required");
  g_assert_cmpstr (answer_get_string (reason, "field"), ==, "opinion");
  assert_problem (right, 403, "right-required");
  g_assert_cmpuint (returned->status, ==, 201);
  g_assert_cmpstr (answer_get_string (returned, "state"), ==, "returned");
  g_assert_cmpuint (put->status, ==, 201);
  assert_problem (old, 409, "stale-revision");
  g_assert_cmpuint (resubmit->status, ==, 201);
  assert_problem (old_approval, 409, "stale-revision");
}

static void
set_account_roles (const char *account, guint roles)
{
  g_autofree char *path = g_build_filename (portal->folder, "office.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDatabase) database = gb_database_open (path, gb_office_schema_get (), &error);
  g_autoptr (GbStatement) statement = NULL;

  g_assert_no_error (error);
  statement =
    gb_database_prepare (database, "UPDATE account SET roles = :roles WHERE id = :id", &error);
  gb_statement_bind_int64 (statement, ":roles", roles);
  gb_statement_bind_text (statement, ":id", account);
  gb_statement_run (statement, &error);
  g_assert_no_error (error);
  g_clear_pointer (&statement, gb_statement_free);
  gb_database_close (database);
}

/* One person with every role still decides neither on their own text nor twice. */
static void
test_event_own_text (void)
{
  const guint all = (1 << GB_N_ROLES) - 1;
  g_autoptr (GbDocument) document = NULL;
  g_autofree char *id = put_notice (&document);
  const char *digest = gb_document_get_digest (document);
  g_autoptr (Answer) submit = act (portal, id, GB_EVENT_SUBMIT, digest, "zhangxiao", "", "");
  g_autoptr (Answer) own = NULL;
  g_autoptr (Answer) first = NULL;
  g_autoptr (Answer) same = NULL;

  g_assert_cmpuint (submit->status, ==, 201);
  set_account_roles ("zhangxiao", all);
  set_account_roles ("lihua", all);
  own = act (portal, id, GB_EVENT_APPROVE, digest, "zhangxiao", "first", "");
  assert_problem (own, 403, "own-text");
  first = act (portal, id, GB_EVENT_APPROVE, digest, "lihua", "first", "");
  g_assert_cmpuint (first->status, ==, 201);
  same = act (portal, id, GB_EVENT_APPROVE, digest, "lihua", "second", "");
  assert_problem (same, 403, "same-person");
  set_account_roles ("zhangxiao", GB_ROLE_DRAFTER);
  set_account_roles ("lihua", GB_ROLE_SECTION_HEAD);
}

/* What the text says about itself is the portal's own reading. */
static void
test_event_facts (void)
{
  g_autofree char *id = new_id ();
  g_autofree char *secret_id = new_id ();
  g_autofree char *column_id = new_id ();
  g_autoptr (GbDocument) nameless = make_notice ("", "没有标题。");
  g_autoptr (GbDocument) notice = make_notice ("依申请公开的通知", "正文。");
  g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (notice));
  g_autoptr (GbMetadata) elsewhere = gb_metadata_copy (gb_document_get_metadata (notice));
  g_autoptr (GbDocument) secret = NULL;
  g_autoptr (GbDocument) misplaced = NULL;
  g_autoptr (Answer) put = put_revision (portal, id, nameless, NULL, "zhangxiao");
  g_autoptr (Answer) blocked =
    act (portal, id, GB_EVENT_SUBMIT, gb_document_get_digest (nameless), "zhangxiao", "", "");
  g_autoptr (Answer) not_public = NULL;
  g_autoptr (Answer) no_column = NULL;
  g_autoptr (Answer) past = NULL;
  g_autoptr (Answer) far = NULL;
  g_autoptr (Answer) never = NULL;
  g_autoptr (GbEvent) schedule = NULL;
  JsonArray *findings;

  assert_problem (blocked, 422, "blocked");
  findings = json_object_get_array_member (blocked->json, "findings");
  g_assert_cmpuint (json_array_get_length (findings), ==, 1);
  g_assert_cmpstr (
    json_object_get_string_member (json_array_get_object_element (findings, 0), "rule"), ==,
    "META-TITLE");

  g_object_set (metadata, "openness", GB_OPENNESS_ON_REQUEST, NULL);
  gb_metadata_set (metadata, "withhold-article", "16-1");
  gb_metadata_set (metadata, "withhold-reason", "内部事务信息。");
  secret = gb_document_with_metadata (notice, metadata, NULL);
  approve_all (portal, secret_id, secret);
  not_public =
    act (portal, secret_id, GB_EVENT_PUBLISH, gb_document_get_digest (secret), "zhaolei", "", "");
  assert_problem (not_public, 422, "not-public");

  gb_metadata_set (elsewhere, "column", "nowhere");
  misplaced = gb_document_with_metadata (notice, elsewhere, NULL);
  approve_all (portal, column_id, misplaced);
  no_column = act (portal, column_id, GB_EVENT_PUBLISH, gb_document_get_digest (misplaced),
                   "zhaolei", "", "");
  assert_problem (no_column, 422, "blocked");
  g_assert_cmpstr (answer_get_string (no_column, "field"), ==, "column");

  schedule = make_act (portal, column_id, GB_EVENT_SCHEDULE, gb_document_get_digest (misplaced),
                       "zhaolei", "", "");
  schedule->due_at = g_get_real_time () - G_USEC_PER_SEC;
  past = post_event (portal, schedule, "zhaolei");
  assert_problem (past, 422, "time-in-past");
  g_clear_pointer (&schedule, gb_event_unref);
  schedule = make_act (portal, column_id, GB_EVENT_SCHEDULE, gb_document_get_digest (misplaced),
                       "zhaolei", "", "");
  schedule->due_at = g_get_real_time () + GB_WORKFLOW_MAX_AHEAD + G_TIME_SPAN_DAY;
  far = post_event (portal, schedule, "zhaolei");
  assert_problem (far, 422, "time-too-far");
  g_assert_cmpstr (answer_get_string (far, "field"), ==, "due_at");
  schedule->due_at = G_MAXINT64;
  never = post_event (portal, schedule, "zhaolei");
  assert_problem (never, 422, "malformed");
  g_assert_cmpstr (answer_get_string (never, "field"), ==, "due_at");
}

static void
test_idempotency (void)
{
  g_autoptr (GbDocument) document = NULL;
  g_autofree char *id = put_notice (&document);
  const char *digest = gb_document_get_digest (document);
  g_autoptr (GbEvent) submit = make_act (portal, id, GB_EVENT_SUBMIT, digest, "zhangxiao", "", "");
  g_autoptr (GbEvent) refused =
    make_act (portal, id, GB_EVENT_RETURN, digest, "lihua", "first", "");
  g_autoptr (Answer) first = post_event (portal, submit, "zhangxiao");
  g_autoptr (Answer) again = post_event (portal, submit, "zhangxiao");
  g_autoptr (Answer) no = post_event (portal, refused, "lihua");
  g_autoptr (Answer) still_no = post_event (portal, refused, "lihua");
  g_autoptr (Answer) other = NULL;
  g_autoptr (Answer) document_answer = NULL;
  g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s", id);

  g_assert_cmpuint (first->status, ==, 201);
  g_assert_null (answer_get_header (first, "Idempotency-Replayed"));
  g_assert_cmpuint (again->status, ==, 201);
  g_assert_cmpstr (answer_get_header (again, "Idempotency-Replayed"), ==, "true");
  g_assert_true (g_bytes_equal (first->body, again->body));
  assert_problem (no, 422, "reason-required");
  assert_problem (still_no, 422, "reason-required");
  g_assert_cmpstr (answer_get_header (still_no, "Idempotency-Replayed"), ==, "true");
  g_assert_true (g_bytes_equal (no->body, still_no->body));

  gb_event_set_string (&submit->opinion, "请审阅。");
  other = post_event (portal, submit, "zhangxiao");
  assert_problem (other, 422, "key-reused");
  document_answer = portal_get (portal, path, "lihua");
  g_assert_cmpuint (
    json_array_get_length (json_object_get_array_member (document_answer->json, "events")), ==, 2);
}

static Answer *
put_blob (const char *digest,
          const char *type,
          GBytes *body,
          const char *range,
          const char *account)
{
  g_autofree char *path = g_strdup_printf ("/api/v1/blobs/%s", digest);

  return portal_send (portal, "PUT", path, account, type, body,
                      range != NULL ? "Content-Range" : NULL, range, NULL);
}

static void
test_blob (void)
{
  g_autofree char *unique = new_id ();
  g_autofree char *text = g_strdup_printf ("%s %s", "附件内容", unique);
  g_autoptr (GBytes) whole = g_bytes_new (text, strlen (text));
  g_autofree char *digest = gb_digest_bytes (whole);
  g_autofree char *path = g_strdup_printf ("/api/v1/blobs/%s", digest);
  gsize size = g_bytes_get_size (whole);
  g_autoptr (GBytes) start = g_bytes_new_from_bytes (whole, 0, 10);
  g_autoptr (GBytes) rest = g_bytes_new_from_bytes (whole, 10, size - 10);
  g_autofree char *start_range = g_strdup_printf ("bytes 0-9/%" G_GSIZE_FORMAT, size);
  g_autofree char *rest_range =
    g_strdup_printf ("bytes 10-%" G_GSIZE_FORMAT "/%" G_GSIZE_FORMAT, size - 1, size);
  g_autoptr (Answer) before = portal_send (portal, "HEAD", path, "lihua", NULL, NULL, NULL);
  g_autoptr (Answer) early = put_blob (digest, "application/pdf", rest, rest_range, "zhangxiao");
  g_autoptr (Answer) piece = put_blob (digest, "application/pdf", start, start_range, "zhangxiao");
  g_autoptr (Answer) half = portal_send (portal, "HEAD", path, "lihua", NULL, NULL, NULL);
  g_autoptr (Answer) unfinished = portal_get (portal, path, "lihua");
  g_autoptr (Answer) twice = put_blob (digest, "application/pdf", start, start_range, "zhangxiao");
  g_autoptr (Answer) last = put_blob (digest, "application/pdf", rest, rest_range, "zhangxiao");
  g_autoptr (Answer) head = portal_send (portal, "HEAD", path, "lihua", NULL, NULL, NULL);
  g_autoptr (Answer) again = put_blob (digest, "application/pdf", whole, NULL, "zhangxiao");
  g_autoptr (Answer) get = portal_get (portal, path, "lihua");
  g_autoptr (Answer) part =
    portal_send (portal, "GET", path, "lihua", NULL, NULL, "Range", "bytes=0-3", NULL);
  g_autoptr (Answer) beyond =
    portal_send (portal, "GET", path, "lihua", NULL, NULL, "Range", "bytes=100000-", NULL);
  g_autoptr (Answer) cached = portal_send (portal, "GET", path, "lihua", NULL, NULL,
                                           "If-None-Match", answer_get_header (get, "ETag"), NULL);

  g_assert_cmpuint (before->status, ==, 404);
  g_assert_cmpstr (answer_get_header (before, "Upload-Offset"), ==, "0");
  assert_problem (early, 409, "wrong-offset");
  g_assert_cmpstr (answer_get_header (early, "Upload-Offset"), ==, "0");
  g_assert_cmpuint (piece->status, ==, 202);
  g_assert_cmpstr (answer_get_header (piece, "Upload-Offset"), ==, "10");
  g_assert_cmpuint (half->status, ==, 404);
  g_assert_cmpstr (answer_get_header (half, "Upload-Offset"), ==, "10");
  assert_problem (unfinished, 404, "not-found");
  assert_problem (twice, 409, "wrong-offset");
  g_assert_cmpuint (last->status, ==, 201);
  g_assert_cmpuint (head->status, ==, 200);
  g_assert_cmpint (soup_message_headers_get_content_length (head->headers), ==, (goffset)size);
  g_assert_cmpuint (again->status, ==, 201);
  g_assert_true (g_bytes_equal (get->body, whole));
  g_assert_cmpuint (part->status, ==, 206);
  g_assert_cmpuint (g_bytes_get_size (part->body), ==, 4);
  g_assert_cmpuint (beyond->status, ==, 416);
  g_assert_cmpuint (cached->status, ==, 304);
}

static void
test_blob_refused (void)
{
  g_autoptr (GBytes) body = bytes_of ("something");
  g_autoptr (GBytes) other = bytes_of ("something else");
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) large = filler (64 * 1024 * 1024 + 1);
  g_autofree char *digest = gb_digest_bytes (body);
  g_autofree char *path = g_strdup_printf ("/api/v1/blobs/%s", digest);
  g_autoptr (Answer) nobody = put_blob (digest, "application/pdf", body, NULL, NULL);
  g_autoptr (Answer) head = portal_send (portal, "HEAD", path, NULL, NULL, NULL, NULL);
  g_autoptr (Answer) get = portal_get (portal, path, NULL);
  g_autoptr (Answer) type = put_blob (digest, "text/html", body, NULL, "zhangxiao");
  g_autoptr (Answer) svg = put_blob (digest, "image/svg+xml", body, NULL, "zhangxiao");
  g_autoptr (Answer) mismatch = put_blob (digest, "application/pdf", other, NULL, "zhangxiao");
  g_autoptr (Answer) range = put_blob (digest, "application/pdf", body, "bytes 0-3/9", "zhangxiao");
  g_autoptr (Answer) odd_range = put_blob (digest, "application/pdf", body, "pages 1", "zhangxiao");
  g_autoptr (Answer) announced =
    put_blob (digest, "application/pdf", body, "bytes 0-8/99999999999", "zhangxiao");
  g_autoptr (Answer) size = put_blob (digest, "application/pdf", large, NULL, "zhangxiao");
  g_autoptr (Answer) nothing = put_blob (digest, "application/pdf", empty, NULL, "zhangxiao");
  g_autoptr (Answer) twice =
    portal_send (portal, "PUT", path, "zhangxiao", "application/pdf", body, "Content-Range",
                 "bytes 0-8/9", "Content-Range", "bytes 0-8/9", NULL);
  g_autoptr (Answer) good = put_blob (digest, "application/pdf", body, NULL, "zhangxiao");

  assert_problem (nobody, 401, "sign-in-required");
  g_assert_cmpuint (head->status, ==, 401);
  assert_problem (get, 401, "sign-in-required");
  assert_problem (type, 415, "unsupported-type");
  assert_problem (svg, 415, "unsupported-type");
  assert_problem (mismatch, 422, "digest-mismatch");
  assert_problem (range, 422, "malformed");
  assert_problem (odd_range, 422, "malformed");
  assert_problem (announced, 413, "too-large");
  assert_problem (size, 413, "too-large");
  assert_problem (nothing, 422, "malformed");
  assert_problem (twice, 400, "duplicate-header");
  g_assert_cmpuint (good->status, ==, 201);
}

/* A text that needs a blob cannot be submitted before the blob is there; then the same act is
 * right. */
static void
test_blob_missing (void)
{
  g_autofree char *unique = new_id ();
  g_autofree char *text = g_strdup_printf ("附件 %s", unique);
  g_autoptr (GBytes) blob = bytes_of (text);
  g_autofree char *blob_digest = gb_digest_bytes (blob);
  g_autoptr (GPtrArray) attachments =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_attachment_free);
  g_autoptr (GbDocument) notice = make_notice ("带附件的通知", "见附件。");
  g_autoptr (GbDocument) document = NULL;
  g_autofree char *id = new_id ();
  g_autoptr (GbEvent) submit = NULL;
  g_autoptr (Answer) put = NULL;
  g_autoptr (Answer) missing = NULL;
  g_autoptr (Answer) upload = NULL;
  g_autoptr (Answer) good = NULL;
  JsonArray *list;

  g_ptr_array_add (attachments, gb_attachment_new (blob_digest, "附件1：分工.pdf",
                                                   "application/pdf", g_bytes_get_size (blob)));
  document = gb_document_with_attachments (notice, attachments, NULL);
  put = put_revision (portal, id, document, NULL, "zhangxiao");
  g_assert_cmpuint (put->status, ==, 201);
  submit =
    make_act (portal, id, GB_EVENT_SUBMIT, gb_document_get_digest (document), "zhangxiao", "", "");
  missing = post_event (portal, submit, "zhangxiao");
  assert_problem (missing, 422, "blob-missing");
  list = json_object_get_array_member (missing->json, "missing");
  g_assert_cmpuint (json_array_get_length (list), ==, 1);
  g_assert_cmpstr (json_array_get_string_element (list, 0), ==, blob_digest);
  upload = put_blob (blob_digest, "application/pdf", blob, NULL, "zhangxiao");
  g_assert_cmpuint (upload->status, ==, 201);
  good = post_event (portal, submit, "zhangxiao");
  g_assert_cmpuint (good->status, ==, 201);
}

static gint64
get_cursor (void)
{
  gint64 cursor = 0;

  for (;;) {
    g_autofree char *path = g_strdup_printf ("/api/v1/changes?since=%" G_GINT64_FORMAT, cursor);
    g_autoptr (Answer) answer = portal_get (portal, path, "lihua");

    g_assert_cmpuint (answer->status, ==, 200);
    if (json_array_get_length (json_object_get_array_member (answer->json, "events")) == 0)
      return cursor;
    cursor = answer_get_int (answer, "cursor");
  }
}

static gpointer
put_later (gpointer data)
{
  const char *id = data;
  g_autoptr (GbDocument) document = make_notice ("迟到的通知", "正文。");
  g_autofree char *address = g_strdup_printf ("%s/api/v1/documents/%s/revisions/%s", portal->url,
                                              id, gb_document_get_digest (document));
  g_autofree char *bearer =
    g_strconcat ("Bearer ", g_hash_table_lookup (portal->tokens, "zhangxiao"), NULL);
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("PUT", address);
  g_autoptr (GBytes) answer = NULL;

  g_usleep (500 * 1000);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization",
                                bearer);
  soup_message_headers_replace (soup_message_get_request_headers (message), "If-None-Match", "*");
  soup_message_set_request_body_from_bytes (message, GB_DOCUMENT_MIME,
                                            gb_document_get_bytes (document));
  answer = soup_session_send_and_read (session, message, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (message), ==, 201);
  return NULL;
}

static void
test_changes (void)
{
  gint64 cursor = get_cursor ();
  g_autofree char *id = new_id ();
  g_autofree char *path =
    g_strdup_printf ("/api/v1/changes?since=%" G_GINT64_FORMAT "&wait=20", cursor);
  g_autofree char *short_path =
    g_strdup_printf ("/api/v1/changes?since=%" G_GINT64_FORMAT "&wait=1", cursor + 1);
  gint64 began = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("put", put_later, id);
  g_autoptr (Answer) answer = portal_get (portal, path, "lihua");
  gint64 took_ms = (g_get_monotonic_time () - began) / 1000;
  g_autoptr (Answer) nothing = NULL;
  g_autoptr (Answer) nobody = portal_get (portal, "/api/v1/changes", NULL);
  g_autoptr (Answer) bad = portal_get (portal, "/api/v1/changes?since=-1", "lihua");
  g_autoptr (Answer) bad_wait = portal_get (portal, "/api/v1/changes?wait=x", "lihua");
  JsonArray *events;

  g_thread_join (thread);
  g_assert_cmpuint (answer->status, ==, 200);
  events = json_object_get_array_member (answer->json, "events");
  g_assert_cmpuint (json_array_get_length (events), ==, 1);
  g_assert_cmpstr (
    json_object_get_string_member (json_array_get_object_element (events, 0), "document"), ==, id);
  /* It was put half a second after the question; what is over that is our delay. */
  g_assert_cmpint (took_ms, >=, 450);
  g_assert_cmpint (took_ms, <, 500 + 1000);

  began = g_get_monotonic_time ();
  nothing = portal_get (portal, short_path, "lihua");
  took_ms = (g_get_monotonic_time () - began) / 1000;
  g_assert_cmpuint (nothing->status, ==, 200);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (nothing->json, "events")),
                    ==, 0);
  g_assert_cmpint (answer_get_int (nothing, "cursor"), ==, cursor + 1);
  g_assert_cmpint (took_ms, >=, 900);
  g_assert_cmpint (took_ms, <, 3000);
  assert_problem (nobody, 401, "sign-in-required");
  assert_problem (bad, 422, "malformed");
  assert_problem (bad_wait, 422, "malformed");
}

/* PROC-LEDGER: every event of the feed carries the hash of the one before it. */
static void
test_chain (void)
{
  g_autofree char *prev = g_strdup ("");
  gint64 cursor = 0;
  guint64 seq = 0;

  for (;;) {
    g_autofree char *path = g_strdup_printf ("/api/v1/changes?since=%" G_GINT64_FORMAT, cursor);
    g_autoptr (Answer) answer = portal_get (portal, path, "lihua");
    JsonArray *events = json_object_get_array_member (answer->json, "events");

    for (guint i = 0; i < json_array_get_length (events); i++) {
      g_autoptr (GError) error = NULL;
      g_autoptr (GbEvent) event =
        gb_event_new_from_json (json_array_get_element (events, i), &error);
      g_autofree char *hash = NULL;

      g_assert_no_error (error);
      hash = gb_event_compute_hash (event);
      g_assert_cmpuint (event->seq, ==, ++seq);
      g_assert_cmpstr (event->prev_hash, ==, prev);
      g_assert_cmpstr (event->hash, ==, hash);
      g_free (prev);
      prev = g_steal_pointer (&hash);
    }
    if (json_array_get_length (events) == 0)
      break;
    cursor = answer_get_int (answer, "cursor");
  }
  g_assert_cmpuint (seq, >, 10);
}

static void
run_sql (const char *sql)
{
  g_autofree char *path = g_build_filename (portal->folder, "office.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbDatabase) database = gb_database_open (path, gb_office_schema_get (), &error);

  g_assert_no_error (error);
  gb_database_execute (database, sql, &error);
  g_assert_no_error (error);
  gb_database_close (database);
}

static void
test_session_expires (void)
{
  g_autoptr (Answer) before = portal_get (portal, "/api/v1/sessions/current", "wangqiang");
  g_autoptr (Answer) after = NULL;
  g_autoptr (Answer) other = NULL;

  g_assert_cmpuint (before->status, ==, 200);
  run_sql ("UPDATE session SET expires_at = 1 WHERE account = 'wangqiang'");
  after = portal_get (portal, "/api/v1/sessions/current", "wangqiang");
  assert_problem (after, 401, "sign-in-required");
  other = portal_get (portal, "/api/v1/sessions/current", "lihua");
  g_assert_cmpuint (other->status, ==, 200);
  portal_sign_in (portal, "wangqiang");
}

/* Neither a token nor a password is in the file. */
static void
test_secrets_hashed (void)
{
  static const char *const files[] = { "office.db", "office.db-wal" };
  GHashTableIter iter;
  gpointer id;
  gpointer token;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (portal->folder, files[i], NULL);
    g_autofree char *content = NULL;
    gsize size;

    if (!g_file_get_contents (path, &content, &size, NULL))
      continue;
    g_hash_table_iter_init (&iter, portal->tokens);
    while (g_hash_table_iter_next (&iter, &id, &token)) {
      const char *password = g_hash_table_lookup (portal->passwords, id);

      g_assert_null (memmem (content, size, token, strlen (token)));
      g_assert_null (memmem (content, size, password, strlen (password)));
    }
  }
}

static void
test_site (void)
{
  static const char *const pages[] = {
    "/",           "/zcjd/",          "/search?q=%E8%90%A5%E5%95%86",
    "/feed.atom",  "/zcjd/feed.atom", "/sitemap.xml",
    "/robots.txt",
  };
  static const char *const missing[] = {
    "/nowhere/",
    "/nowhere",
    "/zcjd/page-2.html",
    "/zcjd/page-1.html",
    "/zcjd/2026/000000000000.html",
    "/search?page=0",
    "/search?page=2",
    "/nowhere/feed.atom",
    "/attachments/0000000000000000000000000000000000000000000000000000000000000000/a.pdf",
    "/assets/none.css",
    "/office.db",
    "/trial-accounts.json",
  };
  static const char *const cached[] = { "/", "/zcjd/", "/feed.atom", "/assets/site.css" };
  g_autoptr (Answer) redirect = portal_get (portal, "/zcjd", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autoptr (Answer) answer = portal_get (portal, pages[i], NULL);

    g_assert_cmpuint (answer->status, ==, 200);
    g_assert_nonnull (answer_get_header (answer, "Referrer-Policy"));
  }
  for (guint i = 0; i < G_N_ELEMENTS (missing); i++) {
    g_autoptr (Answer) answer = portal_get (portal, missing[i], NULL);

    g_assert_cmpuint (answer->status, ==, 404);
    g_assert_cmpstr (answer->type, ==, "text/html");
  }
  for (guint i = 0; i < G_N_ELEMENTS (cached); i++) {
    g_autoptr (Answer) answer = portal_get (portal, cached[i], NULL);
    g_autoptr (Answer) again =
      portal_send (portal, "GET", cached[i], NULL, NULL, NULL, "If-None-Match",
                   answer_get_header (answer, "ETag"), NULL);

    g_assert_cmpuint (again->status, ==, 304);
  }
  g_assert_cmpuint (redirect->status, ==, 301);
  g_assert_cmpstr (answer_get_header (redirect, "Location"), ==, "/zcjd/");
}

/* 26 documents, so that a column has a second page; one with an attachment and a later end. */
static void
test_published (void)
{
  g_autofree char *unique = new_id ();
  g_autofree char *text = g_strdup_printf ("附件 %s", unique);
  g_autoptr (GBytes) blob = bytes_of (text);
  g_autofree char *blob_digest = gb_digest_bytes (blob);
  g_autofree char *attachment_path =
    g_strdup_printf ("/attachments/%s/x.pdf", blob_digest + strlen (GB_DIGEST_PREFIX));
  g_autoptr (GPtrArray) attachments =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_attachment_free);
  g_autoptr (GbDocument) notice = make_notice ("关于防汛工作的通知", "见附件。");
  g_autoptr (GbDocument) document = NULL;
  g_autofree char *id = new_id ();
  g_autofree char *path = NULL;
  g_autoptr (Answer) upload = put_blob (blob_digest, "application/pdf", blob, NULL, "zhangxiao");
  g_autoptr (Answer) hidden = portal_get (portal, attachment_path, NULL);
  g_autoptr (Answer) page = NULL;
  g_autoptr (Answer) cached = NULL;
  g_autoptr (Answer) shown = NULL;
  g_autoptr (Answer) part = NULL;
  g_autoptr (Answer) cached_blob = NULL;
  g_autoptr (Answer) second = NULL;
  g_autoptr (Answer) withdraw = NULL;
  g_autoptr (Answer) gone = NULL;
  g_autoptr (Answer) hidden_again = NULL;

  g_assert_cmpuint (upload->status, ==, 201);
  g_assert_cmpuint (hidden->status, ==, 404);
  g_ptr_array_add (attachments, gb_attachment_new (blob_digest, "附件1：分工.pdf",
                                                   "application/pdf", g_bytes_get_size (blob)));
  document = gb_document_with_attachments (notice, attachments, NULL);
  path = publish_document (portal, id, document);
  page = portal_get (portal, path, NULL);
  g_assert_cmpuint (page->status, ==, 200);
  cached = portal_send (portal, "GET", path, NULL, NULL, NULL, "If-None-Match",
                        answer_get_header (page, "ETag"), NULL);
  g_assert_cmpuint (cached->status, ==, 304);
  shown = portal_get (portal, attachment_path, NULL);
  g_assert_cmpuint (shown->status, ==, 200);
  g_assert_cmpstr (shown->type, ==, "application/pdf");
  g_assert_true (g_bytes_equal (shown->body, blob));
  g_assert_cmpstr (answer_get_header (shown, "Content-Disposition"), ==,
                   "attachment; filename*=UTF-8''"
                   "%E9%99%84%E4%BB%B61%EF%BC%9A%E5%88%86%E5%B7%A5.pdf");
  part = portal_send (portal, "GET", attachment_path, NULL, NULL, NULL, "Range", "bytes=2-", NULL);
  g_assert_cmpuint (part->status, ==, 206);
  cached_blob = portal_send (portal, "GET", attachment_path, NULL, NULL, NULL, "If-None-Match",
                             answer_get_header (shown, "ETag"), NULL);
  g_assert_cmpuint (cached_blob->status, ==, 304);

  for (guint i = 0; i < 21; i++) {
    g_autofree char *other_id = new_id ();
    g_autofree char *title = g_strdup_printf ("第%u号通知", i);
    g_autoptr (GbDocument) other = make_notice (title, "正文。");

    g_free (publish_document (portal, other_id, other));
  }
  second = portal_get (portal, "/tzgg/page-2.html", NULL);
  g_assert_cmpuint (second->status, ==, 200);

  withdraw = act (portal, id, GB_EVENT_WITHDRAW, "", "zhaolei", "", "附件有误。");
  g_assert_cmpuint (withdraw->status, ==, 201);
  gone = portal_get (portal, path, NULL);
  g_assert_cmpuint (gone->status, ==, 410);
  hidden_again = portal_get (portal, attachment_path, NULL);
  g_assert_cmpuint (hidden_again->status, ==, 404);
}

static void
test_described (void)
{
  assert_described (TRUE);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/api/health", test_health);
  g_test_add_func ("/api/capabilities", test_capabilities);
  g_test_add_func ("/api/checks", test_checks);
  g_test_add_func ("/api/session", test_session);
  g_test_add_func ("/api/sign-in-refused", test_sign_in_refused);
  g_test_add_func ("/api/methods", test_methods);
  g_test_add_func ("/api/addresses", test_addresses);
  g_test_add_func ("/api/revision-put", test_revision);
  g_test_add_func ("/api/revision-read", test_revision_read);
  g_test_add_func ("/api/revision-refused", test_revision_refused);
  g_test_add_func ("/api/revision-key", test_revision_key);
  g_test_add_func ("/api/revision-in-review", test_revision_in_review);
  g_test_add_func ("/api/event-request", test_event_request);
  g_test_add_func ("/api/event-rules", test_event_rules);
  g_test_add_func ("/api/event-own-text", test_event_own_text);
  g_test_add_func ("/api/event-facts", test_event_facts);
  g_test_add_func ("/api/event-idempotency", test_idempotency);
  g_test_add_func ("/api/blob-pieces", test_blob);
  g_test_add_func ("/api/blob-refused", test_blob_refused);
  g_test_add_func ("/api/blob-missing", test_blob_missing);
  g_test_add_func ("/api/site", test_site);
  g_test_add_func ("/api/published", test_published);
  g_test_add_func ("/api/changes", test_changes);
  g_test_add_func ("/api/chain", test_chain);
  g_test_add_func ("/api/session-expires", test_session_expires);
  g_test_add_func ("/api/secrets-hashed", test_secrets_hashed);
  g_test_add_func ("/api/sign-in-limited", test_sign_in_limited);
  g_test_add_func ("/api/openapi", test_described);

  portal = portal_new ();
  status = g_test_run ();
  portal_free (portal);
  return status;
}
