/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns the days that the holiday notices set apart, by Julian day. Filled on one thread, then only
 * read, by any. Used by the rules with terms of working days. */

#define G_LOG_DOMAIN "gb-calendar"

#include "config.h"

#include "check/gb-calendar.h"

#include "check/gb-text-date.h"

#include <string.h>

/* The notice of a year also moves working days of the last week before it: that of 2019 made
 * 29 December 2018 one. */
#define LAST_OWN_DAY 25

/* Far more days than any term; ends every loop. */
#define MAX_DAYS 36600

struct _GbCalendar {
  GHashTable *years; /* of GUINT_TO_POINTER (year) to a GHashTable of Julian day to whether it is
                        a working day, + 1 */
};

/* A day counts only with a notice of its own or of the next year. */
static gboolean
add_day (GbCalendar *self, char **row)
{
  guint64 year = g_ascii_strtoull (row[1], NULL, 10);
  gboolean is_off = strcmp (row[2], "off") == 0;
  GHashTable *days;
  GDate date;

  if (!gb_date_parse (row[0], &date) || (!is_off && strcmp (row[2], "work") != 0) ||
      (year != g_date_get_year (&date) && year != g_date_get_year (&date) + 1u))
    return FALSE;
  days = g_hash_table_lookup (self->years, GUINT_TO_POINTER ((guint)year));
  if (days == NULL) {
    days = g_hash_table_new (NULL, NULL);
    g_hash_table_insert (self->years, GUINT_TO_POINTER ((guint)year), days);
  }
  g_hash_table_insert (days, GUINT_TO_POINTER (g_date_get_julian (&date)),
                       GUINT_TO_POINTER (is_off ? 1 : 2));
  return TRUE;
}

/**
 * gb_calendar_new:
 * @table: the table "calendar"
 *
 * A row that is not understood is left out with a message: it is an office's own.
 *
 * Returns: (transfer full): a calendar with the notices of @table
 */
GbCalendar *
gb_calendar_new (const GbCheckTable *table)
{
  GbCalendar *self;

  g_return_val_if_fail (table != NULL, NULL);

  self = g_new0 (GbCalendar, 1);
  self->years = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_hash_table_unref);
  for (guint i = 0; i < table->rows->len; i++) {
    char **row = g_ptr_array_index (table->rows, i);

    if (g_strv_length (row) < 3 || !add_day (self, row))
      g_message ("the calendar has no day “%s”", row[0]);
  }
  return self;
}

/**
 * gb_calendar_free:
 * @self: (transfer full): a calendar
 *
 * Frees @self.
 */
void
gb_calendar_free (GbCalendar *self)
{
  g_hash_table_unref (self->years);
  g_free (self);
}

static gpointer
build_calendar (GbCheckData *data)
{
  return gb_calendar_new (gb_check_data_get_table (data, "calendar"));
}

static void
free_calendar (gpointer calendar)
{
  gb_calendar_free (calendar);
}

/**
 * gb_calendar_get:
 * @data: what the rules know
 *
 * Returns: (transfer none): the calendar of @data, which lives as long as it
 */
GbCalendar *
gb_calendar_get (GbCheckData *data)
{
  return (GbCalendar *)gb_check_data_get_compiled (data, "calendar", build_calendar, free_calendar);
}

/**
 * gb_calendar_has_year:
 * @self: a calendar
 * @year: a year
 *
 * Returns: %TRUE if the notice of @year is there
 */
gboolean
gb_calendar_has_year (GbCalendar *self, GDateYear year)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_hash_table_contains (self->years, GUINT_TO_POINTER (year));
}

static GbCalendarAnswer
ask_notices (GbCalendar *self, const GDate *day, GDateYear *out_year)
{
  GDateYear year = g_date_get_year (day);

  if (gb_calendar_has_year (self, year) && g_date_get_month (day) == G_DATE_DECEMBER &&
      g_date_get_day (day) > LAST_OWN_DAY)
    year++;
  if (gb_calendar_has_year (self, year))
    return GB_CALENDAR_KNOWN;
  if (out_year != NULL)
    *out_year = year;
  return GB_CALENDAR_NOT_OUT;
}

/* The later notice decides: it was written with the earlier one known. */
static gboolean
is_working_day (GbCalendar *self, const GDate *day)
{
  guint year = g_date_get_year (day);

  for (guint i = year + 1; i + 1 >= year; i--) {
    GHashTable *days = g_hash_table_lookup (self->years, GUINT_TO_POINTER (i));
    gpointer state =
      days != NULL ? g_hash_table_lookup (days, GUINT_TO_POINTER (g_date_get_julian (day))) : NULL;

    if (state != NULL)
      return GPOINTER_TO_UINT (state) == 2;
  }
  return g_date_get_weekday (day) <= G_DATE_FRIDAY;
}

/**
 * gb_calendar_is_working_day:
 * @self: a calendar
 * @day: a valid day
 * @out_working: (out): whether people work on it
 * @out_year: (out) (optional): the year whose notice is not out
 *
 * Returns: whether it is known; @out_working is what the week says if it is not
 */
GbCalendarAnswer
gb_calendar_is_working_day (GbCalendar *self,
                            const GDate *day,
                            gboolean *out_working,
                            GDateYear *out_year)
{
  g_return_val_if_fail (self != NULL, GB_CALENDAR_NOT_OUT);
  g_return_val_if_fail (g_date_valid (day), GB_CALENDAR_NOT_OUT);
  g_return_val_if_fail (out_working != NULL, GB_CALENDAR_NOT_OUT);

  *out_working = is_working_day (self, day);
  return ask_notices (self, day, out_year);
}

/**
 * gb_calendar_add_working_days:
 * @self: a calendar
 * @start: the day of the event
 * @n_days: the number of working days
 * @out_day: (out caller-allocates): the last day of the term
 * @out_year: (out) (optional): the first year whose notice is not out
 *
 * Returns: whether it is known; if it is not, @out_day counts Monday to Friday where no notice says
 *   otherwise, and must not be shown without saying so
 */
GbCalendarAnswer
gb_calendar_add_working_days (GbCalendar *self,
                              const GDate *start,
                              guint n_days,
                              GDate *out_day,
                              GDateYear *out_year)
{
  GbCalendarAnswer answer = GB_CALENDAR_KNOWN;

  g_return_val_if_fail (self != NULL, GB_CALENDAR_NOT_OUT);
  g_return_val_if_fail (g_date_valid (start), GB_CALENDAR_NOT_OUT);
  g_return_val_if_fail (out_day != NULL, GB_CALENDAR_NOT_OUT);
  g_return_val_if_fail (n_days < MAX_DAYS / 2, GB_CALENDAR_NOT_OUT);

  *out_day = *start;
  for (guint n = 0, i = 0; n < n_days && i < MAX_DAYS; i++) {
    g_date_add_days (out_day, 1);
    if (answer == GB_CALENDAR_KNOWN)
      answer = ask_notices (self, out_day, out_year);
    n += is_working_day (self, out_day) ? 1 : 0;
  }
  return answer;
}

/**
 * gb_calendar_count_working_days:
 * @self: a calendar
 * @start: the day of the event
 * @end: a day
 * @out_n_days: (out): the working days after @start, up to and with @end
 * @out_year: (out) (optional): the first year whose notice is not out
 *
 * Returns: whether it is known; if it is not, the number counts Monday to Friday where no notice
 *   says otherwise. A span of more than a hundred years counts as one of a hundred.
 */
GbCalendarAnswer
gb_calendar_count_working_days (GbCalendar *self,
                                const GDate *start,
                                const GDate *end,
                                guint *out_n_days,
                                GDateYear *out_year)
{
  GbCalendarAnswer answer = GB_CALENDAR_KNOWN;
  GDate day;

  g_return_val_if_fail (self != NULL, GB_CALENDAR_NOT_OUT);
  g_return_val_if_fail (g_date_valid (start) && g_date_valid (end), GB_CALENDAR_NOT_OUT);
  g_return_val_if_fail (out_n_days != NULL, GB_CALENDAR_NOT_OUT);

  *out_n_days = 0;
  day = *start;
  for (guint i = 0; g_date_compare (&day, end) < 0 && i < MAX_DAYS; i++) {
    g_date_add_days (&day, 1);
    if (answer == GB_CALENDAR_KNOWN)
      answer = ask_notices (self, &day, out_year);
    *out_n_days += is_working_day (self, &day) ? 1 : 0;
  }
  return answer;
}
