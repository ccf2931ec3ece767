/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Importing a .docx of a hundred pages of official paper (22 lines of 28 characters each, GB/T
 * 9704-2012 §5.2.3), as Word writes it: time and peak memory, with LibreOffice's conversion to HTML
 * as the peer, if that is installed. One line a measure: name, value, unit, peer, the peer's value,
 * the ratio. */
#define G_LOG_DOMAIN "bench-import"

#include "config.h"

#include "../import/docx-maker.h"

#include "import/gb-import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define N_PAGES         100
#define PARAGRAPH_LINES 4
#define N_TIMES         11
#define N_PEER_TIMES    3

static const char *const phrases[] = {
  "优化营商环境，",     "推进政务公开，",     "严格落实责任，",         "加强安全生产监管，",
  "全面推进乡村振兴，", "规范财政资金管理，", "深化行政审批制度改革，", "提升基层治理水平，",
};

static void
fail (const char *what)
{
  fprintf (stderr, "bench-import: %s\n", what);
  exit (1);
}

static double
median (double *values, guint n)
{
  for (guint i = 1; i < n; i++) {
    for (guint j = i; j > 0 && values[j - 1] > values[j]; j--) {
      double swap = values[j];

      values[j] = values[j - 1];
      values[j - 1] = swap;
    }
  }
  return values[n / 2];
}

/* Word cuts sentences into runs and says the face in each. */
static void
add_run (GString *body, const char *face, const char *text, guint n)
{
  g_string_append_printf (
    body,
    "<w:r w:rsidRPr=\"00%06X\"><w:rPr><w:rFonts w:ascii=\"%s\" w:eastAsia=\"%s\" w:hAnsi=\"%s\" "
    "w:cs=\"Times New Roman\" w:hint=\"eastAsia\"/><w:kern w:val=\"0\"/><w:sz w:val=\"32\"/>"
    "<w:szCs w:val=\"32\"/></w:rPr><w:t xml:space=\"preserve\">%s</w:t></w:r>",
    n * 7919 % 0xffffff, face, face, face, text);
}

static void
begin_paragraph (GString *body, guint n)
{
  g_string_append_printf (body,
                          "<w:p w:rsidR=\"00%06X\" w:rsidRDefault=\"00%06X\"><w:pPr><w:spacing "
                          "w:line=\"580\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\" "
                          "w:firstLine=\"640\"/></w:pPr>",
                          n * 31 % 0xffffff, n * 17 % 0xffffff);
}

static void
add_text (GString *body, guint n)
{
  guint n_chars = 0;

  begin_paragraph (body, n);
  for (guint i = 0; n_chars < PARAGRAPH_LINES * 28; i++) {
    const char *phrase = phrases[(n * 5 + i * 3) % G_N_ELEMENTS (phrases)];
    g_autofree char *text = g_strdup_printf ("%s%u", phrase, n * 13 + i);

    add_run (body, "仿宋_GB2312", text, n + i);
    n_chars += (guint)g_utf8_strlen (text, -1);
  }
  g_string_append (body, "<w:r><w:t>。</w:t></w:r></w:p>");
}

static void
add_table (GString *body)
{
  g_string_append (body, "<w:tbl><w:tblPr/><w:tblGrid/>");
  for (guint r = 0; r < 8; r++) {
    g_string_append (body, "<w:tr>");
    for (guint i = 0; i < 4; i++) {
      g_autofree char *text = g_strdup_printf ("第%u行第%u格", r, i);

      g_string_append (body, "<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr><w:p>");
      add_run (body, "仿宋_GB2312", text, r * i);
      g_string_append (body, "</w:p></w:tc>");
    }
    g_string_append (body, "</w:tr>");
  }
  g_string_append (body, "</w:tbl>");
}

static GFile *
make_document (void)
{
  DocxMaker *maker = docx_maker_new ("hundred-pages.docx");
  g_autoptr (GString) body = g_string_new (NULL);

  for (guint page = 0; page < N_PAGES; page++) {
    g_autofree char *heading = g_strdup_printf ("（%u）第%u页的标题", page % 9 + 1, page);

    begin_paragraph (body, page);
    add_run (body, page % 10 == 0 ? "黑体" : "楷体_GB2312", heading, page);
    g_string_append (body, "</w:p>");
    if (page % 10 == 5)
      add_table (body);
    for (guint i = 0; i < 5; i++)
      add_text (body, page * 5 + i);
  }
  docx_maker_add_frame (maker, "");
  docx_maker_add_body (maker, body->str);
  return docx_maker_finish (maker);
}

static double
get_ms (gint64 start)
{
  return (double)(g_get_monotonic_time () - start) / 1000;
}

static double
import_once (GFile *file)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GbImport) import = gb_import_file (file, NULL, NULL, &error);

  if (import == NULL)
    fail (error->message);
  return get_ms (start);
}

/* 0 if it is not installed. The profile is made by a run before the first that counts. */
static double
convert (GFile *file)
{
  g_autofree char *program = g_find_program_in_path ("soffice");
  g_autofree char *folder = docx_maker_make_folder ();
  g_autofree char *option = g_strdup_printf ("-env:UserInstallation=file://%s/profile", folder);
  double times[N_PEER_TIMES];

  if (program == NULL)
    return 0;
  for (guint i = 0; i <= N_PEER_TIMES; i++) {
    gint64 start = g_get_monotonic_time ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                        &error, program, option, "--headless", "--convert-to", "html", "--outdir",
                        folder, g_file_peek_path (file), NULL);

    if (process == NULL || !g_subprocess_wait_check (process, NULL, &error))
      fail (error->message);
    if (i > 0)
      times[i - 1] = get_ms (start);
  }
  return median (times, N_PEER_TIMES);
}

static void
report (const char *name, double value, const char *unit, double peer)
{
  if (peer > 0)
    printf ("%s\t%.2f\t%s\tsoffice --convert-to html\t%.2f\t%.4f\n", name, value, unit, peer,
            value / peer);
  else
    printf ("%s\t%.2f\t%s\t-\t-\t-\n", name, value, unit);
}

static double
get_peak_mib (int who)
{
  struct rusage usage;

  return getrusage (who, &usage) == 0 ? (double)usage.ru_maxrss / 1024 : 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GFile) file = make_document ();
  double times[N_TIMES];
  double peer;

  for (guint i = 0; i < N_TIMES; i++)
    times[i] = import_once (file);
  peer = convert (file);
  report ("import.docx-100-pages", median (times, N_TIMES), "ms", peer);
  report ("import.docx-peak-memory", get_peak_mib (RUSAGE_SELF), "MiB",
          peer > 0 ? get_peak_mib (RUSAGE_CHILDREN) : 0);
  return 0;
}
