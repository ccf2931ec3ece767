/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes the sample documents in canonical form, with blobs that exist, for the tests against the
 * real portal: write-documents FOLDER. A document's file is named UUID~DIGEST, a blob's DIGEST.
 */

#include "config.h"

#include "sample.h"

#include "document/gb-digest.h"

#include <string.h>

/* What the sample names by digest, and what it shall be. One white pixel is enough of a picture. */
typedef struct {
  const char *placeholder;
  const char *content; /* base64 */
} Blob;

static const Blob blobs[] = {
  { "sm3:1111111111111111111111111111111111111111111111111111111111111111",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJg"
    "gg==" },
  { "sm3:2222222222222222222222222222222222222222222222222222222222222222", "UEsDBGRvY3g=" },
  { "sm3:3333333333333333333333333333333333333333333333333333333333333333", "UEsDBHhsc3g=" },
};

static void
write_file (const char *folder, const char *name, gconstpointer data, gsize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, (gssize)size, &error);
  g_assert_no_error (error);
}

static void
write_document (const char *folder, const char *name, const char *id)
{
  g_autoptr (GbDocument) sample = sample_document (name);
  GBytes *sample_bytes = gb_document_get_bytes (sample);
  g_autoptr (GString) text = g_string_new_len (g_bytes_get_data (sample_bytes, NULL),
                                               (gssize)g_bytes_get_size (sample_bytes));
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GbDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *file_name = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (blobs); i++) {
    gsize size;
    g_autofree guchar *content = g_base64_decode (blobs[i].content, &size);
    g_autofree char *digest = gb_digest_data (content, size);

    g_string_replace (text, blobs[i].placeholder, digest, 0);
    write_file (folder, digest, content, size);
  }
  bytes = g_bytes_new (text->str, text->len);
  document = gb_document_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  file_name = g_strconcat (id, "~", gb_document_get_digest (document), NULL);
  write_file (folder, file_name, g_bytes_get_data (gb_document_get_bytes (document), NULL),
              g_bytes_get_size (gb_document_get_bytes (document)));
}

int
main (int argc, char **argv)
{
  if (argc != 2) {
    g_printerr ("usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  write_document (argv[1], "announcement.xml", SAMPLE_ANNOUNCEMENT_ID);
  write_document (argv[1], "notice.xml", SAMPLE_POLICY_ID);
  write_document (argv[1], "interpretation.xml", SAMPLE_INTERPRETATION_ID);
  return 0;
}
