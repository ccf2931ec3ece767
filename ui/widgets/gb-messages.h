/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/gb-check.h"
#include "document/gb-document.h"
#include "workflow/gb-workflow.h"

#include <glib.h>

G_BEGIN_DECLS

/* The library speaks in codes and English; a person reads a sentence that says what to do. This is
 * the only place where the one becomes the other. */

/* Returns: (transfer full): never NULL. */
char *gb_message_for_error (const GError *error);
/* type: a problem's type as the portal and refused operations name it; unknown ones get a general
 * sentence. */
const char *gb_message_for_problem (const char *type);
/* Why a button is off, from gb_workflow_may (). */
const char *gb_message_for_rule (GbWorkflowError code);
/* Why a publication failed and what to do; failure: (nullable): the portal's event. Returns:
 * (transfer full). */
char *gb_message_for_failure (const GbEvent *failure);
/* Returns: the finding's own message when its rule is not known here. Borrowed from it, then. */
const char *gb_message_for_finding (const GbFinding *finding);

const char *gb_name_of_kind (GbDocumentKind kind);
const char *gb_name_of_state (GbState state);
/* A sign that goes with the state's name, so that no meaning is carried by colour alone: "✔". */
const char *gb_symbol_of_state (GbState state);
/* A style class: "gb-state-draft" … */
const char *gb_class_of_state (GbState state);
const char *gb_name_of_role (GbRole role);
const char *gb_name_of_event (GbEventType type);
/* kind: of a GbOperation: "event:approve", "revision", "blob". */
const char *gb_name_of_operation (const char *kind);
const char *gb_name_of_openness (GbOpenness openness);
const char *gb_name_of_validity (GbValidity validity);
/* article: "14", "15", "16-1", "16-2", "16-3" of the 政府信息公开条例. */
const char *gb_name_of_withhold_article (const char *article);
/* What a metadata field is called in the form. */
const char *gb_name_of_field (const char *property);

/* time_us: µs since the epoch; shown in the local time zone. Today "10:31", this year "11-24
 * 10:31", else "2025-11-24 10:31"; "" for 0. Returns: (transfer full). */
char *gb_time_to_words (gint64 time_us);
/* Always the whole date, and the seconds if asked for. Returns: (transfer full). */
char *gb_time_to_full_words (gint64 time_us, gboolean seconds);
/* The first characters of a digest, without its prefix: "1a2b3c4d". Returns: (transfer full). */
char *gb_digest_to_short (const char *digest);

G_END_DECLS
