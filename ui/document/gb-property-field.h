/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-metadata.h"
#include "site/gb-site.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  GB_CONTROL_LINE,
  GB_CONTROL_ADDRESS, /* http(s) */
  GB_CONTROL_NUMBER,  /* 发文字号 */
  GB_CONTROL_DATE,
  GB_CONTROL_DATE_TIME,
  GB_CONTROL_COLUMN,
  GB_CONTROL_OPENNESS,
  GB_CONTROL_ARTICLE,
  GB_CONTROL_VALIDITY,
  GB_CONTROL_SWITCH,
  GB_CONTROL_KEYWORDS,
  GB_CONTROL_PARAGRAPH,
  GB_CONTROL_NONE, /* a widget of the caller's, with gb_property_field_set_control () */
} GbControl;

/**
 * GbPropertyField:
 *
 * One field of the properties: a label, a control that is bound to a property of a GbMetadata, and
 * room for an error in words. What a document could not hold never reaches the metadata; the
 * person's text stays in the control, with the reason under it.
 *
 * Signals: "left" (the person has been in it and gone on; errors may be shown from now on).
 */
#define GB_TYPE_PROPERTY_FIELD (gb_property_field_get_type ())
G_DECLARE_FINAL_TYPE (GbPropertyField, gb_property_field, GB, PROPERTY_FIELD, GtkBox)

/* bindings: its source is the metadata shown; it outlives the field. */
GtkWidget *gb_property_field_new (const char *property, GbControl control, GBindingGroup *bindings);

const char *gb_property_field_get_property_name (GbPropertyField *self);
GtkWidget *gb_property_field_get_control (GbPropertyField *self);
void gb_property_field_set_control (GbPropertyField *self, GtkWidget *control);
void gb_property_field_set_required (GbPropertyField *self, gboolean required);
void gb_property_field_set_editable (GbPropertyField *self, gboolean editable);
/* message: (nullable). What the field itself refuses comes before it. */
void gb_property_field_set_error (GbPropertyField *self, const char *message);
const char *gb_property_field_get_error (GbPropertyField *self);
gboolean gb_property_field_get_was_left (GbPropertyField *self);
void gb_property_field_reset (GbPropertyField *self); /* another document: nothing was touched */
void gb_property_field_focus (GbPropertyField *self);
/* For GB_CONTROL_COLUMN: the choices. */
void gb_property_field_set_site (GbPropertyField *self, GbSite *site);

G_END_DECLS
