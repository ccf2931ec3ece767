/* SPDX-License-Identifier: GPL-3.0-or-later */

/* SM3 digests (GB/T 32905-2016) of documents and attachments, computed by OpenSSL. Nothing here
 * keeps state, so every function may be called on any thread. */

#define G_LOG_DOMAIN "gb-digest"

#include "config.h"

#include "document/gb-digest.h"

#include <openssl/evp.h>
#include <string.h>

#define SM3_BYTES  32
#define READ_BYTES (64 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)

static char *
format_digest (const guint8 *hash)
{
  static const char digits[] = "0123456789abcdef";
  char *digest = g_malloc (GB_DIGEST_LENGTH + 1);
  char *end = g_stpcpy (digest, GB_DIGEST_PREFIX);

  for (guint i = 0; i < SM3_BYTES; i++) {
    *end++ = digits[hash[i] >> 4];
    *end++ = digits[hash[i] & 15];
  }
  *end = '\0';
  return digest;
}

/**
 * gb_digest_data:
 * @data: (nullable): the bytes; %NULL only if @size is 0
 * @size: their number
 *
 * Computes the SM3 digest of @data. An OpenSSL without SM3 cannot run this program at all, so that
 * case aborts rather than returning something that is not a digest.
 *
 * Returns: (transfer full): the digest, "sm3:" and 64 hexadecimal digits
 */
char *
gb_digest_data (gconstpointer data, gsize size)
{
  guint8 hash[EVP_MAX_MD_SIZE];
  unsigned int length = 0;

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  if (EVP_Digest (data != NULL ? data : "", size, hash, &length, EVP_sm3 (), NULL) != 1)
    g_abort ();
  g_assert (length == SM3_BYTES);
  return format_digest (hash);
}

/**
 * gb_digest_bytes:
 * @bytes: the bytes
 *
 * Like gb_digest_data().
 *
 * Returns: (transfer full): the digest
 */
char *
gb_digest_bytes (GBytes *bytes)
{
  gsize size = 0;
  gconstpointer data;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  return gb_digest_data (data, size);
}

/**
 * gb_digest_file:
 * @file: a file
 * @out_size: (out) (optional): its size in bytes, as read
 * @cancellable: (nullable): a cancellable
 * @error: return location for a %G_IO_ERROR
 *
 * Computes the SM3 digest of the content of @file in pieces, so that its size does not matter.
 * Blocks on reading.
 *
 * Returns: (transfer full): the digest, or %NULL with @error set
 */
char *
gb_digest_file (GFile *file, goffset *out_size, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (EVP_MD_CTX) context = NULL;
  g_autofree guint8 *buffer = NULL;
  guint8 hash[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  goffset size = 0;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  stream = g_file_read (file, cancellable, error);
  if (stream == NULL)
    return NULL;

  context = EVP_MD_CTX_new ();
  if (context == NULL || EVP_DigestInit_ex (context, EVP_sm3 (), NULL) != 1)
    g_abort ();

  buffer = g_malloc (READ_BYTES);
  for (;;) {
    gssize n =
      g_input_stream_read (G_INPUT_STREAM (stream), buffer, READ_BYTES, cancellable, error);

    if (n < 0)
      return NULL;
    if (n == 0)
      break;
    size += n;
    if (EVP_DigestUpdate (context, buffer, (gsize)n) != 1)
      g_abort ();
  }

  if (EVP_DigestFinal_ex (context, hash, &length) != 1)
    g_abort ();
  g_assert (length == SM3_BYTES);
  if (out_size != NULL)
    *out_size = size;
  return format_digest (hash);
}

/**
 * gb_digest_is_valid:
 * @digest: (nullable): a string from anywhere
 *
 * Returns: %TRUE if @digest has the form of a digest of this version
 */
gboolean
gb_digest_is_valid (const char *digest)
{
  if (digest == NULL || strlen (digest) != GB_DIGEST_LENGTH ||
      !g_str_has_prefix (digest, GB_DIGEST_PREFIX))
    return FALSE;
  return strspn (digest + strlen (GB_DIGEST_PREFIX), "0123456789abcdef") == SM3_BYTES * 2;
}
