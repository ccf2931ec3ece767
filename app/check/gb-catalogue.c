/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GbCatalogue owns its entries with what makes them quick to find: the numbers by year and serial
 * number, the titles without marks and with a count of their characters. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-catalogue.h"

#include "check/gb-check-block.h"
#include "check/gb-text-date.h"

#include <string.h>

#define MAX_BYTES (32 * 1024 * 1024)
/* Longer titles are compared by their beginning. */
#define MAX_TITLE 200
/* Characters of a title are counted in so many classes: two titles whose counts differ by more than
 * a change of k characters can explain are not compared. */
#define N_CLASSES 32

typedef struct {
  gunichar *chars; /* letters, digits and Chinese characters */
  guint n_chars;
  guint8 counts[N_CLASSES];
  char *numbers; /* the digits among them, Chinese ones too */
} Title;

struct _GbCatalogue {
  gatomicrefcount refs;
  GPtrArray *entries;    /* of GbCatalogueEntry */
  GPtrArray *titles;     /* of Title: one an entry */
  GHashTable *by_serial; /* year and serial → GPtrArray of borrowed entries */
  GHashTable *by_number; /* number without spaces and with 〔〕 → the same */
  GHashTable *by_index;  /* index number → the same */
};

G_DEFINE_BOXED_TYPE (GbCatalogue, gb_catalogue, gb_catalogue_ref, gb_catalogue_unref)

G_DEFINE_QUARK (gb_catalogue_error, gb_catalogue_error)

static const struct {
  const char *word;
  GbCatalogueStatus status;
} statuses[] = {
  { "有效", GB_CATALOGUE_CURRENT },   { "已修改", GB_CATALOGUE_AMENDED },
  { "废止", GB_CATALOGUE_ABOLISHED }, { "失效", GB_CATALOGUE_EXPIRED },
  { "更名", GB_CATALOGUE_RENAMED },
};

/* --- Entries -----------------------------------------------------------------------------------
 */

GbCatalogueEntry *
gb_catalogue_entry_new (void)
{
  GbCatalogueEntry *self = g_new0 (GbCatalogueEntry, 1);
  char **const fields[] = { &self->id,           &self->title,    &self->document_number,
                            &self->index_number, &self->kind,     &self->published_on,
                            &self->valid_until,  &self->successor };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    *fields[i] = g_strdup ("");
  return self;
}

GbCatalogueStatus
gb_catalogue_status_from_validity (GbValidity validity)
{
  switch (validity) {
  case GB_VALIDITY_AMENDED:
    return GB_CATALOGUE_AMENDED;
  case GB_VALIDITY_REPEALED:
    return GB_CATALOGUE_ABOLISHED;
  case GB_VALIDITY_EXPIRED:
    return GB_CATALOGUE_EXPIRED;
  case GB_VALIDITY_UNSET:
  case GB_VALIDITY_IN_FORCE:
  default:
    return GB_CATALOGUE_CURRENT;
  }
}

GbCatalogueEntry *
gb_catalogue_entry_new_for_document (const char *id, GbDocument *document, const char *published_on)
{
  GbMetadata *metadata;
  GbCatalogueEntry *self;

  g_return_val_if_fail (id != NULL && GB_IS_DOCUMENT (document), NULL);

  metadata = gb_document_get_metadata (document);
  self = gb_catalogue_entry_new ();
  gb_catalogue_entry_set (&self->id, id);
  gb_catalogue_entry_set (&self->title, gb_document_get_title (document));
  gb_catalogue_entry_set (&self->document_number, gb_metadata_get (metadata, "document-number"));
  gb_catalogue_entry_set (&self->index_number, gb_metadata_get (metadata, "index-number"));
  gb_catalogue_entry_set (&self->kind,
                          gb_document_kind_to_string (gb_document_get_kind (document)));
  gb_catalogue_entry_set (&self->published_on, published_on);
  gb_catalogue_entry_set (&self->valid_until, gb_metadata_get (metadata, "valid-until"));
  self->status = gb_catalogue_status_from_validity (gb_metadata_get_validity (metadata));
  return self;
}

void
gb_catalogue_entry_set (char **field, const char *value)
{
  g_return_if_fail (field != NULL);

  g_free (*field);
  *field = g_strdup (value != NULL ? value : "");
}

void
gb_catalogue_entry_free (GbCatalogueEntry *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->document_number);
  g_free (self->index_number);
  g_free (self->kind);
  g_free (self->published_on);
  g_free (self->valid_until);
  g_free (self->successor);
  g_free (self);
}

/* --- Numbers -----------------------------------------------------------------------------------
 */

static gunichar
to_plain (gunichar c)
{
  static const char *const opening = "[［【（(﹝〖";
  static const char *const closing = "]］】）)﹞〗";

  if (c >= 0xff10 && c <= 0xff19)
    return c - 0xff10 + '0';
  if (g_utf8_strchr (opening, -1, c) != NULL)
    return 0x3014;
  if (g_utf8_strchr (closing, -1, c) != NULL)
    return 0x3015;
  return c;
}

static char *
dup_plain (const char *number)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = number; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!g_unichar_isspace (c))
      g_string_append_unichar (plain, to_plain (c));
  }
  return g_string_free (plain, FALSE);
}

gboolean
gb_catalogue_split_number (const char *number,
                           guint *out_year,
                           guint *out_serial,
                           gsize *out_letters)
{
  const char *open;
  const char *end;
  guint64 year;
  guint64 serial;

  g_return_val_if_fail (number != NULL, FALSE);

  open = g_strrstr (number, "〔");
  if (open == NULL)
    return FALSE;
  year = g_ascii_strtoull (open + strlen ("〔"), (char **)&end, 10);
  if (end != open + strlen ("〔") + 4 || !g_str_has_prefix (end, "〕"))
    return FALSE;
  end += strlen ("〕");
  if (g_str_has_prefix (end, "第"))
    end += strlen ("第");
  if (!g_ascii_isdigit (*end))
    return FALSE;
  serial = g_ascii_strtoull (end, (char **)&end, 10);
  if (strcmp (end, "号") != 0 || serial == 0 || serial > 99999)
    return FALSE;
  *out_year = (guint)year;
  *out_serial = (guint)serial;
  *out_letters = (gsize)(open - number);
  return TRUE;
}

static gpointer
make_serial_key (guint year, guint serial)
{
  return GUINT_TO_POINTER (year * 100000 + serial);
}

static void
index_entry (GHashTable *table, gpointer key, GbCatalogueEntry *entry, GDestroyNotify free_key)
{
  GPtrArray *list = g_hash_table_lookup (table, key);

  if (list == NULL) {
    list = g_ptr_array_new ();
    g_hash_table_insert (table, key, list);
  } else if (free_key != NULL) {
    free_key (key);
  }
  g_ptr_array_add (list, entry);
}

/* --- Titles ------------------------------------------------------------------------------------
 */

static gboolean
is_number (gunichar c)
{
  static const char *const chinese = "〇零一二三四五六七八九十百";

  return gb_char_is_digit (c) || (c > 0x7f && g_utf8_strchr (chinese, -1, c) != NULL);
}

static Title *
title_new (const char *text)
{
  Title *self = g_new0 (Title, 1);
  g_autoptr (GString) numbers = g_string_new (NULL);

  self->chars = g_new (gunichar, MAX_TITLE);
  for (const char *p = text; *p != '\0' && self->n_chars < MAX_TITLE; p = g_utf8_next_char (p)) {
    gunichar c = to_plain (g_utf8_get_char (p));

    if (!gb_char_is_han (c) && !gb_char_is_latin (c) && !gb_char_is_digit (c))
      continue;
    self->chars[self->n_chars++] = c;
    if (self->counts[c % N_CLASSES] < G_MAXUINT8)
      self->counts[c % N_CLASSES]++;
    if (is_number (c))
      g_string_append_unichar (numbers, c);
    else if (numbers->len > 0 && numbers->str[numbers->len - 1] != ' ')
      g_string_append_c (numbers, ' ');
  }
  self->chars = g_renew (gunichar, self->chars, MAX (self->n_chars, 1));
  self->numbers = g_strdup (g_strchomp (numbers->str));
  return self;
}

static void
title_free (Title *self)
{
  g_free (self->chars);
  g_free (self->numbers);
  g_free (self);
}

/* The office's own are public from a day on; those of other systems are listed because they are. */
static gboolean
is_public (const GbCatalogueEntry *entry)
{
  return *entry->published_on != '\0' || *entry->id == '\0';
}

static gboolean
may_be_alike (const Title *a, const Title *b, guint max_changes)
{
  guint differences = 0;

  if (MAX (a->n_chars, b->n_chars) - MIN (a->n_chars, b->n_chars) > max_changes)
    return FALSE;
  for (guint i = 0; i < N_CLASSES; i++)
    differences += (guint)ABS ((int)a->counts[i] - (int)b->counts[i]);
  return differences <= 2 * max_changes;
}

/* How many characters have to be put in, taken out or replaced. */
static guint
count_changes (const Title *a, const Title *b)
{
  guint row[MAX_TITLE + 1];

  for (guint k = 0; k <= b->n_chars; k++)
    row[k] = k;
  for (guint i = 1; i <= a->n_chars; i++) {
    guint corner = row[0];

    row[0] = i;
    for (guint k = 1; k <= b->n_chars; k++) {
      guint replaced = corner + (a->chars[i - 1] != b->chars[k - 1] ? 1 : 0);

      corner = row[k];
      row[k] = MIN (replaced, MIN (row[k], row[k - 1]) + 1);
    }
  }
  return row[b->n_chars];
}

/* --- The catalogue -----------------------------------------------------------------------------
 */

GbCatalogue *
gb_catalogue_new (void)
{
  GbCatalogue *self = g_new0 (GbCatalogue, 1);

  g_atomic_ref_count_init (&self->refs);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_catalogue_entry_free);
  self->titles = g_ptr_array_new_with_free_func ((GDestroyNotify)title_free);
  self->by_serial =
    g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  self->by_number =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  self->by_index =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  return self;
}

GbCatalogue *
gb_catalogue_ref (GbCatalogue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
gb_catalogue_unref (GbCatalogue *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_hash_table_unref (self->by_serial);
  g_hash_table_unref (self->by_number);
  g_hash_table_unref (self->by_index);
  g_ptr_array_unref (self->titles);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

void
gb_catalogue_add (GbCatalogue *self, GbCatalogueEntry *entry)
{
  g_autofree char *number = NULL;
  guint year = 0;
  guint serial = 0;
  gsize letters = 0;

  g_return_if_fail (self != NULL && entry != NULL);

  g_ptr_array_add (self->entries, entry);
  g_ptr_array_add (self->titles, title_new (entry->title));
  if (*entry->index_number != '\0')
    index_entry (self->by_index, dup_plain (entry->index_number), entry, g_free);
  number = dup_plain (entry->document_number);
  if (*number == '\0')
    return;
  if (gb_catalogue_split_number (number, &year, &serial, &letters))
    index_entry (self->by_serial, make_serial_key (year, serial), entry, NULL);
  index_entry (self->by_number, g_steal_pointer (&number), entry, g_free);
}

guint
gb_catalogue_get_length (GbCatalogue *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->entries->len;
}

const GbCatalogueEntry *
gb_catalogue_get (GbCatalogue *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);

  return index < self->entries->len ? g_ptr_array_index (self->entries, index) : NULL;
}

GPtrArray *
gb_catalogue_find_serial (GbCatalogue *self, guint year, guint serial)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_hash_table_lookup (self->by_serial, make_serial_key (year, serial));
}

static const GbCatalogueEntry *
find_other (GHashTable *table, const char *number, const char *id)
{
  g_autofree char *key = dup_plain (number);
  GPtrArray *list = g_hash_table_lookup (table, key);

  for (guint i = 0; list != NULL && i < list->len; i++) {
    const GbCatalogueEntry *entry = g_ptr_array_index (list, i);

    if (id == NULL || *id == '\0' || strcmp (entry->id, id) != 0)
      return entry;
  }
  return NULL;
}

const GbCatalogueEntry *
gb_catalogue_find_number (GbCatalogue *self, const char *number, const char *id)
{
  g_return_val_if_fail (self != NULL && number != NULL, NULL);

  return find_other (self->by_number, number, id);
}

const GbCatalogueEntry *
gb_catalogue_find_index (GbCatalogue *self, const char *number, const char *id)
{
  g_return_val_if_fail (self != NULL && number != NULL, NULL);

  return find_other (self->by_index, number, id);
}

const GbCatalogueEntry *
gb_catalogue_find_alike (GbCatalogue *self,
                         const char *title,
                         const char *kind,
                         guint percent,
                         const char *id)
{
  Title *wanted;
  const GbCatalogueEntry *best = NULL;
  guint best_changes = G_MAXUINT;

  g_return_val_if_fail (self != NULL && title != NULL && percent <= 100, NULL);

  wanted = title_new (title);
  for (guint i = 0; i < self->entries->len && wanted->n_chars > 0 && best_changes > 0; i++) {
    const GbCatalogueEntry *entry = g_ptr_array_index (self->entries, i);
    const Title *other = g_ptr_array_index (self->titles, i);
    guint max_changes = MAX (wanted->n_chars, other->n_chars) * (100 - percent) / 100;
    guint changes;

    if (!may_be_alike (wanted, other, max_changes) ||
        strcmp (wanted->numbers, other->numbers) != 0 || !is_public (entry) ||
        (kind != NULL && *entry->kind != '\0' && strcmp (entry->kind, kind) != 0) ||
        (id != NULL && *id != '\0' && strcmp (entry->id, id) == 0))
      continue;
    changes = count_changes (wanted, other);
    if (changes <= max_changes && changes < best_changes) {
      best = entry;
      best_changes = changes;
    }
  }
  title_free (wanted);
  return best;
}

/* --- Tables ------------------------------------------------------------------------------------
 */

static const char *const columns[] = { "number",    "title", "index",  "kind",
                                       "published", "until", "status", "successor" };

static void
take_kind (GbCatalogueEntry *entry, const char *word)
{
  GbDocumentKind kind;

  if (gb_document_kind_from_string (word, &kind)) {
    gb_catalogue_entry_set (&entry->kind, word);
    return;
  }
  for (guint i = 0; i < GB_N_DOCUMENT_KINDS; i++) {
    if (strcmp (word, gb_document_kind_get_chinese_name ((GbDocumentKind)i)) == 0)
      gb_catalogue_entry_set (&entry->kind, gb_document_kind_to_string ((GbDocumentKind)i));
  }
}

static gboolean
take_day (char **field, const char *cell)
{
  GDate day;

  if (*cell != '\0' && !gb_date_parse (cell, &day))
    return FALSE;
  gb_catalogue_entry_set (field, cell);
  return TRUE;
}

static gboolean
take_status (GbCatalogueEntry *entry, const char *cell)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    if (strcmp (cell, statuses[i].word) == 0) {
      entry->status = statuses[i].status;
      return TRUE;
    }
  }
  return *cell == '\0';
}

/* Kinds of other systems that have no counterpart here stay unknown. */
static gboolean
take_cell (GbCatalogueEntry *entry, const char *column, const char *cell)
{
  char **const plain[] = { &entry->document_number, &entry->title, &entry->index_number };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++) {
    if (strcmp (column, columns[i]) == 0)
      gb_catalogue_entry_set (plain[i], cell);
  }
  if (strcmp (column, "kind") == 0)
    take_kind (entry, cell);
  if (strcmp (column, "successor") == 0)
    gb_catalogue_entry_set (&entry->successor, cell);
  if (strcmp (column, "published") == 0)
    return take_day (&entry->published_on, cell);
  if (strcmp (column, "until") == 0)
    return take_day (&entry->valid_until, cell);
  return strcmp (column, "status") != 0 || take_status (entry, cell);
}

static gboolean
fail_line (GError **error, const char *name, guint line, const char *reason, const char *what)
{
  g_set_error (error, GB_CATALOGUE_ERROR, GB_CATALOGUE_ERROR_FORMAT, "%s:%u: %s%s", name, line,
               reason, what);
  return FALSE;
}

static gboolean
add_row (GbCatalogue *self,
         char **head,
         const char *text,
         const char *name,
         guint line,
         GError **error)
{
  g_auto (GStrv) cells = g_strsplit (text, "\t", -1);
  g_autoptr (GbCatalogueEntry) entry = gb_catalogue_entry_new ();

  for (guint i = 0; cells[i] != NULL; i++) {
    if (head[i] == NULL)
      return fail_line (error, name, line, "more cells than columns", "");
    g_strstrip (cells[i]);
    if (!take_cell (entry, head[i], cells[i]))
      return fail_line (error, name, line, "not understood: ", cells[i]);
  }
  gb_catalogue_add (self, g_steal_pointer (&entry));
  return TRUE;
}

/* A table without title and number says nothing that could be found. */
static gboolean
is_head (char **head)
{
  return g_strv_contains ((const char *const *)head, "title") ||
         g_strv_contains ((const char *const *)head, "number");
}

gboolean
gb_catalogue_add_table (GbCatalogue *self, const char *name, GBytes *bytes, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) head = NULL;
  gsize size;
  const char *data;

  g_return_val_if_fail (self != NULL && name != NULL && bytes != NULL, FALSE);

  data = g_bytes_get_data (bytes, &size);
  if (size > MAX_BYTES) {
    g_set_error (error, GB_CATALOGUE_ERROR, GB_CATALOGUE_ERROR_TOO_LARGE,
                 "%s is larger than 32 MiB", name);
    return FALSE;
  }
  if (!g_utf8_validate (data, (gssize)size, NULL))
    return fail_line (error, name, 1, "not UTF-8", "");
  text = g_strndup (data, size);
  lines = g_strsplit (g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_strchomp (lines[i]);
    if (*lines[i] == '\0' || *lines[i] == '#')
      continue;
    if (head != NULL) {
      if (!add_row (self, head, lines[i], name, i + 1, error))
        return FALSE;
      continue;
    }
    head = g_strsplit (lines[i], "\t", -1);
    for (guint k = 0; head[k] != NULL; k++)
      g_strstrip (head[k]);
    if (!is_head (head))
      return fail_line (error, name, i + 1, "the first line names no column “title” or “number”",
                        "");
  }
  return TRUE;
}
