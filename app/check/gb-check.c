/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules that need no reference data: what a document must say about itself before others see
 * it. Client, portal and command line run the same ones. Nothing here keeps state, so every
 * function may be called on any thread. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check.h"

#include "document/gb-text.h"

#include <string.h>

/* 网页标签规范 gives ArticleTitle no limit; offices keep to this one, and lists break beyond it. */
#define MAX_TITLE_CHARS 100

static const char *const level_names[] = { "hint", "warning", "error", "block" };

static void
add_finding (GPtrArray *findings,
             const char *rule,
             const char *field,
             const char *block,
             const char *message)
{
  GbFinding *finding = g_new0 (GbFinding, 1);

  finding->rule = g_strdup (rule);
  finding->level = GB_FINDING_LEVEL_BLOCK;
  finding->field = g_strdup (field);
  finding->block = g_strdup (block);
  finding->message = g_strdup (message);
  g_ptr_array_add (findings, finding);
}

static void
require (GPtrArray *findings,
         GbMetadata *metadata,
         const char *field,
         const char *rule,
         const char *message)
{
  if (gb_text_is_blank (gb_metadata_get (metadata, field)))
    add_finding (findings, rule, field, NULL, message);
}

static void
check_title (GPtrArray *findings, GbDocument *document)
{
  glong n_chars = g_utf8_strlen (gb_document_get_title (document), -1);

  if (gb_text_is_blank (gb_document_get_title (document)))
    add_finding (findings, "META-TITLE", "title", NULL, "give the document a title");
  else if (n_chars > MAX_TITLE_CHARS)
    add_finding (findings, "META-TITLE", "title", NULL,
                 "shorten the title to 100 characters or less");
}

/* Withholding needs a legal basis (政府信息公开条例 Arts 14–16) and its reason in words (国办发
 * 〔2016〕80号: 依法依规说明理由). */
static void
check_openness (GPtrArray *findings, GbMetadata *metadata, GbCheckStage stage)
{
  GbOpenness openness = gb_metadata_get_openness (metadata);

  if (openness == GB_OPENNESS_UNSET) {
    add_finding (findings, "META-OPENNESS", "openness", NULL,
                 "choose whether the document is public, on request or withheld");
    return;
  }
  if (openness == GB_OPENNESS_PROACTIVE)
    return;
  if (*gb_metadata_get (metadata, "withhold-article") == '\0')
    add_finding (findings, "META-WITHHOLD", "withhold-article", NULL,
                 "choose the article that allows the document not to be public");
  else if (gb_text_is_blank (gb_metadata_get (metadata, "withhold-reason")))
    add_finding (findings, "META-WITHHOLD", "withhold-reason", NULL,
                 "say why the document is not public");
  if (stage == GB_CHECK_STAGE_PUBLISH)
    add_finding (findings, "META-NOTPUBLIC", "openness", NULL,
                 "only a document that is public may be published");
}

static gboolean
is_element (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && strcmp ((const char *)node->name, name) == 0;
}

static gboolean
is_heading (const xmlNode *node)
{
  return is_element (node, "h2") || is_element (node, "h3") || is_element (node, "h4") ||
         is_element (node, "h5");
}

static gboolean
has_content (xmlNode *parent)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next) {
    if (node->type == XML_TEXT_NODE && !gb_text_is_blank ((const char *)node->content))
      return TRUE;
    if (is_element (node, "img"))
      return TRUE;
    if (!is_heading (node) && has_content (node))
      return TRUE;
  }
  return FALSE;
}

/* A skeleton of headings says nothing yet. */
static void
check_text (GPtrArray *findings, GbDocument *document)
{
  xmlNode *body = xmlDocGetRootElement (gb_document_get_xml (document))->children;
  xmlChar *id;

  while (!is_element (body, "body"))
    body = body->next;
  if (has_content (body))
    return;
  id = xmlGetNoNsProp (body->children, (const xmlChar *)"id");
  add_finding (findings, "TEXT-EMPTY", NULL, (const char *)id, "write the text of the document");
  xmlFree (id);
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const GbFinding *finding_a = *(GbFinding *const *)a;
  const GbFinding *finding_b = *(GbFinding *const *)b;

  return (int)finding_b->level - (int)finding_a->level;
}

/**
 * gb_finding_level_to_string:
 * @level: a level
 *
 * Returns: "hint", "warning", "error" or "block"
 */
const char *
gb_finding_level_to_string (GbFindingLevel level)
{
  g_return_val_if_fail ((guint)level < G_N_ELEMENTS (level_names), NULL);
  return level_names[level];
}

/**
 * gb_finding_free:
 * @self: (transfer full): a finding
 *
 * Frees @self.
 */
void
gb_finding_free (GbFinding *self)
{
  g_free (self->rule);
  g_free (self->field);
  g_free (self->block);
  g_free (self->message);
  g_free (self);
}

/**
 * gb_check_document:
 * @document: a document
 * @stage: what it is checked for
 *
 * Runs every rule that needs no reference data. The mandatory fields are those of
 * 国办发〔2017〕47号 (网页标签规范: ArticleTitle, ContentSource, ColumnName 必选),
 * 国办发〔2016〕80号 (公开属性) and 政府信息公开条例 Art 12 (生成日期, for documents in the sense
 * of 公文 only).
 *
 * Returns: (transfer full) (element-type GbFinding): the findings, the gravest first, otherwise in
 *   the order of the form
 */
GPtrArray *
gb_check_document (GbDocument *document, GbCheckStage stage)
{
  GPtrArray *findings;
  GbMetadata *metadata;

  g_return_val_if_fail (GB_IS_DOCUMENT (document), NULL);

  findings = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_finding_free);
  metadata = gb_document_get_metadata (document);

  check_title (findings, document);
  require (findings, metadata, "source", "META-SOURCE", "say where the text comes from");
  require (findings, metadata, "publisher", "META-PUBLISHER-EMPTY",
           "name the authority that publishes the document");
  require (findings, metadata, "column", "META-COLUMN", "choose a column of the site");
  check_openness (findings, metadata, stage);
  if (gb_document_kind_is_official (gb_document_get_kind (document)))
    require (findings, metadata, "made-on", "META-MADEON", "give the date of the document");
  check_text (findings, document);

  g_ptr_array_sort (findings, compare_findings);
  return findings;
}

/**
 * gb_check_has_blocking:
 * @findings: (element-type GbFinding): findings
 *
 * Returns: %TRUE if one of them stops submission or publication
 */
gboolean
gb_check_has_blocking (GPtrArray *findings)
{
  g_return_val_if_fail (findings != NULL, FALSE);

  for (guint i = 0; i < findings->len; i++) {
    const GbFinding *finding = g_ptr_array_index (findings, i);

    if (finding->level == GB_FINDING_LEVEL_BLOCK)
      return TRUE;
  }
  return FALSE;
}
