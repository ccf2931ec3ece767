/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns a copy of the document's metadata, to which the fields are bound. Main thread. Used by the
 * document page.
 */

#define G_LOG_DOMAIN "gb-properties-panel"

#include "config.h"

#include "document/gb-properties-panel.h"

#include "document/gb-attachments-list.h"
#include "document/gb-property-field.h"
#include "document/gb-relations-list.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>

#define SHOWN_US G_USEC_PER_SEC

typedef enum {
  WHEN_ALWAYS,
  WHEN_OFFICIAL, /* 公文 only, or when something stands in it */
  WHEN_NOT_OPEN, /* openness other than 主动公开 */
  WHEN_VALIDITY, /* a normative document, or one whose validity is stated */
} When;

typedef enum {
  REQUIRED_NEVER,
  REQUIRED_ALWAYS,
  REQUIRED_OFFICIAL,
} Required;

typedef struct {
  const char *group; /* (nullable): begins a new group */
  const char *property;
  GbControl control;
  When when;
  Required required;
} Spec;

/* What the check blocks on is marked from the start. */
static const Spec specs[] = {
  { N_ ("Publication"), "column", GB_CONTROL_COLUMN, WHEN_ALWAYS, REQUIRED_ALWAYS },
  { NULL, "source", GB_CONTROL_LINE, WHEN_ALWAYS, REQUIRED_ALWAYS },
  { NULL, "source-url", GB_CONTROL_ADDRESS, WHEN_ALWAYS, REQUIRED_NEVER },
  { NULL, "originally-published", GB_CONTROL_DATE_TIME, WHEN_ALWAYS, REQUIRED_NEVER },
  { NULL, "publisher", GB_CONTROL_LINE, WHEN_ALWAYS, REQUIRED_ALWAYS },
  { NULL, "unit", GB_CONTROL_LINE, WHEN_ALWAYS, REQUIRED_NEVER },
  { NULL, "author", GB_CONTROL_LINE, WHEN_ALWAYS, REQUIRED_NEVER },

  { N_ ("Official document"), "document-number", GB_CONTROL_NUMBER, WHEN_OFFICIAL, REQUIRED_NEVER },
  { NULL, "made-on", GB_CONTROL_DATE, WHEN_ALWAYS, REQUIRED_OFFICIAL },
  { NULL, "index-number", GB_CONTROL_LINE, WHEN_ALWAYS, REQUIRED_NEVER },
  { NULL, "genre", GB_CONTROL_LINE, WHEN_OFFICIAL, REQUIRED_NEVER },
  { NULL, "theme", GB_CONTROL_LINE, WHEN_ALWAYS, REQUIRED_NEVER },
  { NULL, "normative", GB_CONTROL_SWITCH, WHEN_OFFICIAL, REQUIRED_NEVER },
  { NULL, "validity", GB_CONTROL_VALIDITY, WHEN_OFFICIAL, REQUIRED_NEVER },
  { NULL, "valid-from", GB_CONTROL_DATE, WHEN_VALIDITY, REQUIRED_NEVER },
  { NULL, "valid-until", GB_CONTROL_DATE, WHEN_VALIDITY, REQUIRED_NEVER },
  { NULL, "needs-interpretation", GB_CONTROL_SWITCH, WHEN_OFFICIAL, REQUIRED_NEVER },

  { N_ ("Disclosure"), "openness", GB_CONTROL_OPENNESS, WHEN_ALWAYS, REQUIRED_ALWAYS },
  { NULL, "withhold-article", GB_CONTROL_ARTICLE, WHEN_NOT_OPEN, REQUIRED_ALWAYS },
  { NULL, "withhold-reason", GB_CONTROL_PARAGRAPH, WHEN_NOT_OPEN, REQUIRED_ALWAYS },

  { N_ ("Relations"), "relations", GB_CONTROL_NONE, WHEN_ALWAYS, REQUIRED_NEVER },

  { N_ ("Summary and keywords"), "summary", GB_CONTROL_PARAGRAPH, WHEN_ALWAYS, REQUIRED_NEVER },
  { NULL, "keywords", GB_CONTROL_KEYWORDS, WHEN_ALWAYS, REQUIRED_NEVER },

  { N_ ("Attachments"), "attachments", GB_CONTROL_NONE, WHEN_ALWAYS, REQUIRED_NEVER },
};

struct _GbPropertiesPanel {
  GtkBin parent_instance;

  /* Children */
  GtkScrolledWindow *scroller;
  GbPropertyField *fields[G_N_ELEMENTS (specs)];
  GbRelationsList *relations;
  GbAttachmentsList *attachments;

  /* Owned */
  GbDesk *desk;
  GbMetadata *metadata;
  GBindingGroup *bindings;
  GPtrArray *findings; /* (nullable), of GbFinding */
  char *id;            /* (nullable) */
  GbDocumentKind kind;

  GtkWidget *shown_field; /* (nullable) (borrowed): kept in sight until shown_until */
  gint64 shown_until;     /* monotonic, µs */

  guint is_editable : 1;
  guint is_loading : 1; /* what changes now is not the person's doing */
  guint shows_all : 1;
};

G_DEFINE_FINAL_TYPE (GbPropertiesPanel, gb_properties_panel, GTK_TYPE_BIN)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_given (GbPropertiesPanel *self, const Spec *spec)
{
  switch (spec->control) {
  case GB_CONTROL_SWITCH: {
    gboolean active;

    g_object_get (self->metadata, spec->property, &active, NULL);
    return active;
  }
  case GB_CONTROL_VALIDITY:
    return gb_metadata_get_validity (self->metadata) != GB_VALIDITY_UNSET;
  case GB_CONTROL_OPENNESS:
  case GB_CONTROL_KEYWORDS:
  case GB_CONTROL_NONE:
    return TRUE;
  case GB_CONTROL_LINE:
  case GB_CONTROL_ADDRESS:
  case GB_CONTROL_NUMBER:
  case GB_CONTROL_DATE:
  case GB_CONTROL_DATE_TIME:
  case GB_CONTROL_COLUMN:
  case GB_CONTROL_ARTICLE:
  case GB_CONTROL_PARAGRAPH:
  default:
    return *gb_metadata_get (self->metadata, spec->property) != '\0';
  }
}

static gboolean
is_visible (GbPropertiesPanel *self, const Spec *spec)
{
  GbOpenness openness = gb_metadata_get_openness (self->metadata);

  switch (spec->when) {
  case WHEN_OFFICIAL:
    return gb_document_kind_is_official (self->kind) || is_given (self, spec);
  case WHEN_NOT_OPEN:
    return openness == GB_OPENNESS_ON_REQUEST || openness == GB_OPENNESS_WITHHELD;
  case WHEN_VALIDITY:
    return gb_metadata_get_normative (self->metadata) ||
           gb_metadata_get_validity (self->metadata) != GB_VALIDITY_UNSET || is_given (self, spec);
  case WHEN_ALWAYS:
  default:
    return TRUE;
  }
}

static gboolean
is_required (GbPropertiesPanel *self, const Spec *spec)
{
  switch (spec->required) {
  case REQUIRED_ALWAYS:
    return TRUE;
  case REQUIRED_OFFICIAL:
    return gb_document_kind_is_official (self->kind);
  case REQUIRED_NEVER:
  default:
    return FALSE;
  }
}

static void
update_fields (GbPropertiesPanel *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++) {
    gtk_widget_set_visible (GTK_WIDGET (self->fields[i]), is_visible (self, &specs[i]));
    gb_property_field_set_required (self->fields[i],
                                    self->is_editable && is_required (self, &specs[i]));
    gb_property_field_set_editable (self->fields[i], self->is_editable);
  }
}

static const char *
find_message (GbPropertiesPanel *self, const char *property)
{
  for (guint i = 0; self->findings != NULL && i < self->findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (self->findings, i);

    if (g_strcmp0 (finding->field, property) == 0 && finding->level >= GB_FINDING_LEVEL_WARNING)
      return gb_message_for_finding (finding);
  }
  return NULL;
}

static void
update_errors (GbPropertiesPanel *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++) {
    gboolean shown =
      self->is_editable && (self->shows_all || gb_property_field_get_was_left (self->fields[i]));

    gb_property_field_set_error (self->fields[i],
                                 shown ? find_message (self, specs[i].property) : NULL);
  }
}

static void
changed (GbPropertiesPanel *self)
{
  if (self->is_loading)
    return;
  update_fields (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
relations_changed_cb (GbPropertiesPanel *self)
{
  if (self->is_loading)
    return;
  gb_metadata_set_relations (self->metadata, gb_relations_list_get_relations (self->relations));
  changed (self);
}

static GtkWidget *
new_control (GbPropertiesPanel *self, const Spec *spec)
{
  if (g_strcmp0 (spec->property, "relations") == 0) {
    self->relations = GB_RELATIONS_LIST (gb_relations_list_new (self->desk));
    g_signal_connect_object (self->relations, "changed", G_CALLBACK (relations_changed_cb), self,
                             G_CONNECT_SWAPPED);
    return GTK_WIDGET (self->relations);
  }
  self->attachments = GB_ATTACHMENTS_LIST (gb_attachments_list_new (self->desk));
  g_signal_connect_object (self->attachments, "changed", G_CALLBACK (changed), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self->attachments);
}

static GtkWidget *
new_group (const char *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_style_context_add_class (gtk_widget_get_style_context (label), "heading");
  gtk_style_context_add_class (gtk_widget_get_style_context (label), "gb-group-title");
  gtk_container_add (GTK_CONTAINER (box), label);
  gtk_widget_show_all (box);
  return box;
}

static void
site_changed_cb (GbPropertiesPanel *self)
{
  self->is_loading = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++) {
    if (specs[i].control == GB_CONTROL_COLUMN)
      gb_property_field_set_site (self->fields[i], gb_desk_get_site (self->desk));
  }
  self->is_loading = FALSE;
}

/* The whole field, with its words and what is wrong with it. */
static void
show_field (GbPropertiesPanel *self)
{
  GtkWidget *page = gtk_bin_get_child (GTK_BIN (gtk_bin_get_child (GTK_BIN (self->scroller))));
  int y = 0;

  if (self->shown_field == NULL || g_get_monotonic_time () > self->shown_until ||
      !gtk_widget_translate_coordinates (self->shown_field, page, 0, 0, NULL, &y))
    return;
  y += gtk_widget_get_margin_top (page);
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (self->scroller), y,
                             y + gtk_widget_get_allocated_height (self->shown_field));
}

static void
build (GbPropertiesPanel *self)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *group = NULL;

  self->bindings = g_binding_group_new ();
  self->is_loading = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++) {
    GtkWidget *field = gb_property_field_new (specs[i].property, specs[i].control, self->bindings);

    if (specs[i].group != NULL) {
      group = new_group (_ (specs[i].group));
      gtk_container_add (GTK_CONTAINER (page), group);
    }
    if (specs[i].control == GB_CONTROL_NONE)
      gb_property_field_set_control (GB_PROPERTY_FIELD (field), new_control (self, &specs[i]));
    self->fields[i] = GB_PROPERTY_FIELD (field);
    g_signal_connect_object (field, "left", G_CALLBACK (update_errors), self, G_CONNECT_SWAPPED);
    gtk_container_add (GTK_CONTAINER (group), field);
  }
  self->is_loading = FALSE;
  g_object_set (page, "margin", 12, "margin-bottom", 24, NULL);
  gtk_widget_show (page);

  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new (NULL, NULL));
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_container_add (GTK_CONTAINER (self->scroller), page);
  gtk_widget_show_all (GTK_WIDGET (gtk_bin_get_child (GTK_BIN (self->scroller))));
  gtk_widget_show (GTK_WIDGET (self->scroller));
  gtk_container_add (GTK_CONTAINER (self), GTK_WIDGET (self->scroller));
  gtk_container_set_focus_vadjustment (GTK_CONTAINER (page),
                                       gtk_scrolled_window_get_vadjustment (self->scroller));
  /* Below the viewport, so that everything has its place. */
  g_signal_connect_object (page, "size-allocate", G_CALLBACK (show_field), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->scroller, "size-allocate", G_CALLBACK (show_field), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
show_metadata (GbPropertiesPanel *self, GbDocument *document)
{
  GbMetadata *metadata = gb_document_get_metadata (document);

  if (self->metadata != NULL && gb_metadata_equal (self->metadata, metadata))
    return;
  if (self->metadata != NULL)
    g_signal_handlers_disconnect_by_func (self->metadata, changed, self);
  g_clear_object (&self->metadata);
  self->metadata = gb_metadata_copy (metadata);
  g_binding_group_set_source (self->bindings, self->metadata);
  g_signal_connect_object (self->metadata, "notify", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
}

static gboolean
attachments_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const GbAttachment *one = g_ptr_array_index (a, i);
    const GbAttachment *other = g_ptr_array_index (b, i);

    if (g_strcmp0 (one->digest, other->digest) != 0 || g_strcmp0 (one->name, other->name) != 0)
      return FALSE;
  }
  return TRUE;
}

static void
gb_properties_panel_dispose (GObject *object)
{
  GbPropertiesPanel *self = GB_PROPERTIES_PANEL (object);

  if (self->bindings != NULL)
    g_binding_group_set_source (self->bindings, NULL);
  g_clear_object (&self->bindings);
  g_clear_object (&self->metadata);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->findings, g_ptr_array_unref);

  G_OBJECT_CLASS (gb_properties_panel_parent_class)->dispose (object);
}

static void
gb_properties_panel_finalize (GObject *object)
{
  GbPropertiesPanel *self = GB_PROPERTIES_PANEL (object);

  g_free (self->id);

  G_OBJECT_CLASS (gb_properties_panel_parent_class)->finalize (object);
}

static void
gb_properties_panel_class_init (GbPropertiesPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gb_properties_panel_dispose;
  object_class->finalize = gb_properties_panel_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", GB_TYPE_PROPERTIES_PANEL, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gb_properties_panel_init (GbPropertiesPanel *self)
{
  self->is_editable = TRUE;
}

GtkWidget *
gb_properties_panel_new (GbDesk *desk)
{
  GbPropertiesPanel *self;

  g_return_val_if_fail (GB_IS_DESK (desk), NULL);

  self = g_object_new (GB_TYPE_PROPERTIES_PANEL, "visible", TRUE, NULL);
  self->desk = g_object_ref (desk);
  build (self);
  g_signal_connect_object (desk, "notify::site", G_CALLBACK (site_changed_cb), self,
                           G_CONNECT_SWAPPED);
  site_changed_cb (self);
  return GTK_WIDGET (self);
}

void
gb_properties_panel_set_document (GbPropertiesPanel *self,
                                  const char *id,
                                  GbDocument *document,
                                  gboolean editable)
{
  g_return_if_fail (GB_IS_PROPERTIES_PANEL (self));
  g_return_if_fail (GB_IS_DOCUMENT (document));

  self->is_loading = TRUE;
  if (g_strcmp0 (self->id, id) != 0) {
    g_free (self->id);
    self->id = g_strdup (id);
    self->shows_all = FALSE;
    /* Also what was refused for the other document. */
    gb_attachments_list_set_attachments (self->attachments, NULL);
    g_clear_pointer (&self->findings, g_ptr_array_unref);
    for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
      gb_property_field_reset (self->fields[i]);
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  }
  self->kind = gb_document_get_kind (document);
  self->is_editable = editable;
  show_metadata (self, document);
  gb_relations_list_set_relations (self->relations, id, self->kind,
                                   gb_metadata_get_relations (self->metadata));
  gb_relations_list_set_editable (self->relations, editable);
  if (!attachments_equal (gb_attachments_list_get_attachments (self->attachments),
                          gb_document_get_attachments (document)))
    gb_attachments_list_set_attachments (self->attachments, gb_document_get_attachments (document));
  gb_attachments_list_set_editable (self->attachments, editable);
  update_fields (self);
  update_errors (self);
  self->is_loading = FALSE;
}

GbMetadata *
gb_properties_panel_get_metadata (GbPropertiesPanel *self)
{
  g_return_val_if_fail (GB_IS_PROPERTIES_PANEL (self), NULL);

  return self->metadata;
}

GPtrArray *
gb_properties_panel_get_attachments (GbPropertiesPanel *self)
{
  g_return_val_if_fail (GB_IS_PROPERTIES_PANEL (self), NULL);

  return gb_attachments_list_get_attachments (self->attachments);
}

void
gb_properties_panel_set_findings (GbPropertiesPanel *self, GPtrArray *findings)
{
  g_return_if_fail (GB_IS_PROPERTIES_PANEL (self));

  g_clear_pointer (&self->findings, g_ptr_array_unref);
  if (findings != NULL)
    self->findings = g_ptr_array_ref (findings);
  update_errors (self);
}

void
gb_properties_panel_show_all_errors (GbPropertiesPanel *self)
{
  g_return_if_fail (GB_IS_PROPERTIES_PANEL (self));

  self->shows_all = TRUE;
  update_errors (self);
}

void
gb_properties_panel_focus_field (GbPropertiesPanel *self, const char *field)
{
  g_return_if_fail (GB_IS_PROPERTIES_PANEL (self));

  for (guint i = 0; i < G_N_ELEMENTS (specs); i++) {
    if (g_strcmp0 (specs[i].property, field) != 0)
      continue;
    gb_property_field_focus (self->fields[i]);
    /* A notice above and the words below the field take their room only afterwards. */
    self->shown_field = GTK_WIDGET (self->fields[i]);
    self->shown_until = g_get_monotonic_time () + SHOWN_US;
    show_field (self);
  }
}

void
gb_properties_panel_add_attachment (GbPropertiesPanel *self)
{
  g_return_if_fail (GB_IS_PROPERTIES_PANEL (self));

  gb_attachments_list_choose (self->attachments);
}
