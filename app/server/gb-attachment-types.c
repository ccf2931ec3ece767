/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closed list of what may be attached. Constant data, any thread. */
#define G_LOG_DOMAIN "gb-attachment-types"

#include "config.h"

#include "server/gb-attachment-types.h"

typedef struct {
  const char *type;
  const char *ending;
} Entry;

static const Entry entries[] = {
  { "application/pdf", "pdf" },
  { "application/ofd", "ofd" },
  { "application/msword", "doc" },
  { "application/vnd.ms-excel", "xls" },
  { "application/vnd.ms-powerpoint", "ppt" },
  { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx" },
  { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx" },
  { "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx" },
  { "application/vnd.oasis.opendocument.text", "odt" },
  { "application/vnd.oasis.opendocument.spreadsheet", "ods" },
  { "application/wps-office.wps", "wps" },
  { "application/wps-office.et", "et" },
  { "application/zip", "zip" },
  { "application/x-rar-compressed", "rar" },
  { "application/vnd.rar", "rar" },
  { "application/x-7z-compressed", "7z" },
  { "text/plain", "txt" },
  { "text/csv", "csv" },
  { "image/png", "png" },
  { "image/jpeg", "jpg" },
  { "image/gif", "gif" },
  { "image/webp", "webp" },
  { "audio/mpeg", "mp3" },
  { "video/mp4", "mp4" },
};

guint
gb_attachment_types_count (void)
{
  return G_N_ELEMENTS (entries);
}

const char *
gb_attachment_types_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (entries), NULL);

  return entries[index].type;
}

gboolean
gb_attachment_types_contain (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++) {
    if (g_str_equal (entries[i].type, type))
      return TRUE;
  }
  return FALSE;
}

const char *
gb_attachment_types_get_ending (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++) {
    if (g_str_equal (entries[i].type, type))
      return entries[i].ending;
  }
  return "bin";
}
