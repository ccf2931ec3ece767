/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are published with a document. The rules for persons and secrets are those of the
 * text; what they find in a file keeps its level and ground, so that a valid identity number stops
 * a publication wherever it stands. It cannot be mended here, so the words say what to do with the
 * file. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-attachment.h"

#include "check/gb-check-families.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define REPORTS  "政府网站检查通报：公开附件须隐去个人信息"
#define PRACTICE "网页发布的安全要求"

enum {
  PII,
  META,
  UNREAD,
};

static const GbRule rules[] = {
  [PII] = { "SEC-ATTACH-PII", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT, 0,
            N_ ("No attachment has personal information."), REPORTS, GB_CERTAINTY_PRACTICE,
            GB_RULE_MAY_BLOCK | GB_RULE_LOCKED },
  [META] = { "SEC-ATTACH-META", GB_FINDING_LEVEL_WARNING, GB_CHECK_SCOPE_DOCUMENT, 0,
             N_ ("An attachment takes nothing along that its readers are not meant to have."),
             PRACTICE, GB_CERTAINTY_PRACTICE },
  [UNREAD] = { "SEC-ATTACH-UNREAD", GB_FINDING_LEVEL_HINT, GB_CHECK_SCOPE_DOCUMENT, 0,
               N_ ("Every attachment can be opened and looked into."), PRACTICE,
               GB_CERTAINTY_PRACTICE },
};

/* By what the finding in a text is mended with: "alike". */
static const struct {
  const char *alike;
  const char *format;
} hits[] = {
  { "SEC-IDCARD", N_ ("mask this identity number in the attachment and attach it again") },
  { "SEC-IDCARD-ALIKE", N_ ("this number in the attachment looks like an identity number with a "
                            "wrong digit; mask it if it is one") },
  { "SEC-IDCARD-OLD", N_ ("mask this number in the attachment if it is an identity number of the "
                          "old form") },
  { "SEC-MOBILE", N_ ("mask this mobile number in the attachment and attach it again") },
  { "SEC-MOBILE-CONTACT",
    N_ ("leave this mobile number in the attachment only if it is an office's") },
  { "SEC-BANK", N_ ("mask this number of a bank card in the attachment and attach it again") },
  { "SEC-ADDR", N_ ("shorten this address in the attachment to the town or street office") },
  { "SEC-TABLE", N_ ("mask the column “%s” in the attachment, or take it out") },
  { "SEC-MINOR", N_ ("do not name children in the attachment: mask the names, or give a number") },
  { "SEC-MARK", N_ ("an attachment with the mark “%s” must not be published; ask whoever is in "
                    "charge of secrets") },
  { "SEC-MARK-INTERNAL", N_ ("“%s” in the attachment does not go with publication") },
};

static const struct {
  guint rule;
  GbFindingLevel level;
  const char *format;
} troubles[] = {
  [GB_ATTACHMENT_TROUBLE_MACROS] = { META, GB_FINDING_LEVEL_WARNING,
                                     N_ ("the attachment has macros, programs that run when it is "
                                         "opened; save it without them") },
  [GB_ATTACHMENT_TROUBLE_CHANGES] = { META, GB_FINDING_LEVEL_WARNING,
                                      N_ ("the attachment keeps tracked changes, so everybody can "
                                          "read what was deleted; accept or reject them and turn "
                                          "tracking off") },
  [GB_ATTACHMENT_TROUBLE_COMMENTS] = { META, GB_FINDING_LEVEL_WARNING,
                                       N_ ("the attachment keeps comments of those who wrote it; "
                                           "delete them") },
  [GB_ATTACHMENT_TROUBLE_HIDDEN] = { META, GB_FINDING_LEVEL_WARNING,
                                     N_ ("the attachment has hidden sheets, rows, columns, slides "
                                         "or text, which everybody can show; delete what is not "
                                         "for the public") },
  [GB_ATTACHMENT_TROUBLE_AUTHOR] = { META, GB_FINDING_LEVEL_WARNING,
                                     N_ ("the attachment takes the name “%s” along as that of who "
                                         "wrote it; take it out") },
  [GB_ATTACHMENT_TROUBLE_EMBEDDED] = { META, GB_FINDING_LEVEL_WARNING,
                                       N_ (
                                         "the attachment has other files inside, which nobody "
                                         "looked into; take them out or turn them into pictures") },
  [GB_ATTACHMENT_TROUBLE_SCRIPT] = { META, GB_FINDING_LEVEL_WARNING,
                                     N_ ("the PDF has programs inside; print it into a new PDF") },
  [GB_ATTACHMENT_TROUBLE_PROTECTED] = { META, GB_FINDING_LEVEL_WARNING,
                                        N_ ("the attachment asks for a password, so it was not "
                                            "checked and no reader can open it; take the password "
                                            "off") },
  [GB_ATTACHMENT_TROUBLE_PICTURE] = { UNREAD, GB_FINDING_LEVEL_HINT,
                                      N_ ("the PDF is a picture of its pages without text: it was "
                                          "not checked, and nobody can search it or have it read "
                                          "out; look through it yourself, or make it from the "
                                          "original file") },
  [GB_ATTACHMENT_TROUBLE_ARCHIVE] = { UNREAD, GB_FINDING_LEVEL_WARNING,
                                      N_ ("the attachment is an archive whose files were not "
                                          "checked; attach them one by one") },
  [GB_ATTACHMENT_TROUBLE_OLD] = { UNREAD, GB_FINDING_LEVEL_HINT,
                                  N_ ("the attachment is of an old format that was not checked; "
                                      "save it as .docx, .xlsx, .pptx or PDF, or look through it "
                                      "yourself") },
  [GB_ATTACHMENT_TROUBLE_OTHER] = { UNREAD, GB_FINDING_LEVEL_HINT,
                                    N_ ("the attachment is no text and was not checked; look "
                                        "through it yourself") },
  [GB_ATTACHMENT_TROUBLE_DAMAGED] = { UNREAD, GB_FINDING_LEVEL_WARNING,
                                      N_ ("the attachment is damaged or cut off and was not "
                                          "checked; save it anew and attach it again") },
  [GB_ATTACHMENT_TROUBLE_TOO_LARGE] = { UNREAD, GB_FINDING_LEVEL_WARNING,
                                        N_ ("the attachment is too large to be checked as a whole; "
                                            "split it") },
  [GB_ATTACHMENT_TROUBLE_SLOW] = { UNREAD, GB_FINDING_LEVEL_WARNING,
                                   N_ ("reading the attachment took too long, so it was not "
                                       "checked; print it into a new PDF, or split it") },
  [GB_ATTACHMENT_TROUBLE_NO_READER] = { UNREAD, GB_FINDING_LEVEL_HINT,
                                        N_ ("the PDF was not checked, because the programs that "
                                            "read it are not installed here (package "
                                            "poppler-utils)") },
};

/* --- Texts that are no document ----------------------------------------------------------------
 */

static gboolean
is_for_attachments (const GbRuleFamily *family)
{
  for (guint i = 0; i < family->n_rules; i++) {
    if ((family->rules[i].flags & GB_RULE_ATTACHMENTS) != 0)
      return TRUE;
  }
  return FALSE;
}

GPtrArray *
gb_check_texts (GPtrArray *blocks, GbCheckData *data)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_finding_free);
  guint n_families;
  const GbRuleFamily *const *families = gb_rules_get_families (&n_families);
  GbCheckRun run = { 0 };

  run.data = data;
  run.blocks = blocks;
  run.levels = gb_rules_get_levels (data);
  run.findings = findings;
  for (guint i = 0; i < n_families; i++) {
    const GbRuleFamily *family = families[i];

    if (!is_for_attachments (family))
      continue;
    for (guint k = 0; family->check_block != NULL && k < blocks->len; k++) {
      const GbCheckBlock *block = g_ptr_array_index (blocks, k);

      if (family->features == 0 || (family->features & block->features) != 0)
        family->check_block (&run, block);
    }
    if (family->check_document != NULL)
      family->check_document (&run);
  }
  return findings;
}

/* --- Findings ----------------------------------------------------------------------------------
 */

/**
 * gb_attachment_finding_new_hit:
 * @hit: what a rule found in the text of an attachment
 * @spot: (transfer full): where
 *
 * A mark of secrecy keeps its rule; what is about persons is SEC-ATTACH-PII.
 *
 * Returns: (transfer full): the finding as people see it
 */
GbFinding *
gb_attachment_finding_new_hit (const GbFinding *hit, GbAttachmentSpot *spot)
{
  const char *format = hit->format;
  GbFinding *finding;

  for (guint i = 0; i < G_N_ELEMENTS (hits); i++) {
    if (strcmp (hits[i].alike, hit->alike) == 0)
      format = hits[i].format;
  }
  spot->rule = hit->rule;
  finding = gb_finding_new (
    g_str_has_prefix (hit->rule, "SEC-MARK") ? gb_rules_find (hit->rule) : &rules[PII], hit->level,
    format, hit->params[0], hit->params[1], hit->params[2], NULL);
  finding->source = hit->source;
  finding->certainty = hit->certainty;
  finding->alike = g_strdup_printf ("%s@%s", hit->alike, spot->digest);
  finding->attachment = spot;
  return finding;
}

GbFinding *
gb_attachment_finding_new_more (const GbFinding *last, guint n_more, GbAttachmentSpot *spot)
{
  g_autofree char *number = g_strdup_printf ("%u", n_more);
  GbFinding *finding =
    gb_finding_new (gb_rules_find (last->rule), last->level,
                    N_ ("the attachment has %s more of these, which are not listed"), number, NULL);

  finding->source = last->source;
  finding->certainty = last->certainty;
  finding->alike = g_strdup (last->alike);
  spot->rule = last->attachment->rule;
  finding->attachment = spot;
  return finding;
}

/**
 * gb_attachment_finding_new_trouble:
 * @trouble: what is the matter with a file
 * @detail: (nullable): what the words name
 * @spot: (transfer full): the file
 * @data: what the rules know
 *
 * Returns: (transfer full) (nullable): the finding, %NULL if an office does not want it
 */
GbFinding *
gb_attachment_finding_new_trouble (GbAttachmentTrouble trouble,
                                   const char *detail,
                                   GbAttachmentSpot *spot,
                                   GbCheckData *data)
{
  const GbRule *rule = &rules[troubles[trouble].rule];
  GbFindingLevel level = troubles[trouble].level;
  GbFinding *finding;

  if (!gb_rules_get_level (gb_rules_get_levels (data), rule, &level)) {
    gb_attachment_spot_free (spot);
    return NULL;
  }
  finding = gb_finding_new (rule, level, troubles[trouble].format, detail, NULL);
  finding->alike = g_strdup_printf ("%s-%u@%s", rule->id, trouble, spot->digest);
  finding->attachment = spot;
  return finding;
}

const GbRuleFamily gb_rules_attachment = {
  .rules = rules,
  .n_rules = G_N_ELEMENTS (rules),
};
