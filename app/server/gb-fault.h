/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Places where the tests kill the portal. Only a build for the tests knows them: it dies by SIGKILL
 * where GB_FAULT in its environment names the place. */
#ifdef GB_TEST_FAULTS
#include <glib.h>
#include <signal.h>
#define GB_FAULT_POINT(name)                                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (g_strcmp0 (g_getenv ("GB_FAULT"), name) == 0)                                              \
      raise (SIGKILL);                                                                             \
  }                                                                                                \
  G_STMT_END
/* Something that fails without the portal dying of it. */
#define GB_FAULT_IS(name) (g_strcmp0 (g_getenv ("GB_FAULT"), name) == 0)
#else
#define GB_FAULT_IS(name) FALSE
#define GB_FAULT_POINT(name)                                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
  }                                                                                                \
  G_STMT_END
#endif
