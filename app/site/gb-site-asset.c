/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files beside the pages. They lie in the program's resources; the table says which of them
 * the public may have. Any thread.
 */

#define G_LOG_DOMAIN "gb-site-asset"

#include "config.h"

#include "site/gb-site.h"

#include <gio/gio.h>

#define RESOURCE_FOLDER "/org/gongbao/Gongbao/site/"
#define ADDRESS_FOLDER  "/assets/"

typedef struct {
  const char *name;
  const char *type;
} Asset;

static const Asset assets[] = {
  { "article.css", "text/css; charset=utf-8" },
  { "site.css", "text/css; charset=utf-8" },
  { "site.js", "text/javascript; charset=utf-8" },
  { "icon.svg", "image/svg+xml" },
};

/**
 * gb_site_get_asset:
 * @path: the path of an address: "/assets/site.css"
 * @out_type: (out) (optional) (transfer none): the media type, static
 *
 * Returns: (transfer full) (nullable): the content, or %NULL if there is no such file
 */
GBytes *
gb_site_get_asset (const char *path, const char **out_type)
{
  g_return_val_if_fail (path != NULL, NULL);

  if (!g_str_has_prefix (path, ADDRESS_FOLDER))
    return NULL;
  path += sizeof (ADDRESS_FOLDER) - 1;
  for (gsize i = 0; i < G_N_ELEMENTS (assets); i++) {
    g_autofree char *resource = NULL;

    if (g_strcmp0 (path, assets[i].name) != 0)
      continue;
    if (out_type != NULL)
      *out_type = assets[i].type;
    resource = g_strconcat (RESOURCE_FOLDER, path, NULL);
    return g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  }
  return NULL;
}
