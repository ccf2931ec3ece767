/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords and tokens, by OpenSSL. Functions without state, any thread. */
#define G_LOG_DOMAIN "gb-password"

#include "config.h"

#include "server/gb-password.h"

#include <gio/gio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

#define LOG2_N     15
#define BLOCK_SIZE 8
#define PARALLEL   1
#define SALT_BYTES 16
#define HASH_BYTES 32
#define MAX_MEMORY (64u * 1024 * 1024)

static gboolean
fill_random (guint8 *bytes, gsize size, GError **error)
{
  if (RAND_bytes (bytes, (int)size) == 1)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the system has no random numbers");
  return FALSE;
}

static gboolean
derive (const char *password,
        const guint8 *salt,
        gsize salt_size,
        guint log2_n,
        guint block_size,
        guint parallel,
        guint8 hash[HASH_BYTES])
{
  return EVP_PBE_scrypt (password, strlen (password), salt, salt_size,
                         G_GUINT64_CONSTANT (1) << log2_n, block_size, parallel, MAX_MEMORY, hash,
                         HASH_BYTES) == 1;
}

char *
gb_password_hash (const char *password, GError **error)
{
  guint8 salt[SALT_BYTES];
  guint8 hash[HASH_BYTES];
  g_autofree char *salt_text = NULL;
  g_autofree char *hash_text = NULL;

  g_return_val_if_fail (password != NULL, NULL);

  if (!fill_random (salt, sizeof salt, error))
    return NULL;
  if (!derive (password, salt, sizeof salt, LOG2_N, BLOCK_SIZE, PARALLEL, hash)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "scrypt failed");
    return NULL;
  }
  salt_text = g_base64_encode (salt, sizeof salt);
  hash_text = g_base64_encode (hash, sizeof hash);
  return g_strdup_printf ("scrypt:%d:%d:%d:%s:%s", LOG2_N, BLOCK_SIZE, PARALLEL, salt_text,
                          hash_text);
}

/* Computes what a real comparison would, so that the time does not tell which accounts exist. */
static void
waste_time (const char *password)
{
  static const guint8 salt[SALT_BYTES];
  guint8 hash[HASH_BYTES];

  derive (password, salt, sizeof salt, LOG2_N, BLOCK_SIZE, PARALLEL, hash);
}

gboolean
gb_password_verify (const char *password, const char *stored)
{
  g_auto (GStrv) parts = g_strsplit (stored != NULL ? stored : "", ":", 7);
  g_autofree guint8 *salt = NULL;
  g_autofree guint8 *expected = NULL;
  gsize salt_size;
  gsize expected_size;
  guint64 numbers[3];
  guint8 hash[HASH_BYTES];

  if (g_strv_length (parts) != 6 || !g_str_equal (parts[0], "scrypt") ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1, 20, &numbers[0], NULL) ||
      !g_ascii_string_to_unsigned (parts[2], 10, 1, 32, &numbers[1], NULL) ||
      !g_ascii_string_to_unsigned (parts[3], 10, 1, 16, &numbers[2], NULL)) {
    waste_time (password);
    return FALSE;
  }
  salt = g_base64_decode (parts[4], &salt_size);
  expected = g_base64_decode (parts[5], &expected_size);
  return expected_size == HASH_BYTES &&
         derive (password, salt, salt_size, (guint)numbers[0], (guint)numbers[1], (guint)numbers[2],
                 hash) &&
         CRYPTO_memcmp (hash, expected, HASH_BYTES) == 0;
}

char *
gb_random_token (gsize n_bytes, GError **error)
{
  g_autofree guint8 *bytes = g_malloc (n_bytes);
  char *text;
  gsize length;

  if (!fill_random (bytes, n_bytes, error))
    return NULL;
  text = g_base64_encode (bytes, n_bytes);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  length = strlen (text);
  while (length > 0 && text[length - 1] == '=')
    text[--length] = '\0';
  return text;
}

char *
gb_password_generate (GError **error)
{
  /* 32 signs, so that every byte gives five fair bits; without 0, 1, l and o. */
  static const char signs[] = "23456789abcdefghijkmnpqrstuvwxyz";
  guint8 bytes[16];
  GString *text;

  G_STATIC_ASSERT (sizeof signs == 33);
  if (!fill_random (bytes, sizeof bytes, error))
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < sizeof bytes; i++) {
    if (i > 0 && i % 4 == 0)
      g_string_append_c (text, '-');
    g_string_append_c (text, signs[bytes[i] % 32]);
  }
  return g_string_free (text, FALSE);
}
