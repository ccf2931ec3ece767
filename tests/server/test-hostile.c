/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What nobody well-meaning sends. Every body must be refused with a 4xx, and the portal must be
 * there afterwards, in the same process. */
#include "config.h"

#include "portal-harness.h"

#include "document/gb-digest.h"

#include <string.h>

static Portal *portal;

static char *
repeat (const char *text, guint n)
{
  GString *string = g_string_sized_new (strlen (text) * n);

  for (guint i = 0; i < n; i++)
    g_string_append (string, text);
  return g_string_free (string, FALSE);
}

static void
assert_alive (void)
{
  g_autoptr (Answer) answer = portal_get (portal, "/healthz", NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_nonnull (g_subprocess_get_identifier (portal->process));
}

static void
assert_refused (Answer *answer)
{
  if (answer->status < 400 || answer->status >= 500)
    g_error ("a hostile body got %u", answer->status);
  g_assert_cmpstr (answer->type, ==, "application/problem+json");
}

static void
send_json (const void *data, gsize size)
{
  static const char id[] = "4f6c0000-0000-4000-8000-0000000000e1";
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s/events", id);
  g_autoptr (Answer) event = portal_send (portal, "POST", path, "zhangxiao", "application/json",
                                          body, "Idempotency-Key", id, NULL);
  g_autoptr (Answer) session =
    portal_send (portal, "POST", "/api/v1/sessions", NULL, "application/json", body, NULL);

  assert_refused (event);
  assert_refused (session);
}

static void
send_xml (const void *data, gsize size)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autofree char *digest = gb_digest_bytes (body);
  g_autofree char *path = g_strdup_printf ("/api/v1/documents/%s/revisions/%s", id, digest);
  g_autoptr (Answer) answer = portal_send (portal, "PUT", path, "zhangxiao", GB_DOCUMENT_MIME, body,
                                           "If-None-Match", "*", NULL);

  assert_refused (answer);
}

static void
send_json_text (const char *text)
{
  send_json (text, strlen (text));
}

static void
send_xml_text (const char *text)
{
  send_xml (text, strlen (text));
}

static char *
make_event_json (void)
{
  g_autofree char *digest = gb_digest_data ("x", 1);
  g_autoptr (GbEvent) event = make_act (portal, "4f6c0000-0000-4000-8000-0000000000e1",
                                        GB_EVENT_SUBMIT, digest, "zhangxiao", "", "意见");
  g_autoptr (JsonNode) node = NULL;

  gb_event_set_string (&event->id, "4f6c0000-0000-4000-8000-0000000000e1");
  node = gb_event_to_json (event);
  return json_to_string (node, FALSE);
}

static void
test_json_shapes (void)
{
  static const char *const texts[] = {
    "",
    " ",
    "{",
    "}",
    "[]",
    "null",
    "true",
    "0",
    "\"x\"",
    "{}{}",
    "{\"a\":}",
    "{\"a\" 1}",
    "{'a':1}",
    "{\"a\":1,}",
    "{\"id\":NaN}",
    "{\"id\":1e999}",
    "{\"id\":-}",
    "{\"id\":\"\\u0000\"}",
    "{\"id\":\"\\ud800\"}",
    "{\"id\":\"\\udc00\\ud800\"}",
    "{\"id\":\"\\x\"}",
    "{\"account\":\"a\\nb\",\"password\":\"x\"}",
    "{\"account\":{},\"password\":[]}",
    "{\"account\":null,\"password\":null}",
    "{\"account\":true,\"password\":1}",
    "var x = {\"id\":1};",
    "/* */ {}",
    "\xef\xbb\xbf{}",
    "<xml/>",
    "a=b&c=d",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    send_json_text (texts[i]);
  assert_alive ();
}

static void
test_json_deep (void)
{
  static const guint depths[] = { 33, 100, 1000, 10000 };
  static const char *const opens[] = { "[", "{\"a\":", "[{\"a\":", "{\"id\":[" };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (opens); j++) {
      g_autofree char *start = repeat (opens[j], depths[i]);
      g_autofree char *in_object = g_strconcat ("{\"id\":", start, NULL);

      send_json_text (start);
      send_json_text (in_object);
    }
  }
  assert_alive ();
}

/* What json-glib reads although it is no JSON. With each of these, the brackets that it sees are
 * others than those of JSON, or a string ends before its end. */
static void
test_json_dialect (void)
{
  g_autofree char *deep = repeat ("[", 10000);
  const char *const formats[] = {
    "{\"account\":/* \" */%s",
    "{\"account\":// \"\n%s",
    "{\"account\":'\"',\"b\":%s",
    "{/**/\"account\":\"a\",\"password\":\"b\"}",
    "{'account':\"a\",\"password\":\"b\"}",
    "{\"account\":\"a\",\"password\":\"b\\u0000c\"}",
    "{\"account\":\"a\\\\\\u0000\",\"password\":\"b\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_auto (GStrv) parts = g_strsplit (formats[i], "%s", 2);
    g_autofree char *text = g_strjoinv (deep, parts);
    g_autoptr (Answer) answer = portal_post_json (portal, "/api/v1/sessions", NULL, text);

    g_test_message ("%s", formats[i]);
    assert_problem (answer, 400, "bad-json");
  }
  assert_alive ();
}

static void
test_json_bytes (void)
{
  g_autofree char *event = make_event_json ();
  gsize length = strlen (event);

  /* Cut at many places: never a whole object. */
  for (gsize cut = 1; cut < length; cut += MAX (1, length / 30))
    send_json (event, length - cut);
  /* One byte exchanged for one that cannot be there. */
  for (guint i = 0; i < 20; i++) {
    static const char bytes[] = { '\0', '\xff', '\xc0', '\x80', '\xfe' };
    g_autofree char *copy = g_memdup2 (event, length);

    copy[g_test_rand_int_range (1, (gint32)length - 1)] = bytes[i % G_N_ELEMENTS (bytes)];
    send_json (copy, length);
  }
  for (guint i = 0; i < 20; i++) {
    guint8 noise[256];

    for (guint j = 0; j < sizeof noise; j++)
      noise[j] = (guint8)g_test_rand_int_range (0, 256);
    noise[0] |= 0x80;
    send_json (noise, sizeof noise);
  }
  assert_alive ();
}

/* A good event with one member of another type or size. */
static void
test_json_members (void)
{
  static const char *const members[] = {
    "id",   "document", "edition", "type",    "revision",
    "step", "actor",    "opinion", "made_at", "actor_name",
  };
  g_autofree char *huge = repeat ("长", 15000);
  g_autofree char *huge_json = g_strdup_printf ("\"%s\"", huge);
  const char *const values[] = {
    "null", "[]", "{}", "-1", "18446744073709551616", "1.5", "\"\\u0001\"", huge_json,
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (values); j++) {
      g_autofree char *event = make_event_json ();
      g_autoptr (JsonNode) node = json_from_string (event, NULL);
      g_autoptr (JsonNode) value = json_from_string (values[j], NULL);
      g_autofree char *text = NULL;

      if (value == NULL)
        continue;
      json_object_set_member (json_node_get_object (node), members[i], json_node_copy (value));
      text = json_to_string (node, FALSE);
      send_json_text (text);
    }
  }
  assert_alive ();
}

static char *
make_bomb (void)
{
  GString *text = g_string_new ("<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a0 \"aaaaaaaaaa\">");

  for (guint i = 1; i < 30; i++)
    g_string_append_printf (text, "<!ENTITY a%u \"&a%u;&a%u;&a%u;&a%u;\">", i, i - 1, i - 1, i - 1,
                            i - 1);
  g_string_append (text, "]><document xmlns=\"https://gongbao.org/ns/document/1\" kind=\"notice\" "
                         "xml:lang=\"zh-CN\"><meta><title>&a29;</title></meta></document>");
  return g_string_free (text, FALSE);
}

#define HEAD                                                                                       \
  "<document xmlns=\"https://gongbao.org/ns/document/1\" kind=\"notice\" xml:lang=\"zh-CN\">"      \
  "<meta><title>x</title></meta><body xmlns=\"http://www.w3.org/1999/xhtml\">"
#define TAIL "</body></document>"

static void
test_xml_shapes (void)
{
  static const char *const texts[] = {
    "",
    "<",
    "<document/>",
    "<html><body>x</body></html>",
    "<?xml version=\"1.0\" encoding=\"UTF-16\"?><document/>",
    "<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><document/>",
    "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><document>&x;</document>",
    "<!DOCTYPE d [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x\">%p;]><document/>",
    HEAD "<p id=\"b1\">&nbsp;</p>" TAIL,
    HEAD "<p id=\"b1\"><script>1</script></p>" TAIL,
    HEAD "<script>alert(1)</script>" TAIL,
    HEAD "<p id=\"b1\" onclick=\"x()\">x</p>" TAIL,
    HEAD "<p id=\"b1\" style=\"color:red\">x</p>" TAIL,
    HEAD "<p id=\"b1\"><a href=\"javascript:alert(1)\">x</a></p>" TAIL,
    HEAD "<p id=\"b1\"><a href=\"data:text/html,x\">x</a></p>" TAIL,
    HEAD "<p id=\"b1\"><a href=\"//evil.example/\">x</a></p>" TAIL,
    HEAD "<figure id=\"b1\"><img src=\"http://evil.example/x.png\" alt=\"x\"/></figure>" TAIL,
    HEAD "<figure id=\"b1\"><img src=\"../../etc/passwd\" alt=\"x\"/></figure>" TAIL,
    HEAD "<p id=\"b1\">x</p><p id=\"b1\">y</p>" TAIL,
    HEAD "<p>x</p>" TAIL,
    HEAD "<iframe src=\"http://evil.example/\"/>" TAIL,
    HEAD "<object data=\"x\"/>" TAIL,
    HEAD "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\"/>" TAIL,
    HEAD "<p id=\"b1\"><svg xmlns=\"http://www.w3.org/2000/svg\"/></p>" TAIL,
    HEAD "<x:include xmlns:x=\"http://www.w3.org/2001/XInclude\" href=\"/etc/passwd\"/>" TAIL,
    HEAD "<p id=\"b1\">\xe2\x80\xae</p>" TAIL,
    HEAD "<p id=\"b1\">&#0;</p>" TAIL,
    HEAD "<p id=\"b1\">&#x1;</p>" TAIL,
    HEAD "<p id=\"b1\">\xff</p>" TAIL,
    HEAD "<p id=\"b1\">\xc0\x80</p>" TAIL,
    HEAD "<p id=\"../b1\">x</p>" TAIL,
    HEAD "<table id=\"t\"><tbody><tr><td colspan=\"99999999\"><p id=\"b\">x</p></td></tr></tbody>"
         "</table>" TAIL,
    HEAD TAIL,
    HEAD "<p id=\"b1\">x</p>" TAIL "<document/>",
    HEAD "<p id=\"b1\">x</p>",
  };
  g_autofree char *bomb = make_bomb ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    send_xml_text (texts[i]);
  send_xml_text (bomb);
  assert_alive ();
}

static void
test_xml_large (void)
{
  static const struct {
    const char *open;
    const char *close;
    guint n;
  } nests[] = {
    { "<strong>", "</strong>", 500 },
    { "<strong>", "</strong>", 100000 },
    { "<em><u>", "</u></em>", 50000 },
    { "<span class=\"hei\">", "</span>", 50000 },
  };
  g_autofree char *attributes = repeat (" a=\"1\"", 20000);
  g_autofree char *with_attributes =
    g_strconcat (HEAD "<p id=\"b1\"", attributes, ">x</p>" TAIL, NULL);
  g_autofree char *name = repeat ("n", 1000000);
  g_autofree char *with_name = g_strconcat (HEAD "<", name, "/>" TAIL, NULL);
  g_autofree char *blocks = repeat ("<blockquote id=\"q\">", 50000);
  g_autofree char *unclosed = g_strconcat (HEAD, blocks, NULL);
  g_autofree char *title = repeat ("长", 600);
  g_autofree char *with_title = g_strdup_printf (
    "<document xmlns=\"https://gongbao.org/ns/document/1\" kind=\"notice\" xml:lang=\"zh-CN\">"
    "<meta><title>%s</title></meta><body xmlns=\"http://www.w3.org/1999/xhtml\">"
    "<p id=\"b1\">x</p></body></document>",
    title);

  for (guint i = 0; i < G_N_ELEMENTS (nests); i++) {
    g_autofree char *open = repeat (nests[i].open, nests[i].n);
    g_autofree char *close = repeat (nests[i].close, nests[i].n);
    g_autofree char *text = g_strconcat (HEAD "<p id=\"b1\">", open, "x", close, "</p>" TAIL, NULL);

    send_xml_text (text);
  }
  send_xml_text (with_attributes);
  send_xml_text (with_name);
  send_xml_text (unclosed);
  send_xml_text (with_title);
  assert_alive ();
}

/* A good document with bytes cut off or exchanged. */
static void
test_xml_bytes (void)
{
  g_autoptr (GbDocument) document = make_notice ("关于优化营商环境的通知", "正文。");
  gsize size;
  const char *data = g_bytes_get_data (gb_document_get_bytes (document), &size);

  for (gsize cut = 1; cut < size; cut += MAX (1, size / 30))
    send_xml (data, size - cut);
  for (guint i = 0; i < 30; i++) {
    static const char bytes[] = { '\0', '\xff', '<', '&', '\x01' };
    g_autofree char *copy = g_memdup2 (data, size);

    copy[g_test_rand_int_range (0, (gint32)size - 2)] = bytes[i % G_N_ELEMENTS (bytes)];
    if (memcmp (copy, data, size) != 0)
      send_xml (copy, size);
  }
  assert_alive ();
}

/* Not even HTTP. What comes back is a 4xx, a 501, or nothing at all. */
static void
test_http (void)
{
  static const char *const texts[] = {
    "\r\n\r\n",
    "GET\r\n\r\n",
    "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
    "BREW /pot HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    "Content-Length: -1\r\n\r\n",
    "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    "Content-Length: 99999999999999999999\r\n\r\n",
    "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    "Transfer-Encoding: gzip\r\n\r\n",
    "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    "Content-Length: 10\r\n\r\n{}",
    "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
  };
  g_autofree char *long_path = repeat ("/a", 30000);
  g_autofree char *long_request =
    g_strconcat ("GET ", long_path, " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", NULL);
  g_autofree char *value = repeat ("v", 200000);
  g_autofree char *long_header =
    g_strconcat ("GET / HTTP/1.1\r\nHost: x\r\nX: ", value, "\r\nConnection: close\r\n\r\n", NULL);
  g_autofree char *header = repeat ("X-A: b\r\n", 500);
  g_autofree char *many_headers =
    g_strconcat ("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n", header, "\r\n", NULL);
  const char *const longs[] = { long_request, long_header, many_headers };

  for (guint i = 0; i < G_N_ELEMENTS (texts) + G_N_ELEMENTS (longs); i++) {
    const char *text = i < G_N_ELEMENTS (texts) ? texts[i] : longs[i - G_N_ELEMENTS (texts)];
    g_autofree char *answer = portal_send_raw (portal, text, -1, TRUE);

    if (*answer != '\0' && !g_str_has_prefix (answer, "HTTP/1.1 4") &&
        !g_str_has_prefix (answer, "HTTP/1.0 4") && !g_str_has_prefix (answer, "HTTP/1.1 50") &&
        !g_str_has_prefix (answer, "HTTP/1.0 505"))
      g_error ("%.40s got %.40s", text, answer);
  }
  assert_alive ();
}

/* A chunked body says nothing of its size, and is counted as it comes. */
static void
test_chunked (void)
{
  g_autofree char *chunk = repeat ("x", 0x4000);
  GString *text = g_string_new ("POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\n"
                                "Content-Type: application/json\r\n"
                                "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
  g_autofree char *answer = NULL;

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (text, "4000\r\n%s\r\n", chunk);
  g_string_append (text, "0\r\n\r\n");
  answer = portal_send_raw (portal, text->str, (gssize)text->len, FALSE);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 413"));
  g_string_free (text, TRUE);
  assert_alive ();
}

/* Many who connect and say nothing, or half a request, and go away: the others are served. */
static void
test_idle (void)
{
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GUri) uri = g_uri_parse (portal->url, G_URI_FLAGS_NONE, NULL);

  for (guint i = 0; i < 100; i++) {
    g_autoptr (GSocketClient) client = g_socket_client_new ();
    GSocketConnection *connection;

    g_socket_client_set_enable_proxy (client, FALSE);
    connection = g_socket_client_connect_to_host (client, "127.0.0.1",
                                                  (guint16)g_uri_get_port (uri), NULL, NULL);
    g_assert_nonnull (connection);
    if (i % 2 == 0)
      g_output_stream_write (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             "GET / HTTP/1.1\r\nHo", 18, NULL, NULL);
    g_ptr_array_add (connections, connection);
  }
  assert_alive ();
  g_clear_pointer (&connections, g_ptr_array_unref);
  assert_alive ();
}

/* Nothing is left of a connection when its client has gone. */
static void
test_descriptors (void)
{
  g_autofree char *folder =
    g_strdup_printf ("/proc/%s/fd", g_subprocess_get_identifier (portal->process));
  guint before = 0;
  guint after = 0;

  for (guint round = 0; round < 2; round++) {
    g_autoptr (GDir) dir = NULL;
    guint *count = round == 0 ? &before : &after;

    for (guint i = 0; i < 50; i++) {
      g_autofree char *half = portal_send_raw (portal, "GET / HT", -1, TRUE);
      g_autofree char *whole =
        portal_send_raw (portal, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", -1, FALSE);

      g_assert_true (g_str_has_prefix (whole, "HTTP/1.1 200"));
    }
    assert_alive ();
    g_usleep (500 * 1000);
    dir = g_dir_open (folder, 0, NULL);
    g_assert_nonnull (dir);
    while (g_dir_read_name (dir) != NULL)
      (*count)++;
  }
  g_assert_cmpuint (after, <=, before + 5);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/hostile/json-shapes", test_json_shapes);
  g_test_add_func ("/hostile/json-deep", test_json_deep);
  g_test_add_func ("/hostile/json-dialect", test_json_dialect);
  g_test_add_func ("/hostile/json-bytes", test_json_bytes);
  g_test_add_func ("/hostile/json-members", test_json_members);
  g_test_add_func ("/hostile/xml-shapes", test_xml_shapes);
  g_test_add_func ("/hostile/xml-large", test_xml_large);
  g_test_add_func ("/hostile/xml-bytes", test_xml_bytes);
  g_test_add_func ("/hostile/http", test_http);
  g_test_add_func ("/hostile/chunked", test_chunked);
  g_test_add_func ("/hostile/idle", test_idle);
  g_test_add_func ("/hostile/descriptors", test_descriptors);

  portal = portal_new ();
  status = g_test_run ();
  portal_free (portal);
  return status;
}
