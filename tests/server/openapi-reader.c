/* SPDX-License-Identifier: GPL-3.0-or-later */
/* openapi.yaml against reality. A described answer is the string "METHOD TEMPLATE STATUS"; its
 * media types are the value. "default" stands for 5xx, 405 and 408, which belong to no address. */
#include "config.h"

#include "openapi-reader.h"

#include <string.h>

#define MAX_DEPTH 8

static GHashTable *described;  /* "GET /healthz 200" → GPtrArray of media types */
static GPtrArray *templates;   /* of utf8 */
static GHashTable *components; /* name of a response → GPtrArray of media types */
static GHashTable *seen;       /* set of keys */
static GHashTable *strangers;  /* set of what was answered and is not described */

static GPtrArray *
get_types (GHashTable *table, const char *key)
{
  GPtrArray *types = g_hash_table_lookup (table, key);

  if (types == NULL) {
    types = g_ptr_array_new_with_free_func (g_free);
    g_hash_table_insert (table, g_strdup (key), types);
  }
  return types;
}

/* "'200':" → "200", "/a/{b}:" → "/a/{b}". */
static char *
dup_key (const char *text)
{
  const char *end = strrchr (text, ':');
  char *key;

  if (end == NULL)
    return NULL;
  /* The colon of "key: value", not one of the value. */
  if (strstr (text, ": ") != NULL)
    end = strstr (text, ": ");
  key = g_strndup (text, (gsize)(end - text));
  if (*key == '\'') {
    key[strlen (key) - 1] = '\0';
    memmove (key, key + 1, strlen (key));
  }
  return key;
}

static void
add_reference (GPtrArray *types, const char *line)
{
  static const char prefix[] = "#/components/responses/";
  const char *name = strstr (line, prefix);

  if (name == NULL)
    return;
  name += strlen (prefix);
  g_ptr_array_add (types, g_strdup_printf ("$%.*s", (int)strcspn (name, "'"), name));
}

/* One line with the keys of all levels above it. */
static void
take_line (char **keys, guint depth, const char *line)
{
  if (g_strcmp0 (keys[0], "components") == 0 && g_strcmp0 (keys[1], "responses") == 0) {
    if (depth == 4 && g_strcmp0 (keys[3], "content") == 0)
      g_ptr_array_add (get_types (components, keys[2]), g_strdup (keys[4]));
    return;
  }
  if (g_strcmp0 (keys[0], "paths") != 0)
    return;
  if (depth == 1)
    g_ptr_array_add (templates, g_strdup (keys[1]));
  if (depth >= 4 && g_strcmp0 (keys[3], "responses") == 0) {
    g_autofree char *method = g_ascii_strup (keys[2], -1);
    g_autofree char *key = g_strdup_printf ("%s %s %s", method, keys[1], keys[4]);
    GPtrArray *types = get_types (described, key);

    if (depth == 5)
      add_reference (types, line);
    if (depth == 6 && g_strcmp0 (keys[5], "content") == 0)
      g_ptr_array_add (types, g_strdup (keys[6]));
  }
}

static void
load (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  char *keys[MAX_DEPTH + 1] = { NULL };
  g_autoptr (GError) error = NULL;

  if (described != NULL)
    return;
  described =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  components =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  templates = g_ptr_array_new_with_free_func (g_free);
  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  strangers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_file_get_contents (g_getenv ("GB_OPENAPI"), &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    gsize indent = strspn (lines[i], " ");
    guint depth = (guint)(indent / 2);
    const char *line = lines[i] + indent;
    char *key;

    if (*line == '\0' || *line == '-' || indent % 2 != 0 || depth > MAX_DEPTH)
      continue;
    key = dup_key (line);
    if (key == NULL)
      continue;
    for (guint j = depth; j <= MAX_DEPTH; j++)
      g_clear_pointer (&keys[j], g_free);
    keys[depth] = key;
    take_line (keys, depth, line);
  }
  for (guint j = 0; j <= MAX_DEPTH; j++)
    g_free (keys[j]);
  g_assert_cmpuint (templates->len, >, 15);
  g_assert_cmpuint (g_hash_table_size (described), >, 60);
}

/* The template that fits with the most literal characters. */
static const char *
find_template (const char *path)
{
  g_autofree char *plain = g_strndup (path, strcspn (path, "?"));
  const char *best = NULL;
  gsize best_literals = 0;

  for (guint i = 0; i < templates->len; i++) {
    const char *template = g_ptr_array_index (templates, i);
    GString *pattern = g_string_new ("^");
    gsize literals = 0;

    /* No column is called "api". */
    if (g_str_has_prefix (plain, "/api") != g_str_has_prefix (template, "/api")) {
      g_string_free (pattern, TRUE);
      continue;
    }
    for (const char *c = template; *c != '\0'; c++) {
      if (*c == '{') {
        g_string_append (pattern, "[^/]+");
        c = strchr (c, '}');
      } else {
        g_autofree char *escaped = g_regex_escape_string (c, 1);

        g_string_append (pattern, escaped);
        literals++;
      }
    }
    g_string_append_c (pattern, '$');
    if (literals >= best_literals && g_regex_match_simple (pattern->str, plain, 0, 0)) {
      best = template;
      best_literals = literals;
    }
    g_string_free (pattern, TRUE);
  }
  return best;
}

static gboolean
has_type (GPtrArray *types, const char *type)
{
  if (types == NULL)
    return FALSE;
  if (types->len == 0)
    return *type == '\0';
  for (guint i = 0; i < types->len; i++) {
    const char *known = g_ptr_array_index (types, i);

    if (*known == '$' ? has_type (g_hash_table_lookup (components, known + 1), type)
                      : g_str_equal (known, type) || (g_str_equal (known, "*/*") && *type != '\0'))
      return TRUE;
  }
  return FALSE;
}

void
openapi_reader_record (const char *method, const char *path, guint status, const char *type)
{
  const char *template;
  g_autofree char *key = NULL;

  load ();
  template = find_template (path);
  /* Of no address: wrong ones, other methods, and what the portal fails at. */
  if (template == NULL || status >= 500 || status == 405 || status == 408 ||
      g_str_equal (method, "OPTIONS"))
    return;
  key = g_strdup_printf ("%s %s %u", method, template, status);
  if (!g_hash_table_contains (described, key) && g_str_equal (method, "HEAD")) {
    g_free (key);
    key = g_strdup_printf ("GET %s %u", template, status);
  }
  if (has_type (g_hash_table_lookup (described, key), type))
    g_hash_table_add (seen, g_strdup (key));
  else
    g_hash_table_add (strangers, g_strdup_printf ("%s %s", key, type));
}

void
openapi_reader_assert (gboolean with_all)
{
  GHashTableIter iter;
  gpointer key;
  guint n_wrong = 0;

  load ();
  g_hash_table_iter_init (&iter, strangers);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    g_test_message ("answered but not described: %s", (char *)key);
    n_wrong++;
  }
  g_hash_table_iter_init (&iter, described);
  while (with_all && g_hash_table_iter_next (&iter, &key, NULL)) {
    if (g_str_has_suffix (key, " default") || g_hash_table_contains (seen, key))
      continue;
    g_test_message ("described but never answered: %s", (char *)key);
    n_wrong++;
  }
  g_assert_cmpuint (n_wrong, ==, 0);
}
