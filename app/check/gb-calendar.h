/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-data.h"

G_BEGIN_DECLS

/**
 * GbCalendar:
 *
 * The working days of the State Council's yearly holiday notices. A year whose notice is not out
 * has none: the answer is then that it is not known, and not a guess. Filled once, then read by any
 * thread.
 */
typedef struct _GbCalendar GbCalendar;

/* table: "calendar", with the columns day, year of the notice, off or work, holiday. */
GbCalendar *gb_calendar_new (const GbCheckTable *table);
void gb_calendar_free (GbCalendar *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbCalendar, gb_calendar_free)
/* (transfer none): that of data, which lives as long as it. */
GbCalendar *gb_calendar_get (GbCheckData *data);
gboolean gb_calendar_has_year (GbCalendar *self, GDateYear year);

/* What a question about days is answered with. */
typedef enum {
  GB_CALENDAR_KNOWN,
  GB_CALENDAR_NOT_OUT, /* a notice that the answer needs is not there: out_year says which */
} GbCalendarAnswer;

GbCalendarAnswer gb_calendar_is_working_day (GbCalendar *self,
                                             const GDate *day,
                                             gboolean *out_working,
                                             GDateYear *out_year);
/* The day of the event is day 0; counting starts on the next working day. */
GbCalendarAnswer gb_calendar_add_working_days (GbCalendar *self,
                                               const GDate *start,
                                               guint n_days,
                                               GDate *out_day,
                                               GDateYear *out_year);
/* The working days after start, up to and with end; 0 if end is not later. */
GbCalendarAnswer gb_calendar_count_working_days (GbCalendar *self,
                                                 const GDate *start,
                                                 const GDate *end,
                                                 guint *out_n_days,
                                                 GDateYear *out_year);

G_END_DECLS
