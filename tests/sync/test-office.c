/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Five desks and the real portal, started by GbTrial as the program does it, and killed. */

#include "config.h"

#include "people.h"

#include "portal/gb-portal-client.h"
#include "sync/gb-trial.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>

typedef struct {
  char *path; /* the portal's data */
  GbTrial *trial;
  Person *author;    /* 张晓 */
  Person *head;      /* 李华 */
  Person *deputy;    /* 王强 */
  Person *chief;     /* 陈敏 */
  Person *publisher; /* 赵蕾 */
} Office;

static Office shared;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out_result = user_data;

  *out_result = g_object_ref (result);
}

static void
start_portal (Office *office)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gb_trial_start_async (office->trial, NULL, done_cb, &result);
  wait_for (result != NULL);
  gb_trial_start_finish (office->trial, result, &error);
  g_assert_no_error (error);
}

/* As if the power had failed. */
static void
kill_portal (Office *office)
{
  kill (gb_trial_get_pid (office->trial), SIGKILL);
  wait_for (!gb_trial_get_running (office->trial));
}

static Person *
join (Office *office, const char *id)
{
  const char *url = gb_trial_get_url (office->trial);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbPortalClient) client = gb_portal_client_new (url, &error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GbPortalSession) session = NULL;

  g_assert_no_error (error);
  gb_portal_client_sign_in_async (client, id, gb_trial_get_password (office->trial, id), "test",
                                  NULL, done_cb, &result);
  wait_for (result != NULL);
  session = gb_portal_client_sign_in_finish (client, result, &error);
  g_assert_no_error (error);

  return person_new (url, session->account, session->token);
}

/* One office for all tests: five sign-ins take their time. */
static void
open_office (Office *office)
{
  g_autofree char *data = NULL;
  g_autoptr (GFile) folder = NULL;

  office->path = g_dir_make_tmp ("gongbao-office-XXXXXX", NULL);
  data = g_build_filename (office->path, "portal", NULL);
  folder = g_file_new_for_path (data);
  office->trial = gb_trial_new (folder);
  start_portal (office);
  office->author = join (office, "zhangxiao");
  office->head = join (office, "lihua");
  office->deputy = join (office, "wangqiang");
  office->chief = join (office, "chenmin");
  office->publisher = join (office, "zhaolei");
}

static void
close_office (Office *office)
{
  g_autofree char *remove = g_strdup_printf ("rm -rf '%s'", office->path);

  g_clear_pointer (&office->author, person_free);
  g_clear_pointer (&office->head, person_free);
  g_clear_pointer (&office->deputy, person_free);
  g_clear_pointer (&office->chief, person_free);
  g_clear_pointer (&office->publisher, person_free);
  gb_trial_stop (office->trial);
  wait_for (!gb_trial_get_running (office->trial));
  g_clear_object (&office->trial);
  g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL);
  g_free (office->path);
}

/* The accepted events as this person's desk knows them. */
static char *
history (Person *person, const char *id)
{
  g_autoptr (GbOpenDocument) document = person_load (person, id);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; document != NULL && i < document->events->len; i++) {
    const GbEvent *event = g_ptr_array_index (document->events, i);

    if (event->seq > 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "",
                              gb_event_type_to_string (event->type));
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
has_history (Person *person, const char *id, const char *expected)
{
  g_autofree char *actual = history (person, id);

  return strcmp (actual, expected) == 0;
}

static char *
fetch (const char *url, guint *out_status)
{
  /* The page is on this computer: no proxy of the environment reaches it. */
  g_autoptr (SoupSession) session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, done_cb, &result);
  wait_for (result != NULL);
  bytes = soup_session_send_and_read_finish (session, result, &error);
  g_assert_no_error (error);
  *out_status = soup_message_get_status (message);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
assert_published (Office *office, const char *id, const char *title)
{
  g_autoptr (GbOpenDocument) document = person_load (office->author, id);
  g_autofree char *page = NULL;
  guint status;

  g_assert_cmpuint (document->summary->state, ==, GB_STATE_PUBLISHED);
  g_assert_cmpstr (document->summary->url, !=, "");
  page = fetch (document->summary->url, &status);
  g_assert_cmpuint (status, ==, 200);
  g_assert_nonnull (strstr (page, title));
}

static void
test_trial (gconstpointer user_data)
{
  Office *office = &shared;
  g_autofree char *url = g_strdup (gb_trial_get_url (office->trial));
  g_autofree char *password = g_strdup (gb_trial_get_password (office->trial, "lihua"));
  GPtrArray *accounts = gb_trial_get_accounts (office->trial);

  g_assert_cmpuint (accounts->len, ==, 5);
  g_assert_nonnull (password);
  g_assert_null (gb_trial_get_password (office->trial, "nobody"));
  g_assert_cmpint (gb_trial_get_pid (office->trial), >, 0);

  /* Started again it is the same office at the same address. */
  kill_portal (office);
  g_assert_cmpint (gb_trial_get_pid (office->trial), ==, 0);
  start_portal (office);
  g_assert_cmpstr (gb_trial_get_url (office->trial), ==, url);
  g_assert_cmpstr (gb_trial_get_password (office->trial, "lihua"), ==, password);

  /* Also when it has not even ended yet. */
  gb_trial_stop (office->trial);
  start_portal (office);
  g_assert_true (gb_trial_get_running (office->trial));
  g_assert_cmpstr (gb_trial_get_url (office->trial), ==, url);
  wait_for (person_is_idle (office->author));
}

static void
test_trial_without_program (void)
{
  g_autoptr (GFile) folder = g_file_new_for_path ("/nonexistent/portal");
  g_autoptr (GbTrial) trial = gb_trial_new (folder);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (gb_trial_get_accounts (trial)->len, ==, 5);
  g_assert_null (gb_trial_get_url (trial));

  /* A program that is no portal. */
  g_setenv ("GONGBAO_PORTAL", "/bin/false", TRUE);
  gb_trial_start_async (trial, NULL, done_cb, &result);
  wait_for (result != NULL);
  g_assert_false (gb_trial_start_finish (trial, result, &error));
  g_assert_error (error, GB_TRIAL_ERROR, GB_TRIAL_ERROR_NOT_READY);
  g_clear_error (&error);

  g_setenv ("GONGBAO_PORTAL", "/nonexistent/gongbao-portal", TRUE);
  gb_trial_start_async (trial, NULL, done_cb, &second);
  wait_for (second != NULL);
  g_assert_false (gb_trial_start_finish (trial, second, &error));
  g_assert_nonnull (error);
  g_unsetenv ("GONGBAO_PORTAL");
}

#define APPROVE_ALL(office, id)                                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));                                   \
    person_act (office->head, id, GB_EVENT_APPROVE, NULL);                                         \
    wait_for (person_sees (office->deputy, GB_BOX_TO_REVIEW, id));                                 \
    person_act (office->deputy, id, GB_EVENT_APPROVE, NULL);                                       \
    wait_for (person_sees (office->chief, GB_BOX_TO_REVIEW, id));                                  \
    person_act (office->chief, id, GB_EVENT_APPROVE, NULL);                                        \
    wait_for (person_sees (office->publisher, GB_BOX_TO_PUBLISH, id));                             \
  }                                                                                                \
  G_STMT_END

static void
test_whole_way (gconstpointer user_data)
{
  Office *office = &shared;
  g_autofree char *id = person_create (office->author, "关于办公用房的解读");
  g_autofree char *page = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GbOpenDocument) document = NULL;
  gint64 before = g_get_monotonic_time ();
  guint status;

  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  g_assert_cmpint (g_get_monotonic_time () - before, <, PROMPT_US);
  person_act (office->head, id, GB_EVENT_RETURN, "标题请写全称");
  wait_for (person_sees (office->author, GB_BOX_RETURNED, id));
  g_free (person_write (office->author, id, "关于党政机关办公用房的解读"));
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  APPROVE_ALL (office, id);
  person_act (office->publisher, id, GB_EVENT_PUBLISH, NULL);
  wait_for (person_sees (office->author, GB_BOX_PUBLISHED, id));
  assert_published (office, id, "关于党政机关办公用房的解读");
  g_assert_true (has_history (office->author, id,
                              "revise submit return revise submit approve approve approve publish "
                              "published"));

  /* The next edition, while the first one stays. */
  g_free (person_write (office->author, id, "关于党政机关办公用房的解读（修订）"));
  g_assert_true (person_sees (office->author, GB_BOX_DRAFTS, id));
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_state (office->publisher, id) == GB_STATE_IN_REVIEW);
  g_assert_true (person_sees (office->publisher, GB_BOX_PUBLISHED, id));
  APPROVE_ALL (office, id);
  person_act (office->publisher, id, GB_EVENT_PUBLISH, NULL);
  wait_for (person_state (office->author, id) == GB_STATE_PUBLISHED);
  assert_published (office, id, "（修订）");

  /* And taken down. */
  document = person_load (office->author, id);
  url = g_strdup (document->summary->url);
  person_act (office->publisher, id, GB_EVENT_WITHDRAW, "数字有误");
  wait_for (person_state (office->author, id) == GB_STATE_WITHDRAWN);
  page = fetch (url, &status);
  g_assert_cmpuint (status, ==, 410);
}

/* The portal publishes by itself when the time has come. */
static void
test_scheduled (gconstpointer user_data)
{
  Office *office = &shared;
  g_autofree char *id = person_create (office->author, "关于定时发布的解读");
  g_autoptr (GbOpenDocument) document = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GbEvent) event = NULL;
  g_autoptr (GError) error = NULL;
  gint64 due_at;

  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  APPROVE_ALL (office, id);
  document = person_load (office->publisher, id);
  due_at = g_get_real_time () + 2 * G_TIME_SPAN_SECOND;
  gb_desk_act_async (office->publisher->desk, id, GB_EVENT_SCHEDULE,
                     gb_workflow_get_head (document->workflow), NULL, due_at, NULL, done_cb,
                     &result);
  wait_for (result != NULL);
  event = gb_desk_act_finish (office->publisher->desk, result, &error);
  g_assert_no_error (error);
  wait_for (person_state (office->author, id) == GB_STATE_PUBLISHED);
  g_assert_cmpint (g_get_real_time (), >=, due_at);
  assert_published (office, id, "关于定时发布的解读");
}

/* --- What is said of findings ------------------------------------------------------------------
 */

/* The title has what stops it, the text has not. */
static char *
create_stopped (Person *person, const char *title)
{
  char *id = person_create (person, "关于某事的解读");
  g_autoptr (GbOpenDocument) open = person_load (person, id);
  g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (open->document));
  g_autoptr (GbDocument) document = NULL;

  gb_metadata_set (metadata, "title", title);
  document = gb_document_with_metadata (open->document, metadata, NULL);
  person_save (person, id, document);
  return id;
}

static void
note (Person *person, const char *id, GbEventType type, const char *rule, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbEvent) event = person_note (person, id, type, rule, reason, &error);

  g_assert_no_error (error);
  g_assert_nonnull (event);
}

static void
refuse_note (Person *person,
             const char *id,
             GbEventType type,
             const char *rule,
             const char *reason,
             GbWorkflowError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbEvent) event = person_note (person, id, type, rule, reason, &error);

  g_assert_null (event);
  g_assert_error (error, GB_WORKFLOW_ERROR, (int)code);
}

static guint
count_notes (Person *person, const char *id)
{
  g_autoptr (GbOpenDocument) document = person_load (person, id);

  return document != NULL ? gb_workflow_get_notes (document->workflow)->len : 0;
}

/* What the author ignores waits with the draft, goes with the text, and is read by those who
 * decide; what stops publication is let pass by who signs. */
static void
test_notes (gconstpointer user_data)
{
  Office *office = &shared;
  g_autofree char *id = create_stopped (office->author, "关于XXXX办法的解读");
  g_autoptr (GError) error = NULL;
  g_autoptr (GbOpenDocument) document = NULL;
  const GbEvent *said;

  g_assert_null (person_try (office->author, id, GB_EVENT_SUBMIT, NULL, &error));
  g_assert_error (error, GB_DESK_ERROR, GB_DESK_ERROR_BLOCKED);
  g_clear_error (&error);
  refuse_note (office->author, id, GB_EVENT_IGNORE, "PLACEHOLDER", " ",
               GB_WORKFLOW_ERROR_REASON_REQUIRED);
  note (office->author, id, GB_EVENT_IGNORE, "PLACEHOLDER", "文件名如此");
  g_assert_cmpuint (gb_desk_get_n_pending (office->author->desk), ==, 0);
  g_assert_cmpuint (count_notes (office->author, id), ==, 1);

  /* Taken back before it was sent it was never said; and it is still there after a restart. */
  note (office->author, id, GB_EVENT_REINSTATE, NULL, NULL);
  g_assert_cmpuint (count_notes (office->author, id), ==, 0);
  note (office->author, id, GB_EVENT_IGNORE, "PLACEHOLDER", "文件名如此");
  person_close (office->author);
  person_open (office->author);
  g_assert_cmpuint (count_notes (office->author, id), ==, 1);
  wait_for (person_is_idle (office->author));

  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  g_assert_true (has_history (office->head, id, "revise ignore submit"));
  document = person_load (office->head, id);
  said = g_ptr_array_index (gb_workflow_get_notes (document->workflow), 0);
  g_assert_cmpstr (said->opinion, ==, "文件名如此");
  g_assert_cmpstr (said->words, ==, "XXXX");
  g_assert_cmpstr (said->actor_name, ==, "张晓");
  g_assert_cmpstr (said->revision, ==, gb_document_get_digest (document->document));
  refuse_note (office->head, id, GB_EVENT_OVERRIDE, "PLACEHOLDER", "已核实",
               GB_WORKFLOW_ERROR_RIGHT_REQUIRED);

  APPROVE_ALL (office, id);
  g_assert_null (person_try (office->publisher, id, GB_EVENT_PUBLISH, NULL, &error));
  g_assert_error (error, GB_DESK_ERROR, GB_DESK_ERROR_BLOCKED);
  note (office->chief, id, GB_EVENT_OVERRIDE, "PLACEHOLDER", "已核实");
  wait_for (count_notes (office->publisher, id) == 2);
  person_act (office->publisher, id, GB_EVENT_PUBLISH, NULL);
  wait_for (person_state (office->author, id) == GB_STATE_PUBLISHED);
  g_assert_true (has_history (
    office->author, id, "revise ignore submit approve approve approve override publish published"));
}

/* Returned, ignored and submitted again without another text; and taken back in the next one. */
static void
test_notes_after_return (gconstpointer user_data)
{
  Office *office = &shared;
  g_autofree char *id = create_stopped (office->author, "关于XXXX规定的解读");
  g_autoptr (GError) error = NULL;

  note (office->author, id, GB_EVENT_IGNORE, "PLACEHOLDER", "文件名如此");
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  person_act (office->head, id, GB_EVENT_RETURN, "请写全称");
  wait_for (person_sees (office->author, GB_BOX_RETURNED, id));
  note (office->author, id, GB_EVENT_REINSTATE, NULL, NULL);
  g_assert_cmpuint (count_notes (office->author, id), ==, 0);
  g_assert_null (person_try (office->author, id, GB_EVENT_SUBMIT, NULL, &error));
  g_assert_error (error, GB_DESK_ERROR, GB_DESK_ERROR_BLOCKED);
  g_free (person_write (office->author, id, "关于某规定的解读"));
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  g_assert_true (
    has_history (office->head, id, "revise ignore submit return revise reinstate submit"));
  g_assert_cmpuint (count_notes (office->head, id), ==, 0);
}

/* Said while the portal is away, it is sent with the text, once; and taken out of the outbox it
 * waits again. */
static void
test_notes_offline (gconstpointer user_data)
{
  Office *office = &shared;
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) outbox = NULL;

  wait_for (person_is_idle (office->author));
  kill_portal (office);
  id = create_stopped (office->author, "关于XXXX细则的解读");
  note (office->author, id, GB_EVENT_IGNORE, "PLACEHOLDER", "文件名如此");
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (gb_desk_get_network (office->author->desk) == GB_NETWORK_OFFLINE);
  outbox = person_outbox (office->author);
  g_assert_cmpuint (outbox->len, ==, 3);
  g_assert_cmpstr (((GbOperation *)outbox->pdata[1])->kind, ==, "event:ignore");
  if (((GbOperation *)outbox->pdata[0])->state == GB_OPERATION_PENDING) {
    person_cancel (office->author, ((GbOperation *)outbox->pdata[0])->row);
    g_assert_cmpuint (person_state (office->author, id), ==, GB_STATE_DRAFT);
    g_assert_cmpuint (count_notes (office->author, id), ==, 1);
    person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  }
  start_portal (office);
  gb_desk_retry_now (office->author->desk);
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  g_assert_true (has_history (office->head, id, "revise ignore submit"));
  g_assert_cmpuint (count_notes (office->head, id), ==, 1);
}

/* Let pass on the train, while the author took the text back: refused, with the reason. */
static void
test_notes_too_late (gconstpointer user_data)
{
  Office *office = &shared;
  g_autofree char *id = create_stopped (office->author, "关于XXXX通则的解读");
  g_autofree char *token = g_strdup (office->chief->token);
  g_autoptr (GPtrArray) outbox = NULL;

  note (office->author, id, GB_EVENT_IGNORE, "PLACEHOLDER", "文件名如此");
  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_state (office->chief, id) == GB_STATE_IN_REVIEW);
  g_string_truncate (office->chief->refused, 0);
  gb_desk_set_token (office->chief->desk, "not-a-token");
  wait_for (gb_desk_get_network (office->chief->desk) == GB_NETWORK_SIGNED_OUT);
  note (office->chief, id, GB_EVENT_OVERRIDE, "PLACEHOLDER", "已核实");
  g_assert_cmpuint (count_notes (office->chief, id), ==, 2);
  person_act (office->author, id, GB_EVENT_RECALL, NULL);
  wait_for (person_is_idle (office->author));
  gb_desk_set_token (office->chief->desk, token);
  wait_for (strcmp (office->chief->refused->str, "wrong-state") == 0);
  wait_for (count_notes (office->chief, id) == 1);
  g_assert_true (has_history (office->author, id, "revise ignore submit recall"));

  outbox = person_outbox (office->chief);
  g_assert_cmpuint (outbox->len, ==, 1);
  person_cancel (office->chief, ((GbOperation *)outbox->pdata[0])->row);
  g_string_truncate (office->chief->refused, 0);
  wait_for (person_is_idle (office->chief));
}

/* Out before review, for a reason; somebody else approves afterwards. */
static void
test_emergency (gconstpointer user_data)
{
  Office *office = &shared;
  g_autofree char *id = person_create (office->author, "关于防汛的解读");
  g_autoptr (GbOpenDocument) released = NULL;
  g_autoptr (GbOpenDocument) ratified = NULL;
  g_autoptr (GError) error = NULL;

  person_act (office->author, id, GB_EVENT_SUBMIT, NULL);
  wait_for (person_state (office->chief, id) == GB_STATE_IN_REVIEW);
  g_assert_null (person_try (office->chief, id, GB_EVENT_EMERGENCY, "", &error));
  g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_REASON_REQUIRED);
  person_act (office->chief, id, GB_EVENT_EMERGENCY, "汛情紧急");
  wait_for (person_state (office->author, id) == GB_STATE_PUBLISHED);
  assert_published (office, id, "关于防汛的解读");
  released = person_load (office->author, id);
  g_assert_true (gb_workflow_get_unratified (released->workflow));
  g_assert_true (released->summary->unratified);

  g_assert_false (person_sees (office->chief, GB_BOX_TO_REVIEW, id));
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  person_act (office->head, id, GB_EVENT_RATIFY, "同意补签");
  wait_for (has_history (office->author, id, "revise submit emergency published ratify"));
  ratified = person_load (office->author, id);
  g_assert_false (gb_workflow_get_unratified (ratified->workflow));
  g_assert_false (ratified->summary->unratified);
}

/* A way of killing the portal around one act. */
typedef enum {
  KILL_BEFORE,  /* the act is made without a portal */
  KILL_AT_ONCE, /* while the first request is on its way */
  KILL_SOON,    /* some milliseconds into it */
  KILL_SOMEWHAT /* more of them */
} Kill;

static void
act_with_kill (Office *office, Person *person, const char *id, GbEventType type, Kill how)
{
  wait_for (person_is_idle (person));
  if (how == KILL_BEFORE)
    kill_portal (office);
  person_act (person, id, type, type == GB_EVENT_RETURN ? "请核对" : NULL);
  if (how == KILL_SOON)
    people_idle (5);
  else if (how == KILL_SOMEWHAT)
    people_idle (25);
  if (how != KILL_BEFORE)
    kill_portal (office);

  /* Whatever the portal knew when it died, the desk shows the act as made. */
  start_portal (office);
  gb_desk_retry_now (person->desk);
  wait_for (person_is_idle (person));
  g_assert_cmpstr (person->refused->str, ==, "");
}

/* kill -9 around every act of the whole way: each is done once, in order, and nothing is lost. */
static void
test_killed (gconstpointer user_data)
{
  Office *office = &shared;
  Kill how = GPOINTER_TO_UINT (user_data);
  g_autofree char *id = person_create (office->author, "关于停电的解读");

  act_with_kill (office, office->author, id, GB_EVENT_SUBMIT, how);
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  act_with_kill (office, office->head, id, GB_EVENT_RETURN, how);
  wait_for (person_sees (office->author, GB_BOX_RETURNED, id));
  g_free (person_write (office->author, id, "关于停电的解读（改）"));
  act_with_kill (office, office->author, id, GB_EVENT_SUBMIT, how);
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, id));
  act_with_kill (office, office->head, id, GB_EVENT_APPROVE, how);
  wait_for (person_sees (office->deputy, GB_BOX_TO_REVIEW, id));
  act_with_kill (office, office->deputy, id, GB_EVENT_APPROVE, how);
  wait_for (person_sees (office->chief, GB_BOX_TO_REVIEW, id));
  act_with_kill (office, office->chief, id, GB_EVENT_APPROVE, how);
  wait_for (person_sees (office->publisher, GB_BOX_TO_PUBLISH, id));
  act_with_kill (office, office->publisher, id, GB_EVENT_PUBLISH, how);
  wait_for (person_state (office->publisher, id) == GB_STATE_PUBLISHED);

  wait_for (has_history (office->author, id,
                         "revise submit return revise submit approve approve approve publish "
                         "published"));
  assert_published (office, id, "关于停电的解读（改）");
}

/* Two people go on without a portal for a whole round; then everything falls into place. */
static void
test_both_offline (gconstpointer user_data)
{
  Office *office = &shared;
  g_autofree char *one = person_create (office->author, "甲");
  g_autofree char *two = NULL;
  g_autoptr (GPtrArray) outbox = NULL;

  person_act (office->author, one, GB_EVENT_SUBMIT, NULL);
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, one));
  kill_portal (office);

  person_act (office->head, one, GB_EVENT_APPROVE, "同意");
  person_act (office->author, one, GB_EVENT_RECALL, NULL);
  two = person_create (office->author, "乙");
  person_act (office->author, two, GB_EVENT_SUBMIT, NULL);
  g_assert_cmpint (person_state (office->head, one), ==, GB_STATE_IN_REVIEW);
  g_assert_cmpint (person_state (office->author, one), ==, GB_STATE_DRAFT);

  /* The approval comes first; the recall is then too late and is refused with its reason. */
  person_close (office->author);
  start_portal (office);
  gb_desk_retry_now (office->head->desk);
  wait_for (person_is_idle (office->head));
  person_open (office->author);
  wait_for (strcmp (office->author->refused->str, "wrong-state") == 0);
  wait_for (person_state (office->author, one) == GB_STATE_IN_REVIEW);
  wait_for (person_sees (office->head, GB_BOX_TO_REVIEW, two));
  wait_for (has_history (office->author, one, "revise submit approve"));
  wait_for (has_history (office->author, two, "revise submit"));

  /* He has seen to it. */
  outbox = person_outbox (office->author);
  g_assert_cmpuint (outbox->len, ==, 1);
  person_cancel (office->author, ((const GbOperation *)outbox->pdata[0])->row);
  wait_for (person_is_idle (office->author));
  g_string_truncate (office->author->refused, 0);
}

/* What the office says about the rules, in its portal's folder. text: (nullable): nothing any more.
 */
static void
restart_with_levels (Office *office, const char *text)
{
  g_autofree char *folder = g_build_filename (office->path, "portal", "check", NULL);
  g_autofree char *path = g_build_filename (folder, "levels.tsv", NULL);

  kill_portal (office);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  if (text != NULL)
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
  else
    g_assert_cmpint (g_remove (path), ==, 0);
  start_portal (office);
  gb_desk_retry_now (office->author->desk);
}

static GbCheckContext *
load_context (Person *person, const char *id, GbDocument *document)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GbCheckContext *context;

  gb_desk_load_context_async (person->desk, id, document, 0, NULL, done_cb, &result);
  wait_for (result != NULL);
  context = gb_desk_load_context_finish (person->desk, result, &error);
  g_assert_no_error (error);
  return context;
}

static gboolean
submit_is_blocked (Person *person, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbEvent) event = person_try (person, id, GB_EVENT_SUBMIT, NULL, &error);

  if (event != NULL)
    return FALSE;
  g_assert_error (error, GB_DESK_ERROR, GB_DESK_ERROR_BLOCKED);
  return TRUE;
}

/* A desk learns the office's levels by itself and judges by them, before and after a restart, with
 * and without a portal. */
static void
test_levels (gconstpointer user_data)
{
  Office *office = &shared;
  Person *author = office->author;
  g_autofree char *before = person_create (author, "关于试行××办法的解读");
  g_autofree char *first = person_create (author, "关于冬季供暖办法的解读");
  g_autofree char *twice = NULL;
  g_autofree char *raised = NULL;

  g_assert_false (gb_check_blocks_by_context (gb_desk_get_checks (author->desk, NULL)));
  person_act (author, first, GB_EVENT_SUBMIT, NULL);
  /* × stands in the title, which PLACEHOLDER looks at. */
  g_assert_true (submit_is_blocked (author, before));

  restart_with_levels (office, "# columns: rule\tlevel\tname\treason\n"
                               "PLACEHOLDER\twarning\t李华\t模板里有\n"
                               "META-COLTYPE\tblock\t李华\t栏目要对\n");
  wait_for (gb_check_blocks_by_context (gb_desk_get_checks (author->desk, NULL)));
  g_assert_false (submit_is_blocked (author, before));
  wait_for (person_is_idle (author));
  g_assert_cmpstr (author->refused->str, ==, "");

  raised = person_create (author, "关于停车办法的解读");
  {
    g_autoptr (GbDocument) document = people_make_document ("关于停车办法的解读");
    g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (document));
    g_autoptr (GbDocument) moved = NULL;

    gb_metadata_set (metadata, "column", "tzgg");
    moved = gb_document_with_metadata (document, metadata, NULL);
    person_save (author, raised, moved);
  }
  g_assert_true (submit_is_blocked (author, raised));
  /* Kept for the next start, which may be without a network. */
  person_close (author);
  kill_portal (office);
  person_open (author);
  g_assert_true (submit_is_blocked (author, raised));

  start_portal (office);
  restart_with_levels (office, NULL);
  wait_for (!gb_check_blocks_by_context (gb_desk_get_checks (author->desk, NULL)));
  g_assert_false (submit_is_blocked (author, raised));
  wait_for (person_is_idle (author));
  twice = g_strdup (author->refused->str);
  g_assert_cmpstr (twice, ==, "");
}

/* What the desk tells the checker: its documents, the site's columns, the policy with its text. */
static void
test_context (gconstpointer user_data)
{
  Office *office = &shared;
  Person *author = office->author;
  g_autofree char *policy = person_create (author, "关于垃圾分类的政策原文");
  g_autofree char *id = person_create (author, "关于垃圾分类的解读");
  g_autoptr (GbDocument) document = people_make_document ("关于垃圾分类的解读");
  g_autoptr (GbMetadata) metadata = gb_metadata_copy (gb_document_get_metadata (document));
  g_autoptr (GPtrArray) relations =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_relation_free);
  g_autoptr (GbDocument) linked = NULL;
  g_autoptr (GbCheckContext) context = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  const GbCheckPolicy *found;
  gboolean is_copy = FALSE;
  GDate today;

  g_ptr_array_add (relations, gb_relation_new ("policy", policy, NULL, "关于垃圾分类的政策原文"));
  gb_metadata_set_relations (metadata, relations);
  linked = gb_document_with_metadata (document, metadata, NULL);
  person_save (author, id, linked);
  context = load_context (author, id, linked);
  g_assert_cmpstr (gb_check_context_get_document (context), ==, id);
  g_assert_cmpuint (gb_check_context_get_columns (context)->len, ==, 3);
  g_assert_cmpuint (gb_catalogue_get_length (gb_check_context_get_catalogue (context)), >=, 2);
  g_assert_cmpint (gb_check_context_get_legal (context), ==, GB_CHECK_LEGAL_NONE);
  g_assert_cmpuint (gb_check_context_get_policies (context)->len, ==, 1);
  found = g_ptr_array_index (gb_check_context_get_policies (context), 0);
  g_assert_cmpstr (found->id, ==, policy);
  g_assert_nonnull (found->grams);
  g_assert_false (g_date_valid (&found->published_on));

  /* Its own row of the catalogue is no other document. */
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 24, G_DATE_NOVEMBER, 2026);
  findings = gb_check_document_fully_with (linked, GB_CHECK_STAGE_SUBMIT, &today, NULL, context);
  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    g_assert_cmpstr (finding->rule, !=, "META-TITLE-DUP");
    is_copy = is_copy || strcmp (finding->rule, "INTERP-COPY") == 0;
  }
  /* Too short a text for a copy. */
  g_assert_false (is_copy);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/sync/office/trial-without-program", test_trial_without_program);
  g_test_add_data_func ("/sync/office/trial", NULL, test_trial);
  g_test_add_data_func ("/sync/office/whole-way", NULL, test_whole_way);
  g_test_add_data_func ("/sync/office/scheduled", NULL, test_scheduled);
  g_test_add_data_func ("/sync/office/emergency", NULL, test_emergency);
  g_test_add_data_func ("/sync/office/notes", NULL, test_notes);
  g_test_add_data_func ("/sync/office/notes-after-return", NULL, test_notes_after_return);
  g_test_add_data_func ("/sync/office/notes-offline", NULL, test_notes_offline);
  g_test_add_data_func ("/sync/office/notes-too-late", NULL, test_notes_too_late);
  g_test_add_data_func ("/sync/office/killed/before", GUINT_TO_POINTER (KILL_BEFORE), test_killed);
  g_test_add_data_func ("/sync/office/killed/at-once", GUINT_TO_POINTER (KILL_AT_ONCE),
                        test_killed);
  g_test_add_data_func ("/sync/office/killed/soon", GUINT_TO_POINTER (KILL_SOON), test_killed);
  g_test_add_data_func ("/sync/office/killed/somewhat-later", GUINT_TO_POINTER (KILL_SOMEWHAT),
                        test_killed);
  g_test_add_data_func ("/sync/office/both-offline", NULL, test_both_offline);
  g_test_add_data_func ("/sync/office/context", NULL, test_context);
  g_test_add_data_func ("/sync/office/levels", NULL, test_levels);

  open_office (&shared);
  status = g_test_run ();
  close_office (&shared);

  return status;
}
