/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns its rows and a share of the findings. The rows are made when somebody looks, and then told
 * anew rather than made anew, so that a report that comes while somebody reads or presses does not
 * move the focus. Main thread; used by GbCheckPanel. */

#define G_LOG_DOMAIN "gb-check"

#include "config.h"

#include "check/gb-check-group.h"

#include "check/gb-check-rule.h"
#include "check/gb-check-words.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <string.h>

/* Nobody goes through more of them one by one; there is a button for the others. */
#define ROWS_AT_FIRST 50
#define ROWS_MORE     200

#define ITEM_KEY "gb-check-item"

struct _GbCheckGroup {
  GtkBin parent_instance;

  /* Template children */
  GtkToggleButton *header;
  GtkImage *arrow;
  GtkImage *level_image;
  GtkLabel *title_label;
  GtkLabel *count_label;
  GtkButton *mend_all_button;
  GtkBox *details;
  GtkLabel *source_label;
  GtkListBox *list;
  GtkButton *more_button;

  /* Owned */
  GPtrArray *items; /* (nullable) */

  guint n_shown; /* rows at most */
  GbCheckRights rights;

  guint says_the_same : 1; /* one message for all: the header has it */
};

G_DEFINE_FINAL_TYPE (GbCheckGroup, gb_check_group, GTK_TYPE_BIN)

enum {
  PROP_0,
  PROP_EXPANDED,
  N_PROPS,
};

enum {
  SIGNAL_GO_TO,
  SIGNAL_MEND,
  SIGNAL_IGNORE,
  SIGNAL_OVERRIDE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* The children of a row. */
typedef struct {
  GtkLabel *words;
  GtkLabel *message;
  GtkButton *mend;
  GtkButton *note; /* ignores it, or lets it pass */
} Row;

#define ROW_KEY "gb-check-row"

static GbCheckItem *
get_first (GbCheckGroup *self)
{
  return g_ptr_array_index (self->items, 0);
}

/* ───── Words ───── */

static char *
dup_title (GbCheckGroup *self)
{
  const GbFinding *finding = get_first (self)->finding;
  const GbRule *rule = gb_rules_find (finding->rule);

  if (self->says_the_same || rule == NULL)
    return gb_check_dup_message (finding);
  return g_strdup (_ (rule->summary));
}

static gboolean
say_the_same (GPtrArray *items)
{
  const GbCheckItem *first = g_ptr_array_index (items, 0);
  const char *message = gb_message_for_finding (first->finding);

  for (guint i = 1; i < items->len; i++) {
    const GbCheckItem *item = g_ptr_array_index (items, i);

    if (strcmp (gb_message_for_finding (item->finding), message) != 0)
      return FALSE;
  }
  return TRUE;
}

/* ───── Rows ───── */

static GbCheckItem *
get_item (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), ITEM_KEY);
}

static void
mend_clicked_cb (GbCheckGroup *self, GtkButton *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW);
  g_autoptr (GPtrArray) items =
    g_ptr_array_new_with_free_func ((GDestroyNotify)gb_check_item_unref);

  g_ptr_array_add (items, gb_check_item_ref (get_item (GTK_LIST_BOX_ROW (row))));
  g_signal_emit (self, signals[SIGNAL_MEND], 0, items);
}

static gboolean
may_ignore (GbCheckGroup *self, const GbCheckItem *item)
{
  return (self->rights & GB_CHECK_MAY_IGNORE) != 0 && !gb_check_is_locked (item->finding->rule);
}

static gboolean
may_override (GbCheckGroup *self, const GbCheckItem *item)
{
  return (self->rights & GB_CHECK_MAY_OVERRIDE) != 0 &&
         item->finding->level == GB_FINDING_LEVEL_BLOCK &&
         !gb_check_is_locked (item->finding->rule);
}

static void
note_clicked_cb (GbCheckGroup *self, GtkButton *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW);
  GbCheckItem *item = gb_check_item_ref (get_item (GTK_LIST_BOX_ROW (row)));

  g_signal_emit (self, signals[may_ignore (self, item) ? SIGNAL_IGNORE : SIGNAL_OVERRIDE], 0, item);
  gb_check_item_unref (item);
}

static GtkButton *
new_button (const char *icon)
{
  GtkWidget *image = gtk_image_new_from_icon_name (icon, GTK_ICON_SIZE_BUTTON);
  GtkButton *button =
    g_object_new (GTK_TYPE_BUTTON, "valign", GTK_ALIGN_CENTER, "relief", GTK_RELIEF_NONE, NULL);

  gtk_widget_show (image);
  gtk_container_add (GTK_CONTAINER (button), image);
  return button;
}

static GtkLabel *
new_label (void)
{
  return g_object_new (GTK_TYPE_LABEL, "visible", TRUE, "wrap", TRUE, "wrap-mode",
                       PANGO_WRAP_WORD_CHAR, "xalign", 0.0, "width-chars", 8, "max-width-chars", 18,
                       NULL);
}

static GtkWidget *
new_row (GbCheckGroup *self)
{
  GtkWidget *row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "visible", TRUE, NULL);
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "visible", TRUE, NULL);
  GtkWidget *texts = g_object_new (GTK_TYPE_BOX, "visible", TRUE, "orientation",
                                   GTK_ORIENTATION_VERTICAL, "margin", 6, "hexpand", TRUE, NULL);
  Row *children = g_new0 (Row, 1);

  children->words = new_label ();
  children->message = new_label ();
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (children->message)),
                               "gb-caption");
  children->mend = new_button ("object-select-symbolic");
  children->note = new_button ("view-conceal-symbolic");
  g_signal_connect_object (children->mend, "clicked", G_CALLBACK (mend_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (children->note, "clicked", G_CALLBACK (note_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_container_add (GTK_CONTAINER (texts), GTK_WIDGET (children->words));
  gtk_container_add (GTK_CONTAINER (texts), GTK_WIDGET (children->message));
  gtk_container_add (GTK_CONTAINER (box), texts);
  gtk_container_add (GTK_CONTAINER (box), GTK_WIDGET (children->mend));
  gtk_container_add (GTK_CONTAINER (box), GTK_WIDGET (children->note));
  gtk_container_add (GTK_CONTAINER (row), box);
  g_object_set_data_full (G_OBJECT (row), ROW_KEY, children, g_free);
  return row;
}

static void
tell_note (GbCheckGroup *self, const Row *children, const GbCheckItem *item)
{
  const char *tip = may_ignore (self, item) ? _ ("Ignore this here, and say why…")
                                            : _ ("Let this pass, and say why…");

  gtk_widget_set_visible (GTK_WIDGET (children->note),
                          may_ignore (self, item) || may_override (self, item));
  gtk_widget_set_tooltip_text (GTK_WIDGET (children->note), tip);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (children->note)), tip);
}

static void
tell_row (GbCheckGroup *self, GtkListBoxRow *row, GbCheckItem *item)
{
  const Row *children = g_object_get_data (G_OBJECT (row), ROW_KEY);
  g_autofree char *markup = gb_check_describe_words (item);
  g_autofree char *message = gb_check_dup_message (item->finding);
  g_autofree char *name = NULL;
  g_autofree char *words = NULL;

  g_object_set_data_full (G_OBJECT (row), ITEM_KEY, gb_check_item_ref (item),
                          (GDestroyNotify)gb_check_item_unref);
  gtk_label_set_markup (children->words, markup);
  gtk_label_set_label (children->message, message);
  gtk_widget_set_visible (GTK_WIDGET (children->message), !self->says_the_same);
  words = g_strdup (gtk_label_get_text (children->words));
  name = g_strdup_printf ("%s %s", words, self->says_the_same ? "" : message);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (row)), g_strchomp (name));
  tell_note (self, children, item);
  gtk_widget_set_visible (GTK_WIDGET (children->mend),
                          (self->rights & GB_CHECK_MAY_MEND) != 0 && gb_check_item_can_mend (item));
  if (gb_check_item_can_mend (item)) {
    const char *fix = item->finding->fix;
    g_autofree char *tip = *fix != '\0'
                             /* Translators: %s takes the place of what is wrong */
                             ? g_strdup_printf (_ ("Mend: put “%s” there"), fix)
                             : g_strdup (_ ("Mend: take it out"));

    gtk_widget_set_tooltip_text (GTK_WIDGET (children->mend), tip);
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (children->mend)), tip);
  }
}

static void
update_rows (GbCheckGroup *self)
{
  guint n_rows = MIN (self->items->len, self->n_shown);
  guint n_left = self->items->len - n_rows;
  GtkListBoxRow *row;

  if (!gtk_toggle_button_get_active (self->header))
    return;
  for (guint i = 0; i < n_rows; i++) {
    row = gtk_list_box_get_row_at_index (self->list, (int)i);
    if (row == NULL) {
      row = GTK_LIST_BOX_ROW (new_row (self));
      gtk_container_add (GTK_CONTAINER (self->list), GTK_WIDGET (row));
    }
    tell_row (self, row, g_ptr_array_index (self->items, i));
  }
  while ((row = gtk_list_box_get_row_at_index (self->list, (int)n_rows)) != NULL)
    gtk_widget_destroy (GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), n_left > 0);
  if (n_left > 0) {
    /* Translators: how many findings are not listed yet */
    g_autofree char *text =
      g_strdup_printf (ngettext ("Show %u more", "Show %u more", n_left), n_left);

    gtk_button_set_label (self->more_button, text);
  }
}

/* All that say the same and can be mended are mended together. */
static GPtrArray *
dup_alike (GbCheckGroup *self)
{
  GPtrArray *alike = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_check_item_unref);
  const char *key = NULL;

  for (guint i = 0; i < self->items->len; i++) {
    GbCheckItem *item = g_ptr_array_index (self->items, i);

    if (!gb_check_item_can_mend (item))
      continue;
    if (key != NULL && strcmp (key, item->finding->alike) != 0) {
      g_ptr_array_set_size (alike, 0);
      break;
    }
    key = item->finding->alike;
    g_ptr_array_add (alike, gb_check_item_ref (item));
  }
  return alike;
}

static void
update_header (GbCheckGroup *self)
{
  const GbFinding *first = get_first (self)->finding;
  g_autofree char *title = dup_title (self);
  g_autofree char *count = g_strdup_printf ("%u", self->items->len);
  g_autofree char *source = gb_check_describe_source (first);
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) alike = dup_alike (self);
  gboolean has_mend_all = (self->rights & GB_CHECK_MAY_MEND) != 0 && alike->len > 1;

  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->count_label, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), self->items->len > 1);
  gtk_label_set_label (self->source_label, source);
  gtk_image_set_from_icon_name (self->level_image, gb_check_icon_of_level (first->level),
                                GTK_ICON_SIZE_MENU);
  /* Translators: what was found, and how often */
  name = g_strdup_printf (ngettext ("%s (%u finding)", "%s (%u findings)", self->items->len), title,
                          self->items->len);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->header)), name);
  gtk_widget_set_visible (GTK_WIDGET (self->mend_all_button), has_mend_all);
  if (has_mend_all) {
    /* Translators: how many findings one press mends */
    g_autofree char *text =
      g_strdup_printf (ngettext ("Mend All %u", "Mend All %u", alike->len), alike->len);
    g_autofree char *full = g_strdup_printf ("%s: %s", text, title);

    gtk_button_set_label (self->mend_all_button, text);
    atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->mend_all_button)), full);
  }
}

static void
toggled_cb (GbCheckGroup *self)
{
  gboolean expanded = gtk_toggle_button_get_active (self->header);

  gtk_image_set_from_icon_name (self->arrow, expanded ? "pan-down-symbolic" : "pan-end-symbolic",
                                GTK_ICON_SIZE_MENU);
  if (self->items != NULL)
    update_rows (self);
  gtk_widget_set_visible (GTK_WIDGET (self->details), expanded);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
}

static void
mend_all_clicked_cb (GbCheckGroup *self)
{
  g_autoptr (GPtrArray) alike = dup_alike (self);

  g_signal_emit (self, signals[SIGNAL_MEND], 0, alike);
}

static void
more_clicked_cb (GbCheckGroup *self)
{
  self->n_shown += ROWS_MORE;
  update_rows (self);
}

static void
row_activated_cb (GbCheckGroup *self, GtkListBoxRow *row)
{
  GbCheckItem *item = gb_check_item_ref (get_item (row));

  g_signal_emit (self, signals[SIGNAL_GO_TO], 0, item);
  gb_check_item_unref (item);
}

static void
gb_check_group_finalize (GObject *object)
{
  GbCheckGroup *self = GB_CHECK_GROUP (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  G_OBJECT_CLASS (gb_check_group_parent_class)->finalize (object);
}

static void
gb_check_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GbCheckGroup *self = GB_CHECK_GROUP (object);

  if (id == PROP_EXPANDED)
    g_value_set_boolean (value, gtk_toggle_button_get_active (self->header));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
gb_check_group_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GbCheckGroup *self = GB_CHECK_GROUP (object);

  if (id == PROP_EXPANDED)
    gtk_toggle_button_set_active (self->header, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
gb_check_group_class_init (GbCheckGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = gb_check_group_finalize;
  object_class->get_property = gb_check_group_get_property;
  object_class->set_property = gb_check_group_set_property;

  properties[PROP_EXPANDED] =
    g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_GO_TO] = g_signal_new ("go-to", GB_TYPE_CHECK_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_MEND] = g_signal_new ("mend", GB_TYPE_CHECK_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[SIGNAL_IGNORE] = g_signal_new ("ignore", GB_TYPE_CHECK_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_OVERRIDE] = g_signal_new ("override", GB_TYPE_CHECK_GROUP, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-check-group.ui");
  gtk_widget_class_bind_template_child (widget_class, GbCheckGroup, header);
  gtk_widget_class_bind_template_child (widget_class, GbCheckGroup, arrow);
  gtk_widget_class_bind_template_child (widget_class, GbCheckGroup, level_image);
  gtk_widget_class_bind_template_child (widget_class, GbCheckGroup, title_label);
  gtk_widget_class_bind_template_child (widget_class, GbCheckGroup, count_label);
  gtk_widget_class_bind_template_child (widget_class, GbCheckGroup, mend_all_button);
  gtk_widget_class_bind_template_child (widget_class, GbCheckGroup, details);
  gtk_widget_class_bind_template_child (widget_class, GbCheckGroup, source_label);
  gtk_widget_class_bind_template_child (widget_class, GbCheckGroup, list);
  gtk_widget_class_bind_template_child (widget_class, GbCheckGroup, more_button);
  gtk_widget_class_bind_template_callback (widget_class, mend_all_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
gb_check_group_init (GbCheckGroup *self)
{
  self->n_shown = ROWS_AT_FIRST;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* ───── Public functions ───── */

GtkWidget *
gb_check_group_new (void)
{
  return g_object_new (GB_TYPE_CHECK_GROUP, "visible", TRUE, NULL);
}

void
gb_check_group_set_items (GbCheckGroup *self, GPtrArray *items, GbCheckRights rights)
{
  GtkStyleContext *context;

  g_return_if_fail (GB_IS_CHECK_GROUP (self));
  g_return_if_fail (items != NULL && items->len > 0);

  context = gtk_widget_get_style_context (GTK_WIDGET (self->level_image));
  if (self->items != NULL)
    gtk_style_context_remove_class (context,
                                    gb_check_class_of_level (get_first (self)->finding->level));
  g_ptr_array_ref (items);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->items = items;
  self->rights = rights;
  self->says_the_same = !!say_the_same (items);
  gtk_style_context_add_class (context, gb_check_class_of_level (get_first (self)->finding->level));
  update_header (self);
  update_rows (self);
}

void
gb_check_group_mark (GbCheckGroup *self, guint number)
{
  GtkListBoxRow *row;

  g_return_if_fail (GB_IS_CHECK_GROUP (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    if (number != 0 && get_item (row)->number == number) {
      gtk_list_box_select_row (self->list, row);
      return;
    }
  }
  gtk_list_box_unselect_all (self->list);
}

const char *
gb_check_icon_of_level (GbFindingLevel level)
{
  switch (level) {
  case GB_FINDING_LEVEL_BLOCK:
    return "process-stop-symbolic";
  case GB_FINDING_LEVEL_ERROR:
    return "dialog-error-symbolic";
  case GB_FINDING_LEVEL_WARNING:
    return "dialog-warning-symbolic";
  case GB_FINDING_LEVEL_HINT:
  default:
    return "dialog-information-symbolic";
  }
}

const char *
gb_check_class_of_level (GbFindingLevel level)
{
  switch (level) {
  case GB_FINDING_LEVEL_BLOCK:
  case GB_FINDING_LEVEL_ERROR:
    return "error";
  case GB_FINDING_LEVEL_WARNING:
    return "warning";
  case GB_FINDING_LEVEL_HINT:
  default:
    return "gb-hint";
  }
}
