/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "workflow/gb-workflow.h"

#include <string.h>

static void
test_default (void)
{
  g_autoptr (GbRoute) route = gb_route_new_default ();
  g_autoptr (JsonNode) node = gb_route_to_json (route);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbRoute) back = gb_route_new_from_json (node, &error);
  const GbRole roles[] = { GB_ROLE_SECTION_HEAD, GB_ROLE_DEPUTY, GB_ROLE_CHIEF };
  const char *const ids[] = { "first", "second", "third" };
  const char *const names[] = { "一审", "二审", "三审" };

  g_assert_no_error (error);
  g_assert_cmpuint (gb_route_get_n_steps (route), ==, 3);
  g_assert_cmpstr (gb_route_get_id (back), ==, "default");
  g_assert_cmpstr (gb_route_get_name (back), ==, "三审");
  g_assert_cmpuint (gb_route_get_n_steps (back), ==, 3);
  for (guint i = 0; i < 3; i++) {
    const GbRouteStep *step = gb_route_get_step (back, i);

    g_assert_cmpstr (step->id, ==, ids[i]);
    g_assert_cmpstr (step->name, ==, names[i]);
    g_assert_cmpuint (step->role, ==, roles[i]);
    g_assert_cmpuint (step->kind, ==, i == 2 ? GB_STEP_FINAL : GB_STEP_REVIEW);
    g_assert_cmpuint (step->needed, ==, 1);
    g_assert_cmpuint (step->working_days, ==, 1);
  }
  g_assert_null (gb_route_get_step (back, 3));
}

#define STEP(id, role, kind)                                                                       \
  "{\"id\":\"" id "\",\"name\":\"x\",\"role\":\"" role "\",\"kind\":\"" kind "\"}"
#define ROUTE(steps) "{\"id\":\"r\",\"name\":\"x\",\"steps\":" steps "}"

static void
test_malformed (void)
{
  const char *const cases[] = {
    "1",
    "[]",
    "{}",
    "{\"id\":\"r\",\"name\":\"x\"}",
    "{\"id\":\"\",\"name\":\"x\",\"steps\":[" STEP ("a", "chief", "final") "]}",
    "{\"id\":1,\"name\":\"x\",\"steps\":[" STEP ("a", "chief", "final") "]}",
    ROUTE ("{}"),
    ROUTE ("[]"),
    ROUTE ("[1]"),
    ROUTE ("[{}]"),
    ROUTE ("[" STEP ("a", "king", "final") "]"),
    ROUTE ("[" STEP ("a", "chief", "last") "]"),
    ROUTE ("[" STEP ("", "chief", "final") "]"),
    ROUTE ("[" STEP ("a", "chief", "final") "," STEP ("a", "deputy", "review") "]"),
    ROUTE ("[{\"id\":\"a\",\"name\":\"x\",\"role\":\"chief\",\"kind\":\"final\",\"needed\":0}]"),
    ROUTE ("[{\"id\":\"a\",\"name\":\"x\",\"role\":\"chief\",\"kind\":\"final\",\"needed\":1e9}]"),
    ROUTE (
      "[{\"id\":\"a\",\"name\":\"x\",\"role\":\"chief\",\"kind\":\"final\",\"needed\":\"2\"}]"),
    ROUTE (
      "[{\"id\":\"a\",\"name\":\"x\",\"role\":\"chief\",\"kind\":\"final\",\"working_days\":-1}]"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = json_from_string (cases[i], NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (GbRoute) route = gb_route_new_from_json (node, &error);

    g_test_message ("%s", cases[i]);
    g_assert_null (route);
    g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED);
  }
}

static void
test_defaults_of_a_step (void)
{
  g_autoptr (JsonNode) node = json_from_string (ROUTE ("[" STEP ("a", "legal", "legal") "]"), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbRoute) route = gb_route_new_from_json (node, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (gb_route_get_step (route, 0)->needed, ==, 1);
  g_assert_cmpuint (gb_route_get_step (route, 0)->working_days, ==, 0);
}

static void
test_account (void)
{
  g_autoptr (GbAccount) account = gb_account_new (
    "chenmin", "陈敏", "政府办公室", GB_ROLE_CHIEF | GB_ROLE_LEGAL, GB_RIGHT_EMERGENCY);
  g_autoptr (JsonNode) node = gb_account_to_json (account);
  g_autoptr (GError) error = NULL;
  g_autoptr (GbAccount) back = gb_account_new_from_json (node, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (gb_account_get_id (back), ==, "chenmin");
  g_assert_cmpstr (gb_account_get_name (back), ==, "陈敏");
  g_assert_cmpstr (gb_account_get_unit (back), ==, "政府办公室");
  g_assert_cmpuint (gb_account_get_roles (back), ==, GB_ROLE_CHIEF | GB_ROLE_LEGAL);
  g_assert_cmpuint (gb_account_get_rights (back), ==, GB_RIGHT_EMERGENCY);
  for (guint i = 0; i < GB_N_ROLES; i++)
    g_assert_cmpuint (gb_role_from_string (gb_role_to_string (1 << i)), ==, 1 << i);
  g_assert_cmpuint (gb_role_from_string ("king"), ==, 0);
  g_assert_cmpuint (gb_role_from_string (NULL), ==, 0);
}

static void
test_account_json (void)
{
  static const struct {
    const char *json;
    gboolean good;
  } cases[] = {
    { "{\"id\":\"x\",\"name\":\"X\"}", TRUE },
    { "{\"id\":\"x\",\"name\":\"X\",\"roles\":[\"king\"],\"rights\":[\"fly\"],\"more\":1}", TRUE },
    { "{\"id\":\"\",\"name\":\"X\"}", FALSE },
    { "{\"id\":1,\"name\":\"X\"}", FALSE },
    { "{\"id\":\"x\"}", FALSE },
    { "{\"id\":\"x\",\"name\":\"X\",\"roles\":\"chief\"}", FALSE },
    { "{\"id\":\"x\",\"name\":\"X\",\"roles\":[1]}", FALSE },
    { "{\"id\":\"x\",\"name\":\"X\",\"roles\":[null]}", FALSE },
    { "{\"id\":\"x\",\"name\":\"X\",\"rights\":[{}]}", FALSE },
    { "[]", FALSE },
    { "null", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (JsonNode) node = json_from_string (cases[i].json, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (GbAccount) account = gb_account_new_from_json (node, &error);

    g_test_message ("%s", cases[i].json);
    if (cases[i].good) {
      g_assert_no_error (error);
      g_assert_cmpuint (gb_account_get_roles (account), ==, 0);
    } else {
      g_assert_null (account);
      g_assert_error (error, GB_WORKFLOW_ERROR, GB_WORKFLOW_ERROR_MALFORMED);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/workflow/route/default", test_default);
  g_test_add_func ("/workflow/route/malformed", test_malformed);
  g_test_add_func ("/workflow/route/defaults-of-a-step", test_defaults_of_a_step);
  g_test_add_func ("/workflow/account/round-trip", test_account);
  g_test_add_func ("/workflow/account/json", test_account_json);

  return g_test_run ();
}
