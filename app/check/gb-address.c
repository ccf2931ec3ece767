/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Addresses of homes in lists. What is looked for is a home down to the door: where an office is,
 * people must be able to read. Nothing here keeps state, so every function may be called on any
 * thread. */

#define G_LOG_DOMAIN "gb-address"

#include "config.h"

#include "check/gb-address.h"

#include <string.h>

/* A number of a house, building or staircase, and then the number of a door; or a building and a
 * staircase. */
#define NUMBER "[0-9０-９A-Za-z一二三四五六七八九十百]{1,6}"
#define HOME                                                                                       \
  "[^\\s，。；、：（）()|]{0,40}(?:" NUMBER "(?:号楼|号院|栋|幢|座)[^\\s，。；、]{0,12}" NUMBER    \
  "(?:单元|室|房|号房)(?:" NUMBER "(?:室|房|号))?|" NUMBER "号[^\\s，。；、]{0,12}" NUMBER         \
  "(?:室|房)|" NUMBER "单元" NUMBER "(?:室|房|号|楼)?)"

/* Where the public is received. */
static const char *const offices[] = {
  "办公", "中心", "大厅", "大厦",   "窗口",   "会议室", "政府",   "机关", "教室", "委员会", "科室",
  "公司", "医院", "学校", "图书馆", "档案室", "接待室", "受理点", "法院", "局",   "银行",
};

static GRegex *
get_home (void)
{
  static GRegex *regex;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new (HOME, G_REGEX_OPTIMIZE, 0, NULL));
  return regex;
}

static gboolean
is_office (const char *address)
{
  for (guint i = 0; i < G_N_ELEMENTS (offices); i++) {
    if (strstr (address, offices[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

/**
 * gb_address_find_home:
 * @text: UTF-8 text
 * @out_offset_chars: (out): where the address begins
 * @out_length_chars: (out): how long it is
 *
 * Looks for …号…室, …栋…单元 and the like. An address that names an office or a hall is not one.
 *
 * Returns: %TRUE if there is one
 */
gboolean
gb_address_find_home (const char *text, guint *out_offset_chars, guint *out_length_chars)
{
  g_autoptr (GMatchInfo) match = NULL;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out_offset_chars != NULL && out_length_chars != NULL, FALSE);

  g_regex_match (get_home (), text, 0, &match);
  while (g_match_info_matches (match)) {
    g_autofree char *address = g_match_info_fetch (match, 0);
    int start = 0;

    if (!is_office (address)) {
      g_match_info_fetch_pos (match, 0, &start, NULL);
      *out_offset_chars = (guint)g_utf8_strlen (text, start);
      *out_length_chars = (guint)g_utf8_strlen (address, -1);
      return TRUE;
    }
    g_match_info_next (match, NULL);
  }
  return FALSE;
}

/**
 * gb_address_mask:
 * @address: an address
 *
 * Returns: (transfer full) (nullable): the address down to its town (镇, 乡) or street office
 *   (街道); %NULL if it names none, or if nothing comes after it
 */
char *
gb_address_mask (const char *address)
{
  static const char *const towns[] = { "街道", "镇", "乡" };
  const char *end = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (towns) && end == NULL; i++) {
    const char *town = strstr (address, towns[i]);

    if (town != NULL && town != address)
      end = town + strlen (towns[i]);
  }
  return end != NULL && *end != '\0' ? g_strndup (address, (gsize)(end - address)) : NULL;
}
