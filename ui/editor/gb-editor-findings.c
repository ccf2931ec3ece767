/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns the last report as the page was given it, so that a page that starts again has it too, and
 * borrows the view. The page answers with numbers, which are read like everything from it: what
 * does not fit is a warning and nothing more. Main thread; made by GbEditor, used by the document
 * page. */

#define G_LOG_DOMAIN "gb-editor"

#include "config.h"

#include "editor/gb-editor-findings.h"

#include <json-glib/json-glib.h>

struct _GbEditorFindings {
  GObject parent_instance;

  /* Owned */
  char *given; /* (nullable): the report as JSON */

  /* Borrowed */
  GbEditorView *view;

  guint first; /* of the last report */
  guint next;  /* the first number that nobody has had */
  guint current;

  guint is_ready : 1;
};

G_DEFINE_FINAL_TYPE (GbEditorFindings, gb_editor_findings, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_CURRENT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
set_current (GbEditorFindings *self, guint current)
{
  if (self->current == current)
    return;
  self->current = current;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

static void
send (GbEditorFindings *self)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  if (!self->is_ready || self->given == NULL)
    return;
  g_variant_dict_insert (&arguments, "given", "s", self->given);
  gb_editor_view_call (self->view, "Editor.showFindings(given);", g_variant_dict_end (&arguments));
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_number (JsonBuilder *builder, const char *name, guint value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static char *
to_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static char *
report_to_json (const GbEditorFinding *findings, guint n_findings, guint first)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < n_findings; i++) {
    json_builder_begin_object (builder);
    add_number (builder, "id", first + i);
    add_string (builder, "block", findings[i].block);
    add_number (builder, "offset", findings[i].offset_chars);
    add_number (builder, "length", findings[i].length_chars);
    add_string (builder, "level", gb_finding_level_to_string (findings[i].level));
    add_string (builder, "text", findings[i].text);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  return to_json (builder);
}

static char *
mends_to_json (const GbEditorMend *mends, guint n_mends)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < n_mends; i++) {
    json_builder_begin_object (builder);
    add_number (builder, "id", mends[i].number);
    add_string (builder, "fix", mends[i].fix);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  return to_json (builder);
}

static void
gb_editor_findings_finalize (GObject *object)
{
  GbEditorFindings *self = GB_EDITOR_FINDINGS (object);

  g_free (self->given);
  G_OBJECT_CLASS (gb_editor_findings_parent_class)->finalize (object);
}

static void
gb_editor_findings_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GbEditorFindings *self = GB_EDITOR_FINDINGS (object);

  switch (id) {
  case PROP_CURRENT:
    g_value_set_uint (value, self->current);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gb_editor_findings_class_init (GbEditorFindingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gb_editor_findings_finalize;
  object_class->get_property = gb_editor_findings_get_property;

  properties[PROP_CURRENT] =
    g_param_spec_uint ("current", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gb_editor_findings_init (GbEditorFindings *self)
{
  self->first = 1;
  self->next = 1;
}

GbEditorFindings *
gb_editor_findings_new (GbEditorView *view)
{
  GbEditorFindings *self;

  g_return_val_if_fail (GB_IS_EDITOR_VIEW (view), NULL);

  self = g_object_new (GB_TYPE_EDITOR_FINDINGS, NULL);
  self->view = view;
  return self;
}

guint
gb_editor_findings_show (GbEditorFindings *self, const GbEditorFinding *findings, guint n_findings)
{
  g_return_val_if_fail (GB_IS_EDITOR_FINDINGS (self), 0);
  g_return_val_if_fail (findings != NULL || n_findings == 0, 0);

  self->first = self->next;
  self->next += n_findings;
  g_free (self->given);
  self->given = report_to_json (findings, n_findings, self->first);
  set_current (self, 0);
  send (self);
  return self->first;
}

guint
gb_editor_findings_get_current (GbEditorFindings *self)
{
  g_return_val_if_fail (GB_IS_EDITOR_FINDINGS (self), 0);

  return self->current;
}

void
gb_editor_findings_go_to (GbEditorFindings *self, guint number)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

  g_return_if_fail (GB_IS_EDITOR_FINDINGS (self));

  if (!self->is_ready)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  g_variant_dict_insert (&arguments, "id", "d", (double)number);
  gb_editor_view_call (self->view, "Editor.showFinding(id);", g_variant_dict_end (&arguments));
}

/* ───── Questions ───── */

static void
call_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *answer = NULL;

  if (!gb_editor_view_call_finish (GB_EDITOR_VIEW (object), result, &answer, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, g_free);
}

/* task: (transfer full). arguments: (transfer floating). */
static void
ask (GbEditorFindings *self, GTask *task, const char *script, GVariant *arguments)
{
  if (!self->is_ready) {
    g_variant_unref (g_variant_ref_sink (arguments));
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_INITIALIZED, "the page is not there");
    g_object_unref (task);
    return;
  }
  gb_editor_view_call_async (self->view, script, arguments, g_task_get_cancellable (task), call_cb,
                             task);
}

static gboolean
read_count (JsonObject *object, const char *name, guint *out_count)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < 0 || json_node_get_int (node) > G_MAXUINT)
    return FALSE;
  *out_count = (guint)json_node_get_int (node);
  return TRUE;
}

void
gb_editor_findings_step_async (GbEditorFindings *self,
                               int direction,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  GTask *task;

  g_return_if_fail (GB_IS_EDITOR_FINDINGS (self));
  g_return_if_fail (direction == 1 || direction == -1);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_editor_findings_step_async);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  g_variant_dict_insert (&arguments, "direction", "d", (double)direction);
  ask (self, task, "return Editor.stepFinding(direction);", g_variant_dict_end (&arguments));
}

gboolean
gb_editor_findings_step_finish (GbEditorFindings *self,
                                GAsyncResult *result,
                                guint *out_number,
                                GError **error)
{
  g_autofree char *answer = NULL;
  guint64 number;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (out_number != NULL, FALSE);

  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer == NULL)
    return FALSE;
  if (!g_ascii_string_to_unsigned (answer, 10, 0, G_MAXUINT, &number, NULL)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the page answered no number");
    return FALSE;
  }
  *out_number = (guint)number;
  return TRUE;
}

void
gb_editor_findings_mend_async (GbEditorFindings *self,
                               const GbEditorMend *mends,
                               guint n_mends,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *given = NULL;
  GTask *task;

  g_return_if_fail (GB_IS_EDITOR_FINDINGS (self));
  g_return_if_fail (mends != NULL || n_mends == 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gb_editor_findings_mend_async);
  given = mends_to_json (mends, n_mends);
  g_variant_dict_insert (&arguments, "given", "s", given);
  ask (self, task, "return Editor.mendFindings(given);", g_variant_dict_end (&arguments));
}

gboolean
gb_editor_findings_mend_finish (GbEditorFindings *self,
                                GAsyncResult *result,
                                guint *out_n_mended,
                                guint *out_n_refused,
                                GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *answer = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (out_n_mended != NULL && out_n_refused != NULL, FALSE);

  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer == NULL)
    return FALSE;
  root = json_from_string (answer, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root) ||
      !read_count (json_node_get_object (root), "mended", out_n_mended) ||
      !read_count (json_node_get_object (root), "refused", out_n_refused)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the page answered no counts");
    return FALSE;
  }
  return TRUE;
}

/* ───── For the editor ───── */

void
gb_editor_findings_set_ready (GbEditorFindings *self, gboolean ready)
{
  g_return_if_fail (GB_IS_EDITOR_FINDINGS (self));

  self->is_ready = !!ready;
}

void
gb_editor_findings_clear (GbEditorFindings *self)
{
  g_return_if_fail (GB_IS_EDITOR_FINDINGS (self));

  g_clear_pointer (&self->given, g_free);
  set_current (self, 0);
}

void
gb_editor_findings_restart (GbEditorFindings *self)
{
  g_return_if_fail (GB_IS_EDITOR_FINDINGS (self));

  send (self);
}

void
gb_editor_findings_update (GbEditorFindings *self, GVariant *state)
{
  guint number;

  g_return_if_fail (GB_IS_EDITOR_FINDINGS (self));
  g_return_if_fail (state != NULL);

  /* The number may be one of a report that the page has not replaced yet. */
  if (g_variant_lookup (state, "finding", "u", &number))
    set_current (self, number >= self->first && number < self->next ? number : 0);
}
