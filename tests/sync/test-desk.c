/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Desks of several people and a portal in the test process, with and without a network. */

#include "config.h"

#include "faulty-portal.h"
#include "people.h"

#include <string.h>

typedef struct {
  FaultyPortal *portal;
  Person *author;    /* 张晓 */
  Person *head;      /* 李华 */
  Person *deputy;    /* 王强 */
  Person *chief;     /* 陈敏 */
  Person *publisher; /* 赵蕾 */
} Office;

static Person *
join (Office *office, const char *id)
{
  g_autofree char *url = faulty_portal_dup_url (office->portal);
  Person *person = person_new_trial (url, id, id);

  faulty_portal_add_account (office->portal, person->account, id);

  return person;
}

static void
office_init (Office *office, gconstpointer user_data)
{
  office->portal = faulty_portal_new ();
}

static void
office_clear (Office *office, gconstpointer user_data)
{
  g_clear_pointer (&office->author, person_free);
  g_clear_pointer (&office->head, person_free);
  g_clear_pointer (&office->deputy, person_free);
  g_clear_pointer (&office->chief, person_free);
  g_clear_pointer (&office->publisher, person_free);
  g_clear_pointer (&office->portal, faulty_portal_free);
}

static void
assert_history (Office *office, const char *id, const char *expected)
{
  g_autofree char *history = faulty_portal_dup_history (office->portal, id);

  g_assert_cmpstr (history, ==, expected);
}

static gboolean
has_history (Office *office, const char *id, const char *expected)
{
  g_autofree char *history = faulty_portal_dup_history (office->portal, id);

  return strcmp (history, expected) == 0;
}

static void
assert_state (Person *person, const char *id, GbState state)
{
  g_assert_cmpstr (gb_state_to_string (person_state (person, id)), ==, gb_state_to_string (state));
}

#define wait_for_state(person, id, state) wait_for (person_state ((person), (id)) == (state))

/* A document that is under review, and everybody idle. */
static char *
submitted (Office *office, const char *title)
{
  char *id = person_create (office->author, title);

  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_is_idle (office->author));

  return id;
}

/* --- Together ----------------------------------------------------------------------------------
 */

static void
test_whole_way (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  g_autofree char *url = faulty_portal_dup_url (office->portal);
  g_autoptr (GbOpenDocument) document = NULL;

  office->author = join (office, "zhangxiao");
  office->head = join (office, "lihua");
  office->deputy = join (office, "wangqiang");
  office->chief = join (office, "chenmin");
  office->publisher = join (office, "zhaolei");

  id = person_create (office->author, "解读一");
  g_assert_true (person_sees (office->author, GB_BOX_DRAFTS, id));
  g_assert_cmpuint (gb_desk_get_n_pending (office->author->desk), ==, 0);
  person_act (office->author, id, GB_EVENT_SUBMIT, "请审");
  g_assert_false (person_sees (office->author, GB_BOX_DRAFTS, id));

  wait_for_state (office->head, id, GB_STATE_IN_REVIEW);
  g_assert_true (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  g_assert_false (person_sees (office->deputy, GB_BOX_TO_REVIEW, id));
  person_act (office->head, id, GB_EVENT_APPROVE, "同意");
  g_assert_false (person_sees (office->head, GB_BOX_TO_REVIEW, id));

  wait_for (person_sees (office->deputy, GB_BOX_TO_REVIEW, id));
  person_act (office->deputy, id, GB_EVENT_RETURN, "请核对文号");
  wait_for (person_sees (office->author, GB_BOX_RETURNED, id));
  g_free (person_write (office->author, id, "解读一（改）"));
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);

  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  person_act (office->head, id, GB_EVENT_APPROVE, NULL);
  wait_for (person_sees (office->deputy, GB_BOX_TO_REVIEW, id));
  person_act (office->deputy, id, GB_EVENT_APPROVE, NULL);
  wait_for (person_sees (office->chief, GB_BOX_TO_REVIEW, id));
  person_act (office->chief, id, GB_EVENT_APPROVE, NULL);
  wait_for (person_sees (office->publisher, GB_BOX_TO_PUBLISH, id));
  person_act (office->publisher, id, GB_EVENT_PUBLISH, NULL);
  wait_for_state (office->publisher, id, GB_STATE_PUBLISHED);
  wait_for (strstr (office->publisher->accepted->str, "published") != NULL);

  wait_for (person_sees (office->author, GB_BOX_PUBLISHED, id));
  document = person_load (office->author, id);
  g_assert_true (g_str_has_prefix (document->summary->url, url));
  g_assert_cmpint (document->summary->published_at, >, 0);
  g_assert_cmpstr (document->summary->title, ==, "解读一（改）");
  g_assert_true (document->editable);
  assert_history (office, id,
                  "revise submit approve return revise submit approve approve approve publish "
                  "published");
  g_assert_cmpstr (office->author->refused->str, ==, "");
  g_assert_cmpstr (office->author->accepted->str, ==, "revise submit revise submit");
}

/* What one does the other sees within two seconds. */
static void
test_two_seconds (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  gint64 before;

  office->author = join (office, "zhangxiao");
  office->head = join (office, "lihua");
  wait_for (person_is_idle (office->author) && person_is_idle (office->head));

  id = person_create (office->author, "解读二");
  before = g_get_monotonic_time ();
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  g_assert_cmpint (g_get_monotonic_time () - before, <, PROMPT_US);

  before = g_get_monotonic_time ();
  person_act (office->head, id, GB_EVENT_RETURN, "再改");
  wait_for (person_sees (office->author, GB_BOX_RETURNED, id));
  g_assert_cmpint (g_get_monotonic_time () - before, <, PROMPT_US);
}

/* A colleague of the same unit may go on with a text, one of another unit may not. */
static void
test_editable (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  g_autoptr (GbOpenDocument) own = NULL;
  g_autoptr (GbOpenDocument) reviewed = NULL;
  g_autoptr (GbOpenDocument) colleague = NULL;
  g_autoptr (GbOpenDocument) other = NULL;
  g_autoptr (GbOpenDocument) head = NULL;

  office->author = join (office, "zhangxiao");
  office->head = join (office, "lihua");
  office->deputy = join (office, "liuyang");
  office->chief = join (office, "sunli");

  id = person_create (office->author, "解读三");
  own = person_load (office->author, id);
  g_assert_true (own->editable);
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  reviewed = person_load (office->author, id);
  g_assert_false (reviewed->editable);

  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  person_act (office->head, id, GB_EVENT_RETURN, "再改");
  wait_for_state (office->deputy, id, GB_STATE_RETURNED);
  wait_for_state (office->chief, id, GB_STATE_RETURNED);
  colleague = person_load (office->deputy, id);
  g_assert_true (colleague->editable);
  other = person_load (office->chief, id);
  g_assert_false (other->editable);
  head = person_load (office->head, id);
  g_assert_false (head->editable);
  g_assert_false (person_sees (office->deputy, GB_BOX_RETURNED, id));
}

/* The rules are asked before anything is written. */
static void
test_rules_first (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) outbox = NULL;
  g_autoptr (GError) error = NULL;

  office->author = join (office, "zhangxiao");
  id = submitted (office, "解读四");
  g_assert_null (person_try (office->author, id, GB_EVENT_APPROVE, NULL, &error));
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_WRONG_ROLE);
  g_clear_error (&error);
  g_assert_null (person_try (office->author, id, GB_EVENT_SUBMIT, NULL, &error));
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_WRONG_STATE);
  g_clear_error (&error);
  outbox = person_outbox (office->author);
  g_assert_cmpuint (outbox->len, ==, 0);
  assert_history (office, id, "revise submit");
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out_result = user_data;

  *out_result = g_object_ref (result);
}

/* The digest that was looked at is the one that is sent. */
static void
test_changed_meanwhile (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  g_autofree char *digest = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  office->author = join (office, "zhangxiao");
  id = person_create (office->author, "解读五");
  digest = person_write (office->author, id, "解读五，看过");
  g_free (person_write (office->author, id, "解读五，没看过"));
  gb_desk_act_async (office->author->desk, id, GB_EVENT_SUBMIT, digest, NULL, 0, NULL, done_cb,
                     &result);
  wait_for (result != NULL);
  g_assert_null (gb_desk_act_finish (office->author->desk, result, &error));
  g_assert_error (error, GB_DESK_ERROR, GB_DESK_ERROR_CHANGED);
  assert_state (office->author, id, GB_STATE_DRAFT);
}

static void
test_blocking_finding (Office *office, gconstpointer user_data)
{
  g_autoptr (GbDocument) document = people_make_document ("解读六");
  g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (document));
  g_autoptr (GbDocument) untitled = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  office->author = join (office, "zhangxiao");
  id = person_create (office->author, "解读六");
  gb_metadata_set (metadata, "title", "");
  untitled = gb_document_with_metadata (document, metadata, &error);
  g_assert_no_error (error);
  person_save (office->author, id, untitled);
  g_assert_null (person_try (office->author, id, GB_EVENT_SUBMIT, NULL, &error));
  g_assert_error (error, GB_DESK_ERROR, GB_DESK_ERROR_BLOCKED);
  assert_state (office->author, id, GB_STATE_DRAFT);
}

/* A → B → A is an ordinary way to write. */
static void
test_back_to_an_earlier_text (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;

  office->author = join (office, "zhangxiao");
  office->head = join (office, "lihua");
  id = submitted (office, "甲");
  for (guint i = 0; i < 3; i++) {
    wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
    person_act (office->head, id, GB_EVENT_RETURN, "再改");
    wait_for (person_sees (office->author, GB_BOX_RETURNED, id));
    g_free (person_write (office->author, id, i % 2 == 0 ? "乙" : "甲"));
    person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
    wait_for (person_is_idle (office->author));
  }
  g_assert_cmpstr (office->author->refused->str, ==, "");
  assert_history (office, id,
                  "revise submit return revise submit return revise submit return revise submit");
}

static gboolean
is_overtaken (Person *person, const char *id)
{
  g_autoptr (GbOpenDocument) open = person_load (person, id);

  return open->overtaken;
}

/* One person writes at two computers. The text that is not sent yet is kept, and whoever opens it
 * learns that another has been sent in since, until they decide by sending theirs. */
static void
test_overtaken (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  g_autofree char *url = faulty_portal_dup_url (office->portal);
  g_autoptr (Person) other = NULL;

  office->author = join (office, "zhangxiao");
  office->head = join (office, "lihua");
  id = submitted (office, "甲");
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  person_act (office->head, id, GB_EVENT_RETURN, "再改");
  wait_for (person_sees (office->author, GB_BOX_RETURNED, id));
  g_free (person_write (office->author, id, "乙"));
  g_assert_false (is_overtaken (office->author, id));

  other = person_new_trial (url, "zhangxiao", "zhangxiao");
  wait_for (person_sees (other, GB_BOX_RETURNED, id));
  g_free (person_write (other, id, "丙"));
  person_act (other, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_is_idle (other));
  g_assert_false (is_overtaken (other, id));
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  person_act (office->head, id, GB_EVENT_RETURN, "又改");
  wait_for (person_sees (office->author, GB_BOX_RETURNED, id) && is_overtaken (office->author, id));

  person_close (office->author);
  person_open (office->author);
  g_assert_true (is_overtaken (office->author, id));
  g_free (person_write (office->author, id, "丁"));
  g_assert_true (is_overtaken (office->author, id));
  wait_for (person_is_idle (office->author));
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_is_idle (office->author));
  g_assert_false (is_overtaken (office->author, id));
}

/* A document with one attachment. */
static char *
create_with_attachment (Person *person, const char *title, char **out_digest)
{
  g_autoptr (GbDocument) plain = people_make_document (title);
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GPtrArray) attachments =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_attachment_free);
  g_autofree char *path = g_build_filename (g_file_peek_path (person->folder), "附件1.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GbAttachment *attachment;
  char *id;

  g_file_set_contents (path, "任务分工\n", -1, &error);
  g_assert_no_error (error);
  gb_desk_attach_async (person->desk, file, NULL, done_cb, &result);
  wait_for (result != NULL);
  attachment = gb_desk_attach_finish (person->desk, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (attachment->name, ==, "附件1.txt");
  g_assert_cmpstr (attachment->type, ==, "text/plain");
  *out_digest = g_strdup (attachment->digest);
  g_ptr_array_add (attachments, attachment);

  id = person_create (person, title);
  document = gb_document_with_attachments (plain, attachments, &error);
  g_assert_no_error (error);
  person_save (person, id, document);

  return id;
}

static void
assert_has_attachment (Person *person, const char *digest)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  gb_desk_load_blob_async (person->desk, digest, NULL, done_cb, &result);
  wait_for (result != NULL);
  bytes = gb_desk_load_blob_finish (person->desk, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, strlen ("任务分工\n"));
}

static void
test_attachment (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  g_autofree char *digest = NULL;

  office->author = join (office, "zhangxiao");
  office->head = join (office, "lihua");
  wait_for (person_is_idle (office->author));
  id = create_with_attachment (office->author, "解读七", &digest);
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_is_idle (office->author));
  g_assert_true (faulty_portal_has_blob (office->portal, digest));

  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  wait_for (faulty_portal_count_requests (office->portal, "GET", digest) == 1);
  people_idle (300);
  /* It is here by now, also without the portal. */
  faulty_portal_set_down (office->portal, TRUE);
  assert_has_attachment (office->head, digest);
}

static char *
add_image (Person *person, const char *content, GBytes *original)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *digest;

  gb_desk_add_image_async (person->desk, bytes, "text/plain", original, NULL, done_cb, &result);
  wait_for (result != NULL);
  digest = gb_desk_add_image_finish (person->desk, result, &error);
  g_assert_no_error (error);
  return digest;
}

/* Returns the original of an image: (transfer full) (nullable). */
static char *
find_original (Person *person, const char *digest, const char *expected_image, gboolean *out_fits)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *image = NULL;
  char *original = NULL;

  gb_desk_find_original_async (person->desk, digest, NULL, done_cb, &result);
  wait_for (result != NULL);
  g_assert_true (
    gb_desk_find_original_finish (person->desk, result, &image, &original, out_fits, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (image, ==, expected_image);
  return original;
}

static GbDocument *
make_illustrated (const char *title, const char *digest)
{
  g_autoptr (GbDocument) plain = people_make_document (title);
  g_autoptr (GError) error = NULL;
  g_autofree char *body =
    g_strdup_printf ("<body xmlns=\"http://www.w3.org/1999/xhtml\"><figure id=\"f\">"
                     "<img alt=\"图\" src=\"%s\"/></figure></body>",
                     digest);
  GbDocument *document = gb_document_with_body (plain, body, &error);

  g_assert_no_error (error);
  return document;
}

/* The original of an image stays here until a text uses it; what the portal would not take is kept
 * all the same. */
static void
test_original (Office *office, gconstpointer user_data)
{
  g_autoptr (GBytes) content = g_bytes_new_static ("large", 5);
  g_autofree char *much = g_strnfill (1000001, 'x');
  g_autoptr (GBytes) heavy = g_bytes_new_static (much, 1000001);
  g_autofree char *id = NULL;
  g_autofree char *image = NULL;
  g_autofree char *original = NULL;
  g_autofree char *same = NULL;
  g_autofree char *alone = NULL;
  g_autofree char *too_heavy = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GbDocument) shown = NULL;
  g_autoptr (GbDocument) used = NULL;
  gboolean fits = FALSE;

  office->author = join (office, "zhangxiao");
  wait_for (person_is_idle (office->author));
  wait_for (faulty_portal_count_requests (office->portal, "GET", "/capabilities") == 1);
  people_idle (100);
  alone = add_image (office->author, "alone", NULL);
  g_assert_null (find_original (office->author, alone, NULL, &fits));
  image = add_image (office->author, "small", content);
  original = find_original (office->author, image, image, &fits);
  g_assert_nonnull (original);
  g_assert_true (fits);
  same = find_original (office->author, original, image, &fits);
  g_assert_cmpstr (same, ==, original);
  too_heavy = add_image (office->author, "small too", heavy);
  kept = find_original (office->author, too_heavy, too_heavy, &fits);
  g_assert_nonnull (kept);
  g_assert_false (fits);

  id = person_create (office->author, "配图");
  shown = make_illustrated ("配图", image);
  person_save (office->author, id, shown);
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_is_idle (office->author));
  g_assert_true (faulty_portal_has_blob (office->portal, image));
  g_assert_false (faulty_portal_has_blob (office->portal, original));

  person_act (office->author, id, GB_EVENT_RECALL, NULL);
  used = make_illustrated ("配图", original);
  person_save (office->author, id, used);
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_is_idle (office->author));
  g_assert_true (faulty_portal_has_blob (office->portal, original));
}

static void
test_attachment_refused (Office *office, gconstpointer user_data)
{
  static const struct {
    const char *name;
    const char *content;
    gsize size;
    GbDeskError code;
  } cases[] = {
    { "empty.txt", "", 0, GB_DESK_ERROR_ATTACHMENT_SIZE },
    { "large.txt", NULL, 1000001, GB_DESK_ERROR_ATTACHMENT_SIZE },
    { "program", "\177ELF\2\1\1", 7, GB_DESK_ERROR_ATTACHMENT_TYPE },
  };

  office->author = join (office, "zhangxiao");
  wait_for (person_is_idle (office->author));
  wait_for (faulty_portal_count_requests (office->portal, "GET", "/capabilities") == 1);
  people_idle (100);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path =
      g_build_filename (g_file_peek_path (office->author->folder), cases[i].name, NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autofree char *large = g_strnfill (cases[i].size, 'x');
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    g_file_set_contents (path, cases[i].content != NULL ? cases[i].content : large,
                         (gssize)cases[i].size, &error);
    g_assert_no_error (error);
    gb_desk_attach_async (office->author->desk, file, NULL, done_cb, &result);
    wait_for (result != NULL);
    g_assert_null (gb_desk_attach_finish (office->author->desk, result, &error));
    g_assert_error (error, GB_DESK_ERROR, (int)cases[i].code);
  }
}

/* --- Without a network -------------------------------------------------------------------------
 */

static void
test_offline (Office *office, gconstpointer user_data)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autoptr (GPtrArray) outbox = NULL;
  g_autoptr (GbOpenDocument) document = NULL;

  office->author = join (office, "zhangxiao");
  wait_for (person_is_idle (office->author));
  faulty_portal_set_down (office->portal, TRUE);
  wait_for (gb_desk_get_network (office->author->desk) == GB_NETWORK_OFFLINE);

  one = person_create (office->author, "甲");
  person_act (office->author, one, GB_EVENT_SUBMIT, NULL);
  two = person_create (office->author, "乙");
  person_act (office->author, two, GB_EVENT_SUBMIT, NULL);
  person_act (office->author, two, GB_EVENT_RECALL, NULL);
  g_free (person_write (office->author, two, "乙，改过"));
  person_act (office->author, two, GB_EVENT_SUBMIT, NULL);

  /* Closed and opened again, everything is there. */
  person_close (office->author);
  person_open (office->author);
  assert_state (office->author, one, GB_STATE_IN_REVIEW);
  assert_state (office->author, two, GB_STATE_IN_REVIEW);
  g_assert_cmpuint (gb_desk_get_n_pending (office->author->desk), ==, 7);
  outbox = person_outbox (office->author);
  g_assert_cmpuint (outbox->len, ==, 7);
  for (guint i = 0; i < outbox->len; i++) {
    const GbOperation *operation = g_ptr_array_index (outbox, i);

    g_assert_cmpuint (operation->state, ==, GB_OPERATION_PENDING);
    g_assert_cmpstr (operation->title, ==, i < 2 ? "甲" : "乙，改过");
  }
  document = person_load (office->author, two);
  g_assert_true (document->summary->pending);
  g_assert_cmpstr (gb_document_get_title (document->document), ==, "乙，改过");

  faulty_portal_set_down (office->portal, FALSE);
  gb_desk_retry_now (office->author->desk);
  wait_for (person_is_idle (office->author));
  assert_history (office, one, "revise submit");
  assert_history (office, two, "revise submit recall revise submit");
  wait_for (gb_desk_get_n_pending (office->author->desk) == 0);
}

static void
drained_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  int *drained = user_data;

  *drained = gb_desk_drain_finish (GB_DESK (object), result) ? 1 : 0;
}

static gboolean
drain (Person *person, guint timeout_ms)
{
  int drained = -1;

  gb_desk_drain_async (person->desk, timeout_ms, drained_cb, &drained);
  wait_for (drained >= 0);
  return drained == 1;
}

/* Pressed and left at once: the portal has it all the same. */
static void
test_drain (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;

  office->author = join (office, "zhangxiao");
  wait_for (person_is_idle (office->author));
  g_assert_true (drain (office->author, PATIENCE_MS));

  faulty_portal_order (office->portal, FAULT_DELAY, "POST", "/events", 1);
  id = person_create (office->author, "甲");
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  g_assert_true (drain (office->author, PATIENCE_MS));
  assert_history (office, id, "revise submit");
  person_close (office->author);
}

/* Nobody waits for what cannot be sent, nor for ever. */
static void
test_drain_in_vain (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  gint64 begin;

  office->author = join (office, "zhangxiao");
  wait_for (person_is_idle (office->author));
  faulty_portal_order (office->portal, FAULT_503, "POST", "/events", 1000);
  id = person_create (office->author, "甲");
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  g_assert_false (drain (office->author, 300));

  faulty_portal_set_down (office->portal, TRUE);
  wait_for (gb_desk_get_network (office->author->desk) == GB_NETWORK_OFFLINE);
  begin = g_get_monotonic_time ();
  g_assert_false (drain (office->author, 1000 * PATIENCE_MS));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, PATIENCE_MS * 1000);
  assert_history (office, id, "revise");
}

/* Nobody has to press a button. */
static void
test_comes_back_by_itself (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;

  office->author = join (office, "zhangxiao");
  wait_for (person_is_idle (office->author));
  faulty_portal_set_down (office->portal, TRUE);
  wait_for (gb_desk_get_network (office->author->desk) == GB_NETWORK_OFFLINE);
  id = person_create (office->author, "甲");
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  people_idle (1500);
  faulty_portal_set_down (office->portal, FALSE);
  wait_for (person_is_idle (office->author));
  assert_history (office, id, "revise submit");
}

/* A decision made offline that is not possible any more is refused, with the reason. */
static void
test_late_decision (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) outbox = NULL;
  g_autoptr (GbOpenDocument) document = NULL;
  const GbOperation *operation;

  office->author = join (office, "zhangxiao");
  office->head = join (office, "lihua");
  id = submitted (office, "甲");
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));

  /* She goes by train and approves; he recalls it and writes another text. */
  person_close (office->head);
  faulty_portal_remove_token (office->portal, "lihua");
  person_open (office->head);
  wait_for (gb_desk_get_network (office->head->desk) == GB_NETWORK_SIGNED_OUT);
  person_act (office->head, id, GB_EVENT_APPROVE, "同意");
  g_assert_false (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  person_act (office->author, id, GB_EVENT_RECALL, NULL);
  g_free (person_write (office->author, id, "乙"));
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_is_idle (office->author));

  faulty_portal_add_account (office->portal, office->head->account, "lihua");
  gb_desk_set_token (office->head->desk, "lihua");
  wait_for (strcmp (office->head->refused->str, "stale-revision") == 0);

  /* The reason and the current text are there, and the step is still to be done. */
  outbox = person_outbox (office->head);
  g_assert_cmpuint (outbox->len, ==, 1);
  operation = g_ptr_array_index (outbox, 0);
  g_assert_cmpuint (operation->state, ==, GB_OPERATION_REFUSED);
  g_assert_cmpstr (operation->kind, ==, "event:approve");
  g_assert_cmpstr (operation->error_type, ==, "stale-revision");
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  document = person_load (office->head, id);
  g_assert_true (document->summary->refused);
  g_assert_cmpstr (gb_document_get_title (document->document), ==, "乙");
  assert_history (office, id, "revise submit recall revise submit");

  /* Deciding again on what she sees now clears it. */
  person_act (office->head, id, GB_EVENT_APPROVE, "同意");
  wait_for (person_is_idle (office->head));
  assert_history (office, id, "revise submit recall revise submit approve");
}

static void
test_signed_out (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) outbox = NULL;

  office->author = join (office, "zhangxiao");
  wait_for (person_is_idle (office->author));
  id = person_create (office->author, "甲");
  faulty_portal_order (office->portal, FAULT_401, "PUT", "/revisions/", 1);
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (gb_desk_get_network (office->author->desk) == GB_NETWORK_SIGNED_OUT);
  people_idle (300);
  assert_history (office, id, "");
  outbox = person_outbox (office->author);
  g_assert_cmpuint (outbox->len, ==, 2);
  g_assert_cmpuint (((GbOperation *)outbox->pdata[0])->state, ==, GB_OPERATION_PENDING);
  assert_state (office->author, id, GB_STATE_IN_REVIEW);

  faulty_portal_add_account (office->portal, office->author->account, "new");
  gb_desk_set_token (office->author->desk, "new");
  wait_for (person_is_idle (office->author));
  assert_history (office, id, "revise submit");
}

/* --- Taking back -------------------------------------------------------------------------------
 */

static void
test_cancel_operation (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) outbox = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  g_autoptr (GbOpenDocument) document = NULL;

  office->author = join (office, "zhangxiao");
  wait_for (person_is_idle (office->author));
  faulty_portal_set_down (office->portal, TRUE);
  wait_for (gb_desk_get_network (office->author->desk) == GB_NETWORK_OFFLINE);
  id = person_create (office->author, "甲");
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);

  outbox = person_outbox (office->author);
  g_assert_cmpuint (outbox->len, ==, 2);
  g_assert_cmpstr (((GbOperation *)outbox->pdata[0])->kind, ==, "revision");
  person_cancel (office->author, ((GbOperation *)outbox->pdata[0])->row);
  rest = person_outbox (office->author);
  g_assert_cmpuint (rest->len, ==, 0);
  document = person_load (office->author, id);
  g_assert_cmpuint (document->summary->state, ==, GB_STATE_DRAFT);
  g_assert_true (document->editable);
  g_assert_true (person_sees (office->author, GB_BOX_DRAFTS, id));
  wait_for (gb_desk_get_n_pending (office->author->desk) == 0);

  /* Nothing of it is sent later; the text can be submitted again. */
  faulty_portal_set_down (office->portal, FALSE);
  gb_desk_retry_now (office->author->desk);
  wait_for (person_is_idle (office->author));
  assert_history (office, id, "");
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_is_idle (office->author));
  assert_history (office, id, "revise submit");
}

static void
test_discard (Office *office, gconstpointer user_data)
{
  g_autofree char *here = NULL;
  g_autofree char *known = NULL;
  g_autoptr (GError) error = NULL;

  office->author = join (office, "zhangxiao");
  office->head = join (office, "lihua");
  here = person_create (office->author, "甲");
  {
    g_autoptr (GbEvent) event = person_try (office->author, here, GB_EVENT_DISCARD, NULL, &error);

    g_assert_no_error (error);
    g_assert_nonnull (event);
  }
  g_assert_false (person_sees (office->author, GB_BOX_ALL, here));
  assert_history (office, here, "");

  known = submitted (office, "乙");
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, known));
  person_act (office->head, known, GB_EVENT_RETURN, "不用了");
  wait_for (person_sees (office->author, GB_BOX_RETURNED, known));
  /* Also with a working copy over it that nobody has seen. */
  g_free (person_write (office->author, known, "乙，改了一半"));
  person_act (office->author, known, GB_EVENT_DISCARD, NULL);
  g_assert_false (person_sees (office->author, GB_BOX_ALL, known));
  wait_for (person_is_idle (office->author));
  assert_history (office, known, "revise submit return discard");
  wait_for (!person_sees (office->head, GB_BOX_ALL, known));
}

/* --- Faults ------------------------------------------------------------------------------------
 */

typedef struct {
  const char *name;
  Fault fault;
} Trouble;

static const Trouble troubles[] = {
  { "delay", FAULT_DELAY },
  { "500-before", FAULT_500_BEFORE },
  { "500-after", FAULT_500_AFTER },
  { "503", FAULT_503 },
  { "drop-before", FAULT_DROP_BEFORE },
  { "drop-after", FAULT_DROP_AFTER },
  { "truncate", FAULT_TRUNCATE },
  { "login-page", FAULT_LOGIN_PAGE },
};

/* Whatever happens to any request, each act is done once and in order. */
static void
test_trouble (Office *office, gconstpointer user_data)
{
  const Trouble *trouble = user_data;
  g_autofree char *id = NULL;
  g_autofree char *digest = NULL;

  office->author = join (office, "zhangxiao");
  office->head = join (office, "lihua");
  wait_for (person_is_idle (office->author) && person_is_idle (office->head));
  id = create_with_attachment (office->author, "甲", &digest);
  faulty_portal_order (office->portal, trouble->fault, "PUT", "/blobs/", 1);
  faulty_portal_order (office->portal, trouble->fault, "GET", "/blobs/", 1);
  faulty_portal_order (office->portal, trouble->fault, "PUT", "/revisions/", 1);
  faulty_portal_order (office->portal, trouble->fault, "POST", "/events", 1);
  faulty_portal_order (office->portal, trouble->fault, "GET", "/revisions/", 1);
  faulty_portal_order (office->portal, trouble->fault, "GET", "/changes", 1);
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  person_act (office->author, id, GB_EVENT_RECALL, NULL);
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_is_idle (office->author));
  assert_history (office, id, "revise submit recall submit");
  g_assert_cmpstr (office->author->refused->str, ==, "");
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  wait_for (faulty_portal_get_n_ordered (office->portal) == 0);
  assert_has_attachment (office->head, digest);
  assert_state (office->author, id, GB_STATE_IN_REVIEW);
}

/* The program is killed while a request is on its way, at each place of a submission. */
static void
test_killed_while_sending (Office *office, gconstpointer user_data)
{
  const Fault faults[] = { FAULT_DROP_BEFORE, FAULT_DROP_AFTER, FAULT_DELAY };
  const char *const places[][2] = { { "PUT", "/revisions/" }, { "POST", "/events" } };

  office->author = join (office, "zhangxiao");
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (places); j++) {
      g_autofree char *id = NULL;
      guint n_before;

      wait_for (person_is_idle (office->author));
      id = person_create (office->author, "甲");
      n_before = faulty_portal_count_requests (office->portal, places[j][0], places[j][1]);
      faulty_portal_order (office->portal, faults[i], places[j][0], places[j][1], 1);
      person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
      wait_for (faulty_portal_count_requests (office->portal, places[j][0], places[j][1]) >
                n_before);
      person_close (office->author);
      person_open (office->author);
      assert_state (office->author, id, GB_STATE_IN_REVIEW);
      wait_for (person_is_idle (office->author));
      assert_history (office, id, "revise submit");
    }
  }
  g_assert_cmpstr (office->author->refused->str, ==, "");
}

typedef struct {
  const char *name;
  Fault fault;
  const char *method;
  const char *path;
  const char *type;
} Refusal;

static const Refusal refusals[] = {
  { "revision-409", FAULT_409, "PUT", "/revisions/", "wrong-state" },
  { "revision-412", FAULT_412, "PUT", "/revisions/", "stale-revision" },
  { "revision-422", FAULT_422, "PUT", "/revisions/", "blocked" },
  { "event-409", FAULT_409, "POST", "/events", "wrong-state" },
  { "event-422", FAULT_422, "POST", "/events", "blocked" },
};

/* What the portal refuses takes with it what depends on it; the text stays, and there is a way on.
 */
static void
test_refusal (Office *office, gconstpointer user_data)
{
  const Refusal *refusal = user_data;
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GPtrArray) outbox = NULL;
  g_autoptr (GbOpenDocument) document = NULL;
  const GbOperation *operation;

  office->author = join (office, "zhangxiao");
  wait_for (person_is_idle (office->author));
  id = person_create (office->author, "甲");
  faulty_portal_order (office->portal, refusal->fault, refusal->method, refusal->path, 1);
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (strcmp (office->author->refused->str, refusal->type) == 0);

  outbox = person_outbox (office->author);
  g_assert_cmpuint (outbox->len, ==, 1);
  operation = g_ptr_array_index (outbox, 0);
  g_assert_cmpuint (operation->state, ==, GB_OPERATION_REFUSED);
  g_assert_cmpstr (operation->error_type, ==, refusal->type);
  g_assert_cmpstr (operation->error_detail, !=, "");
  g_assert_true (refusal->fault != FAULT_412 || *operation->error_head != '\0');
  document = person_load (office->author, id);
  g_assert_cmpuint (document->summary->state, ==, GB_STATE_DRAFT);
  g_assert_true (document->summary->refused);
  g_assert_true (document->editable);
  g_assert_cmpstr (gb_document_get_title (document->document), ==, "甲");
  wait_for (gb_desk_get_n_pending (office->author->desk) == 0);

  /* Another document is not held up; this one can be submitted again. */
  other = person_create (office->author, "乙");
  person_act (office->author, other, GB_EVENT_SUBMIT, NULL);
  wait_for (has_history (office, other, "revise submit"));
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_is_idle (office->author));
  assert_history (office, id, "revise submit");
}

/* One document's trouble does not hold up another. */
static void
test_others_go_on (Office *office, gconstpointer user_data)
{
  g_autofree char *slow = NULL;
  g_autofree char *quick = NULL;

  office->author = join (office, "zhangxiao");
  wait_for (person_is_idle (office->author));
  slow = person_create (office->author, "慢");
  faulty_portal_order (office->portal, FAULT_503, "PUT", slow, 2);
  person_act (office->author, slow, GB_EVENT_SUBMIT, NULL);
  wait_for (faulty_portal_get_n_ordered (office->portal) == 1 ||
            faulty_portal_count_requests (office->portal, "PUT", slow) >= 1);
  quick = person_create (office->author, "快");
  person_act (office->author, quick, GB_EVENT_SUBMIT, NULL);
  wait_for (person_state (office->author, quick) == GB_STATE_IN_REVIEW &&
            faulty_portal_count_requests (office->portal, "POST", quick) == 1);
  assert_history (office, slow, "");
  wait_for (person_is_idle (office->author));
  assert_history (office, slow, "revise submit");
  g_assert_cmpuint (faulty_portal_count_requests (office->portal, "PUT", slow), ==, 3);
}

/* A stranger's file, and nobody who has signed in. */
static void
test_open_without_account (Office *office, gconstpointer user_data)
{
  g_autofree char *path = g_dir_make_tmp ("gongbao-desk-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gb_desk_open_async (folder, "http://127.0.0.1:1", NULL, NULL, NULL, done_cb, &result);
  wait_for (result != NULL);
  g_assert_null (gb_desk_open_finish (result, &error));
  g_assert_error (error, GB_DESK_ERROR, GB_DESK_ERROR_NOT_FOUND);
}

static void
test_reopen_without_account (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  GbAccount *account;

  office->author = join (office, "zhangxiao");
  id = submitted (office, "甲");
  wait_for (gb_desk_get_network (office->author->desk) == GB_NETWORK_SYNCED);
  person_close (office->author);
  faulty_portal_set_down (office->portal, TRUE);

  /* As after a restart of the computer without a network and without a token. */
  account = g_steal_pointer (&office->author->account);
  g_clear_pointer (&office->author->token, g_free);
  person_open (office->author);
  office->author->account = account;
  g_assert_cmpstr (gb_account_get_id (gb_desk_get_account (office->author->desk)), ==, "zhangxiao");
  g_assert_cmpuint (gb_desk_get_network (office->author->desk), ==, GB_NETWORK_SIGNED_OUT);
  assert_state (office->author, id, GB_STATE_IN_REVIEW);
}

/* What the portal says of this person now decides in which boxes documents lie. */
static void
test_new_role (Office *office, gconstpointer user_data)
{
  g_autofree char *id = NULL;
  g_autoptr (GbAccount) head = NULL;
  GbAccount *account;

  office->author = join (office, "zhangxiao");
  office->head = join (office, "wangqiang");
  id = submitted (office, "甲");
  wait_for_state (office->head, id, GB_STATE_IN_REVIEW);
  g_assert_false (person_sees (office->head, GB_BOX_TO_REVIEW, id));

  account = office->head->account;
  head = gb_account_new (gb_account_get_id (account), gb_account_get_name (account),
                         gb_account_get_unit (account), GB_ROLE_SECTION_HEAD, 0);
  faulty_portal_add_account (office->portal, head, "wangqiang");
  faulty_portal_set_down (office->portal, TRUE);
  wait_for (gb_desk_get_network (office->head->desk) == GB_NETWORK_OFFLINE);
  faulty_portal_set_down (office->portal, FALSE);
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  g_assert_cmpuint (gb_account_get_roles (gb_desk_get_account (office->head->desk)), ==,
                    GB_ROLE_SECTION_HEAD);
}

static void
test_counts (Office *office, gconstpointer user_data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint counts[GB_N_BOXES];

  office->author = join (office, "zhangxiao");
  g_free (person_create (office->author, "甲"));
  g_free (person_create (office->author, "乙"));
  g_free (submitted (office, "丙"));
  gb_desk_count_async (office->author->desk, NULL, done_cb, &result);
  wait_for (result != NULL);
  gb_desk_count_finish (office->author->desk, result, counts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts[GB_BOX_DRAFTS], ==, 2);
  g_assert_cmpuint (counts[GB_BOX_TO_REVIEW], ==, 0);
  g_assert_cmpuint (counts[GB_BOX_ALL], ==, 3);
}

#define add(path, func) g_test_add (path, Office, NULL, office_init, func, office_clear)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("/sync/desk/whole-way", test_whole_way);
  add ("/sync/desk/two-seconds", test_two_seconds);
  add ("/sync/desk/editable", test_editable);
  add ("/sync/desk/rules-first", test_rules_first);
  add ("/sync/desk/changed-meanwhile", test_changed_meanwhile);
  add ("/sync/desk/blocking-finding", test_blocking_finding);
  add ("/sync/desk/back-to-an-earlier-text", test_back_to_an_earlier_text);
  add ("/sync/desk/attachment", test_attachment);
  add ("/sync/desk/original", test_original);
  add ("/sync/desk/attachment-refused", test_attachment_refused);
  add ("/sync/desk/counts", test_counts);
  add ("/sync/desk/new-role", test_new_role);
  add ("/sync/desk/open-without-account", test_open_without_account);
  add ("/sync/desk/reopen-without-account", test_reopen_without_account);
  add ("/sync/desk/offline", test_offline);
  add ("/sync/desk/overtaken", test_overtaken);
  add ("/sync/desk/drain", test_drain);
  add ("/sync/desk/drain-in-vain", test_drain_in_vain);
  add ("/sync/desk/comes-back-by-itself", test_comes_back_by_itself);
  add ("/sync/desk/late-decision", test_late_decision);
  add ("/sync/desk/signed-out", test_signed_out);
  add ("/sync/desk/cancel-operation", test_cancel_operation);
  add ("/sync/desk/discard", test_discard);
  add ("/sync/desk/others-go-on", test_others_go_on);
  add ("/sync/desk/killed-while-sending", test_killed_while_sending);

  for (guint i = 0; i < G_N_ELEMENTS (troubles); i++) {
    g_autofree char *path = g_strconcat ("/sync/desk/trouble/", troubles[i].name, NULL);

    g_test_add (path, Office, &troubles[i], office_init, test_trouble, office_clear);
  }
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = g_strconcat ("/sync/desk/refusal/", refusals[i].name, NULL);

    g_test_add (path, Office, &refusals[i], office_init, test_refusal, office_clear);
  }

  return g_test_run ();
}
