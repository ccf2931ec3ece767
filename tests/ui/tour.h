/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A way through the screens of the program, for tests that look at each of them: what a person
 * meets from the first start to a published and withdrawn text. In the window of shell-rig.h. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What people write on the way. */
#define TOUR_TITLE  "解读《关于我市全面推进政务公开工作实施意见》"
#define TOUR_REASON "请补充依据"

/* Looks at all windows that are there. at_least: labels that stand on them. */
typedef void (*TourLook) (const char *screen, guint at_least);

/* Between shell_start () and g_test_run (). */
void tour_add_tests (TourLook look);

G_END_DECLS
