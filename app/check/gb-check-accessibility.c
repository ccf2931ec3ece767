/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people need who do not see the page, and machines that read it. Sources:
 * 无障碍环境建设法（2023）第三十二条; GB/T 37668-2019 信息技术 互联网内容无障碍可访问性, known from
 * copies. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-families.h"

#include "document/gb-text.h"
#include "document/gb-xml-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ACCESS "GB/T 37668-2019；无障碍环境建设法第三十二条"

enum {
  ALT,
  TABLE,
  LINKTEXT,
  HEADING,
  IMGONLY,
  VIDEO,
};

static const GbRule rules[] = {
  [ALT] = { "A11Y-ALT", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT, 0,
            N_ ("An image has a description."), ACCESS, GB_CERTAINTY_COPY },
  [TABLE] = { "A11Y-TABLE", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT, 0,
              N_ ("A table of data has header cells."), ACCESS, GB_CERTAINTY_COPY },
  [LINKTEXT] = { "A11Y-LINKTEXT", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_DOCUMENT, 0,
                 N_ ("A link says where it leads."), ACCESS, GB_CERTAINTY_COPY },
  [HEADING] = { "A11Y-HEADING", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_DOCUMENT, 0,
                N_ ("Headings skip no level."), ACCESS, GB_CERTAINTY_COPY },
  [IMGONLY] = { "A11Y-IMGONLY", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT, 0,
                N_ ("A text is a text, not a picture of one."), ACCESS, GB_CERTAINTY_COPY },
  [VIDEO] = { "A11Y-VIDEO", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_DOCUMENT, 0,
              N_ ("What a video says can be read."), ACCESS, GB_CERTAINTY_COPY },
};

static gboolean
is_named (const xmlNode *node, const char *name)
{
  return strcmp ((const char *)node->name, name) == 0;
}

/* The id of the nearest block around a node. */
static char *
dup_block_id (xmlNode *node)
{
  for (; node != NULL && node->type == XML_ELEMENT_NODE; node = node->parent) {
    char *id = _gb_xml_dup_attribute (node, "id");

    if (id != NULL)
      return id;
  }
  return NULL;
}

static void
check_image (GbCheckRun *run, xmlNode *image)
{
  g_autofree char *alt = _gb_xml_dup_attribute (image, "alt");
  g_autofree char *id = NULL;

  if (alt != NULL && !gb_text_is_blank (alt))
    return;
  id = dup_block_id (image);
  gb_check_report_field (run, &rules[ALT], NULL, id, N_ ("say in words what the image shows"),
                         NULL);
}

static guint
count_below (xmlNode *parent, const char *name)
{
  guint n = 0;

  for (xmlNode *node = _gb_xml_first (parent); node != NULL; node = _gb_xml_next (node))
    n += is_named (node, name) + count_below (node, name);
  return n;
}

static void
check_table (GbCheckRun *run, xmlNode *table)
{
  g_autofree char *id = NULL;

  /* One row or one column lays something out. */
  if (count_below (table, "th") > 0 || count_below (table, "tr") < 2 ||
      count_below (table, "td") < 4)
    return;
  id = dup_block_id (table);
  gb_check_report_field (run, &rules[TABLE], NULL, id,
                         N_ ("make the first row or column of the table its header"), NULL);
}

static void
check_link (GbCheckRun *run, xmlNode *link)
{
  static const char *const empty_words[] = {
    "点击这里", "点这里", "请点击这里", "点击此处", "这里", "此处", "点击",
    "点击查看", "查看",   "链接",       "详情",     "here", "more", NULL,
  };
  xmlChar *text = xmlNodeGetContent (link);
  char *bare = g_strstrip ((char *)text);
  g_autofree char *id = NULL;

  if (g_strv_contains (empty_words, bare)) {
    id = dup_block_id (link);
    gb_check_report_field (run, &rules[LINKTEXT], NULL, id,
                           N_ ("let the text of the link say where it leads"), NULL);
  }
  xmlFree (text);
}

static void
walk (GbCheckRun *run, xmlNode *parent)
{
  for (xmlNode *node = _gb_xml_first (parent); node != NULL; node = _gb_xml_next (node)) {
    if (is_named (node, "img"))
      check_image (run, node);
    else if (is_named (node, "table"))
      check_table (run, node);
    else if (is_named (node, "a"))
      check_link (run, node);
    walk (run, node);
  }
}

static void
check_levels (GbCheckRun *run)
{
  guint last = 0;

  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);

    if (block->role != GB_CHECK_ROLE_HEADING)
      continue;
    if (block->level > last + 1)
      gb_check_report (run, &rules[HEADING], block, 0, 0, NULL, NULL,
                       N_ ("a level of headings is left out before this"), NULL);
    last = block->level;
  }
}

static gboolean
has_text (GbCheckRun *run)
{
  for (guint i = 0; i < run->blocks->len; i++) {
    const GbCheckBlock *block = g_ptr_array_index (run->blocks, i);

    if (block->id != NULL && block->role != GB_CHECK_ROLE_CAPTION &&
        !gb_text_is_blank (block->text))
      return TRUE;
  }
  return FALSE;
}

/* Subtitles, or the words of it in the text or in a file beside it. */
static gboolean
has_text_version (GbCheckRun *run, GPtrArray *attachments)
{
  static const char *const words[] = { "字幕", "文字版", "文字稿", "解说词", "文稿" };

  for (guint w = 0; w < G_N_ELEMENTS (words); w++) {
    for (guint i = 0; i < run->blocks->len; i++) {
      if (strstr (((const GbCheckBlock *)g_ptr_array_index (run->blocks, i))->text, words[w]) !=
          NULL)
        return TRUE;
    }
    for (guint i = 0; i < attachments->len; i++) {
      if (strstr (((const GbAttachment *)g_ptr_array_index (attachments, i))->name, words[w]) !=
          NULL)
        return TRUE;
    }
  }
  return FALSE;
}

static void
check_videos (GbCheckRun *run)
{
  GPtrArray *attachments = gb_document_get_attachments (run->document);

  for (guint i = 0; i < attachments->len; i++) {
    const GbAttachment *attachment = g_ptr_array_index (attachments, i);

    if (!g_str_has_prefix (attachment->type, "video/") || has_text_version (run, attachments))
      continue;
    gb_check_report_field (run, &rules[VIDEO], NULL, NULL,
                           N_ ("add the words of the video, or subtitles, and say so: %s"),
                           attachment->name, NULL);
    return;
  }
}

static void
check_document (GbCheckRun *run)
{
  xmlNode *body = _gb_xml_find (xmlDocGetRootElement (gb_document_get_xml (run->document)), "body");

  walk (run, body);
  check_levels (run);
  check_videos (run);
  if (count_below (body, "img") > 0 && !has_text (run))
    gb_check_report_field (run, &rules[IMGONLY], NULL, NULL,
                           N_ ("write the text that the pictures show"), NULL);
}

const GbRuleFamily gb_rules_accessibility = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
  .check_document = check_document,
};
