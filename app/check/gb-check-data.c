/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tables that the rules read. GbCheckData owns the tables and what was compiled from them; it
 * is immutable but for that cache, which a lock guards. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-data.h"

#include "document/gb-file-private.h"

#include <string.h>

#define RESOURCES  "/org/gongbao/Gongbao/check"
#define FOLDER     "gongbao/check"
#define EXTENSION  ".tsv"
#define MAX_BYTES  (8 * 1024 * 1024)
#define MAX_COLUMN 16

typedef struct {
  gpointer value;
  GDestroyNotify free_func;
} Compiled;

struct _GbCheckData {
  gatomicrefcount refs;
  GHashTable *tables; /* name → GbCheckTable */
  GRecMutex mutex;
  GHashTable *compiled; /* name → Compiled; guarded by mutex */
};

G_DEFINE_QUARK (gb_check_data_error, gb_check_data_error)
G_DEFINE_BOXED_TYPE (GbCheckData, gb_check_data, gb_check_data_ref, gb_check_data_unref)

static void
table_free (GbCheckTable *self)
{
  g_free (self->name);
  g_free (self->source);
  g_free (self->licence);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void
compiled_free (Compiled *self)
{
  if (self->free_func != NULL && self->value != NULL)
    self->free_func (self->value);
  g_free (self);
}

static GbCheckTable *
table_new (const char *name)
{
  GbCheckTable *table = g_new0 (GbCheckTable, 1);

  table->name = g_strdup (name);
  table->source = g_strdup ("");
  table->licence = g_strdup ("");
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  return table;
}

static GbCheckTable *
ensure_table (GbCheckData *self, const char *name)
{
  GbCheckTable *table = g_hash_table_lookup (self->tables, name);

  if (table == NULL) {
    table = table_new (name);
    g_hash_table_insert (self->tables, table->name, table);
  }
  return table;
}

static gboolean
take_head (char **target, const char *line, const char *label)
{
  if (!g_str_has_prefix (line, label))
    return FALSE;
  if (**target == '\0') {
    g_free (*target);
    *target = g_strstrip (g_strdup (line + strlen (label)));
  }
  return TRUE;
}

/* As many cells as the head names columns, so that rules may read every one. */
static char **
split_row (const char *line, guint n_columns)
{
  g_auto (GStrv) cells = g_strsplit (line, "\t", -1);
  guint n_cells = g_strv_length (cells);
  char **row;

  if (n_cells > n_columns)
    return NULL;
  row = g_new0 (char *, n_columns + 1);
  for (guint i = 0; i < n_columns; i++)
    row[i] = i < n_cells ? g_strdup (g_strstrip (cells[i])) : g_strdup ("");
  return row;
}

typedef struct {
  GbCheckTable *table;
  const char *file;
  GHashTable *index; /* key → place in the rows + 1 */
  guint n_columns;
} Reader;

/* A row that is taken away leaves an empty one until all files are read: places stay. */
static void
put_row (Reader *reader, char **row)
{
  gboolean is_removal = *row[0] == '-' && row[0][1] != '\0';
  const char *key = is_removal ? row[0] + 1 : row[0];
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (reader->index, key));

  if (is_removal) {
    if (place > 0) {
      char **old = g_ptr_array_index (reader->table->rows, place - 1);

      g_hash_table_remove (reader->index, key);
      g_strfreev (old);
      reader->table->rows->pdata[place - 1] = NULL;
    }
    g_strfreev (row);
  } else if (place > 0) {
    g_strfreev (g_ptr_array_index (reader->table->rows, place - 1));
    reader->table->rows->pdata[place - 1] = row;
  } else {
    g_ptr_array_add (reader->table->rows, row);
    g_hash_table_insert (reader->index, g_strdup (key),
                         GUINT_TO_POINTER (reader->table->rows->len));
  }
}

static gboolean
read_line (Reader *reader, const char *line, guint number, GError **error)
{
  char **row;

  if (*line == '\0')
    return TRUE;
  if (*line == '#') {
    if (g_str_has_prefix (line, "# columns:")) {
      g_auto (GStrv) columns = g_strsplit (line + strlen ("# columns:"), "\t", -1);

      reader->n_columns = MIN (g_strv_length (columns), MAX_COLUMN);
    } else if (!take_head (&reader->table->source, line, "# source:")) {
      take_head (&reader->table->licence, line, "# licence:");
    }
    return TRUE;
  }
  row = reader->n_columns > 0 ? split_row (line, reader->n_columns) : NULL;
  if (row == NULL) {
    g_set_error (error, GB_CHECK_DATA_ERROR, GB_CHECK_DATA_ERROR_FORMAT, "%s:%u: %s", reader->file,
                 number,
                 reader->n_columns > 0 ? "more cells than columns"
                                       : "no line “# columns:” before the first row");
    return FALSE;
  }
  put_row (reader, row);
  return TRUE;
}

static void
remove_empty_rows (GPtrArray *rows)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++) {
    if (rows->pdata[i] != NULL)
      rows->pdata[n++] = rows->pdata[i];
  }
  for (guint i = n; i < rows->len; i++)
    rows->pdata[i] = NULL;
  g_ptr_array_set_size (rows, (int)n);
}

static gboolean
read_table (GbCheckData *self, const char *file, const char *name, GBytes *bytes, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean is_good = TRUE;
  Reader reader = { .file = file };

  if (g_bytes_get_size (bytes) > MAX_BYTES) {
    g_set_error (error, GB_CHECK_DATA_ERROR, GB_CHECK_DATA_ERROR_TOO_LARGE,
                 "%s is larger than 8 MiB", file);
    return FALSE;
  }
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (!g_utf8_validate (text, -1, NULL) || strlen (text) != g_bytes_get_size (bytes)) {
    g_set_error (error, GB_CHECK_DATA_ERROR, GB_CHECK_DATA_ERROR_FORMAT, "%s is not UTF-8", file);
    return FALSE;
  }
  reader.table = ensure_table (self, name);
  reader.index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < reader.table->rows->len; i++) {
    char **row = g_ptr_array_index (reader.table->rows, i);

    g_hash_table_insert (reader.index, g_strdup (row[0]), GUINT_TO_POINTER (i + 1));
  }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; is_good && lines[i] != NULL; i++) {
    g_strchomp (lines[i]);
    is_good = read_line (&reader, lines[i], i + 1, error);
  }
  remove_empty_rows (reader.table->rows);
  g_hash_table_unref (reader.index);
  return is_good;
}

static char *
dup_table_name (const char *file)
{
  return g_str_has_suffix (file, EXTENSION) ? g_strndup (file, strlen (file) - strlen (EXTENSION))
                                            : NULL;
}

static gboolean
read_shipped (GbCheckData *self, GError **error)
{
  g_auto (GStrv) files = g_resources_enumerate_children (RESOURCES, 0, error);

  if (files == NULL)
    return FALSE;
  for (guint i = 0; files[i] != NULL; i++) {
    g_autofree char *name = dup_table_name (files[i]);
    g_autofree char *path = g_strconcat (RESOURCES "/", files[i], NULL);
    g_autoptr (GBytes) bytes = NULL;

    if (name == NULL)
      continue;
    bytes = g_resources_lookup_data (path, 0, error);
    if (bytes == NULL || !read_table (self, path, name, bytes, error))
      return FALSE;
  }
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GbCheckFile *
gb_check_file_new (const char *name, GBytes *bytes)
{
  GbCheckFile *self = g_new0 (GbCheckFile, 1);

  self->name = g_strdup (name);
  self->bytes = g_bytes_ref (bytes);
  return self;
}

void
gb_check_file_free (GbCheckFile *self)
{
  g_free (self->name);
  g_bytes_unref (self->bytes);
  g_free (self);
}

GPtrArray *
gb_check_files_read (const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) files = NULL;
  const char *name;

  files = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_check_file_free);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *table = dup_table_name (g_ptr_array_index (names, i));
    g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
    g_autoptr (GFile) location = g_file_new_for_path (path);
    g_autoptr (GBytes) bytes = NULL;

    if (table == NULL)
      continue;
    bytes = g_file_load_bytes (location, NULL, NULL, error);
    if (bytes == NULL)
      return NULL;
    g_ptr_array_add (files, gb_check_file_new (table, bytes));
  }
  return g_steal_pointer (&files);
}

/* folder: (nullable): only for messages. */
static gboolean
read_files (GbCheckData *self, GPtrArray *files, const char *folder, GError **error)
{
  for (guint i = 0; i < files->len; i++) {
    const GbCheckFile *file = g_ptr_array_index (files, i);
    g_autofree char *name = g_strconcat (file->name, EXTENSION, NULL);
    g_autofree char *path =
      folder != NULL ? g_build_filename (folder, name, NULL) : g_strdup (name);

    if (!read_table (self, path, file->name, file->bytes, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_folder (GbCheckData *self, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) files = gb_check_files_read (folder, error);

  return files != NULL && read_files (self, files, folder, error);
}

/**
 * gb_check_data_new:
 * @folders: (nullable) (array zero-terminated=1): an office's own folders, the most important first
 * @error: return location for an error
 *
 * Returns: (transfer full): the tables that the program ships with those of @folders over them, or
 *   %NULL with an error
 */
GbCheckData *
gb_check_data_new (const char *const *folders, GError **error)
{
  return gb_check_data_new_with_files (folders, NULL, error);
}

/**
 * gb_check_data_new_with_files:
 * @folders: (nullable) (array zero-terminated=1): an office's own folders, the most important first
 * @files: (nullable) (element-type GbCheckFile): tables that lie over all of these
 * @error: return location for an error
 *
 * Returns: (transfer full): all these tables, or %NULL with an error
 */
GbCheckData *
gb_check_data_new_with_files (const char *const *folders, GPtrArray *files, GError **error)
{
  g_autoptr (GbCheckData) self = g_new0 (GbCheckData, 1);
  guint n_folders = folders != NULL ? g_strv_length ((char **)folders) : 0;

  g_atomic_ref_count_init (&self->refs);
  g_rec_mutex_init (&self->mutex);
  self->tables = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)table_free);
  self->compiled =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)compiled_free);
  if (!read_shipped (self, error))
    return NULL;
  for (guint i = n_folders; i > 0; i--) {
    if (!read_folder (self, folders[i - 1], error))
      return NULL;
  }
  if (files != NULL && !read_files (self, files, NULL, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * gb_check_data_ref_shipped:
 *
 * Returns: (transfer full): the tables of the program alone
 */
GbCheckData *
gb_check_data_ref_shipped (void)
{
  static gsize shipped = 0;

  if (g_once_init_enter (&shipped)) {
    g_autoptr (GError) error = NULL;
    GbCheckData *data = gb_check_data_new (NULL, &error);

    if (data == NULL)
      g_error ("the program's own tables cannot be read: %s", error->message);
    g_once_init_leave (&shipped, (gsize)data);
  }
  return gb_check_data_ref ((GbCheckData *)shipped);
}

GbCheckData *
gb_check_data_ref (GbCheckData *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
gb_check_data_unref (GbCheckData *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_hash_table_unref (self->compiled);
  g_hash_table_unref (self->tables);
  g_rec_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * gb_check_data_dup_folders:
 *
 * Returns: (transfer full): where an office's own tables are looked for, see _gb_dup_data_folders()
 */
char **
gb_check_data_dup_folders (void)
{
  return _gb_dup_data_folders (FOLDER);
}

const GbCheckTable *
gb_check_data_get_table (GbCheckData *self, const char *name)
{
  const GbCheckTable *table;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  g_rec_mutex_lock (&self->mutex);
  table = ensure_table (self, name);
  g_rec_mutex_unlock (&self->mutex);
  return table;
}

const char *
gb_check_data_get_setting (GbCheckData *self, const char *name)
{
  const GbCheckTable *table = gb_check_data_get_table (self, "settings");

  for (guint i = 0; table != NULL && i < table->rows->len; i++) {
    char **row = g_ptr_array_index (table->rows, i);

    if (strcmp (row[0], name) == 0 && row[1] != NULL)
      return row[1];
  }
  return "";
}

guint
gb_check_data_get_number (GbCheckData *self, const char *name, guint fallback, guint max)
{
  guint64 number = 0;

  return g_ascii_string_to_unsigned (gb_check_data_get_setting (self, name), 10, 0, max, &number,
                                     NULL)
           ? (guint)number
           : fallback;
}

gconstpointer
gb_check_data_get_compiled (GbCheckData *self,
                            const char *name,
                            gpointer (*build) (GbCheckData *data),
                            GDestroyNotify free_func)
{
  Compiled *compiled;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  g_rec_mutex_lock (&self->mutex);
  compiled = g_hash_table_lookup (self->compiled, name);
  if (compiled == NULL) {
    compiled = g_new0 (Compiled, 1);
    compiled->value = build (self);
    compiled->free_func = free_func;
    g_hash_table_insert (self->compiled, (gpointer)name, compiled);
  }
  g_rec_mutex_unlock (&self->mutex);
  return compiled->value;
}
