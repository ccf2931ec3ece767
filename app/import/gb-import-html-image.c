/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Images that came along with an HTML text: inside it, in the files that office programs lay out
 * beside a clipboard, or in the folder of a saved page. Nothing is fetched from a network, and a
 * name in a foreign text opens no other file of the person. Keeps no state; any thread. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-html-private.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_BYTES (30 * 1024 * 1024)

static GBytes *
load_data (const char *src)
{
  const char *comma = strchr (src, ',');
  g_autofree char *head = NULL;
  guchar *data;
  gsize size = 0;

  if (comma == NULL || strlen (comma) / 4 * 3 > MAX_BYTES)
    return NULL;
  head = g_ascii_strdown (src, comma - src);
  if (!g_str_has_prefix (head, "data:image/") || !g_str_has_suffix (head, ";base64"))
    return NULL;
  if (strchr (comma, '%') != NULL) {
    g_autofree char *unescaped = g_uri_unescape_string (comma + 1, NULL);

    if (unescaped == NULL)
      return NULL;
    data = g_base64_decode (unescaped, &size);
  } else {
    data = g_base64_decode (comma + 1, &size);
  }
  return size > 0 ? g_bytes_new_take (data, size) : (g_free (data), NULL);
}

/* A plain file of this person, not through a link. */
static GBytes *
read_plain_file (const char *path)
{
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat info;
  g_autofree guchar *data = NULL;
  gsize size = 0;

  if (fd < 0)
    return NULL;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_uid == getuid () &&
      info.st_size > 0 && info.st_size <= MAX_BYTES) {
    data = g_malloc ((gsize)info.st_size);
    while (size < (gsize)info.st_size) {
      gssize n = read (fd, data + size, (gsize)info.st_size - size);

      if (n <= 0)
        break;
      size += (gsize)n;
    }
  }
  close (fd);
  return size > 0 ? g_bytes_new_take (g_steal_pointer (&data), size) : NULL;
}

/* Word: /tmp/msohtmlclip1/01/clip_image001.png, WPS: /tmp/wps-name/ksohtml/wps1234.png,
 * LibreOffice: /tmp/lu1234.tmp/lu1234_html_1.png. */
static gboolean
is_clipboard_file (const char *path)
{
  static const char *const folders[] = { "msohtmlclip", "ksohtml", "lu" };
  const char *tmp = g_get_tmp_dir ();
  g_auto (GStrv) parts = NULL;

  if (!g_str_has_prefix (path, tmp) || path[strlen (tmp)] != '/')
    return FALSE;
  parts = g_strsplit (path + strlen (tmp) + 1, "/", 8);
  for (guint i = 0; parts[i] != NULL && parts[i + 1] != NULL; i++) {
    for (guint k = 0; k < G_N_ELEMENTS (folders); k++) {
      if (g_str_has_prefix (parts[i], folders[k]) &&
          (k != 2 || g_str_has_suffix (parts[i], ".tmp")))
        return TRUE;
    }
  }
  return FALSE;
}

/* No link on the way leads elsewhere. */
static gboolean
is_below (const char *path, const char *folder)
{
  g_autofree char *real_path = realpath (path, NULL);
  g_autofree char *real_folder = realpath (folder, NULL);

  return real_path != NULL && real_folder != NULL && g_str_has_prefix (real_path, real_folder) &&
         (real_path[strlen (real_folder)] == '/' || strcmp (real_folder, "/") == 0);
}

static GBytes *
load_clipboard_file (const char *src)
{
  const char *start = src + strlen ("file:");
  g_autofree char *path = NULL;
  g_autofree char *canonical = NULL;

  /* WPS writes four slashes. */
  while (start[0] == '/' && start[1] == '/')
    start++;
  path = g_uri_unescape_string (start, "/");
  if (path == NULL || *path != '/')
    return NULL;
  canonical = g_canonicalize_filename (path, "/");
  if (!is_clipboard_file (canonical) || !is_below (canonical, g_get_tmp_dir ()))
    return NULL;
  return read_plain_file (canonical);
}

static GBytes *
load_beside (const char *src, const char *folder)
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  gsize length = strcspn (src, "?#");
  g_autofree char *bare = g_strndup (src, length);

  name = g_uri_unescape_string (bare, NULL);
  if (name == NULL || *name == '/' || *name == '\0' || strchr (name, ':') != NULL)
    return NULL;
  path = g_canonicalize_filename (name, folder);
  return is_below (path, folder) ? read_plain_file (path) : NULL;
}

/**
 * _gb_import_html_image_load:
 * @src: the address of an image
 * @images: which addresses are followed
 * @folder: (nullable): the path of the folder of the source
 *
 * Returns: (transfer full): the image, whatever it holds; or %NULL
 */
GBytes *
_gb_import_html_image_load (const char *src, GbImportImages images, const char *folder)
{
  if (g_ascii_strncasecmp (src, "data:", 5) == 0)
    return load_data (src);
  if (images == GB_IMPORT_IMAGES_CLIPBOARD && g_ascii_strncasecmp (src, "file:", 5) == 0)
    return load_clipboard_file (src);
  if (images == GB_IMPORT_IMAGES_BESIDE && folder != NULL)
    return load_beside (src, folder);
  return NULL;
}
