/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns its widgets; the metadata belongs to whoever made the binding group. Main thread. Used by
 * the properties panel.
 */

#define G_LOG_DOMAIN "gb-property-field"

#include "config.h"

#include "document/gb-property-field.h"

#include "document/gb-keywords-entry.h"
#include "document/gb-number-entry.h"
#include "widgets/gb-date-entry.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of the schema: one line, one paragraph, one address. */
#define MAX_LINE_CHARS      500
#define MAX_PARAGRAPH_CHARS 2000

struct _GbPropertyField {
  GtkBox parent_instance;

  /* Children */
  GtkLabel *label;
  GtkLabel *required;
  GtkLabel *error_label;
  GtkWidget *control;     /* what stands under the label */
  GtkWidget *focus_child; /* what gets the keyboard */

  /* Owned */
  char *property;
  char *own_error;     /* (nullable): what was typed cannot be kept */
  char *outside_error; /* (nullable): what the check says */

  /* Borrowed */
  GBindingGroup *bindings;

  GbControl kind;

  guint was_left : 1;
};

G_DEFINE_FINAL_TYPE (GbPropertyField, gb_property_field, GTK_TYPE_BOX)

enum {
  SIGNAL_LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *const article_ids[] = { "14", "15", "16-1", "16-2", "16-3" };

static void
update_error (GbPropertyField *self)
{
  const char *message = gb_property_field_get_error (self);
  AtkObject *accessible;

  gtk_label_set_text (self->error_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), message != NULL);
  if (self->focus_child == NULL)
    return;
  accessible = gtk_widget_get_accessible (self->focus_child);
  atk_object_set_description (accessible, message != NULL ? message : "");
  if (GTK_IS_ENTRY (self->focus_child)) {
    GtkStyleContext *context = gtk_widget_get_style_context (self->focus_child);

    if (message != NULL)
      gtk_style_context_add_class (context, GTK_STYLE_CLASS_ERROR);
    else
      gtk_style_context_remove_class (context, GTK_STYLE_CLASS_ERROR);
  }
}

static void
set_own_error (GbPropertyField *self, const char *message)
{
  if (g_strcmp0 (self->own_error, message) == 0)
    return;
  g_free (self->own_error);
  self->own_error = g_strdup (message);
  update_error (self);
}

static gboolean
is_forbidden (gunichar c)
{
  /* Embeddings, overrides and isolates make text read otherwise than it is stored. */
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || g_unichar_iscntrl (c);
}

/* What the schema calls a line: no breaks, tabs or control characters. */
static char *
to_line (const char *text)
{
  GString *line = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '\n' || c == '\r' || c == '\t')
      g_string_append_c (line, ' ');
    else if (!is_forbidden (c))
      g_string_append_unichar (line, c);
  }
  return g_string_free (line, FALSE);
}

static gboolean
line_to_metadata_cb (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  const char *text = g_value_get_string (from);

  g_value_take_string (to, to_line (text != NULL ? text : ""));
  return TRUE;
}

static gboolean
is_address (const char *text)
{
  const char *host;

  if (g_str_has_prefix (text, "https://"))
    host = text + strlen ("https://");
  else if (g_str_has_prefix (text, "http://"))
    host = text + strlen ("http://");
  else
    return FALSE;
  if (strpbrk (host, "\"<>") != NULL || strlen (text) > 2000)
    return FALSE;
  for (const char *p = host; *p != '\0'; p = g_utf8_next_char (p)) {
    if (g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  }
  return g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL) && *host != '\0' && *host != '/';
}

/* An address that is no address yet stays in the entry and out of the document. */
static gboolean
address_to_metadata_cb (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  GbPropertyField *self = user_data;
  const char *text = g_value_get_string (from);
  g_autofree char *line = g_strstrip (to_line (text != NULL ? text : ""));

  if (*line != '\0' && !is_address (line)) {
    set_own_error (self, _ ("Write the whole address, beginning with https:// or http://."));
    return FALSE;
  }
  set_own_error (self, NULL);
  g_value_set_string (to, line);
  return TRUE;
}

static void
date_valid_cb (GbPropertyField *self, GParamSpec *pspec, GbDateEntry *entry)
{
  set_own_error (self, gb_date_entry_get_valid (entry)
                         ? NULL
                         : _ ("This is not a date. Write it like 2026-11-24."));
}

static gboolean
id_from_metadata_cb (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  GbPropertyField *self = user_data;
  const char *id = g_value_get_string (from);

  /* A value that no choice stands for is shown all the same, or it would be lost unseen. */
  if (*id != '\0') {
    GtkTreeModel *model = gtk_combo_box_get_model (GTK_COMBO_BOX (self->focus_child));
    GtkTreeIter iter;
    gboolean found = FALSE;

    for (gboolean more = gtk_tree_model_get_iter_first (model, &iter); more && !found;
         more = gtk_tree_model_iter_next (model, &iter)) {
      g_autofree char *row = NULL;

      gtk_tree_model_get (model, &iter, 1, &row, -1);
      found = g_strcmp0 (row, id) == 0;
    }
    if (!found)
      gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (self->focus_child), id, id);
  }
  g_value_set_string (to, id);
  return TRUE;
}

static gboolean
id_to_metadata_cb (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  const char *id = g_value_get_string (from);

  g_value_set_string (to, id != NULL ? id : "");
  return TRUE;
}

static gboolean
validity_from_metadata_cb (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_autofree char *id = g_strdup_printf ("%d", g_value_get_int (from));

  g_value_set_string (to, id);
  return TRUE;
}

static gboolean
validity_to_metadata_cb (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  const char *id = g_value_get_string (from);

  g_value_set_int (to, id != NULL ? (int)g_ascii_strtoll (id, NULL, 10) : GB_VALIDITY_UNSET);
  return TRUE;
}

static gboolean
openness_from_metadata_cb (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  g_value_set_boolean (to, g_value_get_int (from) == GPOINTER_TO_INT (user_data));
  return TRUE;
}

static gboolean
openness_to_metadata_cb (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  /* The button that goes out says nothing; the one that goes in does. */
  if (!g_value_get_boolean (from))
    return FALSE;
  g_value_set_int (to, GPOINTER_TO_INT (user_data));
  return TRUE;
}

static void
bind (GbPropertyField *self,
      gpointer target,
      const char *target_property,
      GBindingTransformFunc from_metadata,
      GBindingTransformFunc to_metadata)
{
  g_binding_group_bind_full (self->bindings, self->property, target, target_property,
                             G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE, from_metadata,
                             to_metadata, self, NULL);
}

static gboolean
focus_out_cb (GbPropertyField *self)
{
  if (!self->was_left) {
    self->was_left = TRUE;
    g_signal_emit (self, signals[SIGNAL_LEFT], 0);
  }
  return GDK_EVENT_PROPAGATE;
}

static void
watch_focus (GbPropertyField *self, GtkWidget *widget)
{
  g_signal_connect_object (widget, "focus-out-event", G_CALLBACK (focus_out_cb), self,
                           G_CONNECT_SWAPPED);
}

static GtkWidget *
new_entry (GbPropertyField *self, gboolean is_address_entry)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_max_length (GTK_ENTRY (entry), is_address_entry ? 2000 : MAX_LINE_CHARS);
  if (is_address_entry) {
    gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_URL);
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), "https://");
  }
  bind (self, entry, "text", NULL, is_address_entry ? address_to_metadata_cb : line_to_metadata_cb);
  self->focus_child = entry;
  return entry;
}

static GtkWidget *
new_number_entry (GbPropertyField *self)
{
  GtkWidget *entry = gb_number_entry_new ();

  gtk_entry_set_max_length (GTK_ENTRY (entry), MAX_LINE_CHARS);
  bind (self, entry, "text", NULL, line_to_metadata_cb);
  self->focus_child = entry;
  return entry;
}

static GtkWidget *
new_date_entry (GbPropertyField *self, gboolean with_time)
{
  GtkWidget *entry = gb_date_entry_new (with_time);

  bind (self, entry, "date", NULL, NULL);
  g_signal_connect_object (entry, "notify::valid", G_CALLBACK (date_valid_cb), self,
                           G_CONNECT_SWAPPED);
  self->focus_child = GTK_WIDGET (gb_date_entry_get_entry (GB_DATE_ENTRY (entry)));
  return entry;
}

static GtkWidget *
new_combo (GbPropertyField *self)
{
  GtkWidget *combo = gtk_combo_box_text_new ();
  GList *cells = gtk_cell_layout_get_cells (GTK_CELL_LAYOUT (combo));

  g_object_set (cells->data, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  g_list_free (cells);
  self->focus_child = combo;
  return combo;
}

static GtkWidget *
new_column_combo (GbPropertyField *self)
{
  GtkWidget *combo = new_combo (self);

  gb_property_field_set_site (self, NULL);
  bind (self, combo, "active-id", id_from_metadata_cb, id_to_metadata_cb);
  return combo;
}

static GtkWidget *
new_article_combo (GbPropertyField *self)
{
  GtkWidget *combo = new_combo (self);

  gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (combo), "", _ ("Not chosen"));
  for (guint i = 0; i < G_N_ELEMENTS (article_ids); i++)
    gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (combo), article_ids[i],
                               gb_name_of_withhold_article (article_ids[i]));
  bind (self, combo, "active-id", id_from_metadata_cb, id_to_metadata_cb);
  return combo;
}

static GtkWidget *
new_validity_combo (GbPropertyField *self)
{
  GtkWidget *combo = new_combo (self);

  for (int v = GB_VALIDITY_UNSET; v <= GB_VALIDITY_EXPIRED; v++) {
    g_autofree char *id = g_strdup_printf ("%d", v);

    gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (combo), id, gb_name_of_validity (v));
  }
  bind (self, combo, "active-id", validity_from_metadata_cb, validity_to_metadata_cb);
  return combo;
}

static GtkWidget *
new_openness_buttons (GbPropertyField *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  /* Never shown: it is what is chosen as long as nothing is. */
  GtkWidget *none = gtk_radio_button_new (NULL);

  g_object_set_data_full (G_OBJECT (box), "none", g_object_ref_sink (none), g_object_unref);
  for (int o = GB_OPENNESS_UNSET; o <= GB_OPENNESS_WITHHELD; o++) {
    GtkWidget *button = none;

    if (o != GB_OPENNESS_UNSET) {
      button = gtk_radio_button_new_with_label_from_widget (GTK_RADIO_BUTTON (none),
                                                            gb_name_of_openness (o));
      gtk_container_add (GTK_CONTAINER (box), button);
      watch_focus (self, button);
    }
    if (o == GB_OPENNESS_PROACTIVE)
      self->focus_child = button;
    g_binding_group_bind_full (self->bindings, self->property, button, "active",
                               G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE,
                               openness_from_metadata_cb, openness_to_metadata_cb,
                               GINT_TO_POINTER (o), NULL);
  }
  return box;
}

static GtkWidget *
new_switch (GbPropertyField *self)
{
  GtkWidget *toggle = gtk_switch_new ();

  gtk_widget_set_halign (toggle, GTK_ALIGN_START);
  bind (self, toggle, "active", NULL, NULL);
  self->focus_child = toggle;
  return toggle;
}

static GtkWidget *
new_keywords_entry (GbPropertyField *self)
{
  GtkWidget *keywords = gb_keywords_entry_new ();

  bind (self, keywords, "keywords", NULL, NULL);
  self->focus_child = GTK_WIDGET (gb_keywords_entry_get_entry (GB_KEYWORDS_ENTRY (keywords)));
  return keywords;
}

static void
limit_paragraph_cb (GbPropertyField *self, GtkTextBuffer *buffer)
{
  if (gtk_text_buffer_get_char_count (buffer) > MAX_PARAGRAPH_CHARS) {
    /* Translators: %d is a number of characters */
    g_autofree char *message =
      g_strdup_printf (_ ("At most %d characters fit here."), MAX_PARAGRAPH_CHARS);

    set_own_error (self, message);
  } else {
    set_own_error (self, NULL);
  }
}

static gboolean
paragraph_to_metadata_cb (GBinding *binding, const GValue *from, GValue *to, gpointer user_data)
{
  const char *text = g_value_get_string (from);

  if (text != NULL && g_utf8_strlen (text, -1) > MAX_PARAGRAPH_CHARS)
    return FALSE;
  return line_to_metadata_cb (binding, from, to, user_data);
}

static GtkWidget *
new_paragraph (GbPropertyField *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new (NULL, NULL);
  GtkWidget *view = gtk_text_view_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_shadow_type (GTK_SCROLLED_WINDOW (scroller), GTK_SHADOW_IN);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 84);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 180);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  g_object_set (view, "left-margin", 8, "right-margin", 8, "top-margin", 6, "bottom-margin", 6,
                NULL);
  gtk_container_add (GTK_CONTAINER (scroller), view);
  bind (self, buffer, "text", NULL, paragraph_to_metadata_cb);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (limit_paragraph_cb), self,
                           G_CONNECT_SWAPPED);
  self->focus_child = view;
  return scroller;
}

static GtkWidget *
new_control (GbPropertyField *self)
{
  switch (self->kind) {
  case GB_CONTROL_LINE:
  case GB_CONTROL_ADDRESS:
    return new_entry (self, self->kind == GB_CONTROL_ADDRESS);
  case GB_CONTROL_NUMBER:
    return new_number_entry (self);
  case GB_CONTROL_DATE:
  case GB_CONTROL_DATE_TIME:
    return new_date_entry (self, self->kind == GB_CONTROL_DATE_TIME);
  case GB_CONTROL_COLUMN:
    return new_column_combo (self);
  case GB_CONTROL_OPENNESS:
    return new_openness_buttons (self);
  case GB_CONTROL_ARTICLE:
    return new_article_combo (self);
  case GB_CONTROL_VALIDITY:
    return new_validity_combo (self);
  case GB_CONTROL_SWITCH:
    return new_switch (self);
  case GB_CONTROL_KEYWORDS:
    return new_keywords_entry (self);
  case GB_CONTROL_PARAGRAPH:
    return new_paragraph (self);
  case GB_CONTROL_NONE:
  default:
    return NULL;
  }
}

static void
gb_property_field_finalize (GObject *object)
{
  GbPropertyField *self = GB_PROPERTY_FIELD (object);

  g_free (self->property);
  g_free (self->own_error);
  g_free (self->outside_error);

  G_OBJECT_CLASS (gb_property_field_parent_class)->finalize (object);
}

static void
gb_property_field_class_init (GbPropertyFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gb_property_field_finalize;

  signals[SIGNAL_LEFT] = g_signal_new ("left", GB_TYPE_PROPERTY_FIELD, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
}

static void
gb_property_field_init (GbPropertyField *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 3);

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->label)),
                               "gb-field-label");
  gtk_container_add (GTK_CONTAINER (head), GTK_WIDGET (self->label));

  self->required = GTK_LABEL (gtk_label_new (_ ("required")));
  gtk_widget_set_no_show_all (GTK_WIDGET (self->required), TRUE);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->required)),
                               "gb-field-required");
  gtk_box_pack_end (GTK_BOX (head), GTK_WIDGET (self->required), FALSE, FALSE, 0);
  gtk_container_add (GTK_CONTAINER (self), head);

  self->error_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->error_label, 0);
  gtk_label_set_line_wrap (self->error_label, TRUE);
  gtk_label_set_line_wrap_mode (self->error_label, PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_no_show_all (GTK_WIDGET (self->error_label), TRUE);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->error_label)),
                               "gb-field-error");
  gtk_box_pack_end (GTK_BOX (self), GTK_WIDGET (self->error_label), FALSE, FALSE, 0);
}

GtkWidget *
gb_property_field_new (const char *property, GbControl control, GBindingGroup *bindings)
{
  GbPropertyField *self = g_object_new (GB_TYPE_PROPERTY_FIELD, NULL);
  GtkWidget *widget;

  self->property = g_strdup (property);
  self->kind = control;
  self->bindings = bindings;
  gtk_label_set_text (self->label, gb_name_of_field (property));
  widget = new_control (self);
  if (widget != NULL)
    gb_property_field_set_control (self, widget);
  gtk_widget_show_all (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

const char *
gb_property_field_get_property_name (GbPropertyField *self)
{
  g_return_val_if_fail (GB_IS_PROPERTY_FIELD (self), NULL);

  return self->property;
}

GtkWidget *
gb_property_field_get_control (GbPropertyField *self)
{
  g_return_val_if_fail (GB_IS_PROPERTY_FIELD (self), NULL);

  return self->control;
}

void
gb_property_field_set_control (GbPropertyField *self, GtkWidget *control)
{
  GtkWidget *named;

  g_return_if_fail (GB_IS_PROPERTY_FIELD (self));
  g_return_if_fail (GTK_IS_WIDGET (control));

  self->control = control;
  if (self->focus_child == NULL)
    self->focus_child = control;
  gtk_box_pack_start (GTK_BOX (self), control, FALSE, TRUE, 0);
  gtk_label_set_mnemonic_widget (self->label, self->focus_child);
  /* A combo box is called by what is chosen, and the first of several buttons by what it chooses;
   * the label is said before it. */
  named = GTK_IS_RADIO_BUTTON (self->focus_child) ? control : self->focus_child;
  if (!GTK_IS_COMBO_BOX (named))
    atk_object_set_name (gtk_widget_get_accessible (named), gb_name_of_field (self->property));
  watch_focus (self, self->focus_child);
}

void
gb_property_field_set_required (GbPropertyField *self, gboolean required)
{
  g_return_if_fail (GB_IS_PROPERTY_FIELD (self));

  gtk_widget_set_visible (GTK_WIDGET (self->required), required);
}

void
gb_property_field_set_editable (GbPropertyField *self, gboolean editable)
{
  g_return_if_fail (GB_IS_PROPERTY_FIELD (self));

  /* Text that may not be changed can still be selected and copied. */
  if (GB_IS_KEYWORDS_ENTRY (self->control))
    gb_keywords_entry_set_editable (GB_KEYWORDS_ENTRY (self->control), editable);
  else if (GTK_IS_ENTRY (self->control))
    gtk_editable_set_editable (GTK_EDITABLE (self->control), editable);
  else if (GTK_IS_TEXT_VIEW (self->focus_child))
    gtk_text_view_set_editable (GTK_TEXT_VIEW (self->focus_child), editable);
  else if (self->kind != GB_CONTROL_NONE)
    gtk_widget_set_sensitive (self->control, editable);
}

void
gb_property_field_set_error (GbPropertyField *self, const char *message)
{
  g_return_if_fail (GB_IS_PROPERTY_FIELD (self));

  if (g_strcmp0 (self->outside_error, message) == 0)
    return;
  g_free (self->outside_error);
  self->outside_error = g_strdup (message);
  update_error (self);
}

const char *
gb_property_field_get_error (GbPropertyField *self)
{
  g_return_val_if_fail (GB_IS_PROPERTY_FIELD (self), NULL);

  return self->own_error != NULL ? self->own_error : self->outside_error;
}

gboolean
gb_property_field_get_was_left (GbPropertyField *self)
{
  g_return_val_if_fail (GB_IS_PROPERTY_FIELD (self), FALSE);

  return self->was_left;
}

void
gb_property_field_reset (GbPropertyField *self)
{
  g_return_if_fail (GB_IS_PROPERTY_FIELD (self));

  self->was_left = FALSE;
  g_clear_pointer (&self->own_error, g_free);
  g_clear_pointer (&self->outside_error, g_free);
  update_error (self);
}

void
gb_property_field_focus (GbPropertyField *self)
{
  g_return_if_fail (GB_IS_PROPERTY_FIELD (self));

  gtk_widget_grab_focus (self->focus_child);
}

void
gb_property_field_set_site (GbPropertyField *self, GbSite *site)
{
  GtkComboBoxText *combo;
  g_autofree char *active = NULL;

  g_return_if_fail (GB_IS_PROPERTY_FIELD (self));
  g_return_if_fail (self->kind == GB_CONTROL_COLUMN);

  combo = GTK_COMBO_BOX_TEXT (self->focus_child);
  active = g_strdup (gtk_combo_box_get_active_id (GTK_COMBO_BOX (combo)));
  /* Without the guard the choice would be lost to the metadata while the list is empty. */
  g_object_freeze_notify (G_OBJECT (combo));
  gtk_combo_box_text_remove_all (combo);
  gtk_combo_box_text_append (combo, "", _ ("Not chosen"));
  if (site != NULL) {
    GPtrArray *columns = gb_site_get_columns (site);

    for (guint i = 0; i < columns->len; i++) {
      GbSiteColumn *column = g_ptr_array_index (columns, i);

      gtk_combo_box_text_append (combo, column->id, column->name);
    }
  }
  if (active != NULL && *active != '\0' &&
      !gtk_combo_box_set_active_id (GTK_COMBO_BOX (combo), active)) {
    gtk_combo_box_text_append (combo, active, active);
    gtk_combo_box_set_active_id (GTK_COMBO_BOX (combo), active);
  } else if (active == NULL || *active == '\0') {
    gtk_combo_box_set_active_id (GTK_COMBO_BOX (combo), "");
  }
  g_object_thaw_notify (G_OBJECT (combo));
}
