/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The module stays loaded until the program ends. The loading itself is done on a worker: with
 * WebKit it takes a tenth of a second, in which the window would not answer. */

#define G_LOG_DOMAIN "gb-shell"

#include "config.h"

#include "application/gb-page-loader.h"

#define MODULE_NAME "gongbao-pages.so"

/* Beside the program in the build tree, in the library folder when it is installed. */
static char *
find_module (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (program != NULL) {
    g_autofree char *folder = g_path_get_dirname (program);
    g_autofree char *beside = g_build_filename (folder, MODULE_NAME, NULL);

    if (g_file_test (beside, G_FILE_TEST_IS_REGULAR))
      return g_steal_pointer (&beside);
  }
  return g_build_filename (GB_PKGLIBDIR, MODULE_NAME, NULL);
}

static void
load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *path = find_module ();
  GModule *module = g_module_open (path, G_MODULE_BIND_LOCAL);
  gpointer symbol = NULL;

  if (module == NULL || !g_module_symbol (module, GB_PAGE_MODULE_SYMBOL, &symbol) ||
      symbol == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s", g_module_error ());
    return;
  }
  /* Types and callbacks of the module are everywhere from now on. */
  g_module_make_resident (module);
  g_task_return_pointer (task, symbol, NULL);
}

void
gb_page_loader_load_async (GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, gb_page_loader_load_async);
  if (&gb_page_module != NULL)
    g_task_return_pointer (task, (gpointer)&gb_page_module, NULL);
  else
    g_task_run_in_thread (task, load);
}

const GbPageModule *
gb_page_loader_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
