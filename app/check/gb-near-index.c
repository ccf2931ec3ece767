/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A name with one mistake still has its first or its last characters. Tables of bits over pairs of
 * characters tell where a name may begin or end; there the names are compared, forwards or
 * backwards, up to the mistake, and then behind it. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-near-index.h"

#include <string.h>

#define N_BITS 65536

#define MIN_CHARS 4
/* From so many characters on another character may stand in a name without being like the right
 * one: what is left of the name cannot be anything else. */
#define LONG_CHARS 7
/* From so many on a character may be missing, or two be swapped. */
#define MEDIUM_CHARS 5

typedef enum {
  FORWARDS,
  BACKWARDS,
  N_DIRECTIONS,
} Direction;

typedef struct {
  char *text;
  gunichar *chars;
  guint n_chars;
  guint n_kept; /* the first, or last, so many have to be right */
} Name;

typedef struct {
  guint32 filter[N_BITS / 32];
  GPtrArray *names; /* of Name, borrowed; sorted by the pair they begin with in this direction */
} Side;

struct _GbNearIndex {
  GPtrArray *names;  /* of Name */
  GHashTable *texts; /* of those in it, borrowed */
  Side sides[N_DIRECTIONS];
};

/* One place where a name is compared. */
typedef struct {
  const Name *name;
  const GbCheckBlock *block;
  Direction direction;
  guint place;     /* of the name's first character, or behind its last one */
  guint available; /* characters of the text from there on */
} Comparison;

typedef struct {
  GbNearAlikeFunc is_alike;
  gpointer user_data;
  GArray *misses;
  GArray *exact; /* of GbNearMiss */
} Search;

static void
free_name (gpointer data)
{
  Name *self = data;

  g_free (self->text);
  g_free (self->chars);
  g_free (self);
}

GbNearIndex *
gb_near_index_new (void)
{
  GbNearIndex *self = g_new0 (GbNearIndex, 1);

  self->names = g_ptr_array_new_with_free_func (free_name);
  self->texts = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < N_DIRECTIONS; i++)
    self->sides[i].names = g_ptr_array_new ();
  return self;
}

void
gb_near_index_free (GbNearIndex *self)
{
  for (guint i = 0; i < N_DIRECTIONS; i++)
    g_ptr_array_unref (self->sides[i].names);
  g_hash_table_unref (self->texts);
  g_ptr_array_unref (self->names);
  g_free (self);
}

gboolean
gb_near_index_add (GbNearIndex *self, const char *text)
{
  Name *name;
  glong n_chars = g_utf8_strlen (text, -1);

  if (n_chars < MIN_CHARS)
    return FALSE;
  if (g_hash_table_contains (self->texts, text))
    return TRUE;
  name = g_new0 (Name, 1);
  name->text = g_strdup (text);
  name->chars = g_utf8_to_ucs4_fast (text, -1, NULL);
  name->n_chars = (guint)n_chars;
  name->n_kept = MAX (2, name->n_chars / 2 - 1);
  g_ptr_array_add (self->names, name);
  g_hash_table_add (self->texts, name->text);
  return TRUE;
}

static inline guint
get_bit (gunichar first, gunichar second)
{
  return (first * 40503u + second * 2654435769u) % N_BITS;
}

static inline gunichar
get_name_char (const Name *name, Direction direction, guint i)
{
  return direction == FORWARDS ? name->chars[i] : name->chars[name->n_chars - 1 - i];
}

static int
compare_pair (const Name *name, Direction direction, gunichar first, gunichar second)
{
  gunichar c = get_name_char (name, direction, 0);

  if (c != first)
    return c < first ? -1 : 1;
  c = get_name_char (name, direction, 1);
  if (c != second)
    return c < second ? -1 : 1;
  return 0;
}

static int
compare_forwards (gconstpointer a, gconstpointer b)
{
  const Name *other = *(Name *const *)b;

  return compare_pair (*(Name *const *)a, FORWARDS, get_name_char (other, FORWARDS, 0),
                       get_name_char (other, FORWARDS, 1));
}

static int
compare_backwards (gconstpointer a, gconstpointer b)
{
  const Name *other = *(Name *const *)b;

  return compare_pair (*(Name *const *)a, BACKWARDS, get_name_char (other, BACKWARDS, 0),
                       get_name_char (other, BACKWARDS, 1));
}

void
gb_near_index_freeze (GbNearIndex *self)
{
  for (guint direction = 0; direction < N_DIRECTIONS; direction++) {
    Side *side = &self->sides[direction];

    for (guint i = 0; i < self->names->len; i++) {
      Name *name = g_ptr_array_index (self->names, i);
      guint bit = get_bit (get_name_char (name, direction, 0), get_name_char (name, direction, 1));

      side->filter[bit / 32] |= 1u << (bit % 32);
      g_ptr_array_add (side->names, name);
    }
    g_ptr_array_sort (side->names, direction == FORWARDS ? compare_forwards : compare_backwards);
  }
}

/* ───── Comparing ───── */

static inline gunichar
get_text_char (const Comparison *self, guint i)
{
  return self->direction == FORWARDS ? self->block->chars[self->place + i]
                                     : self->block->chars[self->place - 1 - i];
}

static inline gunichar
get_char (const Comparison *self, guint i)
{
  return get_name_char (self->name, self->direction, i);
}

/* How far they agree from these places on. */
static guint
measure_equal (const Comparison *self, guint name_place, guint text_place)
{
  guint n = 0;

  while (name_place + n < self->name->n_chars && text_place + n < self->available &&
         get_char (self, name_place + n) == get_text_char (self, text_place + n))
    n++;
  return n;
}

static gboolean
agrees_to_end (const Comparison *self, guint name_place, guint text_place)
{
  return name_place + measure_equal (self, name_place, text_place) == self->name->n_chars;
}

/* Words that official names have or have not, in one text or the other: 发展和改革委员会. */
static gboolean
is_filler (gunichar c)
{
  static const gunichar fillers[] = { 0x548c, 0x53ca, 0x4e0e, 0x7684, 0x4e4b, 0x66a8, 0x6216 };

  for (guint i = 0; i < G_N_ELEMENTS (fillers); i++) {
    if (c == fillers[i])
      return TRUE;
  }
  return FALSE;
}

static gboolean
may_replace (const Comparison *self, const Search *search, guint place)
{
  const guint n = self->name->n_chars;
  gunichar right = get_char (self, place);
  gunichar wrong = get_text_char (self, place);

  if (is_filler (right) || is_filler (wrong))
    return FALSE;
  if (n >= LONG_CHARS && place >= 2 && place + 2 < n)
    return TRUE;
  return search->is_alike != NULL && search->is_alike (right, wrong, search->user_data);
}

/* The length of what stands in the text for the name, 0 if it is not nearly the name. Before place
 * the two agree. */
static guint
measure_miss (const Comparison *self, const Search *search, guint place)
{
  const guint n = self->name->n_chars;
  gunichar right = get_char (self, place);
  gunichar wrong;

  if (place >= self->available)
    return 0;
  wrong = get_text_char (self, place);
  if (!gb_char_is_han (wrong))
    return 0;
  if (n >= MEDIUM_CHARS && place + 1 < n && place + 1 < self->available &&
      get_char (self, place + 1) == wrong && get_text_char (self, place + 1) == right &&
      agrees_to_end (self, place + 2, place + 2))
    return n;
  if (agrees_to_end (self, place + 1, place + 1))
    return may_replace (self, search, place) ? n : 0;
  /* What is missing at the end makes it another, shorter text. */
  if (n >= MEDIUM_CHARS && place + 1 < n && !is_filler (right) &&
      agrees_to_end (self, place + 1, place))
    return n - 1;
  if (!is_filler (wrong) && agrees_to_end (self, place, place + 1) &&
      (n >= LONG_CHARS || (n >= MEDIUM_CHARS && wrong == get_text_char (self, place - 1))))
    return n + 1;
  return 0;
}

static gboolean
do_overlap (const GbNearMiss *a, const GbNearMiss *b)
{
  return a->offset_chars < b->offset_chars + b->length_chars &&
         b->offset_chars < a->offset_chars + a->length_chars;
}

/* Of those that lie over each other the longest name is the likeliest. */
static void
add_miss (GArray *misses, const GbNearMiss *added)
{
  for (guint i = 0; i < misses->len; i++) {
    GbNearMiss *miss = &g_array_index (misses, GbNearMiss, i);

    if (!do_overlap (miss, added))
      continue;
    if (strlen (added->name) > strlen (miss->name))
      *miss = *added;
    return;
  }
  g_array_append_val (misses, *added);
}

static void
compare (const Comparison *self, const Search *search)
{
  GbNearMiss miss = { 0, 0, self->name->text };
  guint place = measure_equal (self, 0, 0);

  if (place < self->name->n_kept)
    return;
  miss.length_chars =
    place == self->name->n_chars ? self->name->n_chars : measure_miss (self, search, place);
  if (miss.length_chars == 0)
    return;
  miss.offset_chars = self->direction == FORWARDS ? self->place : self->place - miss.length_chars;
  if (place == self->name->n_chars)
    g_array_append_val (search->exact, miss);
  else
    add_miss (search->misses, &miss);
}

static void
look_at (const GbNearIndex *self,
         const Search *search,
         const GbCheckBlock *block,
         Direction direction,
         guint place)
{
  GPtrArray *names = self->sides[direction].names;
  gunichar first = direction == FORWARDS ? block->chars[place] : block->chars[place - 1];
  gunichar second = direction == FORWARDS ? block->chars[place + 1] : block->chars[place - 2];
  Comparison comparison = { NULL, block, direction, place,
                            direction == FORWARDS ? block->n_chars - place : place };
  guint low = 0;
  guint high = names->len;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (compare_pair (g_ptr_array_index (names, middle), direction, first, second) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < names->len; low++) {
    comparison.name = g_ptr_array_index (names, low);
    if (compare_pair (comparison.name, direction, first, second) != 0)
      break;
    compare (&comparison, search);
  }
}

/* What is a part of another name, written right, is none: 广西壮族自治区 in a longer one. */
static void
remove_right (GArray *misses, GArray *exact)
{
  for (guint i = misses->len; i > 0; i--) {
    const GbNearMiss *miss = &g_array_index (misses, GbNearMiss, i - 1);
    gboolean is_right = FALSE;

    for (guint k = 0; k < exact->len && !is_right; k++) {
      const GbNearMiss *right = &g_array_index (exact, GbNearMiss, k);

      is_right = do_overlap (miss, right) && right->length_chars + 1 >= miss->length_chars;
    }
    if (is_right)
      g_array_remove_index (misses, i - 1);
  }
}

void
gb_near_index_find (const GbNearIndex *self,
                    const GbCheckBlock *block,
                    GbNearAlikeFunc is_alike,
                    gpointer user_data,
                    GArray *misses)
{
  const guint32 *forwards = self->sides[FORWARDS].filter;
  const guint32 *backwards = self->sides[BACKWARDS].filter;
  g_autoptr (GArray) exact = g_array_new (FALSE, FALSE, sizeof (GbNearMiss));
  const Search search = { is_alike, user_data, misses, exact };

  for (guint i = 0; i + 1 < block->n_chars; i++) {
    guint bit = get_bit (block->chars[i], block->chars[i + 1]);

    if ((forwards[bit / 32] & (1u << (bit % 32))) != 0)
      look_at (self, &search, block, FORWARDS, i);
    bit = get_bit (block->chars[i + 1], block->chars[i]);
    if ((backwards[bit / 32] & (1u << (bit % 32))) != 0)
      look_at (self, &search, block, BACKWARDS, i + 2);
  }
  if (misses->len > 0)
    remove_right (misses, exact);
}
