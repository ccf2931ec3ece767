/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns the date as text in the form that GbMetadata keeps. Main thread. Used by the properties
 * panel and the publication sheet.
 */

#define G_LOG_DOMAIN "gb-date-entry"

#include "config.h"

#include "widgets/gb-date-entry.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

struct _GbDateEntry {
  GtkBox parent_instance;

  /* Template children */
  GtkEntry *entry;
  GtkMenuButton *button;
  GtkPopover *popover;
  GtkCalendar *calendar;

  /* Owned */
  char *date;

  guint with_time : 1;
  guint is_valid : 1;
  guint is_updating : 1; /* the calendar or the entry is being set by the program */
};

G_DEFINE_FINAL_TYPE (GbDateEntry, gb_date_entry, GTK_TYPE_BOX)

enum {
  PROP_0,
  PROP_DATE,
  PROP_WITH_TIME,
  PROP_VALID,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Digits become groups; whatever stands between them is a separator. */
static guint
read_groups (const char *text, int groups[5], guint lengths[5])
{
  guint n = 0;
  gboolean in_group = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    int digit = g_unichar_digit_value (g_utf8_get_char (p));

    if (digit < 0) {
      in_group = FALSE;
      continue;
    }
    if (!in_group) {
      if (n == 5)
        return 0;
      groups[n] = 0;
      lengths[n] = 0;
      n++;
      in_group = TRUE;
    }
    if (lengths[n - 1] == 8)
      return 0;
    groups[n - 1] = groups[n - 1] * 10 + digit;
    lengths[n - 1]++;
  }
  return n;
}

char *
gb_date_entry_parse (const char *text, gboolean with_time)
{
  int g[5];
  guint lengths[5];
  guint n;
  int year;
  int month;
  int day;
  int hour = 0;
  int minute = 0;
  guint rest;

  g_return_val_if_fail (text != NULL, NULL);

  n = read_groups (text, g, lengths);
  if (n >= 1 && lengths[0] == 8) {
    year = g[0] / 10000;
    month = g[0] / 100 % 100;
    day = g[0] % 100;
    rest = 1;
  } else if (n >= 3 && lengths[0] == 4) {
    year = g[0];
    month = g[1];
    day = g[2];
    rest = 3;
  } else {
    return NULL;
  }
  if (with_time && n == rest + 2) {
    hour = g[rest];
    minute = g[rest + 1];
  } else if (n != rest) {
    return NULL;
  }
  if (year < 1900 || month < 1 || month > 12 || !g_date_valid_dmy (day, month, year) || hour > 23 ||
      minute > 59)
    return NULL;
  if (with_time)
    return g_strdup_printf ("%04d-%02d-%02d %02d:%02d", year, month, day, hour, minute);
  return g_strdup_printf ("%04d-%02d-%02d", year, month, day);
}

static void
set_valid (GbDateEntry *self, gboolean valid)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self->entry));

  if (self->is_valid == valid)
    return;
  self->is_valid = valid;
  if (valid) {
    gtk_style_context_remove_class (context, GTK_STYLE_CLASS_ERROR);
    gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_SECONDARY, NULL);
  } else {
    gtk_style_context_add_class (context, GTK_STYLE_CLASS_ERROR);
    gtk_entry_set_icon_from_icon_name (self->entry, GTK_ENTRY_ICON_SECONDARY,
                                       "dialog-warning-symbolic");
    gtk_entry_set_icon_tooltip_text (self->entry, GTK_ENTRY_ICON_SECONDARY,
                                     _ ("This is not a date. Write it like 2026-11-24."));
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
}

static void
take_date (GbDateEntry *self, const char *date)
{
  if (g_strcmp0 (self->date, date) == 0)
    return;
  g_free (self->date);
  self->date = g_strdup (date);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DATE]);
}

static void
show_date (GbDateEntry *self)
{
  self->is_updating = TRUE;
  gtk_entry_set_text (self->entry, self->date);
  self->is_updating = FALSE;
}

static void
entry_changed_cb (GbDateEntry *self)
{
  g_autofree char *text = NULL;
  g_autofree char *date = NULL;

  if (self->is_updating)
    return;
  text = g_strstrip (g_strdup (gtk_entry_get_text (self->entry)));
  date = *text == '\0' ? g_strdup ("") : gb_date_entry_parse (text, self->with_time);
  /* Half a date is not wrong yet; what is left standing is judged when the entry is left. */
  if (date == NULL)
    return;
  set_valid (self, TRUE);
  take_date (self, date);
}

static void
settle (GbDateEntry *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_entry_get_text (self->entry)));
  g_autofree char *date = NULL;

  if (*text == '\0')
    date = g_strdup ("");
  else
    date = gb_date_entry_parse (text, self->with_time);
  set_valid (self, date != NULL);
  if (date == NULL)
    return;
  take_date (self, date);
  show_date (self);
}

static gboolean
entry_focus_out_cb (GbDateEntry *self)
{
  settle (self);
  return GDK_EVENT_PROPAGATE;
}

static void
calendar_day_selected_cb (GbDateEntry *self)
{
  g_autofree char *date = NULL;
  guint year;
  guint month;
  guint day;

  if (self->is_updating)
    return;
  gtk_calendar_get_date (self->calendar, &year, &month, &day);
  if (self->with_time) {
    const char *time = strlen (self->date) >= 16 ? self->date + 11 : "00:00";

    date = g_strdup_printf ("%04u-%02u-%02u %s", year, month + 1, day, time);
  } else {
    date = g_strdup_printf ("%04u-%02u-%02u", year, month + 1, day);
  }
  gb_date_entry_set_date (self, date);
}

static void
calendar_double_click_cb (GbDateEntry *self)
{
  gtk_popover_popdown (self->popover);
}

static void
popover_show_cb (GbDateEntry *self)
{
  int year;
  int month;
  int day;

  settle (self);
  self->is_updating = TRUE;
  if (sscanf (self->date, "%d-%d-%d", &year, &month, &day) != 3) {
    g_autoptr (GDateTime) now = g_date_time_new_now_local ();

    g_date_time_get_ymd (now, &year, &month, &day);
  }
  /* A day of 31 makes GTK refuse a shorter month, so the day is put last. */
  gtk_calendar_select_day (self->calendar, 0);
  gtk_calendar_select_month (self->calendar, month - 1, year);
  gtk_calendar_select_day (self->calendar, day);
  self->is_updating = FALSE;
}

static void
today_clicked_cb (GbDateEntry *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, self->with_time ? "%Y-%m-%d %H:%M" : "%Y-%m-%d");

  gb_date_entry_set_date (self, date);
  gtk_popover_popdown (self->popover);
}

static void
clear_clicked_cb (GbDateEntry *self)
{
  gb_date_entry_set_date (self, "");
  gtk_popover_popdown (self->popover);
}

static void
gb_date_entry_constructed (GObject *object)
{
  GbDateEntry *self = GB_DATE_ENTRY (object);

  G_OBJECT_CLASS (gb_date_entry_parent_class)->constructed (object);

  gtk_entry_set_placeholder_text (self->entry, self->with_time ? _ ("year-month-day hour:minute")
                                                               : _ ("year-month-day"));
  gtk_entry_set_width_chars (self->entry, self->with_time ? 16 : 10);
}

static void
gb_date_entry_finalize (GObject *object)
{
  GbDateEntry *self = GB_DATE_ENTRY (object);

  g_free (self->date);

  G_OBJECT_CLASS (gb_date_entry_parent_class)->finalize (object);
}

static void
gb_date_entry_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GbDateEntry *self = GB_DATE_ENTRY (object);

  switch (prop_id) {
  case PROP_DATE:
    g_value_set_string (value, self->date);
    break;
  case PROP_WITH_TIME:
    g_value_set_boolean (value, self->with_time);
    break;
  case PROP_VALID:
    g_value_set_boolean (value, self->is_valid);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_date_entry_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  GbDateEntry *self = GB_DATE_ENTRY (object);

  switch (prop_id) {
  case PROP_DATE:
    gb_date_entry_set_date (self, g_value_get_string (value));
    break;
  case PROP_WITH_TIME:
    self->with_time = g_value_get_boolean (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_date_entry_class_init (GbDateEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = gb_date_entry_constructed;
  object_class->finalize = gb_date_entry_finalize;
  object_class->get_property = gb_date_entry_get_property;
  object_class->set_property = gb_date_entry_set_property;

  properties[PROP_DATE] = g_param_spec_string (
    "date", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_WITH_TIME] =
    g_param_spec_boolean ("with-time", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALID] = g_param_spec_boolean (
    "valid", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-date-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, GbDateEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, GbDateEntry, button);
  gtk_widget_class_bind_template_child (widget_class, GbDateEntry, popover);
  gtk_widget_class_bind_template_child (widget_class, GbDateEntry, calendar);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_focus_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, settle);
  gtk_widget_class_bind_template_callback (widget_class, calendar_day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, calendar_double_click_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_show_cb);
  gtk_widget_class_bind_template_callback (widget_class, today_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_clicked_cb);
}

static void
gb_date_entry_init (GbDateEntry *self)
{
  self->date = g_strdup ("");
  self->is_valid = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gb_date_entry_new (gboolean with_time)
{
  return g_object_new (GB_TYPE_DATE_ENTRY, "with-time", with_time, NULL);
}

const char *
gb_date_entry_get_date (GbDateEntry *self)
{
  g_return_val_if_fail (GB_IS_DATE_ENTRY (self), "");

  return self->date;
}

void
gb_date_entry_set_date (GbDateEntry *self, const char *date)
{
  g_return_if_fail (GB_IS_DATE_ENTRY (self));

  take_date (self, date != NULL ? date : "");
  set_valid (self, TRUE);
  show_date (self);
}

gboolean
gb_date_entry_get_valid (GbDateEntry *self)
{
  g_return_val_if_fail (GB_IS_DATE_ENTRY (self), FALSE);

  return self->is_valid;
}

GtkEntry *
gb_date_entry_get_entry (GbDateEntry *self)
{
  g_return_val_if_fail (GB_IS_DATE_ENTRY (self), NULL);

  return self->entry;
}
