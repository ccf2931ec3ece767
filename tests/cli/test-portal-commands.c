/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gongbaoctl demo and gongbaoctl publish as programs, against the real portal in a child process.
 * GB_GONGBAOCTL and GONGBAO_PORTAL name the programs. */
#define G_LOG_DOMAIN "test-portal-commands"

#include "config.h"

#include "cli/gb-cli-portal.h"
#include "document/gb-digest.h"
#include "document/gb-file-private.h"
#include "sync/gb-trial.h"

#include <string.h>

typedef struct {
  char *folder;
  GbTrial *trial;
} Fixture;

typedef struct {
  int status;
  char *out;
  char *err;
} Run;

static void
run_clear (Run *self)
{
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **out_result = user_data;

  *out_result = g_object_ref (result);
}

/* One portal for all tests: its accounts cost a second, and documents do not meet. */
static void
set_up (Fixture *self)
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("gb-publish-XXXXXX", NULL);
  folder = g_file_new_build_filename (self->folder, "portal", NULL);
  self->trial = gb_trial_new (folder);
  gb_trial_start_async (self->trial, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  gb_trial_start_finish (self->trial, result, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self)
{
  gb_trial_stop (self->trial);
  while (gb_trial_get_running (self->trial))
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->trial);
  _gb_remove_tree (self->folder);
  g_free (self->folder);
}

/* account: (nullable): none in the environment. */
static void
run (Fixture *self, Run *run, const char *account, const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  run_clear (run);
  g_strv_builder_add (builder, g_getenv ("GB_GONGBAOCTL"));
  g_strv_builder_addv (builder, (const char **)arguments);
  argv = g_strv_builder_end (builder);
  if (account != NULL) {
    g_subprocess_launcher_setenv (launcher, "GONGBAO_ACCOUNT", account, TRUE);
    g_subprocess_launcher_setenv (launcher, "GONGBAO_PASSWORD",
                                  gb_trial_get_password (self->trial, account), TRUE);
  }
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &run->out, &run->err, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  run->status = g_subprocess_get_exit_status (process);
  g_test_message ("%s%s", run->out, run->err);
}

static void
publish (Fixture *self, Run *out_run, const char *account, const char *file)
{
  g_autofree char *portal = g_strconcat ("--portal=", gb_trial_get_url (self->trial), NULL);
  const char *const arguments[] = { "publish", portal, file, NULL };

  run (self, out_run, account, arguments);
}

static char *
write_document (Fixture *self, const char *title, GbOpenness openness, GPtrArray *attachments)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strconcat (title, ".xml", NULL);
  char *path = g_build_filename (self->folder, name, NULL);
  GBytes *bytes;

  gb_metadata_set (metadata, "title", title);
  gb_metadata_set (metadata, "source", "本网");
  gb_metadata_set (metadata, "publisher", "示例县人民政府办公室");
  gb_metadata_set (metadata, "unit", "政府办公室");
  gb_metadata_set (metadata, "column", "zcjd");
  g_object_set (metadata, "openness", openness, NULL);
  document = gb_document_new (GB_DOCUMENT_KIND_INTERPRETATION, metadata,
                              "<body xmlns=\"" GB_DOCUMENT_XHTML_NS "\"><p>正文。</p></body>",
                              attachments, &error);
  g_assert_no_error (error);
  bytes = gb_document_get_bytes (document);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize)g_bytes_get_size (bytes), NULL));
  return path;
}

/* What a reviewer does in the program. */
static void
approve (Fixture *self, const char *account, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbPortalClient) client = gb_portal_client_new (gb_trial_get_url (self->trial), &error);
  g_autoptr (GbPortalSession) session =
    gb_cli_sign_in (client, account, gb_trial_get_password (self->trial, account), &error);
  g_autoptr (GbRoute) route = gb_route_new_default ();
  g_autoptr (GbPortalDocument) document = gb_cli_get_document (client, id, &error);
  g_autoptr (GbWorkflow) workflow = NULL;
  g_autoptr (GbEvent) event = NULL;
  g_autoptr (GbPortalReceipt) receipt = NULL;

  g_assert_no_error (error);
  workflow = gb_workflow_new (route, document->events);
  event = gb_cli_event_new (workflow, id, session->account, GB_EVENT_APPROVE,
                            gb_workflow_get_submitted (workflow), "同意");
  receipt = gb_cli_post_event (client, event, &error);
  g_assert_no_error (error);
}

static char *
dup_id (const char *out)
{
  const char *at = strstr (out, " as ");

  g_assert_nonnull (at);
  return g_strndup (at + 4, 36);
}

static void
test_publish (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  static const char *const reviewers[] = { "lihua", "wangqiang", "chenmin" };
  g_autofree char *file = write_document (self, "一份解读", GB_OPENNESS_PROACTIVE, NULL);
  g_autofree char *id = NULL;
  g_auto (Run) result = { 0 };

  publish (self, &result, "zhangxiao", file);
  g_assert_cmpint (result.status, ==, 0);
  g_assert_nonnull (strstr (result.out, "step 1 of 3, 一审, waits for the role section-head"));
  id = dup_id (result.out);

  /* Once more is no second document, and nobody jumps the queue. */
  publish (self, &result, "zhangxiao", file);
  g_assert_cmpint (result.status, ==, 0);
  g_assert_null (strstr (result.out, "submitted"));
  publish (self, &result, "zhaolei", file);
  g_assert_cmpint (result.status, ==, 0);
  g_assert_null (strstr (result.out, "published"));

  for (guint i = 0; i < G_N_ELEMENTS (reviewers); i++)
    approve (self, reviewers[i], id);
  publish (self, &result, "zhangxiao", file);
  g_assert_cmpint (result.status, ==, 0);
  g_assert_nonnull (strstr (result.out, "waits for an account that may publish"));
  publish (self, &result, "zhaolei", file);
  g_assert_cmpint (result.status, ==, 0);
  g_assert_nonnull (strstr (result.out, "published at http://127.0.0.1:"));
  publish (self, &result, "zhaolei", file);
  g_assert_cmpint (result.status, ==, 0);
  g_assert_null (strstr (result.out, "published at"));
}

static void
test_refusals (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  g_autofree char *good = write_document (self, "好", GB_OPENNESS_PROACTIVE, NULL);
  g_autofree char *unset = write_document (self, "未定", GB_OPENNESS_UNSET, NULL);
  g_autofree char *broken = g_build_filename (self->folder, "broken.xml", NULL);
  g_autofree char *missing = g_build_filename (self->folder, "missing.xml", NULL);
  g_auto (Run) result = { 0 };

  /* A reviewer may not bring in a text. */
  publish (self, &result, "lihua", good);
  g_assert_cmpint (result.status, ==, 1);
  g_assert_nonnull (strstr (result.err, "wrong-role"));
  publish (self, &result, "zhangxiao", unset);
  g_assert_cmpint (result.status, ==, 1);
  g_assert_nonnull (strstr (result.err, "META-OPENNESS"));
  g_assert_true (g_file_set_contents (broken, "<document", -1, NULL));
  publish (self, &result, "zhangxiao", broken);
  g_assert_cmpint (result.status, ==, 1);
  publish (self, &result, "zhangxiao", missing);
  g_assert_cmpint (result.status, ==, 2);
  publish (self, &result, NULL, good);
  g_assert_cmpint (result.status, ==, 2);
}

static void
test_wrong_use (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  g_autofree char *good = write_document (self, "好", GB_OPENNESS_PROACTIVE, NULL);
  const char *const nobody[] = { "publish", "--portal=http://127.0.0.1:9", good, NULL };
  const char *const insecure[] = { "publish", "--portal=http://portal.example.gov.cn", good, NULL };
  const char *const no_file[] = { "publish", "--portal=http://127.0.0.1:9", NULL };
  const char *const bad_id[] = { "publish", "--portal=http://127.0.0.1:9", "--id=1", good, NULL };
  const char *const bad_port[] = { "demo", "--port=70000", NULL };
  const char *const no_text[] = { "demo", "/nonexistent.txt", NULL };
  const char *const *const cases[] = { nobody, insecure, no_file, bad_id, bad_port, no_text };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (Run) result = { 0 };

    run (self, &result, "zhangxiao", cases[i]);
    g_assert_cmpint (result.status, ==, 2);
    g_assert_cmpstr (result.err, !=, "");
  }
}

static void
test_attachment (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  g_autoptr (GPtrArray) attachments =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_attachment_free);
  g_autofree char *digest = gb_digest_data ("分工", 6);
  g_autofree char *path = g_build_filename (self->folder, "分工.txt", NULL);
  g_autofree char *file = NULL;
  g_auto (Run) result = { 0 };

  g_ptr_array_add (attachments, gb_attachment_new (digest, "分工.txt", "text/plain", 6));
  file = write_document (self, "带附件", GB_OPENNESS_PROACTIVE, attachments);
  /* Another file of that name will not do. */
  g_assert_true (g_file_set_contents (path, "别的", -1, NULL));
  publish (self, &result, "zhangxiao", file);
  g_assert_cmpint (result.status, ==, 1);
  g_assert_nonnull (strstr (result.err, "分工.txt"));
  g_assert_true (g_file_set_contents (path, "分工", -1, NULL));
  publish (self, &result, "zhangxiao", file);
  g_assert_cmpint (result.status, ==, 0);
}

static void
test_password_file (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  g_autofree char *file = write_document (self, "口令", GB_OPENNESS_PROACTIVE, NULL);
  g_autofree char *path = g_build_filename (self->folder, "password", NULL);
  g_autofree char *portal = g_strconcat ("--portal=", gb_trial_get_url (self->trial), NULL);
  g_autofree char *option = g_strconcat ("--password-file=", path, NULL);
  g_autofree char *line =
    g_strconcat (gb_trial_get_password (self->trial, "zhangxiao"), "\n", NULL);
  const char *const arguments[] = { "publish", portal, "--account=zhangxiao", option, file, NULL };
  g_auto (Run) result = { 0 };

  run (self, &result, NULL, arguments);
  g_assert_cmpint (result.status, ==, 2);
  g_assert_nonnull (strstr (result.err, path));
  g_assert_true (g_file_set_contents (path, "wrong\n", -1, NULL));
  run (self, &result, NULL, arguments);
  g_assert_cmpint (result.status, ==, 2);
  g_assert_true (g_file_set_contents (path, line, -1, NULL));
  run (self, &result, NULL, arguments);
  g_assert_cmpint (result.status, ==, 0);
}

/* Twice into one folder: the second time the portal has a page already. */
static void
test_demo (gconstpointer data)
{
  Fixture *self = (Fixture *)data;
  g_autofree char *out = g_build_filename (self->folder, "demo", NULL);
  g_autofree char *page = g_build_filename (out, "page.html", NULL);
  g_autofree char *draft = g_build_filename (out, "draft.xml", NULL);
  const char *const arguments[] = { "demo", "--out", out, NULL };

  for (guint i = 0; i < 2; i++) {
    g_auto (Run) result = { 0 };
    g_autofree char *html = NULL;

    run (self, &result, NULL, arguments);
    g_assert_cmpint (result.status, ==, 0);
    g_assert_nonnull (strstr (result.out, "\npage: http://127.0.0.1:"));
    g_assert_cmpstr (result.err, ==, "");
    g_assert_true (g_file_get_contents (page, &html, NULL, NULL));
    g_assert_nonnull (strstr (html, "全面推进政务公开"));
    /* One file: nothing of it is fetched from the portal, which is gone. */
    g_assert_null (strstr (html, "src=\"/"));
    g_assert_null (strstr (html, "rel=\"stylesheet\""));
    g_assert_true (g_file_test (draft, G_FILE_TEST_EXISTS));
  }
}

#define ADD(name, func) g_test_add_data_func ("/portal-commands/" name, &fixture, func)

int
main (int argc, char *argv[])
{
  Fixture fixture = { 0 };
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("publish", test_publish);
  ADD ("refusals", test_refusals);
  ADD ("wrong-use", test_wrong_use);
  ADD ("attachment", test_attachment);
  ADD ("password-file", test_password_file);
  ADD ("demo", test_demo);
  set_up (&fixture);
  status = g_test_run ();
  tear_down (&fixture);
  return status;
}
