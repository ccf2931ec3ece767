/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum {
  GB_ROLE_DRAFTER = 1 << 0,      /* 拟稿人 */
  GB_ROLE_SECTION_HEAD = 1 << 1, /* 科室负责人, 一审 */
  GB_ROLE_DEPUTY = 1 << 2,       /* 分管领导, 二审 */
  GB_ROLE_CHIEF = 1 << 3,        /* 主要负责人, 三审 */
  GB_ROLE_PUBLISHER = 1 << 4,    /* 政务公开办 */
  GB_ROLE_SECRECY = 1 << 5,      /* 保密审查员 */
  GB_ROLE_LEGAL = 1 << 6,        /* 合法性审核员 */
} GbRole;
#define GB_N_ROLES 7

typedef enum {
  GB_RIGHT_EMERGENCY = 1 << 0, /* may release before review, with a reason */
  GB_RIGHT_OVERRIDE = 1 << 1,  /* may let a blocking finding pass, with a reason; whoever has the
                                * role of the route's last step may without it */
} GbRight;

const char *gb_role_to_string (GbRole role); /* "drafter", "section-head", "deputy", "chief", … */
GbRole gb_role_from_string (const char *string); /* 0 if unknown */

/* A person as the office knows them. Immutable and reference-counted. */
typedef struct _GbAccount GbAccount;
#define GB_TYPE_ACCOUNT (gb_account_get_type ())
GType gb_account_get_type (void);

GbAccount *
gb_account_new (const char *id, const char *name, const char *unit, guint roles, guint rights);
GbAccount *gb_account_ref (GbAccount *self);
void gb_account_unref (GbAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbAccount, gb_account_unref)

const char *gb_account_get_id (GbAccount *self);
const char *gb_account_get_name (GbAccount *self);
const char *gb_account_get_unit (GbAccount *self);
guint gb_account_get_roles (GbAccount *self);
guint gb_account_get_rights (GbAccount *self);

/* {"id","name","unit","roles":[…],"rights":[…]}; unknown roles are ignored. */
JsonNode *gb_account_to_json (GbAccount *self);
GbAccount *gb_account_new_from_json (JsonNode *node, GError **error);

G_END_DECLS
