/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns nothing beyond its widgets; what it says is fixed when it is made. Main thread. Used by the
 * document page.
 */

#define G_LOG_DOMAIN "gb-decision-dialog"

#include "config.h"

#include "review/gb-decision-dialog.h"

#include "document/gb-text.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of gb_event_new_from_json (). */
#define MAX_OPINION_CHARS 2000

struct _GbDecisionDialog {
  GtkDialog parent_instance;

  /* Template children */
  GtkLabel *title_label;
  GtkLabel *version_label;
  GtkLabel *next_label;
  GtkLabel *explanation;
  GtkLabel *opinion_label;
  GtkTextView *opinion_view;
  GtkFlowBox *phrases;

  /* Borrowed */
  GtkWidget *accept_button;

  GbEventType type;

  guint is_required : 1;
};

typedef struct {
  GbEventType type;
  const char *title;
  const char *explanation; /* (nullable) */
  const char *ask;
  const char *button;
  const char *style_class;
  gboolean required;
  const char *phrases[6];
} Look;

static const Look looks[] = {
  {
    GB_EVENT_APPROVE,
    N_ ("Approve"),
    NULL,
    N_ ("Opinion (may stay empty)"),
    N_ ("_Approve"),
    GTK_STYLE_CLASS_SUGGESTED_ACTION,
    FALSE,
    { N_ ("I agree."), N_ ("I agree; please pass it on as prescribed."), NULL },
  },
  {
    GB_EVENT_RETURN,
    N_ ("Send Back"),
    NULL,
    N_ ("Reason"),
    N_ ("_Send Back"),
    GTK_STYLE_CLASS_SUGGESTED_ACTION,
    TRUE,
    { N_ ("There are mistakes in the wording; please correct them."),
      N_ ("The legal grounds are incomplete; please add them."),
      N_ ("Names, dates or numbers need to be verified."),
      N_ ("The form does not follow the standard; please adjust it."),
      N_ ("Please check for confidential or personal information."), NULL },
  },
  {
    GB_EVENT_WITHDRAW,
    N_ ("Take off the Portal"),
    N_ ("The page disappears from the portal, its columns, feeds and search. Its address then says "
        "that the document was withdrawn."),
    N_ ("Reason"),
    N_ ("_Take Off"),
    GTK_STYLE_CLASS_DESTRUCTIVE_ACTION,
    TRUE,
    { N_ ("The content is wrong."), N_ ("The content is out of date."),
      N_ ("It contains personal information."), NULL },
  },
  {
    GB_EVENT_EMERGENCY,
    N_ ("Emergency Release"),
    N_ ("The text becomes public at once, before it is reviewed. It stays flagged until someone "
        "else has approved it."),
    N_ ("Reason"),
    N_ ("_Release Now"),
    GTK_STYLE_CLASS_DESTRUCTIVE_ACTION,
    TRUE,
    { N_ ("A public emergency; the information cannot wait."),
      N_ ("A weather or disaster warning."), NULL },
  },
  {
    GB_EVENT_RATIFY,
    N_ ("Confirm the Emergency Release"),
    N_ ("You confirm afterwards that this text was rightly published before it was reviewed."),
    N_ ("Opinion (may stay empty)"),
    N_ ("_Confirm"),
    GTK_STYLE_CLASS_SUGGESTED_ACTION,
    FALSE,
    { N_ ("I agree."), NULL },
  },
  {
    GB_EVENT_IGNORE,
    N_ ("Ignore a Finding"),
    N_ ("It is left as it is, here and in later versions, as long as these words stay. Reviewers "
        "see it with your reason."),
    N_ ("Reason"),
    N_ ("_Ignore"),
    GTK_STYLE_CLASS_SUGGESTED_ACTION,
    TRUE,
    { N_ ("This is the official name."), N_ ("Quoted word for word from the original."),
      N_ ("Checked; it is right as it is."), NULL },
  },
  {
    GB_EVENT_OVERRIDE,
    N_ ("Let a Finding Pass"),
    N_ ("It no longer stops the publication of exactly this version. Your name and the reason are "
        "kept in the record for good."),
    N_ ("Reason"),
    N_ ("_Let It Pass"),
    GTK_STYLE_CLASS_DESTRUCTIVE_ACTION,
    TRUE,
    { N_ ("Verified with the drafting unit; it is right as it is."),
      N_ ("Checked; it is right as it is."), NULL },
  },
};

G_DEFINE_FINAL_TYPE (GbDecisionDialog, gb_decision_dialog, GTK_TYPE_DIALOG)

static const Look *
find_look (GbEventType type)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    if (looks[i].type == type)
      return &looks[i];
  }
  return NULL;
}

/* The one approval that needs words. */
static gboolean
is_secrecy_review (GbEventType type, GbWorkflow *workflow)
{
  int step = gb_workflow_get_step_index (workflow);

  return type == GB_EVENT_APPROVE && step >= 0 &&
         gb_route_get_step (gb_workflow_get_route (workflow), (guint)step)->kind == GB_STEP_SECRECY;
}

static void
opinion_changed_cb (GbDecisionDialog *self)
{
  g_autofree char *opinion = gb_decision_dialog_dup_opinion (self);
  gboolean is_long = g_utf8_strlen (opinion, -1) > MAX_OPINION_CHARS;
  gboolean is_missing = self->is_required && gb_text_is_blank (opinion);

  gtk_widget_set_sensitive (self->accept_button, !is_long && !is_missing);
  if (is_missing)
    gtk_widget_set_tooltip_text (self->accept_button, _ ("A reason is required."));
  else if (is_long)
    gtk_widget_set_tooltip_text (self->accept_button, _ ("The text is too long; shorten it."));
  else
    gtk_widget_set_tooltip_text (self->accept_button, NULL);
}

static void
phrase_clicked_cb (GbDecisionDialog *self, GtkButton *button)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->opinion_view);
  const char *phrase = g_object_get_data (G_OBJECT (button), "phrase");
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, phrase, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->opinion_view));
}

static void
add_phrase (GbDecisionDialog *self, const char *phrase)
{
  GtkWidget *child = gtk_flow_box_child_new ();
  GtkWidget *button = gtk_button_new_with_label (phrase);
  GtkWidget *label = gtk_bin_get_child (GTK_BIN (button));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (button, phrase);
  gtk_style_context_add_class (gtk_widget_get_style_context (button), "gb-phrase");
  gtk_widget_set_can_focus (child, FALSE);
  atk_object_set_name (gtk_widget_get_accessible (child), phrase);
  g_object_set_data_full (G_OBJECT (button), "phrase", g_strdup (phrase), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (phrase_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_container_add (GTK_CONTAINER (child), button);
  gtk_container_add (GTK_CONTAINER (self->phrases), child);
}

static char *
describe_next (GbEventType type, GbWorkflow *workflow)
{
  GbRoute *route = gb_workflow_get_route (workflow);
  guint next = (guint)(gb_workflow_get_step_index (workflow) + 1);

  switch (type) {
  case GB_EVENT_APPROVE:
    if (next < gb_route_get_n_steps (route)) {
      const GbRouteStep *step = gb_route_get_step (route, next);

      /* Translators: a step of the review, and the role that does it */
      return g_strdup_printf (_ ("Then it goes to %s (%s)."), step->name,
                              gb_name_of_role (step->role));
    }
    return g_strdup (_ ("Then it is ready for publication."));
  case GB_EVENT_RETURN:
    /* Translators: %s is a person’s name */
    return g_strdup_printf (_ ("It goes back to %s; all approvals so far become void."),
                            gb_workflow_get_author_name (workflow));
  case GB_EVENT_REVISE:
  case GB_EVENT_SUBMIT:
  case GB_EVENT_RECALL:
  case GB_EVENT_SCHEDULE:
  case GB_EVENT_UNSCHEDULE:
  case GB_EVENT_PUBLISH:
  case GB_EVENT_EMERGENCY:
  case GB_EVENT_PUBLISHED:
  case GB_EVENT_FAILED:
  case GB_EVENT_RATIFY:
  case GB_EVENT_WITHDRAW:
  case GB_EVENT_DISCARD:
  case GB_EVENT_IGNORE:
  case GB_EVENT_OVERRIDE:
  case GB_EVENT_REINSTATE:
  default:
    return NULL;
  }
}

static void
gb_decision_dialog_class_init (GbDecisionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-decision-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GbDecisionDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, GbDecisionDialog, version_label);
  gtk_widget_class_bind_template_child (widget_class, GbDecisionDialog, next_label);
  gtk_widget_class_bind_template_child (widget_class, GbDecisionDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, GbDecisionDialog, opinion_label);
  gtk_widget_class_bind_template_child (widget_class, GbDecisionDialog, opinion_view);
  gtk_widget_class_bind_template_child (widget_class, GbDecisionDialog, phrases);
}

static void
gb_decision_dialog_init (GbDecisionDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gb_decision_dialog_new (GtkWindow *parent,
                        GbEventType type,
                        GbWorkflow *workflow,
                        GbDocument *document)
{
  const Look *look = find_look (type);
  GbDecisionDialog *self;
  g_autofree char *digest = NULL;
  g_autofree char *version = NULL;
  g_autofree char *next = NULL;

  g_return_val_if_fail (look != NULL, NULL);
  g_return_val_if_fail (GB_IS_WORKFLOW (workflow), NULL);
  g_return_val_if_fail (GB_IS_DOCUMENT (document), NULL);

  self =
    g_object_new (GB_TYPE_DECISION_DIALOG, "transient-for", parent, "use-header-bar", TRUE, NULL);
  self->type = type;
  self->is_required = look->required || is_secrecy_review (type, workflow);
  gtk_window_set_title (GTK_WINDOW (self), _ (look->title));
  gtk_dialog_add_button (GTK_DIALOG (self), _ ("_Cancel"), GTK_RESPONSE_CANCEL);
  self->accept_button =
    gtk_dialog_add_button (GTK_DIALOG (self), _ (look->button), GTK_RESPONSE_ACCEPT);
  gtk_style_context_add_class (gtk_widget_get_style_context (self->accept_button),
                               look->style_class);

  gtk_label_set_text (self->title_label, gb_document_get_title (document));
  digest = gb_digest_to_short (gb_document_get_digest (document));
  /* Translators: %s is the beginning of a text’s fingerprint, such as 1a2b3c4d */
  version = g_strdup_printf (_ ("Version %s"), digest);
  gtk_label_set_text (self->version_label, version);
  next = describe_next (type, workflow);
  gtk_label_set_text (self->next_label, next != NULL ? next : "");
  gtk_widget_set_visible (GTK_WIDGET (self->next_label), next != NULL);
  gtk_label_set_text (self->explanation, look->explanation != NULL ? _ (look->explanation) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), look->explanation != NULL);
  gtk_label_set_text (self->opinion_label, is_secrecy_review (type, workflow)
                                             ? _ ("What the review of secrecy found")
                                             : _ (look->ask));
  for (guint i = 0; i < G_N_ELEMENTS (look->phrases) && look->phrases[i] != NULL; i++)
    add_phrase (self, _ (look->phrases[i]));
  gtk_widget_show_all (GTK_WIDGET (self->phrases));

  g_signal_connect_object (gtk_text_view_get_buffer (self->opinion_view), "changed",
                           G_CALLBACK (opinion_changed_cb), self, G_CONNECT_SWAPPED);
  opinion_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->opinion_view));
  return GTK_WIDGET (self);
}

GbEventType
gb_decision_dialog_get_event_type (GbDecisionDialog *self)
{
  g_return_val_if_fail (GB_IS_DECISION_DIALOG (self), GB_EVENT_APPROVE);

  return self->type;
}

char *
gb_decision_dialog_dup_opinion (GbDecisionDialog *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *text = NULL;
  GString *opinion;

  g_return_val_if_fail (GB_IS_DECISION_DIALOG (self), NULL);

  buffer = gtk_text_view_get_buffer (self->opinion_view);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  /* What was pasted may hold characters that no portal takes and nobody sees. */
  opinion = g_string_sized_new (strlen (text));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (gb_text_is_allowed (g_utf8_get_char (p)))
      g_string_append_len (opinion, p, g_utf8_next_char (p) - p);
  }
  return g_strstrip (g_string_free (opinion, FALSE));
}

void
gb_decision_dialog_set_opinion (GbDecisionDialog *self, const char *opinion)
{
  g_return_if_fail (GB_IS_DECISION_DIALOG (self));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->opinion_view), opinion, -1);
}

void
gb_decision_dialog_set_subject (GbDecisionDialog *self, const char *words, const char *message)
{
  g_return_if_fail (GB_IS_DECISION_DIALOG (self));

  gtk_label_set_text (self->title_label, words);
  gtk_label_set_text (self->next_label, message);
  gtk_widget_set_visible (GTK_WIDGET (self->next_label), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->version_label), self->type != GB_EVENT_IGNORE);
}

void
gb_decision_dialog_set_remarks (GbDecisionDialog *self, const char *remarks)
{
  g_return_if_fail (GB_IS_DECISION_DIALOG (self));

  gtk_label_set_text (self->explanation, remarks);
  gtk_widget_set_visible (GTK_WIDGET (self->explanation), *remarks != '\0');
}
