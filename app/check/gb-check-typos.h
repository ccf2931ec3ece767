/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check-data.h"
#include "check/typo/gb-typo-model.h"

G_BEGIN_DECLS

/* The language model with the phrases of these tables: (nullable) (transfer none), NULL if its data
 * file is not there. */
GbTypoModel *gb_check_typos_get_model (GbCheckData *data);

G_END_DECLS
