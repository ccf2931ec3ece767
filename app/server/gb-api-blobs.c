/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attachments and images: resumable, named by digest, verified before they count. Office thread. */
#define G_LOG_DOMAIN "gb-api"

#include "config.h"

#include "server/gb-api.h"

#include "server/gb-attachment-types.h"
#include "server/gb-problem.h"
#include "store/gb-office-log.h"

#include <string.h>

/* Which bytes of the blob the body holds. */
typedef struct {
  guint64 first;
  guint64 total;
} Piece;

static void
add_offset (GbResponse *response, goffset offset)
{
  g_autofree char *text = g_strdup_printf ("%" G_GOFFSET_FORMAT, offset);

  gb_response_add_header (response, "Upload-Offset", text);
}

GBytes *
gb_api_map_blob (GbOffice *office, const char *digest, GError **error)
{
  g_autofree char *path = gb_blob_folder_dup_file (office->blobs, digest);
  g_autoptr (GMappedFile) file = NULL;

  if (path == NULL || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return NULL;
  file = g_mapped_file_new (path, FALSE, error);
  return file != NULL ? g_mapped_file_get_bytes (file) : NULL;
}

GbResponse *
gb_api_head_blob (GbOffice *office, GbRequest *request, gpointer data)
{
  const char *digest = request->params[0];
  goffset size = gb_blob_folder_get_size (office->blobs, digest);
  GbResponse *response;

  if (size >= 0) {
    response = gb_response_new (200);
    response->content_type = g_strdup ("application/octet-stream");
    response->length = size;
    return response;
  }
  response = gb_problem_respond ("not-found", "the blob is not here, or not all of it");
  add_offset (response, gb_blob_folder_get_partial (office->blobs, digest));
  return response;
}

GbResponse *
gb_api_get_blob (GbOffice *office, GbRequest *request, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = gb_api_map_blob (office, request->params[0], &error);
  g_autofree char *etag = NULL;
  GbResponse *response;

  if (bytes == NULL && error != NULL)
    return gb_problem_respond_internal (error);
  if (bytes == NULL)
    return gb_problem_respond ("not-found", "no such blob");
  response = gb_response_new_bytes (200, "application/octet-stream", bytes);
  response->allow_ranges = TRUE;
  gb_response_add_header (response, "Cache-Control", "private, max-age=31536000, immutable");
  etag = g_strdup_printf ("\"%s\"", request->params[0]);
  gb_response_set_etag (response, etag, gb_request_get_header (request, "if-none-match"));
  return response;
}

/* "bytes FIRST-LAST/TOTAL"; without the header the body is the whole. */
static gboolean
read_piece (GbRequest *request, Piece *piece)
{
  const char *range = gb_request_get_header (request, "content-range");
  guint64 size = g_bytes_get_size (request->body);
  g_auto (GStrv) parts = NULL;
  guint64 last;

  piece->first = 0;
  piece->total = size;
  if (range == NULL)
    return TRUE;
  if (!g_str_has_prefix (range, "bytes "))
    return FALSE;
  parts = g_strsplit_set (range + strlen ("bytes "), "-/", 4);
  return g_strv_length (parts) == 3 && size > 0 &&
         gb_request_parse_uint64 (parts[0], G_MAXINT64, &piece->first) &&
         gb_request_parse_uint64 (parts[1], G_MAXINT64, &last) &&
         gb_request_parse_uint64 (parts[2], G_MAXINT64, &piece->total) && last >= piece->first &&
         last - piece->first == size - 1 && last < piece->total;
}

static GbResponse *
answer_offset (guint status, goffset offset)
{
  JsonObject *object = json_object_new ();
  GbResponse *response;

  json_object_set_int_member (object, "offset", offset);
  response = gb_response_new_object (status, object);
  add_offset (response, offset);
  return response;
}

static GbResponse *
refuse_append (GbOffice *office, const char *digest, GError *error)
{
  GbResponse *response;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)) {
    response = gb_problem_respond ("wrong-offset", NULL);
    add_offset (response, gb_blob_folder_get_partial (office->blobs, digest));
    return response;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    return gb_problem_respond ("digest-mismatch", NULL);
  return gb_problem_respond_internal (error);
}

GbResponse *
gb_api_put_blob (GbOffice *office, GbRequest *request, gpointer data)
{
  const char *digest = request->params[0];
  g_autofree char *type = gb_request_dup_content_type (request);
  g_autoptr (GError) error = NULL;
  gboolean complete;
  goffset offset;
  Piece piece;

  if (!gb_attachment_types_contain (type))
    return gb_problem_respond ("unsupported-type", NULL);
  if (!read_piece (request, &piece))
    return gb_problem_respond_field ("malformed", "Content-Range",
                                     "Content-Range does not fit the body");
  if (piece.total > GB_BLOB_MAX_BYTES)
    return gb_problem_respond ("too-large", NULL);
  if (piece.total == 0)
    return gb_problem_respond_field ("malformed", "body", "the blob is empty");
  if (gb_blob_folder_get_size (office->blobs, digest) < 0) {
    offset = gb_blob_folder_get_partial (office->blobs, digest);
    /* The whole at once replaces what an earlier attempt left: the rest of it is in the body. */
    if (gb_request_get_header (request, "content-range") == NULL && offset > 0 &&
        (guint64)offset < piece.total) {
      g_autoptr (GBytes) rest = g_bytes_new_from_bytes (request->body, (gsize)offset,
                                                        (gsize)(piece.total - (guint64)offset));

      if (!gb_blob_folder_append (office->blobs, digest, offset, rest, (goffset)piece.total,
                                  &complete, &error))
        return refuse_append (office, digest, error);
    } else if (!gb_blob_folder_append (office->blobs, digest, (goffset)piece.first, request->body,
                                       (goffset)piece.total, &complete, &error)) {
      return refuse_append (office, digest, error);
    }
    if (!complete)
      return answer_offset (202, gb_blob_folder_get_partial (office->blobs, digest));
  }
  if (!gb_office_add_blob (office->database, digest, type, gb_account_get_id (request->account),
                           gb_office_now (), &error))
    return gb_problem_respond_internal (error);
  return answer_offset (201, gb_blob_folder_get_size (office->blobs, digest));
}
