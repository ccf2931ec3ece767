/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the checker says about the open document: in the form, at the foot, before submission, and
 * the actions that go from finding to finding. Main thread.
 */

#define G_LOG_DOMAIN "gb-document-page"

#include "config.h"

#include "document/gb-document-page-private.h"

#include "check/gb-check-group.h"
#include "widgets/gb-messages.h"
#include "workflow/gb-verdicts.h"

#include <glib/gi18n.h>
#include <string.h>

static guint
count_blocking (GPtrArray *findings)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    n += finding->level == GB_FINDING_LEVEL_BLOCK ? 1 : 0;
  }
  return n;
}

/* findings: the gravest first. */
static void
show_banner (GbDocumentPage *self, GPtrArray *findings)
{
  guint n = count_blocking (findings);
  g_autofree char *text = NULL;

  if (n == 0) {
    gb_banner_box_hide (self->banners, "check");
    return;
  }
  if (n == 1)
    /* Translators: %s is what has to be mended */
    text = g_strdup_printf (_ ("One thing has to be mended first: %s"),
                            gb_message_for_finding (g_ptr_array_index (findings, 0)));
  else
    /* Translators: how many findings stop the submission */
    text = g_strdup_printf (
      ngettext ("%u thing has to be mended first.", "%u things have to be mended first.", n), n);
  gb_banner_box_show (self->banners, "check", GTK_MESSAGE_WARNING, text, _ ("_List Them"),
                      "page.list-findings");
}

static void
list_findings (GbDocumentPage *self)
{
  _gb_document_page_show_panel (self, "check");
  gb_check_panel_focus_first (self->check);
}

/* Those that stop the act, for what was said of them. */
static GPtrArray *
find_obstacles (GbDocumentPage *self, GbDocument *document, GbCheckStage stage)
{
  g_autoptr (GPtrArray) findings =
    gb_check_document_with (document, stage, gb_desk_get_checks (self->desk, NULL), self->context);
  g_autoptr (GPtrArray) marks = gb_check_marks_new (document, findings);
  g_autoptr (GArray) verdicts = gb_verdicts_new (
    marks, gb_workflow_get_notes (self->open->workflow), gb_document_get_digest (document));
  GPtrArray *obstacles = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_finding_free);

  for (guint i = 0; i < findings->len; i++) {
    GbFinding *finding = g_ptr_array_index (findings, i);

    if (gb_verdict_stops (&g_array_index (verdicts, GbVerdict, i), finding, stage))
      g_ptr_array_add (obstacles, gb_finding_ref (finding));
  }
  return obstacles;
}

gboolean
_gb_document_page_check (GbDocumentPage *self, GbCheckStage stage)
{
  GbDocument *document = gb_autosave_get_document (self->autosave);
  g_autoptr (GPtrArray) findings = find_obstacles (self, document, stage);
  guint n = count_blocking (findings);
  const GbFinding *first;

  show_banner (self, findings);
  if (n == 0)
    return TRUE;
  gb_properties_panel_show_all_errors (self->properties);
  gb_check_runner_set_document (self->runner, document);
  first = g_ptr_array_index (findings, 0);
  /* The only one is gone to; several are a list to work through. */
  if (n == 1) {
    gb_properties_panel_set_findings (self->properties, findings);
    _gb_document_page_mend (self, first->field, first->block);
  } else {
    self->wants_list = TRUE;
    list_findings (self);
  }
  return FALSE;
}

/* ───── What was found ───── */

/* gravest: (nullable) for none. The foot is laid out anew only when the sign is another one. */
static void
update_badge_image (GbDocumentPage *self, const GbCheckItem *gravest)
{
  static const char *const classes[] = { "error", "warning", "gb-hint" };
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self->check_image));
  const char *icon =
    gravest != NULL ? gb_check_icon_of_level (gravest->finding->level) : "object-select-symbolic";
  const char *class = gravest != NULL ? gb_check_class_of_level (gravest->finding->level) : NULL;
  const char *shown;

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++) {
    if (g_strcmp0 (classes[i], class) == 0)
      gtk_style_context_add_class (context, classes[i]);
    else
      gtk_style_context_remove_class (context, classes[i]);
  }
  gtk_image_get_icon_name (self->check_image, &shown, NULL);
  if (g_strcmp0 (shown, icon) != 0)
    gtk_image_set_from_icon_name (self->check_image, icon, GTK_ICON_SIZE_MENU);
}

/* In the foot: a number and a sign, and words for who asks. */
static void
update_badge (GbDocumentPage *self)
{
  GPtrArray *items = gb_check_runner_get_items (self->runner);
  GtkWidget *button = gtk_widget_get_ancestor (GTK_WIDGET (self->check_label), GTK_TYPE_BUTTON);
  guint n = items != NULL ? items->len : 0;
  guint n_blocking = gb_check_runner_count (self->runner, GB_FINDING_LEVEL_BLOCK);
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *words = NULL;

  if (items == NULL)
    words = g_strdup (_ ("The text is being checked"));
  else if (n == 0)
    words = g_strdup (_ ("The checker found nothing (F7)"));
  else if (n_blocking > 0)
    /* Translators: the second number is how many of them stop the submission */
    words = g_strdup_printf (ngettext ("%u finding, %u to be mended before submission (F7)",
                                       "%u findings, %u to be mended before submission (F7)", n),
                             n, n_blocking);
  else
    words = g_strdup_printf (ngettext ("%u finding (F7)", "%u findings (F7)", n), n);
  gtk_widget_set_visible (button, self->open != NULL);
  update_badge_image (self, n > 0 ? g_ptr_array_index (items, 0) : NULL);
  gtk_label_set_label (self->check_label, count);
  gtk_widget_set_visible (GTK_WIDGET (self->check_label), n > 0);
  gtk_widget_set_tooltip_text (button, words);
  atk_object_set_name (gtk_widget_get_accessible (button), words);
}

static void
runner_changed_cb (GbDocumentPage *self)
{
  g_autoptr (GPtrArray) findings = gb_check_runner_dup_findings (self->runner);

  update_badge (self);
  if (self->open == NULL || gb_check_runner_get_items (self->runner) == NULL)
    return;
  _gb_document_page_notes_update (self);
  gb_properties_panel_set_findings (self->properties, findings);
  if (gb_banner_box_get_text (self->banners, "check") != NULL)
    show_banner (self, findings);
  if (self->wants_list) {
    self->wants_list = FALSE;
    gb_check_panel_focus_first (self->check);
  }
}

void
_gb_document_page_recheck (GbDocumentPage *self)
{
  _gb_document_page_update_context (self);
  gb_check_panel_set_rights (self->check, _gb_document_page_get_rights (self));
  gb_check_runner_set_notes (
    self->runner, self->open != NULL ? gb_workflow_get_notes (self->open->workflow) : NULL);
  gb_check_runner_set_document (
    self->runner, self->open != NULL ? gb_autosave_get_document (self->autosave) : NULL);
  update_badge (self);
  _gb_document_page_notes_update (self);
}

/* ───── From finding to finding ───── */

/* Where the panel lies over the text it goes away. */
static void
show_text (GbDocumentPage *self)
{
  gtk_stack_set_visible_child_name (self->view_stack, "edit");
  if (hdy_flap_get_folded (self->flap))
    hdy_flap_set_reveal_flap (self->flap, FALSE);
}

static void
go_to_cb (GbDocumentPage *self, const GbCheckItem *item)
{
  const GbFinding *finding = item->finding;

  if (item->number == 0) {
    _gb_document_page_mend (self, finding->field, finding->block);
    return;
  }
  show_text (self);
  gb_editor_findings_go_to (gb_editor_get_findings (self->editor), item->number);
}

static void
told_cb (GbDocumentPage *self, const char *words)
{
  _gb_document_page_toast (self, words);
}

static void
step_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;
  gboolean is_next = strcmp (g_action_get_name (G_ACTION (action)), "next-finding") == 0;

  show_text (self);
  gb_check_panel_step (self->check, is_next ? 1 : -1);
}

static void
mend_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbDocumentPage *self = user_data;

  gtk_stack_set_visible_child_name (self->view_stack, "edit");
  gb_check_panel_mend (self->check,
                       strcmp (g_action_get_name (G_ACTION (action)), "mend-alike") == 0);
}

static void
list_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  list_findings (GB_DOCUMENT_PAGE (user_data));
}

void
_gb_document_page_check_init (GbDocumentPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "list-findings", .activate = list_activate_cb },
    { .name = "mend-alike", .activate = mend_activate_cb },
    { .name = "mend-finding", .activate = mend_activate_cb },
    { .name = "next-finding", .activate = step_activate_cb },
    { .name = "previous-finding", .activate = step_activate_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect_object (self->runner, "changed", G_CALLBACK (runner_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->check, "go-to", G_CALLBACK (go_to_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->check, "told", G_CALLBACK (told_cb), self, G_CONNECT_SWAPPED);
  update_badge (self);
  _gb_document_page_notes_init (self);
}
