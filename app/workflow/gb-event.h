/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum {
  GB_EVENT_REVISE,   /* a revision was put; its actor is an editor of the text */
  GB_EVENT_SUBMIT,   /* 送审 */
  GB_EVENT_RECALL,   /* the submitter takes it back before the first decision */
  GB_EVENT_APPROVE,  /* one step of the route */
  GB_EVENT_RETURN,   /* 退回, with a reason */
  GB_EVENT_SCHEDULE, /* publish at a time not in the past */
  GB_EVENT_UNSCHEDULE,
  GB_EVENT_PUBLISH,   /* a person asks for publication */
  GB_EVENT_EMERGENCY, /* publication before review: right and reason */
  GB_EVENT_PUBLISHED, /* the portal: accepted, address and time in the event */
  GB_EVENT_FAILED,    /* the portal: could not publish, with the reason */
  GB_EVENT_RATIFY,    /* approval after an emergency release, by another person */
  GB_EVENT_WITHDRAW,  /* 撤回, with a reason */
  GB_EVENT_DISCARD,   /* the draft is given up */
  GB_EVENT_IGNORE,    /* the author leaves a finding of the checker as it is, with a reason */
  GB_EVENT_OVERRIDE,  /* one that blocks does not, in exactly this text: right and reason */
  GB_EVENT_REINSTATE, /* an earlier ignore or override is taken back */
} GbEventType;
#define GB_N_EVENT_TYPES (GB_EVENT_REINSTATE + 1)

/* The last day that every calendar here can show, in every time zone: 9999-12-30, in µs. */
#define GB_EVENT_MAX_TIME G_GINT64_CONSTANT (253402128000000000)

const char *gb_event_type_to_string (GbEventType type); /* "revise", "submit", … */
gboolean gb_event_type_from_string (const char *string, GbEventType *out_type);
/* Ignore, override and reinstate: those that are about a finding, and have the group of it. */
gboolean gb_event_type_is_note (GbEventType type);

/**
 * GbEvent:
 *
 * One act on one edition of one document; append-only. The first group is what the actor says (and
 * will sign), the second what the portal adds when it accepts the event. An event that waits in
 * the outbox has seq 0. Immutable once built: set fields only between new and the first ref.
 */
typedef struct {
  gatomicrefcount ref_count;

  char *id;       /* UUID by the client; also the idempotency key */
  char *document; /* UUID */
  guint edition;  /* 1, 2, … */
  GbEventType type;
  char *revision; /* the digest the act is about; "" only for withdraw and discard, and for a note
                   * that waits for its text to be sent */
  char *step;     /* the route's step id for approve and return; "" otherwise */
  char *opinion;  /* opinion or reason; may be empty where no reason is needed */
  char *actor;    /* account id; "portal" for the portal's own */
  char *actor_name;
  char *device;    /* a name the client gave its installation */
  gint64 made_at;  /* µs since the epoch, by the actor's clock; shown, never relied on */
  gint64 due_at;   /* schedule: µs since the epoch; 0 otherwise */
  char *url;       /* published: the path of the page on the portal; "" otherwise */
  char *signature; /* SM2 over both groups of the actor's, base64; "" until signing comes */

  /* The finding: what a note is about, see gb-verdicts.h. "" for every other type, and then no part
   * of JSON and hashes. */
  char *rule;    /* ignore, override: the rule's id */
  char *place;   /* the block's id, or "/" and the name of a field; may be "" */
  char *words;   /* what was found, shortened; shown to others */
  char *mark;    /* "sm3:…" of what was found: GbCheckMark */
  char *context; /* "sm3:…" of it with what stands around it */
  char *subject; /* reinstate: the id of the note that is taken back */

  guint64 seq;        /* position in the portal's log, 0 = not accepted yet */
  gint64 accepted_at; /* µs since the epoch, the portal's clock; the publication time */
  char *prev_hash;    /* "sm3:…" of the event before it in the portal's log */
  char *hash;         /* gb_event_compute_hash () */
} GbEvent;

#define GB_TYPE_EVENT (gb_event_get_type ())
GType gb_event_get_type (void);

/* id: (nullable) makes a new UUID; made_at is now. All strings are "" and never NULL. */
GbEvent *gb_event_new (const char *id,
                       const char *document,
                       guint edition,
                       GbEventType type,
                       const char *revision,
                       const char *actor,
                       const char *actor_name);
GbEvent *gb_event_copy (const GbEvent *self);
GbEvent *gb_event_ref (GbEvent *self);
void gb_event_unref (GbEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GbEvent, gb_event_unref)

void gb_event_set_string (char **field, const char *value);

JsonNode *gb_event_to_json (const GbEvent *self);
/* Refuses missing and ill-typed fields, unknown types, over-long strings (opinion: 2,000
 * characters), characters that gb_text_is_allowed () refuses, and times after GB_EVENT_MAX_TIME.
 * Errors: GB_WORKFLOW_ERROR_MALFORMED, the message names the field. */
GbEvent *gb_event_new_from_json (JsonNode *node, GError **error);
/* (transfer full) (nullable): the field that such a message names; NULL if it names none. */
char *gb_event_dup_malformed_field (const GError *error);

/* SM3 over length-prefixed fields: prev_hash, the actor's group, signature, seq, accepted_at. */
char *gb_event_compute_hash (const GbEvent *self);
/* The same over the actor's group alone: what is signed, and what the idempotency key binds. */
char *gb_event_compute_fingerprint (const GbEvent *self);
/* Is the hash right, and does the event follow prev_hash (nullable: not looked at)? */
gboolean gb_event_verify (const GbEvent *self, const char *prev_hash);

G_END_DECLS
