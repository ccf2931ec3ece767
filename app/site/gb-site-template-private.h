/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "site/gb-site.h"

#include <libxml/tree.h>

G_BEGIN_DECLS

typedef enum {
  GB_SITE_OUTPUT_HTML,
  GB_SITE_OUTPUT_XML,
} GbSiteOutput;

/* name: "page.xsl", a file of resources/site/. input stays the caller's. */
GBytes *
_gb_site_template_apply (const char *name, xmlDoc *input, GbSiteOutput output, GError **error);

G_END_DECLS
