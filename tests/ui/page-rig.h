/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A document page in a real window, the portal of the trial and the people of its office, for
 * tests. Each call waits for its end in the main context of the test. */

#pragma once

#include "document/gb-document-page.h"
#include "sync/gb-trial.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How long a test waits for what must happen. */
#define RIG_PATIENCE_MS 30000

#define rig_wait_for(condition)                                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 _deadline = g_get_monotonic_time () + RIG_PATIENCE_MS * 1000;                           \
    while (!(condition)) {                                                                         \
      if (g_get_monotonic_time () > _deadline)                                                     \
        g_error ("%s:%d: waited in vain for: %s", __FILE__, __LINE__, #condition);                 \
      rig_iterate ();                                                                              \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

typedef struct {
  GFile *folder;
  GbTrial *trial; /* (nullable) without a portal */
  char *url;
  GbDesk *desk;         /* (nullable) between two people */
  GtkWidget *window;    /* (nullable) */
  GbDocumentPage *page; /* (nullable), in the window */
} Rig;

/* Before any other call, in main (): also g_test_init (), with folders of its own. */
void rig_init (int *argc, char ***argv);

void rig_iterate (void);       /* waits up to 10 ms for something to happen */
void rig_idle (guint time_ms); /* lets things happen */

/* with_portal: start the portal of the trial; else everything is offline. */
Rig *rig_new (gboolean with_portal);
void rig_free (Rig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rig, rig_free)

/* Closes the present person's page and desk and opens those of another. */
void rig_be (Rig *self, const char *account);
void rig_leave (Rig *self);
void rig_stop_portal (Rig *self);
void rig_start_portal (Rig *self);
void rig_resize (Rig *self, int width, int height);

/* An interpretation that lacks nothing. Returns: its id. */
char *rig_create (Rig *self, const char *title);
/* The same with a text of its own: a <body>. */
char *rig_create_with_body (Rig *self, GbDocumentKind kind, const char *title, const char *body);
/* The same with fields of its own: pairs of property and string, ending in NULL. */
char *
rig_create_with (Rig *self, GbDocumentKind kind, const char *property, ...) G_GNUC_NULL_TERMINATED;
void rig_open (Rig *self, const char *id); /* waits until the text is there */
GbOpenDocument *rig_load (Rig *self, const char *id);
GbState rig_state (Rig *self, const char *id);
/* Waits until the document is in this state and nothing waits to be sent. */
void rig_wait_for_state (Rig *self, const char *id, GbState state);
/* Brings a new text to the point where it can be published. Returns: its id. */
char *rig_make_approved (Rig *self, const char *title);
/* The same from a text that the present person has open and may submit. */
void rig_get_approved (Rig *self, const char *id);
/* Presses the button of the decision dialog that the action opens. */
void rig_decide (Rig *self, const char *action, const char *opinion);
/* What a banner of the page says: (nullable) when it is not there. */
const char *rig_banner (Rig *self, const char *key);
char *rig_progress (Rig *self); /* the steps at the foot */
/* What the portal answers to a reader: the status, and the page. */
guint rig_fetch (Rig *self, const char *url, char **out_text);

/* The same person at another computer, or another one, without a window. Close it yourself. */
GbDesk *rig_open_desk (Rig *self, const char *account, const char *computer);
void rig_close_desk (GbDesk *desk);                         /* takes it */
GbOpenDocument *rig_load_at (GbDesk *desk, const char *id); /* (nullable): not there */
/* An act on what stands there; body: (nullable): first a new text. Waits until it is sent. */
void rig_act_at (GbDesk *desk,
                 const char *id,
                 GbEventType type,
                 const char *body,
                 const char *opinion,
                 gint64 due_at);
/* Presses a key and lets it go, as it comes to a widget (or to a window) from the X server. */
void rig_press (GtkWidget *widget, guint keyval, GdkModifierType modifiers);
/* Types before the first paragraph of rig_create (). */
void rig_type (Rig *self, const char *text);

void rig_activate (Rig *self, const char *action); /* of the group "page"; must be enabled */
gboolean rig_is_enabled (Rig *self, const char *action);

/* The first visible descendant of this type, or with this name. (nullable) */
GtkWidget *rig_find (GtkWidget *root, GType type);
/* The first visible button or label with this text, without mnemonics. (nullable) */
GtkWidget *rig_find_text (GtkWidget *root, const char *text);
/* All that stands on the visible labels below root, a line each. */
char *rig_read (GtkWidget *root);
/* The newest window of this type. (nullable) */
GtkWidget *rig_find_window (GType type);

/* Fails for every widget below root that takes the focus and has no name for a screen reader; there
 * have to be so many. */
void rig_check_names (GtkWidget *root, guint at_least);

/* A picture of the screen to $GB_SCREENSHOTS/NAME.png, if that is set. */
void rig_shoot (const char *name);

G_END_DECLS
