/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "YYYY-MM-DD" and nothing else, as metadata has it. */
gboolean gb_date_parse (const char *text, GDate *out_date);

/* A date as a Chinese text writes it: 2026年2月30日, ２０２６年２月, 二〇二六年二月三十日, 2月30日,
 * 2026-02-30; with the weekday after it, if there is one. Offsets are in characters. */
typedef struct {
  guint offset_chars;
  guint length_chars; /* without the weekday */
  guint year;         /* 0: the text gives none */
  guint month;
  guint day;
  guint weekday;              /* 1 Monday … 7 Sunday; 0: the text gives none */
  guint weekday_offset_chars; /* of 星期三 or 周三 */
  guint weekday_length_chars;
  gboolean is_lunar; /* 农历: no day of this calendar */
} GbTextDate;

/* (transfer full) (nullable) (element-type GbTextDate): in the order of the text; NULL if there are
 * none. Dates that no calendar has are among them. */
GArray *gb_text_dates_find (const char *text);
/* FALSE for 2026年2月30日 and 13月1日. 2月29日 without a year exists. */
gboolean gb_text_date_exists (const GbTextDate *self);
/* FALSE if the weekday is none of the date in its year, or, without one, in any of the years that
 * the text can mean: that of context and the two beside it. */
gboolean gb_text_date_weekday_agrees (const GbTextDate *self, const GDate *context);
/* (transfer full) (nullable): the right weekday in the words of the text, if the date has a year.
 */
char *gb_text_date_dup_weekday (const GbTextDate *self, const char *written);

/* Of dates, as found in text, those by which something has to be done: 于3月1日前报送,
 * 截止时间为2026年3月1日. (transfer full) (nullable) (element-type GbTextDate) */
GArray *gb_text_deadlines_find (const char *text, GArray *dates);
/* TRUE if the deadline lies before made_on, on which the text was made. Without a year it is one of
 * made_on's year or the next, whichever is nearer. */
gboolean gb_text_deadline_is_past (const GbTextDate *self, const GDate *made_on);

/* 今年, 日前 and the like, which no reader can date later. */
typedef struct {
  guint offset_chars;
  guint length_chars;
} GbTextRelativeDate;

/* (transfer full) (nullable) (element-type GbTextRelativeDate) */
GArray *gb_text_relative_dates_find (const char *text);

G_END_DECLS
