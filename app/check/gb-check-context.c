/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GbCheckContext owns copies of what it is given, and a reference to the catalogue. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-context.h"

#include "check/gb-check-block.h"
#include "check/gb-text-date.h"

struct _GbCheckContext {
  gatomicrefcount refs;
  char *document;
  GbCatalogue *catalogue; /* (nullable) */
  GPtrArray *columns;     /* of GbCheckColumn */
  GPtrArray *policies;    /* of GbCheckPolicy */
  GDate published_on;     /* not valid: not known */
  GbCheckLegal legal;
};

G_DEFINE_BOXED_TYPE (GbCheckContext, gb_check_context, gb_check_context_ref, gb_check_context_unref)

static void
column_free (GbCheckColumn *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->type);
  g_strfreev (self->kinds);
  g_free (self);
}

static void
policy_free (GbCheckPolicy *self)
{
  g_free (self->id);
  g_free (self->title);
  g_clear_pointer (&self->grams, gb_grams_free);
  g_free (self);
}

GbCheckContext *
gb_check_context_new (void)
{
  GbCheckContext *self = g_new0 (GbCheckContext, 1);

  g_atomic_ref_count_init (&self->refs);
  self->document = g_strdup ("");
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify)column_free);
  self->policies = g_ptr_array_new_with_free_func ((GDestroyNotify)policy_free);
  g_date_clear (&self->published_on, 1);
  return self;
}

GbCheckContext *
gb_check_context_ref (GbCheckContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
gb_check_context_unref (GbCheckContext *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->document);
  g_clear_pointer (&self->catalogue, gb_catalogue_unref);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->policies);
  g_free (self);
}

void
gb_check_context_set_document (GbCheckContext *self, const char *id)
{
  g_return_if_fail (self != NULL && id != NULL);

  g_free (self->document);
  self->document = g_strdup (id);
}

void
gb_check_context_set_catalogue (GbCheckContext *self, GbCatalogue *catalogue)
{
  g_return_if_fail (self != NULL && catalogue != NULL);

  gb_catalogue_ref (catalogue);
  g_clear_pointer (&self->catalogue, gb_catalogue_unref);
  self->catalogue = catalogue;
}

void
gb_check_context_add_column (GbCheckContext *self,
                             const char *id,
                             const char *name,
                             const char *type,
                             const char *const *kinds)
{
  GbCheckColumn *column = g_new0 (GbCheckColumn, 1);

  g_return_if_fail (self != NULL && id != NULL && name != NULL);

  column->id = g_strdup (id);
  column->name = g_strdup (name);
  column->type = g_strdup (type != NULL ? type : "");
  column->kinds = kinds != NULL ? g_strdupv ((char **)kinds) : g_new0 (char *, 1);
  g_ptr_array_add (self->columns, column);
}

static void
add_to_grams (const GbCheckBlock *block, gpointer user_data)
{
  GbGrams *grams = user_data;
  g_autofree gunichar *chars = NULL;
  glong n_chars = 0;

  if (block->id == NULL)
    return;
  chars = g_utf8_to_ucs4_fast (block->text, -1, &n_chars);
  gb_grams_add (grams, chars, (guint)n_chars);
}

void
gb_check_context_add_policy (GbCheckContext *self,
                             const char *id,
                             const char *title,
                             const char *published_on,
                             GbDocument *document)
{
  GbCheckPolicy *policy = g_new0 (GbCheckPolicy, 1);

  g_return_if_fail (self != NULL && id != NULL && title != NULL);
  g_return_if_fail (document == NULL || GB_IS_DOCUMENT (document));

  policy->id = g_strdup (id);
  policy->title = g_strdup (title);
  g_date_clear (&policy->published_on, 1);
  if (published_on == NULL || !gb_date_parse (published_on, &policy->published_on))
    g_date_clear (&policy->published_on, 1);
  if (document != NULL) {
    policy->grams = gb_grams_new ();
    gb_check_block_walk (document, add_to_grams, policy->grams);
  }
  g_ptr_array_add (self->policies, policy);
}

void
gb_check_context_set_published_on (GbCheckContext *self, const GDate *day)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (day == NULL || g_date_valid (day));

  if (day != NULL)
    self->published_on = *day;
  else
    g_date_clear (&self->published_on, 1);
}

void
gb_check_context_set_legal (GbCheckContext *self, GbCheckLegal legal)
{
  g_return_if_fail (self != NULL);

  self->legal = legal;
}

const char *
gb_check_context_get_document (GbCheckContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->document;
}

GbCatalogue *
gb_check_context_get_catalogue (GbCheckContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->catalogue;
}

GPtrArray *
gb_check_context_get_columns (GbCheckContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->columns;
}

GPtrArray *
gb_check_context_get_policies (GbCheckContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->policies;
}

gboolean
gb_check_context_get_published_on (GbCheckContext *self, GDate *out_day)
{
  g_return_val_if_fail (self != NULL && out_day != NULL, FALSE);

  *out_day = self->published_on;
  return g_date_valid (&self->published_on);
}

GbCheckLegal
gb_check_context_get_legal (GbCheckContext *self)
{
  g_return_val_if_fail (self != NULL, GB_CHECK_LEGAL_UNKNOWN);

  return self->legal;
}
