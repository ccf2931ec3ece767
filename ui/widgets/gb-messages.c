/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables from codes to translated words. Stateless; main thread, because the language is the
 * process's. Used by every widget that shows an error, a state or a name.
 */

#define G_LOG_DOMAIN "gb-messages"

#include "config.h"

#include "widgets/gb-messages.h"

#include "document/gb-digest.h"
#include "document/gb-document-error.h"
#include "document/gb-templates.h"
#include "editor/gb-picture.h"
#include "import/gb-import-error.h"
#include "portal/gb-portal-error.h"
#include "store/gb-database.h"
#include "sync/gb-desk.h"
#include "widgets/gb-import-words.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  const char *code;
  const char *text;
} Message;

/* The codes of gb_workflow_error_to_string () first, then what only the portal says. */
static const Message problems[] = {
  { "malformed", N_ ("The request was not understood. Update Gongbao and try again.") },
  { "wrong-state", N_ ("This is not possible in the document’s present state.") },
  { "wrong-role", N_ ("This step belongs to another role.") },
  { "own-text", N_ ("You edited this text, so someone else has to review it.") },
  { "same-person", N_ ("You decided an earlier step; this one needs another person.") },
  { "stale-revision",
    N_ ("The text was changed in the meantime. Look at the current text and decide again.") },
  { "wrong-step", N_ ("The review has moved on to another step. Look at it again.") },
  { "reason-required", N_ ("A reason is required.") },
  { "not-public", N_ ("Only a document that is open to the public can be published. Change its "
                      "openness in the properties.") },
  { "blocked", N_ ("Something in the text or its properties stops this. Mend it and try again.") },
  { "right-required", N_ ("You do not have the right to do this. Ask someone who has it.") },
  { "time-in-past", N_ ("The publication time must not lie in the past.") },
  { "time-too-far", N_ ("The publication time must lie within the next five years.") },
  { "rule-locked", N_ ("What this rule finds protects people or secrets, or is a condition of the "
                       "law. Nobody may let it pass; mend the text.") },
  { "no-finding", N_ ("The text does not have this finding any more. Look at it again.") },

  { "clock-wrong",
    N_ ("The portal’s clock is wrong. Ask your administrator to correct it; what you "
        "did is sent again by itself.") },
  { "not-you", N_ ("The portal has someone else signed in. Sign in again.") },
  { "unauthorized", N_ ("Your sign-in has run out. Sign in again.") },
  { "forbidden", N_ ("You are not allowed to do this.") },
  { "not-found", N_ ("The portal does not know this document.") },
  { "key-required", N_ ("The request was not understood. Update Gongbao and try again.") },
  { "key-reused", N_ ("The portal has another act under the same key. Do it again.") },
  { "blob-missing", N_ ("An attachment or image has not reached the portal yet. Try again.") },
  { "conflict", N_ ("Someone else saved a newer text. Look at it, then send yours again.") },
  { "precondition-failed",
    N_ ("Someone else saved a newer text. Look at it, then send yours again.") },
  { "precondition-required", N_ ("The request was not understood. Update Gongbao and try again.") },
  { "digest-mismatch", N_ ("The text was damaged on its way. Try again.") },
  { "invalid-document", N_ ("The portal refuses this text as it is. Check it and try again.") },
  { "too-large", N_ ("This is larger than the portal accepts.") },
  { "unsupported-type", N_ ("The portal does not accept files of this type.") },
  { "rate-limited", N_ ("Too many attempts. Wait a few minutes and try again.") },
};

static const Message findings[] = {
  { "META-TITLE", N_ ("Write a title of at most 100 characters.") },
  { "META-SOURCE", N_ ("Name the source of the text.") },
  { "META-PUBLISHER-EMPTY", N_ ("Name the publishing office.") },
  { "META-PUBLISHER", N_ ("Name the publishing office.") },
  { "META-COLUMN", N_ ("Choose the column where it will appear.") },
  { "META-COLTYPE", N_ ("This kind of document does not usually belong in this column.") },
  { "META-OPENNESS", N_ ("Choose whether the document is open to the public.") },
  { "META-WITHHOLD", N_ ("Choose the legal basis for not publishing, and explain it.") },
  { "META-NOTPUBLIC", N_ ("Only a document that is open to the public can be published.") },
  { "META-MADEON", N_ ("Give the date on which the document was made.") },
  { "META-DATE-ORDER", N_ ("The document cannot be made after the day of its publication.") },
  { "META-3WD", N_ ("More than 3 working days have passed since the policy was published.") },
  { "META-LINK-POLICY", N_ ("Link the policy that this text interprets.") },
  { "META-LINK-INTERP", N_ ("An interpretation was promised; link it.") },
  { "META-DOCNO-DUP", N_ ("Another document already has this number.") },
  { "META-TITLE-DUP", N_ ("A document with this title is already published.") },
  { "META-VALIDITY-ORDER", N_ ("The end of validity lies before its beginning.") },
  { "META-REPOST", N_ ("A reprinted text needs its original source and address.") },
  { "META-KEYWORDS", N_ ("Give a few keywords, so that people find the document.") },
  { "META-LEGAL", N_ ("A normative document needs a legal review.") },
  { "META-LENGTH", N_ ("The text is longer than a document should be.") },
  { "BODY-EMPTY", N_ ("The document has no text yet.") },
  { "TEXT-EMPTY", N_ ("The document has no text yet.") },
  { "IMAGE-ALT", N_ ("Describe the image for those who cannot see it.") },
};

static const char *const kind_names[GB_N_DOCUMENT_KINDS] = {
  [GB_DOCUMENT_KIND_NOTICE] = N_ ("Notice"),
  [GB_DOCUMENT_KIND_ANNOUNCEMENT] = N_ ("Announcement"),
  [GB_DOCUMENT_KIND_CIRCULAR] = N_ ("Public notice"),
  [GB_DOCUMENT_KIND_OPINION] = N_ ("Opinion"),
  [GB_DOCUMENT_KIND_INTERPRETATION] = N_ ("Policy interpretation"),
  [GB_DOCUMENT_KIND_QA] = N_ ("Questions and answers"),
  [GB_DOCUMENT_KIND_RESPONSE] = N_ ("Response to concerns"),
};

static const struct {
  const char *name;
  const char *symbol;
  const char *style_class;
} states[GB_N_STATES] = {
  [GB_STATE_DRAFT] = { NC_ ("state", "Draft"), "✎", "gb-state-draft" },
  [GB_STATE_IN_REVIEW] = { NC_ ("state", "In review"), "●", "gb-state-in-review" },
  [GB_STATE_RETURNED] = { NC_ ("state", "Returned"), "↩", "gb-state-returned" },
  [GB_STATE_APPROVED] = { NC_ ("state", "To publish"), "◷", "gb-state-approved" },
  [GB_STATE_SCHEDULED] = { NC_ ("state", "Scheduled"), "◷", "gb-state-scheduled" },
  [GB_STATE_PUBLISHING] = { NC_ ("state", "Publishing"), "⟳", "gb-state-publishing" },
  [GB_STATE_PUBLISHED] = { NC_ ("state", "Published"), "✔", "gb-state-published" },
  [GB_STATE_FAILED] = { NC_ ("state", "Failed"), "✖", "gb-state-failed" },
  [GB_STATE_WITHDRAWN] = { NC_ ("state", "Withdrawn"), "⊘", "gb-state-withdrawn" },
  [GB_STATE_SUPERSEDED] = { NC_ ("state", "Superseded"), "⊘", "gb-state-superseded" },
  [GB_STATE_DISCARDED] = { NC_ ("state", "Discarded"), "⊘", "gb-state-discarded" },
};

static const char *const event_names[GB_N_EVENT_TYPES] = {
  [GB_EVENT_REVISE] = NC_ ("event", "Text changed"),
  [GB_EVENT_SUBMIT] = NC_ ("event", "Submitted for review"),
  [GB_EVENT_RECALL] = NC_ ("event", "Recalled"),
  [GB_EVENT_APPROVE] = NC_ ("event", "Approved"),
  [GB_EVENT_RETURN] = NC_ ("event", "Sent back"),
  [GB_EVENT_SCHEDULE] = NC_ ("event", "Publication scheduled"),
  [GB_EVENT_UNSCHEDULE] = NC_ ("event", "Schedule cancelled"),
  [GB_EVENT_PUBLISH] = NC_ ("event", "Publication requested"),
  [GB_EVENT_EMERGENCY] = NC_ ("event", "Emergency release"),
  [GB_EVENT_PUBLISHED] = NC_ ("event", "Publicly visible"),
  [GB_EVENT_FAILED] = NC_ ("event", "Publication failed"),
  [GB_EVENT_RATIFY] = NC_ ("event", "Emergency release confirmed"),
  [GB_EVENT_WITHDRAW] = NC_ ("event", "Taken off the portal"),
  [GB_EVENT_DISCARD] = NC_ ("event", "Draft given up"),
  [GB_EVENT_IGNORE] = NC_ ("event", "Finding ignored"),
  [GB_EVENT_OVERRIDE] = NC_ ("event", "Finding let pass"),
  [GB_EVENT_REINSTATE] = NC_ ("event", "Finding counts again"),
};

static const struct {
  GbRole role;
  const char *name;
} roles[GB_N_ROLES] = {
  { GB_ROLE_DRAFTER, N_ ("Drafter") },      { GB_ROLE_SECTION_HEAD, N_ ("Section head") },
  { GB_ROLE_DEPUTY, N_ ("Deputy leader") }, { GB_ROLE_CHIEF, N_ ("Chief") },
  { GB_ROLE_PUBLISHER, N_ ("Publisher") },  { GB_ROLE_SECRECY, N_ ("Secrecy reviewer") },
  { GB_ROLE_LEGAL, N_ ("Legal reviewer") },
};

static const Message fields[] = {
  { "title", N_ ("Title") },
  { "column", N_ ("Column") },
  { "source", NC_ ("field", "Source") },
  { "source-url", N_ ("Address of the original") },
  { "originally-published", N_ ("Originally published") },
  { "publisher", N_ ("Publishing office") },
  { "unit", N_ ("Drafting unit") },
  { "author", N_ ("Author") },
  { "document-number", N_ ("Document number") },
  { "index-number", N_ ("Index number") },
  { "made-on", N_ ("Made on") },
  { "genre", N_ ("Genre") },
  { "theme", N_ ("Theme") },
  { "keywords", N_ ("Keywords") },
  { "summary", N_ ("Summary") },
  { "openness", N_ ("Openness") },
  { "withhold-article", N_ ("Legal basis") },
  { "withhold-reason", N_ ("Explanation") },
  { "validity", N_ ("Validity") },
  { "valid-from", N_ ("Valid from") },
  { "valid-until", N_ ("Valid until") },
  { "normative", N_ ("Normative document") },
  { "needs-interpretation", N_ ("Needs an interpretation") },
  { "relations", N_ ("Related documents") },
};

static const Message articles[] = {
  { "14", N_ ("Art. 14: state secrets, or a danger to security and stability") },
  { "15", N_ ("Art. 15: trade secrets or personal privacy") },
  { "16-1", N_ ("Art. 16 (1): internal affairs") },
  { "16-2", N_ ("Art. 16 (2): records of the making of a decision") },
  { "16-3", N_ ("Art. 16 (3): case files of law enforcement") },
};

static const char *
look_up (const Message *table, gsize length, const char *code)
{
  for (gsize i = 0; i < length; i++) {
    if (g_strcmp0 (table[i].code, code) == 0)
      return _ (table[i].text);
  }
  return NULL;
}

const char *
gb_message_for_problem (const char *type)
{
  const char *text = look_up (problems, G_N_ELEMENTS (problems), type);

  return text != NULL ? text : _ ("The portal refused this. Look at the document and try again.");
}

const char *
gb_message_for_rule (GbWorkflowError code)
{
  return gb_message_for_problem (gb_workflow_error_to_string (code));
}

char *
gb_message_for_failure (const GbEvent *failure)
{
  if (failure == NULL || *failure->opinion == '\0')
    return g_strdup (
      _ ("The portal could not write the page. Nothing of it is public. Try again."));
  /* Translators: %s is a technical message in English */
  return g_strdup_printf (_ ("The portal could not write the page. Nothing of it is public. Try "
                             "again; if it fails again, tell your administrator: %s"),
                          failure->opinion);
}

static const char *
message_for_desk (int code)
{
  switch (code) {
  case GB_DESK_ERROR_NOT_FOUND:
    return _ ("This document is not on this computer.");
  case GB_DESK_ERROR_BLOCKED:
    return gb_message_for_problem ("blocked");
  case GB_DESK_ERROR_CHANGED:
    return gb_message_for_problem ("stale-revision");
  case GB_DESK_ERROR_ATTACHMENT_TYPE:
    return _ ("The portal does not accept files of this type. Turn it into PDF, or choose another "
              "file.");
  case GB_DESK_ERROR_ATTACHMENT_SIZE:
    return _ ("The file is empty, or larger than the portal accepts.");
  case GB_DESK_ERROR_SENT:
    return _ ("It may have reached the portal already and cannot be taken back. Wait for the "
              "answer.");
  default:
    return NULL;
  }
}

static const char *
message_for_portal (const GError *error)
{
  const GbPortalProblem *problem = gb_portal_error_get_problem (error);
  const char *text = NULL;

  if (problem != NULL)
    text = look_up (problems, G_N_ELEMENTS (problems), problem->type);
  if (text != NULL)
    return text;
  switch (error->code) {
  case GB_PORTAL_ERROR_OFFLINE:
    return _ ("The portal does not answer. Check the network and try again.");
  case GB_PORTAL_ERROR_BUSY:
    return _ ("The portal is busy. Wait a moment and try again.");
  case GB_PORTAL_ERROR_UNAUTHORIZED:
    return gb_message_for_problem ("unauthorized");
  case GB_PORTAL_ERROR_NOT_FOUND:
    return gb_message_for_problem ("not-found");
  case GB_PORTAL_ERROR_CONFLICT:
    return gb_message_for_problem ("conflict");
  case GB_PORTAL_ERROR_PROTOCOL:
    return _ ("There is no portal of Gongbao at this address. Check the address.");
  case GB_PORTAL_ERROR_INSECURE:
    return _ ("The portal’s certificate is not trusted; nothing was sent. Ask your administrator.");
  case GB_PORTAL_ERROR_REJECTED:
  default:
    return gb_message_for_problem ("");
  }
}

static const char *
message_for_database (int code)
{
  switch (code) {
  case GB_DATABASE_ERROR_FULL:
    return _ ("The disk is full. Make room and try again.");
  case GB_DATABASE_ERROR_BUSY:
    return _ ("The database on this computer is in use. Try again.");
  case GB_DATABASE_ERROR_CORRUPT:
    return _ ("The database on this computer is damaged. Ask your administrator to restore the "
              "backup beside it.");
  case GB_DATABASE_ERROR_SCHEMA_TOO_NEW:
    return _ ("A newer Gongbao wrote the database on this computer. Update this one.");
  case GB_DATABASE_ERROR_READ_ONLY:
    return _ ("The database on this computer cannot be written. Check the rights of its folder.");
  case GB_DATABASE_ERROR_IN_USE:
    return _ ("Gongbao is already open with this account in another session of this computer. "
              "Close it there, then try again.");
  case GB_DATABASE_ERROR_NOT_FOUND:
    return message_for_desk (GB_DESK_ERROR_NOT_FOUND);
  case GB_DATABASE_ERROR_FAILED:
  case GB_DATABASE_ERROR_CONSTRAINT:
  default:
    return _ ("The database on this computer could not be written. Keep this window open, make "
              "room on the disk and try again.");
  }
}

static const char *
message_for_document (int code)
{
  switch (code) {
  case GB_DOCUMENT_ERROR_NOT_WELL_FORMED:
  case GB_DOCUMENT_ERROR_INVALID:
    return _ ("The text contains something that a document cannot hold. Undo the last change.");
  case GB_DOCUMENT_ERROR_TOO_LARGE:
    return _ ("The document is too large. Make it shorter or use smaller images.");
  case GB_DOCUMENT_ERROR_UNSUPPORTED:
    return _ ("Files of this kind cannot be used here.");
  default:
    return NULL;
  }
}

static const char *
message_for_template (int code)
{
  switch (code) {
  case GB_TEMPLATE_ERROR_NAME:
    return _ ("Choose a name without a slash, and not too long a one.");
  case GB_TEMPLATE_ERROR_BLOBS:
    return _ ("It has images or attachments, which a template cannot hold. Take them out and save "
              "it again.");
  case GB_TEMPLATE_ERROR_TOO_MANY:
    return _ ("There are too many files in this folder: only the first 200 are read. Move some to "
              "another place.");
  default:
    return NULL;
  }
}

static const char *
message_for_picture (int code)
{
  switch (code) {
  case GB_PICTURE_ERROR_TYPE:
    return _ ("This is no picture that a web page can show. Save it as PNG or JPEG and choose that "
              "file.");
  case GB_PICTURE_ERROR_SIZE:
    return _ ("The picture is too large: more than 30 MB or 64 million points. Make it smaller and "
              "choose it again.");
  case GB_PICTURE_ERROR_BROKEN:
    return _ ("The picture is damaged. Open it in a picture viewer, save it anew and choose that "
              "file.");
  default:
    return NULL;
  }
}

static const char *
message_for_io (int code)
{
  switch (code) {
  case G_IO_ERROR_NO_SPACE:
    return _ ("The disk is full. Make room and try again.");
  case G_IO_ERROR_PERMISSION_DENIED:
    return _ ("This file may not be opened or written. Choose another one.");
  case G_IO_ERROR_NOT_FOUND:
    return _ ("The file does not exist any more.");
  case G_IO_ERROR_TIMED_OUT:
    return _ ("There was no answer in time. Try again.");
  default:
    return NULL;
  }
}

char *
gb_message_for_error (const GError *error)
{
  const char *text = NULL;

  g_return_val_if_fail (error != NULL, g_strdup (""));

  if (error->domain == GB_WORKFLOW_ERROR)
    text = gb_message_for_rule (error->code);
  else if (error->domain == GB_DESK_ERROR)
    text = message_for_desk (error->code);
  else if (error->domain == GB_DOCUMENT_ERROR)
    text = message_for_document (error->code);
  else if (error->domain == GB_PORTAL_ERROR)
    text = message_for_portal (error);
  else if (error->domain == GB_DATABASE_ERROR)
    text = message_for_database (error->code);
  else if (error->domain == GB_IMPORT_ERROR)
    text = gb_import_words_for_error (error->code);
  else if (error->domain == GB_PICTURE_ERROR)
    text = message_for_picture (error->code);
  else if (error->domain == GB_TEMPLATE_ERROR)
    text = message_for_template (error->code);
  else if (error->domain == G_IO_ERROR)
    text = message_for_io (error->code);

  /* Which file, and which copy is the newest. */
  if (g_error_matches (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT) ||
      g_error_matches (error, GB_DATABASE_ERROR, GB_DATABASE_ERROR_READ_ONLY))
    return g_strdup_printf ("%s\n%s", text, error->message);
  if (text != NULL)
    return g_strdup (text);
  if (error->domain == G_FILE_ERROR)
    /* Translators: %s is a technical message in English, which names the file */
    return g_strdup_printf (_ ("A file or folder on this computer cannot be used: %s"),
                            error->message);
  /* Translators: %s is a technical message in English */
  return g_strdup_printf (_ ("Something unexpected went wrong (%s). Try again."), error->message);
}

const char *
gb_message_for_finding (const GbFinding *finding)
{
  const char *text;

  g_return_val_if_fail (finding != NULL, NULL);

  text = look_up (findings, G_N_ELEMENTS (findings), finding->rule);
  return text != NULL ? text : gb_finding_get_text (finding);
}

const char *
gb_name_of_kind (GbDocumentKind kind)
{
  g_return_val_if_fail ((guint)kind < GB_N_DOCUMENT_KINDS, "");

  return _ (kind_names[kind]);
}

const char *
gb_name_of_state (GbState state)
{
  g_return_val_if_fail ((guint)state < GB_N_STATES, "");

  return g_dpgettext2 (NULL, "state", states[state].name);
}

const char *
gb_symbol_of_state (GbState state)
{
  g_return_val_if_fail ((guint)state < GB_N_STATES, "");

  return states[state].symbol;
}

const char *
gb_class_of_state (GbState state)
{
  g_return_val_if_fail ((guint)state < GB_N_STATES, "");

  return states[state].style_class;
}

const char *
gb_name_of_role (GbRole role)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++) {
    if (roles[i].role == role)
      return _ (roles[i].name);
  }
  return "";
}

const char *
gb_name_of_event (GbEventType type)
{
  g_return_val_if_fail ((guint)type < GB_N_EVENT_TYPES, "");

  return g_dpgettext2 (NULL, "event", event_names[type]);
}

const char *
gb_name_of_operation (const char *kind)
{
  GbEventType type;

  g_return_val_if_fail (kind != NULL, "");

  if (g_str_has_prefix (kind, "event:") &&
      gb_event_type_from_string (kind + strlen ("event:"), &type))
    return gb_name_of_event (type);
  if (strcmp (kind, "revision") == 0)
    return _ ("Send the text");
  if (strcmp (kind, "blob") == 0)
    return _ ("Send an image or attachment");
  return _ ("Send");
}

const char *
gb_name_of_openness (GbOpenness openness)
{
  switch (openness) {
  case GB_OPENNESS_PROACTIVE:
    return _ ("Open to the public");
  case GB_OPENNESS_ON_REQUEST:
    return _ ("Open on request");
  case GB_OPENNESS_WITHHELD:
    return _ ("Not open");
  case GB_OPENNESS_UNSET:
  default:
    return _ ("Not chosen");
  }
}

const char *
gb_name_of_validity (GbValidity validity)
{
  switch (validity) {
  case GB_VALIDITY_IN_FORCE:
    return _ ("In force");
  case GB_VALIDITY_AMENDED:
    return _ ("Amended");
  case GB_VALIDITY_REPEALED:
    return _ ("Repealed");
  case GB_VALIDITY_EXPIRED:
    return _ ("Expired");
  case GB_VALIDITY_UNSET:
  default:
    return _ ("Not stated");
  }
}

const char *
gb_name_of_withhold_article (const char *article)
{
  const char *text = look_up (articles, G_N_ELEMENTS (articles), article);

  return text != NULL ? text : "";
}

const char *
gb_name_of_field (const char *property)
{
  const char *text;

  /* “Source” alone is too short to be told from other uses. */
  if (g_strcmp0 (property, "source") == 0)
    return C_ ("field", "Source");
  text = look_up (fields, G_N_ELEMENTS (fields), property);
  return text != NULL ? text : "";
}

/* NULL for a time that no calendar has: what a damaged or foreign record may hold. */
static GDateTime *
make_local_time (gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

char *
gb_time_to_words (gint64 time_us)
{
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) now = NULL;

  if (time_us == 0)
    return g_strdup ("");
  time = make_local_time (time_us);
  if (time == NULL)
    return g_strdup (_ ("unknown time"));
  now = g_date_time_new_now_local ();
  if (g_date_time_get_year (time) != g_date_time_get_year (now))
    return g_date_time_format (time, "%Y-%m-%d %H:%M");
  if (g_date_time_get_day_of_year (time) != g_date_time_get_day_of_year (now))
    return g_date_time_format (time, "%m-%d %H:%M");
  return g_date_time_format (time, "%H:%M");
}

char *
gb_time_to_full_words (gint64 time_us, gboolean seconds)
{
  g_autoptr (GDateTime) time = NULL;

  if (time_us == 0)
    return g_strdup ("");
  time = make_local_time (time_us);
  if (time == NULL)
    return g_strdup (_ ("unknown time"));
  return g_date_time_format (time, seconds ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d %H:%M");
}

char *
gb_digest_to_short (const char *digest)
{
  if (digest == NULL || !g_str_has_prefix (digest, GB_DIGEST_PREFIX))
    return g_strdup ("");
  return g_strndup (digest + strlen (GB_DIGEST_PREFIX), 8);
}
