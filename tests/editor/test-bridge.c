/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages of the page, and what the host answers. The page is untrusted: whatever it sends is
 * either a message of a known type with members of the right types, or refused. */

#include "config.h"

#include "editor/gb-editor-actions.h"
#include "editor/gb-editor-bridge.h"

#include <string.h>

static GbEditorMessage *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  GbEditorMessage *message = gb_editor_message_parse (json, &error);

  g_assert_no_error (error);
  return message;
}

static void
test_messages (void)
{
  g_autoptr (GbEditorMessage) ready = parse ("{\"v\":1,\"type\":\"ready\",\"generation\":7}");
  g_autoptr (GbEditorMessage) changed =
    parse ("{\"v\":1,\"type\":\"changed\",\"generation\":7,\"revision\":12}");
  g_autoptr (GbEditorMessage) link =
    parse ("{\"v\":1,\"type\":\"link\",\"href\":\"https://www.gov.cn/\"}");
  g_autoptr (GbEditorMessage) snapshot =
    parse ("{\"v\":1,\"type\":\"snapshot\",\"generation\":1,\"revision\":2,\"title\":\"题\","
           "\"body\":\"<body/>\",\"block\":\"a\",\"offset\":3}");
  g_autoptr (GbEditorMessage) question = parse ("{\"v\":1,\"type\":\"document\"}");

  g_assert_cmpint (ready->type, ==, GB_EDITOR_MESSAGE_READY);
  g_assert_cmpuint (ready->generation, ==, 7);
  g_assert_cmpuint (changed->revision, ==, 12);
  g_assert_cmpstr (link->text, ==, "https://www.gov.cn/");
  g_assert_cmpstr (snapshot->title, ==, "题");
  g_assert_cmpstr (snapshot->body, ==, "<body/>");
  g_assert_cmpstr (snapshot->caret.block, ==, "a");
  g_assert_cmpuint (snapshot->caret.offset, ==, 3);
  g_assert_cmpint (question->type, ==, GB_EDITOR_MESSAGE_DOCUMENT);
}

static void
test_paste (void)
{
  g_autoptr (GbEditorMessage) wanted =
    parse ("{\"v\":1,\"type\":\"paste\",\"place\":3,\"source\":\"selection\"}");
  g_autoptr (GbEditorMessage) copied =
    parse ("{\"v\":1,\"type\":\"copy\",\"slice\":\"{}\",\"html\":\"<p>\",\"text\":\"x\"}");

  g_assert_cmpint (wanted->type, ==, GB_EDITOR_MESSAGE_PASTE);
  g_assert_cmpuint (wanted->place, ==, 3);
  g_assert_cmpint (wanted->source, ==, GB_EDITOR_SOURCE_SELECTION);
  g_assert_cmpint (copied->type, ==, GB_EDITOR_MESSAGE_COPY);
  g_assert_cmpstr (copied->slice, ==, "{}");
  g_assert_cmpstr (copied->html, ==, "<p>");
  g_assert_cmpstr (copied->text, ==, "x");
}

static void
test_outline (void)
{
  g_autoptr (GbEditorMessage) message = parse (
    "{\"v\":1,\"type\":\"outline\",\"headings\":[{\"id\":\"b1\",\"level\":2,\"text\":\"一、甲\"},"
    "{\"id\":\"b2\",\"level\":5,\"text\":\"\"}]}");
  const GbEditorHeading *heading;

  g_assert_cmpuint (message->headings->len, ==, 2);
  heading = g_ptr_array_index (message->headings, 0);
  g_assert_cmpstr (heading->id, ==, "b1");
  g_assert_cmpstr (heading->text, ==, "一、甲");
  g_assert_cmpuint (heading->level, ==, 2);
}

static void
test_state (void)
{
  g_autoptr (GbEditorMessage) message = parse (
    "{\"v\":1,\"type\":\"state\",\"bold\":true,\"words\":3,\"style\":\"h2\",\"block\":null}");
  gboolean bold = FALSE;
  guint words = 0;
  const char *string = NULL;

  g_assert_true (g_variant_lookup (message->state, "bold", "b", &bold));
  g_assert_true (bold);
  g_assert_true (g_variant_lookup (message->state, "words", "u", &words));
  g_assert_cmpuint (words, ==, 3);
  g_assert_true (g_variant_lookup (message->state, "style", "&s", &string));
  g_assert_cmpstr (string, ==, "h2");
  g_assert_true (g_variant_lookup (message->state, "block", "&s", &string));
  g_assert_cmpstr (string, ==, "");
}

static void
test_refusals (void)
{
  static const char *const hostile[] = {
    "",
    "x",
    "null",
    "[]",
    "1",
    "\"ready\"",
    "{",
    "{}",
    "{\"v\":1}",
    "{\"v\":1,\"type\":null}",
    "{\"v\":1,\"type\":1}",
    "{\"v\":1,\"type\":{}}",
    "{\"v\":2,\"type\":\"ready\",\"generation\":1}",
    "{\"v\":\"1\",\"type\":\"ready\",\"generation\":1}",
    "{\"v\":1.0,\"type\":\"ready\",\"generation\":1}",
    "{\"type\":\"ready\",\"generation\":1}",
    "{\"v\":1,\"type\":\"ready\"}",
    "{\"v\":1,\"type\":\"ready\",\"generation\":-1}",
    "{\"v\":1,\"type\":\"ready\",\"generation\":\"1\"}",
    "{\"v\":1,\"type\":\"ready\",\"generation\":[1]}",
    "{\"v\":1,\"type\":\"ready\",\"generation\":1.5}",
    "{\"v\":1,\"type\":\"changed\",\"generation\":1}",
    "{\"v\":1,\"type\":\"link\"}",
    "{\"v\":1,\"type\":\"link\",\"href\":{}}",
    "{\"v\":1,\"type\":\"state\",\"bold\":1}",
    "{\"v\":1,\"type\":\"state\",\"bold\":null}",
    "{\"v\":1,\"type\":\"state\",\"words\":-1}",
    "{\"v\":1,\"type\":\"state\",\"words\":4294967296}",
    "{\"v\":1,\"type\":\"state\",\"style\":[]}",
    "{\"v\":1,\"type\":\"state\",\"nobody\":true}",
    "{\"v\":1,\"type\":\"snapshot\",\"generation\":1,\"revision\":1,\"title\":\"\"}",
    "{\"v\":1,\"type\":\"snapshot\",\"generation\":1,\"revision\":1,\"title\":1,\"body\":\"\"}",
    "{\"v\":1,\"type\":\"snapshot\",\"generation\":1,\"revision\":1,\"title\":\"\",\"body\":\"\"}",
    "{\"v\":1,\"type\":\"snapshot\",\"generation\":1,\"revision\":1,\"title\":\"\",\"body\":\"\","
    "\"block\":\"\",\"offset\":-1}",
    "{\"v\":1,\"type\":\"paste\"}",
    "{\"v\":1,\"type\":\"paste\",\"place\":1}",
    "{\"v\":1,\"type\":\"paste\",\"place\":-1,\"source\":\"drop\"}",
    "{\"v\":1,\"type\":\"paste\",\"place\":1,\"source\":\"elsewhere\"}",
    "{\"v\":1,\"type\":\"copy\",\"slice\":\"\",\"html\":\"\"}",
    "{\"v\":1,\"type\":\"copy\",\"slice\":{},\"html\":\"\",\"text\":\"\"}",
    "{\"v\":1,\"type\":\"outline\"}",
    "{\"v\":1,\"type\":\"outline\",\"headings\":{}}",
    "{\"v\":1,\"type\":\"outline\",\"headings\":[1]}",
    "{\"v\":1,\"type\":\"outline\",\"headings\":[{}]}",
    "{\"v\":1,\"type\":\"outline\",\"headings\":[{\"id\":\"a\",\"text\":\"b\"}]}",
    "{\"v\":1,\"type\":\"outline\",\"headings\":[{\"id\":\"a\",\"text\":\"b\",\"level\":1}]}",
    "{\"v\":1,\"type\":\"outline\",\"headings\":[{\"id\":\"a\",\"text\":\"b\",\"level\":6}]}",
    "{\"v\":1,\"type\":\"outline\",\"headings\":[{\"id\":1,\"text\":\"b\",\"level\":2}]}",
    "{\"v\":1,\"type\":\"outline\",\"headings\":[{\"id\":"
    "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\",\"text\":\"b\","
    "\"level\":2}]}",
    "{\"v\":1,\"type\":\"eval\",\"script\":\"x\"}",
  };
  g_autofree char *long_text = g_strnfill (5000, 'x');
  g_autofree char *long_link =
    g_strdup_printf ("{\"v\":1,\"type\":\"link\",\"href\":\"%s\"}", long_text);

  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GbEditorMessage) message = gb_editor_message_parse (hostile[i], &error);

    if (message != NULL) {
      g_test_message ("accepted: %s", hostile[i]);
      g_test_fail ();
    } else {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
  }
  g_assert_null (gb_editor_message_parse (long_link, NULL));
}

static void
test_given (void)
{
  const GbEditorGiven given = {
    .generation = 3,
    .title = "题 \"x\" </script>",
    .body = NULL,
    .editable = TRUE,
    .title_hint = "t",
    .body_hint = "b",
    .label = "l",
    .theme = "dark",
  };
  g_autofree char *json = gb_editor_given_to_json (&given);

  g_assert_nonnull (strstr (json, "\"generation\":3"));
  g_assert_nonnull (strstr (json, "\"editable\":true"));
  g_assert_nonnull (strstr (json, "\"title\":\"题 \\\"x\\\" </script>\""));
  g_assert_nonnull (strstr (json, "\"body\":\"\""));
}

static void
test_addresses (void)
{
  static const struct {
    const char *text;
    const char *address; /* NULL if it is none */
  } cases[] = {
    { "https://www.gov.cn/a?b#c", "https://www.gov.cn/a?b#c" },
    { "  www.gov.cn ", "https://www.gov.cn" },
    { "www.gov.cn:8080/x", "https://www.gov.cn:8080/x" },
    { "www.gov.cn/@x", "https://www.gov.cn/@x" },
    { "a@b.cn", "mailto:a@b.cn" },
    { "mailto:a@b.cn", "mailto:a@b.cn" },
    { "tel:+86-10-1", "tel:+86-10-1" },
    { "#b1", "#b1" },
    { "", NULL },
    { "公开", NULL },
    { "https://", NULL },
    { "https:///x", NULL },
    { "https://a b", NULL },
    { "javascript:alert(1)", NULL },
    { "file:///etc/passwd", NULL },
    { "data:text/html,x", NULL },
    { "https://a.cn\n", "https://a.cn" },
    { "https://a.cn/\"x", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *address = gb_editor_actions_complete_address (cases[i].text);

    g_assert_cmpstr (address, ==, cases[i].address);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/editor/bridge/messages", test_messages);
  g_test_add_func ("/editor/bridge/outline", test_outline);
  g_test_add_func ("/editor/bridge/paste", test_paste);
  g_test_add_func ("/editor/bridge/state", test_state);
  g_test_add_func ("/editor/bridge/refusals", test_refusals);
  g_test_add_func ("/editor/bridge/given", test_given);
  g_test_add_func ("/editor/bridge/addresses", test_addresses);
  return g_test_run ();
}
