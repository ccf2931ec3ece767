/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "workflow-script.h"

#include "document/gb-digest.h"

#include <string.h>

#define EVENT_ID "0b8f3a52-6d1e-4c7b-8a90-1f2e3d4c5b6a"
#define REVISION "sm3:0000000000000000000000000000000000000000000000000000000000000001"
#define PREV     "sm3:0000000000000000000000000000000000000000000000000000000000000002"

static GbEvent *
make_event (void)
{
  GbEvent *event =
    gb_event_new (EVENT_ID, SCRIPT_DOCUMENT, 2, GB_EVENT_APPROVE, REVISION, "lihua", "李华");

  gb_event_set_string (&event->step, "first");
  gb_event_set_string (&event->opinion, "同意 “照此” 办理 𠮷");
  gb_event_set_string (&event->device, "办公室 1 号机");
  gb_event_set_string (&event->signature, "c2ln");
  gb_event_set_string (&event->prev_hash, PREV);
  event->made_at = G_GINT64_CONSTANT (1767225600123456);
  event->due_at = 5;
  event->seq = 41;
  event->accepted_at = G_GINT64_CONSTANT (1767225601000001);

  return event;
}

static void
assert_equal (const GbEvent *a, const GbEvent *b)
{
  g_autoptr (JsonNode) one = gb_event_to_json (a);
  g_autoptr (JsonNode) two = gb_event_to_json (b);
  g_autofree char *one_text = json_to_string (one, FALSE);
  g_autofree char *two_text = json_to_string (two, FALSE);

  g_assert_cmpstr (one_text, ==, two_text);
}

static void
test_types (void)
{
  GbEventType type = GB_EVENT_SUBMIT;

  for (guint i = 0; i < GB_N_EVENT_TYPES; i++) {
    g_assert_true (gb_event_type_from_string (gb_event_type_to_string (i), &type));
    g_assert_cmpuint (type, ==, i);
  }
  g_assert_false (gb_event_type_from_string ("", &type));
  g_assert_false (gb_event_type_from_string (NULL, &type));
  g_assert_cmpstr (gb_event_type_to_string (GB_EVENT_REVISE), ==, "revise");
  g_assert_cmpstr (gb_event_type_to_string (GB_EVENT_DISCARD), ==, "discard");
}

static void
test_new (void)
{
  g_autoptr (GbEvent) event =
    gb_event_new (NULL, SCRIPT_DOCUMENT, 1, GB_EVENT_WITHDRAW, NULL, "zhaolei", "赵蕾");
  g_autoptr (GbEvent) other =
    gb_event_new (NULL, SCRIPT_DOCUMENT, 1, GB_EVENT_WITHDRAW, NULL, "zhaolei", "赵蕾");

  g_assert_true (g_uuid_string_is_valid (event->id));
  g_assert_cmpstr (event->id, !=, other->id);
  g_assert_cmpstr (event->revision, ==, "");
  g_assert_cmpstr (event->step, ==, "");
  g_assert_cmpstr (event->hash, ==, "");
  g_assert_cmpuint (event->seq, ==, 0);
  g_assert_cmpint (ABS (event->made_at - g_get_real_time ()), <, G_TIME_SPAN_MINUTE);
}

static void
test_round_trip (void)
{
  g_autoptr (GbEvent) event = make_event ();
  g_autoptr (GbEvent) copy = gb_event_copy (event);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) parsed = NULL;
  g_autoptr (GbEvent) back = NULL;
  g_autofree char *hash = gb_event_compute_hash (event);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  gb_event_set_string (&event->hash, hash);
  node = gb_event_to_json (event);
  text = json_to_string (node, FALSE);
  parsed = json_from_string (text, &error);
  g_assert_no_error (error);
  back = gb_event_new_from_json (parsed, &error);
  g_assert_no_error (error);
  assert_equal (event, back);
  g_assert_cmpstr (back->opinion, ==, "同意 “照此” 办理 𠮷");
  g_assert_true (gb_event_verify (back, PREV));

  gb_event_set_string (&copy->hash, hash);
  assert_equal (event, copy);
  gb_event_set_string (&copy->opinion, "other");
  g_assert_cmpstr (event->opinion, !=, "other");
}

/* The optional members have defaults, unknown ones are ignored. */
static void
test_short_json (void)
{
  g_autoptr (JsonNode) node = json_from_string (
    "{\"id\":\"" EVENT_ID "\",\"document\":\"" SCRIPT_DOCUMENT "\",\"edition\":1,"
    "\"type\":\"submit\",\"revision\":\"" REVISION "\",\"step\":\"\",\"opinion\":\"\","
    "\"actor\":\"zhangxiao\",\"actor_name\":\"张晓\",\"device\":\"\",\"made_at\":1,"
    "\"colour\":[1,2]}",
    NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbEvent) event = gb_event_new_from_json (node, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (event->type, ==, GB_EVENT_SUBMIT);
  g_assert_cmpuint (event->seq, ==, 0);
  g_assert_cmpstr (event->url, ==, "");
  g_assert_cmpint (event->due_at, ==, 0);
}

static void
assert_malformed (JsonNode *node, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbEvent) event = gb_event_new_from_json (node, &error);
  g_autofree char *field = NULL;

  if (event != NULL)
    g_error ("accepted: %s", what);
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED);
  if (strstr (error->message, what) == NULL)
    g_error ("the message does not name \"%s\": %s", what, error->message);
  field = gb_event_dup_malformed_field (error);
  if (JSON_NODE_HOLDS_OBJECT (node))
    g_assert_cmpstr (field, ==, what);
  else
    g_assert_null (field);
}

static JsonNode *
make_json (void)
{
  g_autoptr (GbEvent) event = make_event ();

  return gb_event_to_json (event);
}

static void
test_malformed_types (void)
{
  const char *const strings[] = { "id",      "document", "type",       "revision", "step",
                                  "opinion", "actor",    "actor_name", "device" };
  const char *const numbers[] = { "edition", "made_at" };
  const char *const optional_strings[] = { "url", "signature", "prev_hash", "hash" };
  const char *const optional_numbers[] = { "due_at", "seq", "accepted_at" };
  const char *const not_strings[] = { "null", "1", "true", "[]", "{}", "[\"x\"]" };
  const char *const not_numbers[] = { "null", "\"1\"", "true", "[]", "{}", "1.5", "-1" };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++) {
    g_autoptr (JsonNode) missing = make_json ();

    json_object_remove_member (json_node_get_object (missing), strings[i]);
    assert_malformed (missing, strings[i]);
    for (guint j = 0; j < G_N_ELEMENTS (not_strings); j++) {
      g_autoptr (JsonNode) node = make_json ();

      json_object_set_member (json_node_get_object (node), strings[i],
                              json_from_string (not_strings[j], NULL));
      assert_malformed (node, strings[i]);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++) {
    g_autoptr (JsonNode) missing = make_json ();

    json_object_remove_member (json_node_get_object (missing), numbers[i]);
    assert_malformed (missing, numbers[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (numbers) + G_N_ELEMENTS (optional_numbers); i++) {
    const char *member =
      i < G_N_ELEMENTS (numbers) ? numbers[i] : optional_numbers[i - G_N_ELEMENTS (numbers)];

    for (guint j = 0; j < G_N_ELEMENTS (not_numbers); j++) {
      g_autoptr (JsonNode) node = make_json ();

      json_object_set_member (json_node_get_object (node), member,
                              json_from_string (not_numbers[j], NULL));
      assert_malformed (node, member);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (optional_strings); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (not_strings); j++) {
      g_autoptr (JsonNode) node = make_json ();

      json_object_set_member (json_node_get_object (node), optional_strings[i],
                              json_from_string (not_strings[j], NULL));
      assert_malformed (node, optional_strings[i]);
    }
  }
}

static void
test_malformed_values (void)
{
  static const struct {
    const char *member;
    const char *value;
  } cases[] = {
    { "id", "" },
    { "id", "x" },
    { "id", "0B8F3A52-6D1E-4C7B-8A90-1F2E3D4C5B6A" },
    { "document", "../../etc/passwd" },
    { "document", "6f1d9c1e3a544f0e9a579a3b8f0f6f10" },
    { "type", "Submit" },
    { "type", "destroy" },
    { "revision", "" },
    { "revision", "sm3:12" },
    { "revision", "md5:0000000000000000000000000000000000000000000000000000000000000001" },
    { "revision", "sm3:000000000000000000000000000000000000000000000000000000000000000G" },
    { "actor", "" },
    { "prev_hash", "x" },
    { "hash", "x" },
  };
  static const char *const hidden[] = { "同意\u202e不", "\u202d", "\x07", "a\u2066b", "\ufeff" };
  static const char *const times[] = { "made_at", "due_at", "accepted_at" };
  static const struct {
    const char *member;
    guint max_chars;
  } limits[] = {
    { "step", 200 },   { "opinion", 2000 }, { "actor", 200 },      { "actor_name", 200 },
    { "device", 200 }, { "url", 2000 },     { "signature", 4000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = make_json ();

    json_object_set_string_member (json_node_get_object (node), cases[i].member, cases[i].value);
    assert_malformed (node, cases[i].member);
  }

  /* An opinion may have lines, and nothing that hides or turns text round. */
  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (limits); j++) {
      g_autoptr (JsonNode) node = make_json ();

      json_object_set_string_member (json_node_get_object (node), limits[j].member, hidden[i]);
      assert_malformed (node, limits[j].member);
    }
  }
  for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autoptr (JsonNode) node = make_json ();
    g_autoptr (JsonNode) last = make_json ();
    g_autoptr (GbEvent) event = NULL;
    g_autoptr (GError) error = NULL;

    json_object_set_int_member (json_node_get_object (last), times[i], GB_EVENT_MAX_TIME);
    event = gb_event_new_from_json (last, &error);
    g_assert_no_error (error);
    json_object_set_int_member (json_node_get_object (node), times[i], GB_EVENT_MAX_TIME + 1);
    assert_malformed (node, times[i]);
    json_object_set_int_member (json_node_get_object (node), times[i], G_MAXINT64);
    assert_malformed (node, times[i]);
  }

  /* Limits are in characters, not in bytes. */
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (JsonNode) node = make_json ();
    g_autoptr (GbEvent) event = NULL;
    g_autoptr (GError) error = NULL;

    for (guint j = 0; j < limits[i].max_chars; j++)
      g_string_append (text, "公");
    json_object_set_string_member (json_node_get_object (node), limits[i].member, text->str);
    event = gb_event_new_from_json (node, &error);
    g_assert_no_error (error);
    g_string_append (text, "公");
    json_object_set_string_member (json_node_get_object (node), limits[i].member, text->str);
    assert_malformed (node, limits[i].member);
  }
}

static void
test_malformed_edition (void)
{
  const gint64 editions[] = { 0, -1, G_GINT64_CONSTANT (4294967297), G_MAXINT64 };
  const char *const roots[] = { "null", "1", "\"x\"", "[]", "true" };

  for (guint i = 0; i < G_N_ELEMENTS (editions); i++) {
    g_autoptr (JsonNode) node = make_json ();

    json_object_set_int_member (json_node_get_object (node), "edition", editions[i]);
    assert_malformed (node, "edition");
  }
  for (guint i = 0; i < G_N_ELEMENTS (roots); i++) {
    g_autoptr (JsonNode) node = json_from_string (roots[i], NULL);

    assert_malformed (node, "object");
  }
}

/* Only withdrawing and discarding may be about a text without naming it. */
static void
test_empty_revision (void)
{
  for (guint i = 0; i < GB_N_EVENT_TYPES; i++) {
    g_autoptr (JsonNode) node = make_json ();
    g_autoptr (GbEvent) event = NULL;

    json_object_set_string_member (json_node_get_object (node), "type",
                                   gb_event_type_to_string (i));
    json_object_set_string_member (json_node_get_object (node), "revision", "");
    event = gb_event_new_from_json (node, NULL);
    g_assert_true ((event != NULL) == (i == GB_EVENT_WITHDRAW || i == GB_EVENT_DISCARD));
  }
}

/* The values are those of `openssl dgst -sm3` over the text that is described in gb-event.c. */
static void
test_known_hashes (void)
{
  g_autoptr (GbEvent) event = make_event ();
  g_autofree char *fingerprint = gb_event_compute_fingerprint (event);
  g_autofree char *hash = gb_event_compute_hash (event);

  g_assert_cmpstr (fingerprint, ==,
                   "sm3:8f68cc51580b88e0972a4ae66a9e04240d6c27445db8323c113982d52aec7dbe");
  g_assert_cmpstr (hash, ==,
                   "sm3:6a015d38453acc4294f134a9114dc9b19bc06cdb1e17e9588694dd118ab3c664");
}

typedef struct {
  const char *name;
  gboolean in_fingerprint;
  gboolean in_hash;
} Bound;

static void
change (GbEvent *event, const char *field)
{
  if (strcmp (field, "id") == 0)
    gb_event_set_string (&event->id, "1b8f3a52-6d1e-4c7b-8a90-1f2e3d4c5b6a");
  else if (strcmp (field, "document") == 0)
    gb_event_set_string (&event->document, EVENT_ID);
  else if (strcmp (field, "edition") == 0)
    event->edition++;
  else if (strcmp (field, "type") == 0)
    event->type = GB_EVENT_RETURN;
  else if (strcmp (field, "revision") == 0)
    gb_event_set_string (&event->revision, PREV);
  else if (strcmp (field, "step") == 0)
    gb_event_set_string (&event->step, "second");
  else if (strcmp (field, "opinion") == 0)
    gb_event_set_string (&event->opinion, "不同意");
  else if (strcmp (field, "actor") == 0)
    gb_event_set_string (&event->actor, "lihui");
  else if (strcmp (field, "actor_name") == 0)
    gb_event_set_string (&event->actor_name, "李惠");
  else if (strcmp (field, "device") == 0)
    gb_event_set_string (&event->device, "");
  else if (strcmp (field, "made_at") == 0)
    event->made_at++;
  else if (strcmp (field, "due_at") == 0)
    event->due_at++;
  else if (strcmp (field, "url") == 0)
    gb_event_set_string (&event->url, "/x.html");
  else if (strcmp (field, "signature") == 0)
    gb_event_set_string (&event->signature, "");
  else if (strcmp (field, "seq") == 0)
    event->seq++;
  else if (strcmp (field, "accepted_at") == 0)
    event->accepted_at--;
  else if (strcmp (field, "prev_hash") == 0)
    gb_event_set_string (&event->prev_hash, REVISION);
  else if (strcmp (field, "rule") == 0)
    gb_event_set_string (&event->rule, "PUNC-PAIR");
  else if (strcmp (field, "place") == 0)
    gb_event_set_string (&event->place, "b4");
  else if (strcmp (field, "words") == 0)
    gb_event_set_string (&event->words, "别的");
  else if (strcmp (field, "mark") == 0)
    gb_event_set_string (&event->mark, PREV);
  else if (strcmp (field, "context") == 0)
    gb_event_set_string (&event->context, PREV);
  else if (strcmp (field, "subject") == 0)
    gb_event_set_string (&event->subject, EVENT_ID);
  else
    g_assert_not_reached ();
}

/* Whatever is changed shows. */
static void
test_tampering (void)
{
  static const Bound fields[] = {
    { "id", TRUE, TRUE },           { "document", TRUE, TRUE },   { "edition", TRUE, TRUE },
    { "type", TRUE, TRUE },         { "revision", TRUE, TRUE },   { "step", TRUE, TRUE },
    { "opinion", TRUE, TRUE },      { "actor", TRUE, TRUE },      { "actor_name", TRUE, TRUE },
    { "device", TRUE, TRUE },       { "made_at", TRUE, TRUE },    { "due_at", TRUE, TRUE },
    { "url", TRUE, TRUE },          { "signature", FALSE, TRUE }, { "seq", FALSE, TRUE },
    { "accepted_at", FALSE, TRUE }, { "prev_hash", FALSE, TRUE },
  };
  g_autoptr (GbEvent) event = make_event ();
  g_autofree char *hash = gb_event_compute_hash (event);
  g_autofree char *fingerprint = gb_event_compute_fingerprint (event);

  gb_event_set_string (&event->hash, hash);
  g_assert_true (gb_event_verify (event, NULL));
  g_assert_true (gb_event_verify (event, PREV));
  g_assert_false (gb_event_verify (event, REVISION));
  g_assert_cmpstr (hash, !=, fingerprint);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autoptr (GbEvent) changed = gb_event_copy (event);
    g_autofree char *new_fingerprint = NULL;

    change (changed, fields[i].name);
    new_fingerprint = gb_event_compute_fingerprint (changed);
    g_assert_true ((strcmp (new_fingerprint, fingerprint) != 0) == fields[i].in_fingerprint);
    g_assert_true (gb_event_verify (changed, NULL) == !fields[i].in_hash);
  }
}

static GbEvent *
make_note (void)
{
  GbEvent *event =
    gb_event_new (EVENT_ID, SCRIPT_DOCUMENT, 1, GB_EVENT_IGNORE, REVISION, "zhangxiao", "张晓");

  event->made_at = 1;
  gb_event_set_string (&event->opinion, "引用原文。");
  gb_event_set_string (&event->rule, "TYPO-PAIR");
  gb_event_set_string (&event->place, "b3");
  gb_event_set_string (&event->words, "过往可塑");
  gb_event_set_string (&event->mark, REVISION);
  gb_event_set_string (&event->context, REVISION);
  return event;
}

/* What a note is about is bound like everything else, and other events have none of it. */
static void
test_notes (void)
{
  const char *const fields[] = {
    "rule", "place", "words", "mark", "context", "subject", "opinion"
  };
  g_autoptr (GbEvent) event = make_note ();
  g_autofree char *hash = gb_event_compute_hash (event);
  g_autofree char *fingerprint = gb_event_compute_fingerprint (event);
  g_autoptr (GbEvent) plain = make_event ();
  g_autofree char *plain_hash = gb_event_compute_hash (plain);
  g_autofree char *plain_again = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) plain_node = NULL;
  g_autoptr (GbEvent) back = NULL;
  g_autoptr (GError) error = NULL;

  gb_event_set_string (&event->hash, hash);
  node = gb_event_to_json (event);
  back = gb_event_new_from_json (node, &error);
  g_assert_no_error (error);
  assert_equal (event, back);
  g_assert_cmpstr (back->words, ==, "过往可塑");
  g_assert_true (gb_event_verify (back, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autoptr (GbEvent) changed = gb_event_copy (event);
    g_autofree char *new_fingerprint = NULL;

    change (changed, fields[i]);
    new_fingerprint = gb_event_compute_fingerprint (changed);
    g_assert_cmpstr (new_fingerprint, !=, fingerprint);
    g_assert_false (gb_event_verify (changed, NULL));
  }

  gb_event_set_string (&plain->rule, "TYPO-PAIR");
  plain_again = gb_event_compute_hash (plain);
  g_assert_cmpstr (plain_again, ==, plain_hash);
  plain_node = gb_event_to_json (plain);
  g_assert_false (json_object_has_member (json_node_get_object (plain_node), "rule"));
  json_object_set_string_member (json_node_get_object (plain_node), "rule", "TYPO-PAIR");
  g_clear_pointer (&back, gb_event_unref);
  back = gb_event_new_from_json (plain_node, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->rule, ==, "");
}

/* A note without what it is about is none. */
static void
test_malformed_notes (void)
{
  static const struct {
    const char *type;
    const char *member;
    const char *value;
  } cases[] = {
    { "ignore", "rule", "" },
    { "ignore", "mark", "" },
    { "ignore", "mark", "sm3:0" },
    { "ignore", "context", "" },
    { "override", "rule", "" },
    { "override", "mark", "x" },
    { "reinstate", "subject", "" },
    { "reinstate", "subject", "x" },
    { "ignore", "revision", "" },
    { "override", "revision", "" },
    { "ignore", "words", "左\xe2\x80\xae右" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GbEvent) event = make_note ();
    g_autoptr (JsonNode) node = NULL;

    gb_event_set_string (&event->subject, EVENT_ID);
    node = gb_event_to_json (event);
    json_object_set_string_member (json_node_get_object (node), "type", cases[i].type);
    json_object_set_string_member (json_node_get_object (node), cases[i].member, cases[i].value);
    assert_malformed (node, cases[i].member);
  }
}

/* Fields cannot run into each other. */
static void
test_field_borders (void)
{
  static const char *const pairs[][2] = { { "first", "" },
                                          { "", "first" },
                                          { "fir", "st" },
                                          { "5:first,", "" },
                                          { "0:,", "first" } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++) {
    for (guint j = i + 1; j < G_N_ELEMENTS (pairs); j++) {
      g_autoptr (GbEvent) one = make_event ();
      g_autoptr (GbEvent) two = make_event ();
      g_autofree char *one_print = NULL;
      g_autofree char *two_print = NULL;

      gb_event_set_string (&one->step, pairs[i][0]);
      gb_event_set_string (&one->opinion, pairs[i][1]);
      gb_event_set_string (&two->step, pairs[j][0]);
      gb_event_set_string (&two->opinion, pairs[j][1]);
      one_print = gb_event_compute_fingerprint (one);
      two_print = gb_event_compute_fingerprint (two);
      g_assert_cmpstr (one_print, !=, two_print);
    }
  }
}

/* A log with an event changed, left out, inserted or swapped does not verify. */
static gboolean
chain_holds (GPtrArray *log)
{
  const char *prev_hash = "";

  for (guint i = 0; i < log->len; i++) {
    const GbEvent *event = g_ptr_array_index (log, i);

    if (!gb_event_verify (event, prev_hash))
      return FALSE;
    prev_hash = event->hash;
  }

  return TRUE;
}

static GPtrArray *
make_chain (void)
{
  g_autoptr (GbRoute) route = gb_route_new_default ();
  GPtrArray *log = script_run (route,
                               "author revise a\nauthor submit a\nhead approve a\n"
                               "deputy approve a\nchief approve a\npublisher publish a\n",
                               NULL);
  const char *prev_hash = "";

  for (guint i = 0; i < log->len; i++) {
    GbEvent *event = g_ptr_array_index (log, i);
    g_autofree char *hash = NULL;

    gb_event_set_string (&event->prev_hash, prev_hash);
    hash = gb_event_compute_hash (event);
    gb_event_set_string (&event->hash, hash);
    prev_hash = event->hash;
  }

  return log;
}

static void
test_chain (void)
{
  for (guint i = 0; i < 6; i++) {
    g_autoptr (GPtrArray) intact = make_chain ();
    g_autoptr (GPtrArray) changed = make_chain ();
    g_autoptr (GPtrArray) rehashed = make_chain ();
    g_autoptr (GPtrArray) shortened = make_chain ();
    GbEvent *event = g_ptr_array_index (rehashed, i);
    g_autofree char *hash = NULL;

    g_assert_true (chain_holds (intact));
    gb_event_set_string (&((GbEvent *)g_ptr_array_index (changed, i))->opinion, "改");
    g_assert_false (chain_holds (changed));

    gb_event_set_string (&event->opinion, "改");
    hash = gb_event_compute_hash (event);
    gb_event_set_string (&event->hash, hash);
    g_assert_true (chain_holds (rehashed) == (i + 1 == rehashed->len));

    g_ptr_array_remove_index (shortened, i);
    g_assert_true (chain_holds (shortened) == (i == shortened->len));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/workflow/event/types", test_types);
  g_test_add_func ("/workflow/event/new", test_new);
  g_test_add_func ("/workflow/event/round-trip", test_round_trip);
  g_test_add_func ("/workflow/event/short-json", test_short_json);
  g_test_add_func ("/workflow/event/malformed-types", test_malformed_types);
  g_test_add_func ("/workflow/event/malformed-values", test_malformed_values);
  g_test_add_func ("/workflow/event/malformed-edition", test_malformed_edition);
  g_test_add_func ("/workflow/event/empty-revision", test_empty_revision);
  g_test_add_func ("/workflow/event/known-hashes", test_known_hashes);
  g_test_add_func ("/workflow/event/tampering", test_tampering);
  g_test_add_func ("/workflow/event/notes", test_notes);
  g_test_add_func ("/workflow/event/malformed-notes", test_malformed_notes);
  g_test_add_func ("/workflow/event/field-borders", test_field_borders);
  g_test_add_func ("/workflow/event/chain", test_chain);

  return g_test_run ();
}
