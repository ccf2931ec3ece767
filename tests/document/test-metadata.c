/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Metadata as an object: defaults, notifications, copies. */

#include "config.h"

#include "document/gb-metadata.h"

static void
count_cb (guint *counter)
{
  (*counter)++;
}

static void
test_defaults (void)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  guint n_properties = 0;
  g_autofree GParamSpec **pspecs =
    g_object_class_list_properties (G_OBJECT_GET_CLASS (metadata), &n_properties);

  g_assert_cmpuint (n_properties, ==, 23);
  for (guint i = 0; i < n_properties; i++) {
    if (pspecs[i]->value_type == G_TYPE_STRING)
      g_assert_cmpstr (gb_metadata_get (metadata, pspecs[i]->name), ==, "");
  }
  g_assert_nonnull (gb_metadata_get_keywords (metadata));
  g_assert_null (gb_metadata_get_keywords (metadata)[0]);
  g_assert_cmpint (gb_metadata_get_openness (metadata), ==, GB_OPENNESS_UNSET);
  g_assert_cmpint (gb_metadata_get_validity (metadata), ==, GB_VALIDITY_UNSET);
  g_assert_false (gb_metadata_get_normative (metadata));
  g_assert_cmpuint (gb_metadata_get_relations (metadata)->len, ==, 0);
}

/* A notification means a change. */
static void
test_notify (void)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  const char *const keywords[] = { "政务公开", " ", "五公开", NULL };
  const char *const same[] = { "政务公开", "五公开", NULL };
  guint n_notified = 0;

  g_signal_connect_swapped (metadata, "notify", G_CALLBACK (count_cb), &n_notified);
  gb_metadata_set (metadata, "title", "标题");
  gb_metadata_set (metadata, "title", "标题");
  g_assert_cmpuint (n_notified, ==, 1);
  g_object_set (metadata, "title", NULL, NULL);
  g_assert_cmpstr (gb_metadata_get (metadata, "title"), ==, "");
  g_assert_cmpuint (n_notified, ==, 2);
  g_object_set (metadata, "keywords", keywords, NULL);
  g_object_set (metadata, "keywords", same, NULL);
  g_assert_cmpuint (n_notified, ==, 3);
  g_assert_cmpstr (gb_metadata_get_keywords (metadata)[1], ==, "五公开");
  g_object_set (metadata, "openness", GB_OPENNESS_PROACTIVE, NULL);
  g_object_set (metadata, "openness", GB_OPENNESS_PROACTIVE, NULL);
  g_object_set (metadata, "normative", TRUE, NULL);
  g_object_set (metadata, "normative", TRUE, NULL);
  g_assert_cmpuint (n_notified, ==, 5);
}

static void
test_clean (void)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();

  gb_metadata_set (metadata, "title", "第一行\n第二行\xe2\x80\xae");
  g_assert_cmpstr (gb_metadata_get (metadata, "title"), ==, "第一行 第二行");
}

static void
test_relations (void)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GPtrArray) relations =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_relation_free);
  guint n_changed = 0;

  g_signal_connect_swapped (metadata, "relations-changed", G_CALLBACK (count_cb), &n_changed);
  g_ptr_array_add (relations, gb_relation_new ("policy", NULL, "https://www.gov.cn/x", "实施意见"));
  gb_metadata_set_relations (metadata, relations);
  gb_metadata_set_relations (metadata, relations);
  g_assert_cmpuint (n_changed, ==, 1);
  gb_metadata_set_relations (metadata, NULL);
  g_assert_cmpuint (n_changed, ==, 2);
}

static void
test_copy (void)
{
  g_autoptr (GbMetadata) metadata = gb_metadata_new ();
  g_autoptr (GbMetadata) copy = NULL;
  g_autoptr (GPtrArray) relations =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_relation_free);
  const char *const keywords[] = { "甲", NULL };

  gb_metadata_set (metadata, "source", "本网");
  g_ptr_array_add (
    relations, gb_relation_new ("policy", "4f6c0000-0000-4000-8000-000000000001", NULL, "意见"));
  gb_metadata_set_relations (metadata, relations);
  g_object_set (metadata, "keywords", keywords, "validity", GB_VALIDITY_REPEALED,
                "needs-interpretation", TRUE, NULL);
  copy = gb_metadata_copy (metadata);
  g_assert_true (gb_metadata_equal (metadata, copy));
  g_object_set (copy, "needs-interpretation", FALSE, NULL);
  g_assert_false (gb_metadata_equal (metadata, copy));
  g_object_set (copy, "needs-interpretation", TRUE, NULL);
  gb_metadata_set (copy, "source", "新华社");
  g_assert_false (gb_metadata_equal (metadata, copy));
  g_assert_cmpstr (gb_metadata_get (metadata, "source"), ==, "本网");
}

static void
test_names (void)
{
  for (int i = 0; i <= GB_OPENNESS_WITHHELD; i++)
    g_assert_cmpint (gb_openness_from_string (gb_openness_to_string (i)), ==, i);
  for (int i = 0; i <= GB_VALIDITY_EXPIRED; i++)
    g_assert_cmpint (gb_validity_from_string (gb_validity_to_string (i)), ==, i);
  g_assert_cmpint (gb_openness_from_string (NULL), ==, GB_OPENNESS_UNSET);
  g_assert_cmpint (gb_validity_from_string ("nonsense"), ==, GB_VALIDITY_UNSET);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/metadata/defaults", test_defaults);
  g_test_add_func ("/metadata/notify", test_notify);
  g_test_add_func ("/metadata/clean", test_clean);
  g_test_add_func ("/metadata/relations", test_relations);
  g_test_add_func ("/metadata/copy", test_copy);
  g_test_add_func ("/metadata/names", test_names);
  return g_test_run ();
}
