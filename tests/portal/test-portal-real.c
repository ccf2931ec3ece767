/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GbPortalClient against gongbao-portal itself: that the two mean the same by every request. The
 * rules are tested with the portal; here it is what the client makes of its answers. */
#define G_LOG_DOMAIN "test-portal-real"

#include "config.h"

#include "document/gb-digest.h"
#include "document/gb-file-private.h"
#include "portal/gb-portal-client.h"
#include "sync/gb-trial.h"
#include "workflow/gb-workflow.h"

#include <string.h>

typedef struct {
  char *folder;
  GbTrial *trial;
  GbPortalClient *client; /* of the drafter */
  GbPortalClient *other;  /* of the section head */
} Fixture;

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out_result = user_data;

  *out_result = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static GbPortalClient *
client_new (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  GbPortalClient *client = gb_portal_client_new (gb_trial_get_url (self->trial), &error);

  g_assert_no_error (error);
  return client;
}

static gboolean
sign_in (GbPortalClient *client, const char *account, const char *password, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GbPortalSession) session = NULL;

  gb_portal_client_sign_in_async (client, account, password, "测试", NULL, result_cb, &result);
  session = gb_portal_client_sign_in_finish (client, wait_for (&result), error);
  if (session != NULL)
    g_assert_cmpstr (gb_account_get_id (session->account), ==, account);
  return session != NULL;
}

static GbPortalClient *
signed_in_client (Fixture *self, const char *account)
{
  g_autoptr (GError) error = NULL;
  GbPortalClient *client = client_new (self);

  sign_in (client, account, gb_trial_get_password (self->trial, account), &error);
  g_assert_no_error (error);
  return client;
}

static void
set_up (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("gb-real-XXXXXX", NULL);
  folder = g_file_new_for_path (self->folder);
  self->trial = gb_trial_new (folder);
  gb_trial_start_async (self->trial, NULL, result_cb, &result);
  gb_trial_start_finish (self->trial, wait_for (&result), &error);
  g_assert_no_error (error);
  self->client = signed_in_client (self, "zhangxiao");
  self->other = signed_in_client (self, "lihua");
}

static void
tear_down (Fixture *self)
{
  g_clear_object (&self->client);
  g_clear_object (&self->other);
  gb_trial_stop (self->trial);
  while (gb_trial_get_running (self->trial))
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->trial);
  _gb_remove_tree (self->folder);
  g_free (self->folder);
}

static GbDocument *
document_new (const char *title)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GError) error = NULL;
  GbDocument *document;

  gb_metadata_set (metadata, "title", title);
  gb_metadata_set (metadata, "source", "本网");
  gb_metadata_set (metadata, "publisher", "示例县人民政府办公室");
  gb_metadata_set (metadata, "unit", "政府办公室");
  gb_metadata_set (metadata, "column", "zcjd");
  g_object_set (metadata, "openness", GB_OPENNESS_PROACTIVE, NULL);
  document =
    gb_document_new (GB_DOCUMENT_KIND_INTERPRETATION, metadata,
                     "<body xmlns=\"" GB_DOCUMENT_XHTML_NS "\"><p>正文。</p></body>", NULL, &error);
  g_assert_no_error (error);
  return document;
}

static gboolean
put (GbPortalClient *client,
     const char *id,
     GbDocument *document,
     const char *parent,
     const char *event_id,
     GbEvent **out_event,
     GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_portal_client_put_revision_async (client, id, document, parent, event_id, NULL, result_cb,
                                       &result);
  return gb_portal_client_put_revision_finish (client, wait_for (&result), out_event, error);
}

static void
test_sessions (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  g_autoptr (GbPortalClient) client = client_new (self);
  g_autoptr (GAsyncResult) signed_out = NULL;
  g_autoptr (GAsyncResult) stranger = NULL;
  g_autoptr (GError) error = NULL;
  const GbPortalProblem *problem;

  gb_portal_client_get_account_async (client, NULL, result_cb, &stranger);
  g_assert_null (gb_portal_client_get_account_finish (client, wait_for (&stranger), &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_UNAUTHORIZED);
  g_clear_error (&error);

  g_assert_true (sign_in (client, "chenmin", gb_trial_get_password (self->trial, "chenmin"), NULL));
  gb_portal_client_sign_out_async (client, NULL, result_cb, &signed_out);
  g_assert_true (gb_portal_client_sign_out_finish (client, wait_for (&signed_out), &error));
  g_assert_no_error (error);

  for (guint i = 0; i < 5; i++) {
    g_assert_false (sign_in (client, "zhaolei", "falsch", &error));
    g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_UNAUTHORIZED);
    g_clear_error (&error);
  }
  g_assert_false (sign_in (client, "zhaolei", "falsch", &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_BUSY);
  problem = gb_portal_error_get_problem (error);
  g_assert_cmpuint (problem->status, ==, 429);
  g_assert_cmpuint (problem->retry_after_s, >, 0);
}

static void
test_capabilities (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GbRoute) route = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = NULL;
  JsonObject *object;

  gb_portal_client_get_capabilities_async (self->client, NULL, NULL, result_cb, &first);
  node = gb_portal_client_get_capabilities_finish (self->client, wait_for (&first), &etag, &error);
  g_assert_no_error (error);
  g_assert_nonnull (etag);
  object = json_node_get_object (node);
  g_assert_cmpint (json_object_get_int_member (object, "api"), ==, 1);
  route = gb_route_new_from_json (json_object_get_member (object, "route"), &error);
  g_assert_no_error (error);
  gb_portal_client_get_capabilities_async (self->client, etag, NULL, result_cb, &second);
  g_assert_null (
    gb_portal_client_get_capabilities_finish (self->client, wait_for (&second), NULL, &error));
  g_assert_no_error (error);
}

static void
test_revisions (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *event_id = g_uuid_string_random ();
  g_autoptr (GbDocument) first = document_new ("一稿");
  g_autoptr (GbDocument) second = document_new ("二稿");
  g_autoptr (GbDocument) third = document_new ("三稿");
  g_autoptr (GbDocument) got = NULL;
  g_autoptr (GbEvent) event = NULL;
  g_autoptr (GbEvent) again = NULL;
  g_autoptr (GAsyncResult) fetched = NULL;
  g_autoptr (GAsyncResult) looked = NULL;
  g_autoptr (GbPortalDocument) known = NULL;
  g_autoptr (GError) error = NULL;
  const GbPortalProblem *problem;

  g_assert_true (put (self->client, id, first, "", event_id, &event, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (event->id, ==, event_id);
  g_assert_cmpint (event->type, ==, GB_EVENT_REVISE);
  g_assert_cmpuint (event->seq, >, 0);
  /* As if the answer had been lost. */
  g_assert_true (put (self->client, id, first, "", event_id, &again, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (again->seq, ==, event->seq);
  g_assert_true (
    put (self->client, id, second, gb_document_get_digest (first), NULL, NULL, &error));
  g_assert_no_error (error);

  g_assert_false (
    put (self->client, id, third, gb_document_get_digest (first), NULL, NULL, &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_CONFLICT);
  problem = gb_portal_error_get_problem (error);
  g_assert_cmpuint (problem->status, ==, 412);
  g_assert_cmpstr (problem->head, ==, gb_document_get_digest (second));
  g_assert_cmpstr (problem->by, ==, "zhangxiao");
  g_assert_cmpstr (problem->by_name, ==, "张晓");
  g_assert_cmpint (problem->at, >, 0);
  g_clear_error (&error);

  gb_portal_client_get_revision_async (self->other, id, gb_document_get_digest (first), NULL,
                                       result_cb, &fetched);
  got = gb_portal_client_get_revision_finish (self->other, wait_for (&fetched), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gb_document_get_title (got), ==, "一稿");
  gb_portal_client_get_document_async (self->other, id, NULL, result_cb, &looked);
  known = gb_portal_client_get_document_finish (self->other, wait_for (&looked), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (known->head, ==, gb_document_get_digest (second));
  g_assert_cmpstr (known->state, ==, "draft");
  g_assert_cmpuint (known->events->len, ==, 2);
}

static void
test_missing (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *digest = gb_digest_data ("none", 4);
  g_autoptr (GAsyncResult) document = NULL;
  g_autoptr (GAsyncResult) revision = NULL;
  g_autoptr (GAsyncResult) blob = NULL;
  g_autoptr (GError) error = NULL;

  gb_portal_client_get_document_async (self->client, id, NULL, result_cb, &document);
  g_assert_null (gb_portal_client_get_document_finish (self->client, wait_for (&document), &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  gb_portal_client_get_revision_async (self->client, id, digest, NULL, result_cb, &revision);
  g_assert_null (gb_portal_client_get_revision_finish (self->client, wait_for (&revision), &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  gb_portal_client_get_blob_async (self->client, digest, 100, NULL, result_cb, &blob);
  g_assert_null (gb_portal_client_get_blob_finish (self->client, wait_for (&blob), &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_NOT_FOUND);
}

static GbPortalReceipt *
post (GbPortalClient *client, const GbEvent *event, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gb_portal_client_post_event_async (client, event, NULL, result_cb, &result);
  return gb_portal_client_post_event_finish (client, wait_for (&result), error);
}

static void
test_events (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GbDocument) document = document_new ("送审稿");
  const char *digest = gb_document_get_digest (document);
  g_autoptr (GbEvent) submit =
    gb_event_new (NULL, id, 1, GB_EVENT_SUBMIT, digest, "zhangxiao", "张晓");
  g_autoptr (GbEvent) changed = NULL;
  g_autoptr (GbEvent) stale = NULL;
  g_autoptr (GbPortalReceipt) first = NULL;
  g_autoptr (GbPortalReceipt) replayed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (put (self->client, id, document, "", NULL, NULL, &error));
  first = post (self->client, submit, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first->event->id, ==, submit->id);
  g_assert_cmpuint (first->event->seq, >, 0);
  g_assert_cmpstr (first->state, ==, "in-review");
  g_assert_false (first->replayed);
  g_assert_null (first->published);

  replayed = post (self->client, submit, &error);
  g_assert_no_error (error);
  g_assert_true (replayed->replayed);
  g_assert_cmpuint (replayed->event->seq, ==, first->event->seq);

  changed = gb_event_copy (submit);
  gb_event_set_string (&changed->opinion, "另一句话");
  g_assert_null (post (self->client, changed, &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_REJECTED);
  g_assert_cmpstr (gb_portal_error_get_problem (error)->type, ==, "key-reused");
  g_clear_error (&error);

  stale = gb_event_new (NULL, id, 1, GB_EVENT_APPROVE, digest, "lihua", "李华");
  gb_event_set_string (&stale->revision,
                       "sm3:0000000000000000000000000000000000000000000000000000000000000000");
  gb_event_set_string (&stale->step, "first");
  g_assert_null (post (self->other, stale, &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_CONFLICT);
  g_assert_cmpstr (gb_portal_error_get_problem (error)->type, ==, "stale-revision");
  g_assert_cmpstr (gb_portal_error_get_problem (error)->head, ==, digest);
  g_assert_cmpstr (gb_portal_error_get_problem (error)->state, ==, "in-review");
}

static GbPortalChanges *
get_changes (GbPortalClient *client, guint64 since, guint wait_s)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GbPortalChanges *changes;

  gb_portal_client_get_changes_async (client, since, wait_s, NULL, result_cb, &result);
  changes = gb_portal_client_get_changes_finish (client, wait_for (&result), &error);
  g_assert_no_error (error);
  return changes;
}

static guint64
find_end (GbPortalClient *client)
{
  guint64 cursor = 0;

  while (TRUE) {
    g_autoptr (GbPortalChanges) changes = get_changes (client, cursor, 0);

    if (changes->events->len == 0)
      return changes->cursor;
    cursor = changes->cursor;
  }
}

/* What one person does reaches the other who waits, well within the two seconds that are promised.
 */
static void
test_changes (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  guint64 cursor = find_end (self->other);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GbDocument) document = document_new ("新稿");
  g_autoptr (GAsyncResult) waiting = NULL;
  g_autoptr (GbPortalChanges) changes = NULL;
  g_autoptr (GError) error = NULL;
  const GbEvent *event;

  gb_portal_client_get_changes_async (self->other, cursor, 25, NULL, result_cb, &waiting);
  g_assert_true (put (self->client, id, document, "", NULL, NULL, &error));
  g_assert_no_error (error);
  changes = gb_portal_client_get_changes_finish (self->other, wait_for (&waiting), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (changes->events->len, ==, 1);
  event = g_ptr_array_index (changes->events, 0);
  g_assert_cmpstr (event->document, ==, id);
  g_assert_cmpuint (changes->cursor, ==, event->seq);
}

static void
test_blobs (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  g_autofree char *path = g_build_filename (self->folder, "附件.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *content = g_strnfill (2500000, 'g');
  g_autofree char *digest = gb_digest_data (content, 2500000);
  g_autofree char *wrong = gb_digest_data ("other", 5);
  g_autoptr (GAsyncResult) sent = NULL;
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GAsyncResult) looked = NULL;
  g_autoptr (GAsyncResult) fetched = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gboolean complete;
  gint64 offset;

  g_assert_true (g_file_set_contents (path, content, 2500000, NULL));
  gb_portal_client_put_blob_async (self->client, digest, file, "text/plain", NULL, result_cb,
                                   &sent);
  g_assert_true (gb_portal_client_put_blob_finish (self->client, wait_for (&sent), &error));
  g_assert_no_error (error);
  gb_portal_client_head_blob_async (self->other, digest, NULL, result_cb, &looked);
  g_assert_true (gb_portal_client_head_blob_finish (self->other, wait_for (&looked), &complete,
                                                    &offset, &error));
  g_assert_true (complete);
  gb_portal_client_get_blob_async (self->other, digest, 2500000, NULL, result_cb, &fetched);
  bytes = gb_portal_client_get_blob_finish (self->other, wait_for (&fetched), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), content, 2500000);

  gb_portal_client_put_blob_async (self->client, wrong, file, "text/plain", NULL, result_cb,
                                   &refused);
  g_assert_false (gb_portal_client_put_blob_finish (self->client, wait_for (&refused), &error));
  g_assert_error (error, GB_PORTAL_ERROR, GB_PORTAL_ERROR_REJECTED);
}

static void
test_pages (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  g_autoptr (GAsyncResult) home = NULL;
  g_autoptr (GAsyncResult) none = NULL;
  g_autoptr (GbPortalPage) page = NULL;
  g_autoptr (GbPortalPage) missing = NULL;
  g_autoptr (GError) error = NULL;

  gb_portal_client_get_page_async (self->client, "/", NULL, result_cb, &home);
  page = gb_portal_client_get_page_finish (self->client, wait_for (&home), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->status, ==, 200);
  g_assert_cmpstr (page->type, ==, "text/html");
  gb_portal_client_get_page_async (self->client, "/zcjd/none.html", NULL, result_cb, &none);
  missing = gb_portal_client_get_page_finish (self->client, wait_for (&none), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (missing->status, ==, 404);
}

#define ADD(name, func) g_test_add_data_func ("/portal-real/" name, &fixture, func)

int
main (int argc, char *argv[])
{
  Fixture fixture = { 0 };
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("sessions", test_sessions);
  ADD ("capabilities", test_capabilities);
  ADD ("revisions", test_revisions);
  ADD ("missing", test_missing);
  ADD ("events", test_events);
  ADD ("changes", test_changes);
  ADD ("blobs", test_blobs);
  ADD ("pages", test_pages);
  set_up (&fixture);
  status = g_test_run ();
  tear_down (&fixture);
  return status;
}
