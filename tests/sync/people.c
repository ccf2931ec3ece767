/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "people.h"

#include "document/gb-file-private.h"

#include <string.h>

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

void
people_iterate (void)
{
  guint source = g_timeout_add (10, tick_cb, NULL);
  GSource *found;

  g_main_context_iteration (NULL, TRUE);
  found = g_main_context_find_source_by_id (NULL, source);
  if (found != NULL)
    g_source_destroy (found);
}

void
people_idle (guint time_ms)
{
  gint64 deadline = g_get_monotonic_time () + time_ms * 1000;

  while (g_get_monotonic_time () < deadline)
    people_iterate ();
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out_result = user_data;

  *out_result = g_object_ref (result);
}

static void
append (GString *string, const char *word)
{
  g_string_append_printf (string, "%s%s", string->len > 0 ? " " : "", word);
}

static void
refused_cb (GbDesk *desk, const char *document, const char *type, const char *detail, Person *self)
{
  append (self->refused, type);
  g_test_message ("%s refused %s: %s", gb_account_get_id (self->account), type, detail);
}

static void
accepted_cb (GbDesk *desk, GbEvent *event, Person *self)
{
  append (self->accepted, gb_event_type_to_string (event->type));
}

Person *
person_new (const char *url, GbAccount *account, const char *token)
{
  g_autofree char *path = g_dir_make_tmp ("gongbao-desk-XXXXXX", NULL);
  Person *self = g_new0 (Person, 1);

  self->url = g_strdup (url);
  self->folder = g_file_new_for_path (path);
  self->account = gb_account_ref (account);
  self->token = g_strdup (token);
  self->refused = g_string_new (NULL);
  self->accepted = g_string_new (NULL);
  person_open (self);

  return self;
}

Person *
person_new_trial (const char *url, const char *id, const char *token)
{
  static const struct {
    const char *id;
    const char *name;
    const char *unit;
    guint roles;
    guint rights;
  } people[] = {
    { "zhangxiao", "张晓", "政府办公室", GB_ROLE_DRAFTER, 0 },
    { "lihua", "李华", "政府办公室", GB_ROLE_SECTION_HEAD, 0 },
    { "wangqiang", "王强", "政府办公室", GB_ROLE_DEPUTY, 0 },
    { "chenmin", "陈敏", "政府办公室", GB_ROLE_CHIEF, GB_RIGHT_EMERGENCY },
    { "zhaolei", "赵蕾", "政务公开办", GB_ROLE_PUBLISHER, 0 },
    { "liuyang", "刘洋", "政府办公室", GB_ROLE_DRAFTER, 0 },
    { "sunli", "孙丽", "教育局", GB_ROLE_DRAFTER, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    if (strcmp (people[i].id, id) == 0) {
      g_autoptr (GbAccount) account = gb_account_new (people[i].id, people[i].name, people[i].unit,
                                                      people[i].roles, people[i].rights);

      return person_new (url, account, token);
    }
  }

  g_assert_not_reached ();
}

void
person_free (Person *self)
{
  person_close (self);
  _gb_remove_tree (g_file_peek_path (self->folder));
  g_free (self->url);
  g_object_unref (self->folder);
  gb_account_unref (self->account);
  g_free (self->token);
  g_string_free (self->refused, TRUE);
  g_string_free (self->accepted, TRUE);
  g_free (self);
}

void
person_open (Person *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (self->desk);
  gb_desk_open_async (self->folder, self->url, self->account, self->token, NULL, done_cb, &result);
  wait_for (result != NULL);
  self->desk = gb_desk_open_finish (result, &error);
  g_assert_no_error (error);
  g_signal_connect (self->desk, "refused", G_CALLBACK (refused_cb), self);
  g_signal_connect (self->desk, "accepted", G_CALLBACK (accepted_cb), self);
  gb_desk_start (self->desk);
}

void
person_close (Person *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (self->desk == NULL)
    return;

  gb_desk_close_async (self->desk, done_cb, &result);
  wait_for (result != NULL);
  gb_desk_close_finish (self->desk, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);

  /* Requests that were cancelled return before the last reference goes. */
  g_object_add_weak_pointer (G_OBJECT (self->desk), (gpointer *)&self->desk);
  g_object_unref (self->desk);
  wait_for (self->desk == NULL);
}

GbDocument *
people_make_document (const char *title)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autofree char *body = g_markup_printf_escaped (
    "<body xmlns=\"http://www.w3.org/1999/xhtml\"><p>%s</p>"
    "<p>近日，市人民政府办公室印发了实施意见，现就有关内容解读如下。</p></body>",
    title);
  g_autoptr (GError) error = NULL;
  GbDocument *document;

  gb_metadata_set (metadata, "title", title);
  gb_metadata_set (metadata, "source", "示例县人民政府办公室");
  gb_metadata_set (metadata, "publisher", "示例县人民政府办公室");
  gb_metadata_set (metadata, "unit", "政府办公室");
  gb_metadata_set (metadata, "author", "张晓");
  gb_metadata_set (metadata, "column", "zcjd");
  gb_metadata_set (metadata, "summary", "对实施意见的解读");
  gb_metadata_set (metadata, "made-on", "2026-01-05");
  g_object_set (metadata, "openness", GB_OPENNESS_PROACTIVE, NULL);
  document = gb_document_new (GB_DOCUMENT_KIND_INTERPRETATION, metadata, body, NULL, &error);
  g_assert_no_error (error);

  return document;
}

GBytes *
people_blob (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

char *
person_create (Person *self, const char *title)
{
  g_autoptr (GbDocument) document = people_make_document (title);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  gb_desk_create_async (self->desk, document, NULL, done_cb, &result);
  wait_for (result != NULL);
  id = gb_desk_create_finish (self->desk, result, &error);
  g_assert_no_error (error);

  return id;
}

void
person_save (Person *self, const char *id, GbDocument *document)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gb_desk_save_async (self->desk, id, document, NULL, done_cb, &result);
  wait_for (result != NULL);
  gb_desk_save_finish (self->desk, result, &error);
  g_assert_no_error (error);
}

char *
person_write (Person *self, const char *id, const char *title)
{
  g_autoptr (GbDocument) document = people_make_document (title);

  person_save (self, id, document);

  return g_strdup (gb_document_get_digest (document));
}

GbEvent *
person_note (Person *self,
             const char *id,
             GbEventType type,
             const char *rule,
             const char *reason,
             GError **error)
{
  g_autoptr (GbOpenDocument) open = person_load (self, id);
  g_autoptr (GPtrArray) findings = gb_check_document (open->document, GB_CHECK_STAGE_PUBLISH);
  g_autoptr (GPtrArray) marks = gb_check_marks_new (open->document, findings);
  GPtrArray *notes = gb_workflow_get_notes (open->workflow);
  g_autoptr (GAsyncResult) result = NULL;
  const char *subject = NULL;
  GbCheckMark *mark = NULL;

  for (guint i = 0; type != GB_EVENT_REINSTATE && mark == NULL && i < marks->len; i++) {
    GbCheckMark *candidate = g_ptr_array_index (marks, i);

    if (strcmp (candidate->rule, rule) == 0)
      mark = candidate;
  }
  if (type == GB_EVENT_REINSTATE) {
    g_assert_cmpuint (notes->len, >, 0);
    subject = ((const GbEvent *)g_ptr_array_index (notes, notes->len - 1))->id;
  } else {
    g_assert_nonnull (mark);
  }
  gb_desk_note_async (self->desk, id, type, gb_document_get_digest (open->document), mark, subject,
                      reason, NULL, done_cb, &result);
  wait_for (result != NULL);

  return gb_desk_act_finish (self->desk, result, error);
}

GbOpenDocument *
person_load (Person *self, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GbOpenDocument *document;

  gb_desk_load_async (self->desk, id, NULL, done_cb, &result);
  wait_for (result != NULL);
  document = gb_desk_load_finish (self->desk, result, &error);
  if (document == NULL)
    g_assert_error (error, GB_DESK_ERROR, GB_DESK_ERROR_NOT_FOUND);

  return document;
}

GbState
person_state (Person *self, const char *id)
{
  g_autoptr (GbOpenDocument) document = person_load (self, id);

  return document != NULL ? document->summary->state : GB_N_STATES;
}

GbEvent *
person_try (Person *self, const char *id, GbEventType type, const char *opinion, GError **error)
{
  g_autoptr (GbOpenDocument) document = person_load (self, id);
  g_autoptr (GAsyncResult) result = NULL;
  const char *digest;

  g_assert_nonnull (document);
  digest = type == GB_EVENT_SUBMIT || type == GB_EVENT_EMERGENCY
             ? gb_document_get_digest (document->document)
             : gb_workflow_get_head (document->workflow);
  gb_desk_act_async (self->desk, id, type, digest, opinion, g_get_real_time () + G_TIME_SPAN_DAY,
                     NULL, done_cb, &result);
  wait_for (result != NULL);

  return gb_desk_act_finish (self->desk, result, error);
}

void
person_act (Person *self, const char *id, GbEventType type, const char *opinion)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbEvent) event = person_try (self, id, type, opinion, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (event->seq, ==, 0);
}

gboolean
person_sees (Person *self, GbBox box, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;

  gb_desk_list_async (self->desk, box, NULL, NULL, NULL, done_cb, &result);
  wait_for (result != NULL);
  list = gb_desk_list_finish (self->desk, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++) {
    const GbSummary *summary = g_ptr_array_index (list, i);

    if (strcmp (summary->id, id) == 0)
      return TRUE;
  }

  return FALSE;
}

GPtrArray *
person_outbox (Person *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *list;

  gb_desk_list_outbox_async (self->desk, NULL, done_cb, &result);
  wait_for (result != NULL);
  list = gb_desk_list_outbox_finish (self->desk, result, &error);
  g_assert_no_error (error);

  return list;
}

gboolean
person_is_idle (Person *self)
{
  g_autoptr (GPtrArray) outbox = NULL;

  if (gb_desk_get_network (self->desk) != GB_NETWORK_SYNCED)
    return FALSE;
  outbox = person_outbox (self);

  return outbox->len == 0;
}

void
person_cancel (Person *self, gint64 row)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gb_desk_cancel_operation_async (self->desk, row, NULL, done_cb, &result);
  wait_for (result != NULL);
  gb_desk_cancel_operation_finish (self->desk, result, &error);
  g_assert_no_error (error);
}
