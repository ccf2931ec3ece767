/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor/gb-editor-view.h"
#include "editor/gb-editor.h"

G_BEGIN_DECLS

/* What the scripted input method makes of any letters followed by a space, unless it is told. */
#define RIG_CANDIDATE "你好"

/* The two orders in which an input method can report a commit. Both are legal; commit first is the
 * order reported for ibus and fcitx. */
typedef enum {
  RIG_ORDER_COMMIT_FIRST,  /* "committed", then the preedit becomes empty */
  RIG_ORDER_PREEDIT_FIRST, /* the preedit becomes empty, then "committed" */
  RIG_N_ORDERS,
} RigOrder;

#define RIG_TYPE_INPUT_METHOD (rig_input_method_get_type ())
G_DECLARE_FINAL_TYPE (RigInputMethod, rig_input_method, RIG, INPUT_METHOD, WebKitInputMethodContext)

void rig_input_method_set_order (RigInputMethod *self, RigOrder order);
void rig_input_method_set_candidate (RigInputMethod *self, const char *candidate);
/* Text without letters before it, as for the punctuation of a Chinese keyboard. */
void rig_input_method_commit (RigInputMethod *self, const char *text);

/* A window with an editor, driven as a person does. */
typedef struct {
  GtkWidget *window;            /* (owned by GTK) */
  GbEditor *editor;             /* (borrowed) child of the window */
  GbEditorView *view;           /* (borrowed) child of the editor */
  RigInputMethod *input_method; /* (owned) (nullable) */
  guint n_keys;                 /* pressed since the last load */
} Rig;

void rig_init (int *argc, char ***argv);
void rig_open (Rig *rig, int width, int height);
/* The same in two steps: the editor, whose page is starting, and the wait for it. */
void rig_make (Rig *rig, int width, int height);
void rig_show (Rig *rig);
/* The focus of the keyboard, for the editor; done by the functions above. */
void rig_take_focus (Rig *rig);
/* A scripted input method stands between the keys and the page. */
void rig_use_input_method (Rig *rig);
void rig_close (Rig *rig);

void rig_wait_ms (guint milliseconds);
/* Waits for a property that is TRUE, at most ten seconds. */
void rig_wait_for (gpointer object, const char *property);
/* Loads a text and waits until the page shows it. */
void rig_load (Rig *rig, const char *title, const char *body);

/* The first widget of this type in the editor, seen or not. name: (nullable): what a screen reader
 * calls it. (nullable) */
GtkWidget *rig_find_widget (Rig *rig, GType type, const char *name);

/* Waits until the page has seen every key. */
void rig_settle (Rig *rig);
void rig_press (Rig *rig, guint keyval, GdkModifierType modifiers);
/* Keys that have characters, one press each, and a newline for Enter. */
void rig_type (Rig *rig, const char *text);
/* "<Control>b" and the like. */
void rig_key (Rig *rig, const char *accelerator);
/* The pointer, in pixels of the view: moved with the buttons of modifiers held, pressed, let go. */
void rig_point (Rig *rig, double x, double y, GdkModifierType modifiers);
void rig_button (Rig *rig, guint button, gboolean down, double x, double y);

void rig_activate (Rig *rig, const char *detailed_name);

/* The answer of the page to a literal script, or the message of its exception: (transfer full). */
char *rig_call (Rig *rig, const char *script);
/* What the editor hands over: (transfer full). */
char *rig_snapshot (Rig *rig, char **out_title);

/* The same text without the attributes that differ from run to run: (transfer full). */
char *rig_without_ids (const char *body);

/* Like g_assert_cmpstr (), which would print Chinese as octal escapes. */
void rig_check_equal (const char *actual, const char *expected);

G_END_DECLS
