/* SPDX-License-Identifier: GPL-3.0-or-later */

/* People at their desks, for tests: each call waits for its end in the main context of the test. */

#pragma once

#include "sync/gb-desk.h"

G_BEGIN_DECLS

/* How long a test waits for what must happen, in ms. */
#define PATIENCE_MS 30000
/* How soon one person must see what another did, in µs; sanitizers make everything slower. */
#ifdef __SANITIZE_ADDRESS__
#define PROMPT_US (10 * G_TIME_SPAN_SECOND)
#else
#define PROMPT_US (2 * G_TIME_SPAN_SECOND)
#endif

/* Lets the main context run until it is so. */
#define wait_for(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 _deadline = g_get_monotonic_time () + PATIENCE_MS * 1000;                               \
    while (!(condition)) {                                                                         \
      if (g_get_monotonic_time () > _deadline)                                                     \
        g_error ("%s:%d: waited in vain for: %s", __FILE__, __LINE__, #condition);                 \
      people_iterate ();                                                                           \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

void people_iterate (void);       /* waits up to 10 ms for something to happen */
void people_idle (guint time_ms); /* lets things happen */

typedef struct {
  char *url;
  GFile *folder;
  GbAccount *account;
  char *token;
  GbDesk *desk;      /* (nullable) while closed */
  GString *refused;  /* types, separated by spaces */
  GString *accepted; /* types of events, the same */
} Person;

Person *person_new (const char *url, GbAccount *account, const char *token);
/* One of the five of the trial. */
Person *person_new_trial (const char *url, const char *id, const char *token);
void person_free (Person *self); /* also closes and removes the folder */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Person, person_free)

void person_open (Person *self); /* and start */
void person_close (Person *self);

char *person_create (Person *self, const char *title);
/* The title says which text it is. Returns: its digest. */
char *person_write (Person *self, const char *id, const char *title);
void person_save (Person *self, const char *id, GbDocument *document);
/* On what the person sees now. Returns: (nullable): the event. */
GbEvent *
person_try (Person *self, const char *id, GbEventType type, const char *opinion, GError **error);
void person_act (Person *self, const char *id, GbEventType type, const char *opinion);
/* Says something of the first finding of a rule in what the person sees now, or takes back the last
 * note in force. Returns: (nullable): the event. */
GbEvent *person_note (Person *self,
                      const char *id,
                      GbEventType type,
                      const char *rule,
                      const char *reason,
                      GError **error);
GbOpenDocument *person_load (Person *self, const char *id); /* (nullable) */
GbState person_state (Person *self, const char *id);        /* GB_N_STATES if there is none */
gboolean person_sees (Person *self, GbBox box, const char *id);
GPtrArray *person_outbox (Person *self);
void person_cancel (Person *self, gint64 row);
gboolean person_is_idle (Person *self); /* online, nothing waits */

GbDocument *people_make_document (const char *title);
GBytes *people_blob (const char *text); /* for attachments */

G_END_DECLS
