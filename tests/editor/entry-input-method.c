/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The scripted input method for an entry of GTK. GTK loads input methods as modules from the disk
 * only, and does not show the one that an entry uses; what can be had is GtkIMContextSimple, under
 * its name, and its class. So two functions of that class are others while the method is attached.
 * Main thread; one entry at a time. */

#include "config.h"

#include "entry-input-method.h"

static GtkIMContextClass *simple_class; /* (nullable) while detached */
static gboolean (*simple_filter_keypress) (GtkIMContext *context, GdkEventKey *event);
static void (*simple_get_preedit) (GtkIMContext *context,
                                   char **text,
                                   PangoAttrList **attributes,
                                   int *cursor_offset);
static void (*simple_reset) (GtkIMContext *context);
static GString *preedit;
static RigOrder commit_order;

static void
clear_preedit (GtkIMContext *context)
{
  g_string_truncate (preedit, 0);
  g_signal_emit_by_name (context, "preedit-changed");
  g_signal_emit_by_name (context, "preedit-end");
}

static void
commit (GtkIMContext *context, const char *text)
{
  if (commit_order == RIG_ORDER_PREEDIT_FIRST)
    clear_preedit (context);
  g_signal_emit_by_name (context, "commit", text);
  if (commit_order == RIG_ORDER_COMMIT_FIRST)
    clear_preedit (context);
}

static gboolean
filter_keypress (GtkIMContext *context, GdkEventKey *event)
{
  const gboolean composing = preedit->len > 0;

  if (event->type != GDK_KEY_PRESS)
    return composing;

  if (event->keyval >= GDK_KEY_a && event->keyval <= GDK_KEY_z && event->state == 0) {
    g_string_append_c (preedit, (char)gdk_keyval_to_unicode (event->keyval));
    if (!composing)
      g_signal_emit_by_name (context, "preedit-start");
    g_signal_emit_by_name (context, "preedit-changed");
    return TRUE;
  }
  if (!composing)
    return FALSE;

  switch (event->keyval) {
  case GDK_KEY_space:
    commit (context, RIG_CANDIDATE);
    return TRUE;
  case GDK_KEY_Return: {
    g_autofree char *letters = g_strdup (preedit->str);

    commit (context, letters);
    return TRUE;
  }
  case GDK_KEY_BackSpace:
    g_string_truncate (preedit, preedit->len - 1);
    if (preedit->len == 0)
      clear_preedit (context);
    else
      g_signal_emit_by_name (context, "preedit-changed");
    return TRUE;
  case GDK_KEY_Escape:
    clear_preedit (context);
    return TRUE;
  default:
    return FALSE;
  }
}

static void
get_preedit (GtkIMContext *context, char **text, PangoAttrList **attributes, int *cursor_offset)
{
  if (text != NULL)
    *text = g_strdup (preedit->str);
  if (attributes != NULL)
    *attributes = pango_attr_list_new ();
  if (cursor_offset != NULL)
    *cursor_offset = (int)g_utf8_strlen (preedit->str, -1);
}

/* The entry lost the focus, or its caret was moved: the letters are dropped. */
static void
reset (GtkIMContext *context)
{
  if (preedit->len > 0)
    clear_preedit (context);
}

void
entry_input_method_attach (GtkEntry *entry, RigOrder order)
{
  g_return_if_fail (GTK_IS_ENTRY (entry));
  g_return_if_fail (simple_class == NULL);

  simple_class = g_type_class_ref (GTK_TYPE_IM_CONTEXT_SIMPLE);
  simple_filter_keypress = simple_class->filter_keypress;
  simple_get_preedit = simple_class->get_preedit_string;
  simple_reset = simple_class->reset;
  simple_class->filter_keypress = filter_keypress;
  simple_class->get_preedit_string = get_preedit;
  simple_class->reset = reset;
  preedit = g_string_new (NULL);
  commit_order = order;
  g_object_set (entry, "im-module", "gtk-im-context-simple", NULL);
}

void
entry_input_method_detach (GtkEntry *entry)
{
  g_return_if_fail (GTK_IS_ENTRY (entry));
  g_return_if_fail (simple_class != NULL);

  g_object_set (entry, "im-module", NULL, NULL);
  simple_class->filter_keypress = simple_filter_keypress;
  simple_class->get_preedit_string = simple_get_preedit;
  simple_class->reset = simple_reset;
  g_clear_pointer (&simple_class, g_type_class_unref);
  g_string_free (g_steal_pointer (&preedit), TRUE);
}
