/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bench-text.h"

#include <stdlib.h>
#include <string.h>

#define IN_PARAGRAPH 100
#define IN_SECTION   8
#define N_TABLES     50
#define N_ROWS       6
#define N_COLUMNS    5
/* One paragraph in so many has something for the checker. */
#define CLEAN 10

static const char sentence[] =
  "各县人民政府要把政策解读与政策文件同步组织、同步审签、同步部署，压实责任，"
  "主动回应群众关切，提高政策知晓率。";
static const char unclean[] =
  "各县人民政府要把政策解读与政策文件同步组织,同步审签、同步部署，压实责任，"
  "主动回应群众关切，提高政策知晓率。";
static const char keys[] = "我们要坚持以人民为中心的发展思想不断提高政府工作的透明度和公信力";

static void
add_heading (GString *text, guint n)
{
  static const char *const numbers[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九" };

  g_string_append_printf (text, "<h2 id=\"h%u\">%s、主要任务</h2>", n,
                          numbers[n % G_N_ELEMENTS (numbers)]);
}

static void
add_paragraph (GString *text, guint n)
{
  guint length = (guint)g_utf8_strlen (sentence, -1);

  g_string_append_printf (text, "<p id=\"p%u\">", n);
  for (guint in = 0; in < IN_PARAGRAPH; in += length)
    g_string_append (text, in == 0 && n % CLEAN == CLEAN - 1 ? unclean : sentence);
  g_string_append (text, "</p>");
}

static void
add_table (GString *text, guint n)
{
  g_string_append_printf (text, "<table id=\"table%u\"><tbody>", n);
  for (guint row = 0; row < N_ROWS; row++) {
    g_string_append (text, "<tr>");
    for (guint column = 0; column < N_COLUMNS; column++) {
      g_autofree char *id = row == N_ROWS / 2 && column == N_COLUMNS / 2
                              ? g_strdup_printf ("t%u", n)
                              : g_strdup_printf ("c%u-%u-%u", n, row, column);

      g_string_append_printf (text, "<td><p id=\"%s\">第%u行第%u列的责任单位和完成时限</p></td>",
                              id, row + 1, column + 1);
    }
    g_string_append (text, "</tr>");
  }
  g_string_append (text, "</tbody></table>");
}

char *
bench_text_new (const char *name)
{
  gboolean has_tables = strcmp (name, "tables") == 0;
  guint n_paragraphs = has_tables ? N_TABLES : (guint)atoi (name) / IN_PARAGRAPH;
  GString *text = g_string_new (NULL);

  for (guint n = 0; n < n_paragraphs; n++) {
    if (n % IN_SECTION == 0)
      add_heading (text, n / IN_SECTION);
    add_paragraph (text, n);
    if (has_tables)
      add_table (text, n);
  }
  return g_string_free (text, FALSE);
}

char *
bench_text_dup_place (const char *name, guint round, gboolean in_table)
{
  if (strcmp (name, "tables") == 0)
    return g_strdup_printf ("%c%u", in_table ? 't' : 'p', 30 + round % 10);
  return g_strdup_printf ("p%u", (guint)atoi (name) / IN_PARAGRAPH / 3 + round);
}

gunichar
bench_text_get_key (guint n)
{
  return g_utf8_get_char (g_utf8_offset_to_pointer (keys, (glong)n % g_utf8_strlen (keys, -1)));
}
