/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Working days: the vectors of the holiday notices, and what is said where there is no notice. */

#include "config.h"

#include "check/gb-calendar.h"

#include <glib/gstdio.h>

static GDate
make_date (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", 3);
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)g_ascii_strtoull (parts[2], NULL, 10),
                  (GDateMonth)g_ascii_strtoull (parts[1], NULL, 10),
                  (GDateYear)g_ascii_strtoull (parts[0], NULL, 10));
  return date;
}

static void
assert_date (const GDate *date, const char *text)
{
  GDate expected = make_date (text);

  g_assert_cmpint (g_date_days_between (&expected, date), ==, 0);
}

/* The calendar of the program with an office's rows over it. */
static GbCalendar *
make_calendar (const char *rows)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("gb-calendar-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "calendar.tsv", NULL);
  g_autofree char *text = g_strconcat ("# columns: day\tyear\tstate\tholiday\n", rows, NULL);
  const char *folders[] = { folder, NULL };
  g_autoptr (GbCheckData) data = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, &error));
  data = gb_check_data_new (folders, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  return gb_calendar_new (gb_check_data_get_table (data, "calendar"));
}

static void
test_terms (void)
{
  static const struct {
    const char *start;
    guint n_days;
    const char *end;
  } cases[] = {
    { "2018-12-20", 3, "2018-12-25" },  { "2025-01-24", 3, "2025-02-05" },
    { "2025-09-26", 3, "2025-09-30" },  { "2026-02-13", 3, "2026-02-25" },
    { "2026-04-30", 3, "2026-05-08" },  { "2026-09-24", 3, "2026-09-30" },
    { "2026-09-30", 3, "2026-10-10" },  { "2018-12-20", 20, "2019-01-18" },
    { "2026-04-30", 20, "2026-06-01" },
  };
  g_autoptr (GbCalendar) calendar = make_calendar ("");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GDate start = make_date (cases[i].start);
    GDate end;
    GDate day_before;
    guint n_days = 0;

    g_assert_cmpint (gb_calendar_add_working_days (calendar, &start, cases[i].n_days, &end, NULL),
                     ==, GB_CALENDAR_KNOWN);
    assert_date (&end, cases[i].end);
    g_assert_cmpint (gb_calendar_count_working_days (calendar, &start, &end, &n_days, NULL), ==,
                     GB_CALENDAR_KNOWN);
    g_assert_cmpuint (n_days, ==, cases[i].n_days);
    day_before = end;
    g_date_subtract_days (&day_before, 1);
    gb_calendar_count_working_days (calendar, &start, &day_before, &n_days, NULL);
    g_assert_cmpuint (n_days, ==, cases[i].n_days - 1);
  }
}

static void
test_days (void)
{
  static const struct {
    const char *day;
    gboolean is_working;
  } cases[] = {
    { "2026-02-14", TRUE },  { "2026-02-15", FALSE }, { "2026-02-23", FALSE },
    { "2026-02-24", TRUE },  { "2026-10-10", TRUE },  { "2026-10-11", FALSE },
    { "2018-12-29", TRUE },  { "2018-12-31", FALSE }, { "2022-12-31", FALSE },
    { "2020-01-31", FALSE }, { "2020-02-01", FALSE }, { "2020-02-03", TRUE },
    { "2025-10-08", FALSE }, { "2026-03-07", FALSE },
  };
  g_autoptr (GbCalendar) calendar = make_calendar ("");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GDate day = make_date (cases[i].day);
    gboolean is_working = !cases[i].is_working;

    g_test_message ("%s", cases[i].day);
    g_assert_cmpint (gb_calendar_is_working_day (calendar, &day, &is_working, NULL), ==,
                     GB_CALENDAR_KNOWN);
    g_assert_true (is_working == cases[i].is_working);
  }
}

/* The calendar says which notice it lacks, and learns it. */
static void
test_not_out (void)
{
  g_autoptr (GbCalendar) shipped = make_calendar ("");
  g_autoptr (GbCalendar) calendar =
    make_calendar ("2026-12-27\t2027\twork\t元旦\n2027-01-01\t2027\toff\t元旦\n"
                   "2027-01-04\t2027\toff\t元旦\n");
  GDate start = make_date ("2026-12-24");
  GDate christmas = make_date ("2026-12-25");
  GDate end;
  GDateYear year = 0;
  gboolean is_working = FALSE;
  guint n_days = 0;

  g_assert_false (gb_calendar_has_year (shipped, 2027));
  g_assert_cmpint (gb_calendar_is_working_day (shipped, &christmas, &is_working, &year), ==,
                   GB_CALENDAR_KNOWN);
  /* The last days of 2026 are the notice of 2027's as well. */
  g_assert_cmpint (gb_calendar_add_working_days (shipped, &start, 2, &end, &year), ==,
                   GB_CALENDAR_NOT_OUT);
  g_assert_cmpuint (year, ==, 2027);
  g_assert_cmpint (gb_calendar_count_working_days (shipped, &start, &end, &n_days, &year), ==,
                   GB_CALENDAR_NOT_OUT);
  g_assert_cmpint (gb_calendar_add_working_days (calendar, &start, 2, &end, &year), ==,
                   GB_CALENDAR_KNOWN);
  assert_date (&end, "2026-12-27");
  g_assert_cmpint (gb_calendar_add_working_days (calendar, &start, 7, &end, &year), ==,
                   GB_CALENDAR_KNOWN);
  assert_date (&end, "2027-01-05");
}

static void
test_before_first_notice (void)
{
  g_autoptr (GbCalendar) calendar = make_calendar ("");
  GDate start = make_date ("2016-05-05");
  GDate end;
  GDateYear year = 0;

  g_assert_cmpint (gb_calendar_add_working_days (calendar, &start, 3, &end, &year), ==,
                   GB_CALENDAR_NOT_OUT);
  g_assert_cmpuint (year, ==, 2016);
}

/* An office's slip of the pen is said and left out; nothing is made of it. */
static void
test_bad_rows (void)
{
  static const char *const rows[] = {
    "2027-02-30\t2027\toff\n", "2027-1-1\t2027\toff\n", "2027-01-01\t2027\tyes\n",
    "2027-01-01\t2029\toff\n", "2027-01-01\n",          "x\t2027\toff\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GbCalendar) calendar = NULL;

    g_test_expect_message ("gb-calendar", G_LOG_LEVEL_MESSAGE, "*has no day*");
    calendar = make_calendar (rows[i]);
    g_test_assert_expected_messages ();
    g_assert_false (gb_calendar_has_year (calendar, 2027));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/calendar/terms", test_terms);
  g_test_add_func ("/calendar/days", test_days);
  g_test_add_func ("/calendar/not-out", test_not_out);
  g_test_add_func ("/calendar/before-first-notice", test_before_first_notice);
  g_test_add_func ("/calendar/bad-rows", test_bad_rows);
  return g_test_run ();
}
