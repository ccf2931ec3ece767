/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program's entry: finds catalogue and settings schema, also when it runs from its build
 * folder, and hands over to GbApplication. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "application/gb-application.h"

#include <glib/gi18n.h>
#include <locale.h>

/* The build folder, if this program lies in one: BUILD/ui/gongbao, with BUILD/resources/schemas.
 * Returns: (transfer full) (nullable). */
static char *
dup_build_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = NULL;
  g_autofree char *build = NULL;
  g_autofree char *schemas = NULL;

  if (program == NULL)
    return NULL;
  folder = g_path_get_dirname (program);
  build = g_path_get_dirname (folder);
  schemas = g_build_filename (build, "resources", "schemas", "gschemas.compiled", NULL);
  return g_file_test (schemas, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&build) : NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GbApplication) application = NULL;
  g_autofree char *build = dup_build_folder ();
  g_autofree char *locale_dir = NULL;

  if (build != NULL) {
    g_autofree char *schemas = g_build_filename (build, "resources", "schemas", NULL);

    g_setenv ("GSETTINGS_SCHEMA_DIR", schemas, FALSE);
    locale_dir = g_build_filename (build, "po", NULL);
  }
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : GB_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_ ("Gongbao"));
  g_set_prgname (GB_APP_ID);

  application = gb_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
