/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row owns its children and the id of its column. Main thread. The sidebar uses it. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "library/gb-box-row.h"

#include <glib/gi18n.h>

struct _GbBoxRow {
  GtkListBoxRow parent_instance;

  /* Template children */
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *count;

  /* Owned */
  char *column; /* (nullable) for a box */

  GbBox box;
};

G_DEFINE_FINAL_TYPE (GbBoxRow, gb_box_row, GTK_TYPE_LIST_BOX_ROW)

static const struct {
  const char *id;
  const char *name;
  const char *icon;
  gboolean counted;   /* a number stands beside it */
  gboolean important; /* somebody waits for this person */
} boxes[GB_N_BOXES] = {
  [GB_BOX_DRAFTS] = { "drafts", NC_ ("box", "Drafts"), "document-edit-symbolic", TRUE, FALSE },
  [GB_BOX_TO_REVIEW] = { "to-review", NC_ ("box", "To Review"), "emblem-documents-symbolic", TRUE,
                         TRUE },
  [GB_BOX_RETURNED] = { "returned", NC_ ("box", "Returned"), "edit-undo-symbolic", TRUE, FALSE },
  [GB_BOX_TO_PUBLISH] = { "to-publish", NC_ ("box", "To Publish"), "document-send-symbolic", TRUE,
                          FALSE },
  [GB_BOX_PUBLISHED] = { "published", NC_ ("box", "Published"), "emblem-ok-symbolic", FALSE,
                         FALSE },
  [GB_BOX_ALL] = { "all", NC_ ("box", "All"), "view-list-symbolic", FALSE, FALSE },
};

static void
gb_box_row_finalize (GObject *object)
{
  GbBoxRow *self = GB_BOX_ROW (object);

  g_clear_pointer (&self->column, g_free);

  G_OBJECT_CLASS (gb_box_row_parent_class)->finalize (object);
}

static void
gb_box_row_class_init (GbBoxRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gb_box_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-box-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GbBoxRow, icon);
  gtk_widget_class_bind_template_child (widget_class, GbBoxRow, title);
  gtk_widget_class_bind_template_child (widget_class, GbBoxRow, count);
}

static void
gb_box_row_init (GbBoxRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
update_name (GbBoxRow *self, guint count)
{
  g_autofree char *name = NULL;

  if (count > 0)
    /* Translators: read by a screen reader: the name of a box and how many documents are in it. */
    name = g_strdup_printf (_ ("%s, %u"), gtk_label_get_text (self->title), count);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)),
                       name != NULL ? name : gtk_label_get_text (self->title));
}

GtkWidget *
gb_box_row_new_for_box (GbBox box)
{
  GbBoxRow *self;

  g_return_val_if_fail ((guint)box < GB_N_BOXES, NULL);

  self = g_object_new (GB_TYPE_BOX_ROW, NULL);
  self->box = box;
  gtk_label_set_text (self->title, gb_name_of_box (box));
  gtk_image_set_from_icon_name (self->icon, boxes[box].icon, GTK_ICON_SIZE_MENU);
  if (boxes[box].important)
    gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self->count)),
                                 "gb-important");
  update_name (self, 0);
  return GTK_WIDGET (self);
}

GtkWidget *
gb_box_row_new_for_column (const char *column, const char *name)
{
  GbBoxRow *self = g_object_new (GB_TYPE_BOX_ROW, NULL);

  self->box = GB_BOX_ALL;
  self->column = g_strdup (column);
  gtk_label_set_text (self->title, name);
  gtk_image_set_from_icon_name (self->icon, "folder-symbolic", GTK_ICON_SIZE_MENU);
  update_name (self, 0);
  return GTK_WIDGET (self);
}

GbBox
gb_box_row_get_box (GbBoxRow *self)
{
  g_return_val_if_fail (GB_IS_BOX_ROW (self), GB_BOX_ALL);

  return self->box;
}

const char *
gb_box_row_get_column (GbBoxRow *self)
{
  g_return_val_if_fail (GB_IS_BOX_ROW (self), NULL);

  return self->column;
}

const char *
gb_box_row_get_title (GbBoxRow *self)
{
  g_return_val_if_fail (GB_IS_BOX_ROW (self), NULL);

  return gtk_label_get_text (self->title);
}

void
gb_box_row_set_count (GbBoxRow *self, guint count)
{
  g_autofree char *text = NULL;

  g_return_if_fail (GB_IS_BOX_ROW (self));

  if (self->column != NULL || !boxes[self->box].counted)
    count = 0;
  text = g_strdup_printf ("%u", count);
  gtk_label_set_text (self->count, text);
  gtk_widget_set_visible (GTK_WIDGET (self->count), count > 0);
  update_name (self, count);
}

const char *
gb_box_to_string (GbBox box)
{
  g_return_val_if_fail ((guint)box < GB_N_BOXES, "all");

  return boxes[box].id;
}

gboolean
gb_box_from_string (const char *string, GbBox *out_box)
{
  for (guint i = 0; i < GB_N_BOXES; i++) {
    if (g_strcmp0 (boxes[i].id, string) == 0) {
      *out_box = i;
      return TRUE;
    }
  }
  return FALSE;
}

const char *
gb_name_of_box (GbBox box)
{
  g_return_val_if_fail ((guint)box < GB_N_BOXES, "");

  return g_dpgettext2 (NULL, "box", boxes[box].name);
}
