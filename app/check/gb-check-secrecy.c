/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What must not leave the office: marks of secrecy, text that nobody sees, addresses in the
 * office's own network. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

enum {
  MARK,
  HIDDEN,
  LINK_PRIVATE,
  LINK_EXT,
};

static const GbRule rules[] = {
  [MARK] = { "SEC-MARK", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_TEXT, 0,
             N_ ("Nothing with a mark of secrecy is published."),
             "《保守国家秘密法》第三十五条；《党政机关公文处理工作条例》第三十一条",
             GB_CERTAINTY_TEXT, GB_RULE_LOCKED | GB_RULE_ATTACHMENTS },
  [HIDDEN] = { "SEC-HIDDEN", GB_FINDING_LEVEL_ERROR, GB_CHECK_SCOPE_TEXT, 0,
               N_ ("A text has no characters that nobody sees."), "网页发布的安全要求",
               GB_CERTAINTY_PRACTICE },
  [LINK_PRIVATE] = { "SEC-LINK-PRIVATE", GB_FINDING_LEVEL_BLOCK, GB_CHECK_SCOPE_DOCUMENT, 0,
                     N_ ("No link leads into the office's own network."), "网页发布的安全要求",
                     GB_CERTAINTY_PRACTICE },
  [LINK_EXT] = { "SEC-LINK-EXT", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_DOCUMENT, 0,
                 N_ ("Links lead to sites of public bodies."), "门户网站的离站提示",
                 GB_CERTAINTY_PRACTICE },
};

/* --- Marks -------------------------------------------------------------------------------------
 */

static gboolean
matches (const GbCheckBlock *block, guint offset, const char *word)
{
  guint i = offset;

  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p), i++) {
    if (i >= block->n_chars || block->chars[i] != g_utf8_get_char (p))
      return FALSE;
  }
  return TRUE;
}

static guint
skip_spaces (const GbCheckBlock *block, guint i)
{
  while (i < block->n_chars && g_unichar_isspace (block->chars[i]))
    i++;
  return i;
}

/* 秘密★, 机密★1年, 绝密 30年. Without a star the mark stands by itself: 商业秘密2年内 is none.
 * Returns the length of the mark, 0 if there is none. */
static guint
measure_mark (const GbCheckBlock *block, guint start)
{
  guint i = start + 2;
  guint digits;
  gboolean has_star;

  i = skip_spaces (block, i);
  has_star = i < block->n_chars && (block->chars[i] == 0x2605 || block->chars[i] == 0x2606);
  if (has_star)
    i++;
  digits = skip_spaces (block, i);
  i = digits;
  while (i < block->n_chars && gb_char_is_digit (block->chars[i]))
    i++;
  if (i > digits && i < block->n_chars && block->chars[i] == 0x5e74) {
    if (has_star || ((start == 0 || !gb_char_is_han (block->chars[start - 1])) &&
                     !gb_char_is_han (block->chars[i + 1])))
      return i + 1 - start;
  }
  return has_star ? skip_spaces (block, start + 2) + 1 - start : 0;
}

static void
check_marks (GbCheckRun *run, const GbCheckBlock *block)
{
  static const char *const levels[] = { "绝密", "机密", "秘密" };

  for (guint i = 0; i + 2 <= block->n_chars; i++) {
    for (guint k = 0; k < G_N_ELEMENTS (levels); k++) {
      guint length = matches (block, i, levels[k]) ? measure_mark (block, i) : 0;

      if (length > 0)
        gb_check_report (run, &rules[MARK], block, i, length, NULL, NULL,
                         N_ ("a text with the mark “%s” must not be published; ask whoever is "
                             "in charge of secrets"),
                         levels[k], NULL);
    }
  }
}

/* 内部资料性出版物 is a term of publishing. */
static void
check_internal (GbCheckRun *run, const GbCheckBlock *block)
{
  static const char *const words[] = { "内部资料", "不得外传" };

  for (guint k = 0; k < G_N_ELEMENTS (words); k++) {
    const char *found = strstr (block->text, words[k]);
    const char *after = found != NULL ? found + strlen (words[k]) : NULL;

    if (found == NULL || g_str_has_prefix (after, "性") || g_str_has_prefix (after, "出版") ||
        g_str_has_prefix (after, "型") || g_str_has_prefix (after, "印刷"))
      continue;
    gb_check_report_at (run, GB_FINDING_LEVEL_WARNING, &rules[MARK], block,
                        (guint)g_utf8_pointer_to_offset (block->text, found),
                        (guint)g_utf8_strlen (words[k], -1), NULL, "SEC-MARK-INTERNAL",
                        N_ ("“%s” does not go with publication"), words[k], NULL);
  }
}

/* --- Characters of no width --------------------------------------------------------------------
 */

/* U+200D joins pictures of people into one, where it belongs. */
static gboolean
is_invisible (const GbCheckBlock *block, guint i)
{
  gunichar c = block->chars[i];

  if (c == 0x200d && i > 0 && (block->chars[i - 1] >= 0x1f000 || block->chars[i - 1] == 0xfe0f))
    return FALSE;
  return c == 0xad || c == 0x180e || (c >= 0x200b && c <= 0x200d) || c == 0x2060;
}

static void
check_invisible (GbCheckRun *run, const GbCheckBlock *block)
{
  for (guint i = 0; i < block->n_chars; i++) {
    guint start = i;

    while (i < block->n_chars && is_invisible (block, i))
      i++;
    if (i > start)
      gb_check_report (run, &rules[HIDDEN], block, start, i - start, "", NULL,
                       N_ ("take out characters that nobody sees"), NULL);
  }
}

static void
check_block (GbCheckRun *run, const GbCheckBlock *block)
{
  if (strstr (block->text, "密") != NULL)
    check_marks (run, block);
  check_internal (run, block);
  if ((block->features & GB_HAS_ODD_SPACE) != 0)
    check_invisible (run, block);
}

/* --- Links -------------------------------------------------------------------------------------
 */

static char *
dup_host (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;
  return g_ascii_strdown (g_uri_get_host (uri), -1);
}

static gboolean
has_ending (const char *host, const char *ending)
{
  gsize n = strlen (ending);
  gsize length = strlen (host);

  return g_str_has_suffix (host, ending) && (length == n || host[length - n - 1] == '.');
}

/* RFC 1918 and 4193, RFC 6761: names and numbers that mean something only inside. A name without a
 * dot is one of the office's own network. */
static gboolean
is_private (const char *host)
{
  static const char *const endings[] = { "localhost", "local", "lan", "internal", "intranet" };
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address) || g_inet_address_get_is_any (address) ||
           g_inet_address_get_is_link_local (address) ||
           g_inet_address_get_is_site_local (address) || g_str_has_prefix (host, "fc") ||
           g_str_has_prefix (host, "fd");
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    if (has_ending (host, endings[i]))
      return TRUE;
  }
  return strchr (host, '.') == NULL;
}

static gboolean
is_known (GbCheckRun *run, const char *host)
{
  const GbCheckTable *table = gb_check_data_get_table (run->data, "hosts");

  for (guint i = 0; i < table->rows->len; i++) {
    char **row = g_ptr_array_index (table->rows, i);

    if (has_ending (host, row[0]))
      return TRUE;
  }
  return FALSE;
}

static guint
count_chars (const xmlNode *parent)
{
  guint n = 0;

  for (const xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_TEXT_NODE)
      n += (guint)g_utf8_strlen ((const char *)node->content, -1);
    else
      n += strcmp ((const char *)node->name, "br") == 0 ? 1 : count_chars (node);
  }
  return n;
}

static void
check_link (GbCheckRun *run, const GbCheckBlock *block, const xmlNode *link, guint offset)
{
  const xmlAttr *href = link->properties;
  g_autofree char *host = NULL;

  while (href != NULL && strcmp ((const char *)href->name, "href") != 0)
    href = href->next;
  if (href == NULL || href->children == NULL)
    return;
  host = dup_host ((const char *)href->children->content);
  if (host == NULL)
    return;
  if (is_private (host))
    gb_check_report (run, &rules[LINK_PRIVATE], block, offset, count_chars (link), NULL, NULL,
                     N_ ("take out this link: nobody outside reaches %s"), host, NULL);
  else if (!is_known (run, host))
    gb_check_report (run, &rules[LINK_EXT], block, offset, count_chars (link), NULL, host,
                     N_ ("this link leaves the sites of public bodies for %s; readers are asked "
                         "first"),
                     host, NULL);
}

static void
check_links (GbCheckRun *run, const GbCheckBlock *block, const xmlNode *parent, guint *offset)
{
  for (const xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_TEXT_NODE) {
      *offset += (guint)g_utf8_strlen ((const char *)node->content, -1);
      continue;
    }
    if (node->type != XML_ELEMENT_NODE)
      continue;
    if (strcmp ((const char *)node->name, "a") == 0)
      check_link (run, block, node, *offset);
    if (strcmp ((const char *)node->name, "br") == 0)
      *offset += 1;
    else
      check_links (run, block, node, offset);
  }
}

static gboolean
has_link (const xmlNode *parent)
{
  for (const xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_ELEMENT_NODE &&
        (strcmp ((const char *)node->name, "a") == 0 || has_link (node)))
      return TRUE;
  }
  return FALSE;
}

/* A link can change while the text of its block does not, so that links are looked at each time. */
static void
check_document (GbCheckRun *run)
{
  const char *source = run->metadata != NULL ? gb_metadata_get (run->metadata, "source-url") : "";
  g_autofree char *host = *source != '\0' ? dup_host (source) : NULL;

  if (host != NULL && is_private (host))
    gb_check_report_field (run, &rules[LINK_PRIVATE], "source-url", NULL,
                           N_ ("take out this link: nobody outside reaches %s"), host, NULL);
  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);
    guint offset = 0;

    if (block->node != NULL && has_link (block->node))
      check_links (run, block, block->node, &offset);
  }
}

const GbRuleFamily gb_rules_secrecy = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_block = check_block,
  .check_document = check_document,
  .features = GB_HAS_HAN | GB_HAS_ODD_SPACE,
};
