/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/gb-office.h"

G_BEGIN_DECLS

/* Publishes every scheduled document whose time has come. Office thread. One that cannot be
 * published gets a "failed" event with the reason and leaves the schedule. */
void gb_scheduler_run (GbOffice *office);

G_END_DECLS
