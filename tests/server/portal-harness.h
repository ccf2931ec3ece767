/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document/gb-document.h"
#include "workflow/gb-account.h"
#include "workflow/gb-event.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A real portal in a child process, its folder, and the five people of the trial. */
typedef struct {
  char *folder;
  char *url; /* (nullable) while it does not run */
  GSubprocess *process;
  SoupSession *session;
  GHashTable *accounts;  /* id → GbAccount */
  GHashTable *passwords; /* id → utf8 */
  GHashTable *tokens;    /* id → utf8 */
} Portal;

typedef struct {
  guint status;
  char *type; /* media type without parameters, "" if none */
  SoupMessageHeaders *headers;
  GBytes *body;
  JsonObject *json; /* (nullable) */
} Answer;

void answer_free (Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* A trial portal in a new folder, started, everybody signed in. */
Portal *portal_new (void);
/* Stops it and removes the folder. */
void portal_free (Portal *portal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Portal, portal_free)

/* fault: (nullable): where the portal is to die. */
void portal_start (Portal *portal, const char *fault);
void portal_stop (Portal *portal); /* SIGTERM; asserts a clean exit */
void portal_kill (Portal *portal); /* SIGKILL */
void portal_wait_dead (Portal *portal);
void portal_sign_in (Portal *portal, const char *account);

/* account: (nullable) for none; body: (nullable). Then name and value of headers, NULL at the end.
 * Every answer is compared with openapi.yaml. Fails the test if the portal cannot be reached. */
Answer *portal_send (Portal *portal,
                     const char *method,
                     const char *path,
                     const char *account,
                     const char *content_type,
                     GBytes *body,
                     ...) G_GNUC_NULL_TERMINATED;
/* The same, but NULL if the connection breaks. */
Answer *portal_try_send (Portal *portal,
                         const char *method,
                         const char *path,
                         const char *account,
                         const char *content_type,
                         GBytes *body,
                         ...) G_GNUC_NULL_TERMINATED;
Answer *portal_get (Portal *portal, const char *path, const char *account);
Answer *portal_post_json (Portal *portal, const char *path, const char *account, const char *json);
/* Writes these bytes to a connection and reads what comes; "" if nothing does. shut: then says that
 * nothing more will come. */
char *portal_send_raw (Portal *portal, const char *data, gssize length, gboolean shut);

const char *answer_get_string (Answer *answer, const char *member);
gint64 answer_get_int (Answer *answer, const char *member);
char *answer_dup_text (Answer *answer);
const char *answer_get_header (Answer *answer, const char *name);
/* Status, media type and type of a problem. */
#define assert_problem(answer, expected_status, expected_type)                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_test_message ("%s", answer_get_string ((answer), "detail"));                                 \
    g_assert_cmpuint ((answer)->status, ==, expected_status);                                      \
    g_assert_cmpstr ((answer)->type, ==, "application/problem+json");                              \
    g_assert_cmpstr (answer_get_string (answer, "type"), ==, expected_type);                       \
    g_assert_cmpint (answer_get_int (answer, "status"), ==, expected_status);                      \
    g_assert_nonnull (answer_get_string (answer, "next"));                                         \
  }                                                                                                \
  G_STMT_END

/* A notice that every check lets pass. */
GbDocument *make_notice (const char *title, const char *text);
Answer *put_revision (Portal *portal,
                      const char *id,
                      GbDocument *document,
                      const char *parent,
                      const char *account);
/* An event as the person would send it; change it before the JSON is made. */
GbEvent *make_act (Portal *portal,
                   const char *id,
                   GbEventType type,
                   const char *revision,
                   const char *account,
                   const char *step,
                   const char *opinion);
Answer *post_event (Portal *portal, const GbEvent *event, const char *account);
/* make_act () and post_event () in edition 1. */
Answer *act (Portal *portal,
             const char *id,
             GbEventType type,
             const char *revision,
             const char *account,
             const char *step,
             const char *opinion);
/* Puts the text and brings it through the route; only publication is missing. */
void approve_all (Portal *portal, const char *id, GbDocument *document);
/* Returns: (transfer full): the path of the page. */
char *publish_document (Portal *portal, const char *id, GbDocument *document);

/* openapi.yaml: asserts that whatever was answered is described. with_all: and that whatever is
 * described was answered. */
void assert_described (gboolean with_all);

G_END_DECLS
