/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The error domain of the importers of office files. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-error.h"

G_DEFINE_QUARK (gb_import_error, gb_import_error)
