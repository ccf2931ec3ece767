/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "site/gb-site.h"

G_BEGIN_DECLS

/* What a site says about itself. Strings are "" when unknown. */
typedef struct {
  char *name;
  char *domain;
  char *id_code;
  char *base_url; /* no slash at the end */
  char *sponsor;
  char *icp;
  char *police_record;
  char *contact;
  char **allowed_hosts; /* links there give no leaving notice */
  GPtrArray *columns;   /* of GbSiteColumn */
  gboolean trial;
} GbSiteConfig;

GbSiteConfig *_gb_site_config_new_from_json (JsonNode *node, GError **error);
JsonNode *_gb_site_config_to_json (const GbSiteConfig *self);
void _gb_site_config_free (GbSiteConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbSiteConfig, _gb_site_config_free)

G_END_DECLS
