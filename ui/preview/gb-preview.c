/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Owns the rendered page and the web view, which is made when the preview is first seen. Main
 * thread. Used by the document page.
 */

#define G_LOG_DOMAIN "gb-preview"

#include "config.h"

#include "preview/gb-preview.h"

#include "document/gb-digest.h"
#include "preview/gb-preview-scheme.h"
#include "widgets/gb-banner-box.h"
#include "widgets/gb-messages.h"

#include <glib/gi18n.h>
#include <handy.h>
#include <string.h>

#define PHONE_WIDTH   375
#define DESKTOP_WIDTH 4096

struct _GbPreview {
  GtkBin parent_instance;

  /* Template children */
  GbBannerBox *banners;
  HdyClamp *clamp;
  GtkToggleButton *desktop_button;
  GtkToggleButton *phone_button;

  /* Owned */
  GbDesk *desk;
  GbSummary *summary;   /* (nullable) */
  GbDocument *document; /* (nullable) */
  GBytes *page;         /* (nullable) */
  GCancellable *cancellable;
  char *path; /* (nullable): of the page, "/zcjd/2026/….html" */

  /* Borrowed */
  WebKitWebView *view; /* (nullable) until first seen; the clamp holds it */

  guint is_stale : 1;
};

/* A request for an attachment or image, while the store is asked for it. */
typedef struct {
  WebKitURISchemeRequest *request;
  char *name;
} BlobRequest;

G_DEFINE_FINAL_TYPE (GbPreview, gb_preview, GTK_TYPE_BIN)

enum {
  PROP_0,
  PROP_PHONE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
load_blob_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlobRequest *blob = user_data;
  g_autoptr (GBytes) bytes = gb_desk_load_blob_finish (GB_DESK (source), result, NULL);

  /* What is missing shows as a missing image, as it would on the portal. */
  if (bytes == NULL) {
    gb_preview_scheme_answer (blob->request, NULL, NULL);
  } else {
    /* Images are named "image", whatever they are; the bytes say it. */
    g_autofree char *content_type = g_content_type_guess (
      blob->name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
    g_autofree char *type = g_content_type_get_mime_type (content_type);

    gb_preview_scheme_answer (blob->request, bytes,
                              type != NULL ? type : "application/octet-stream");
  }
  g_object_unref (blob->request);
  g_free (blob->name);
  g_free (blob);
}

/* "/attachments/<64 hexadecimal digits>/<name>" */
static char *
dup_digest_of_path (const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", 4);
  g_autofree char *digest = NULL;

  if (g_strv_length (parts) != 4 || strcmp (parts[1], "attachments") != 0)
    return NULL;
  digest = g_strconcat (GB_DIGEST_PREFIX, parts[2], NULL);
  return gb_digest_is_valid (digest) ? g_steal_pointer (&digest) : NULL;
}

static void
answer_blob (GbPreview *self, WebKitURISchemeRequest *request, const char *path, const char *digest)
{
  BlobRequest *blob = g_new0 (BlobRequest, 1);

  blob->request = g_object_ref (request);
  blob->name = g_path_get_basename (path);
  gb_desk_load_blob_async (self->desk, digest, self->cancellable, load_blob_cb, blob);
}

static void
request_cb (WebKitURISchemeRequest *request, const char *path, gpointer user_data)
{
  GbPreview *self = user_data;
  g_autoptr (GBytes) asset = NULL;
  g_autofree char *digest = NULL;
  const char *type = NULL;

  if (g_strcmp0 (path, self->path) == 0) {
    gb_preview_scheme_answer (request, self->page, "text/html; charset=utf-8");
    return;
  }
  asset = gb_site_get_asset (path, &type);
  if (asset != NULL) {
    gb_preview_scheme_answer (request, asset, type);
    return;
  }
  digest = dup_digest_of_path (path);
  if (digest != NULL)
    answer_blob (self, request, path, digest);
  else
    gb_preview_scheme_answer (request, NULL, NULL);
}

/* An address of the previewed site is one of the portal. */
static char *
to_outside_uri (GbPreview *self, const char *uri)
{
  if (g_str_has_prefix (uri, GB_PREVIEW_ORIGIN))
    return g_strconcat (gb_site_get_base_url (gb_desk_get_site (self->desk)),
                        uri + strlen (GB_PREVIEW_ORIGIN), NULL);
  return g_strdup (uri);
}

static void
open_outside (GbPreview *self, const char *uri)
{
  g_autofree char *outside = to_outside_uri (self, uri);
  g_autofree char *scheme = g_uri_parse_scheme (outside);
  static const char *const schemes[] = { "http", "https", "mailto", "tel", NULL };
  GtkWidget *top = gtk_widget_get_toplevel (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;

  if (scheme == NULL || !g_strv_contains (schemes, scheme))
    return;
  if (!gtk_show_uri_on_window (GTK_IS_WINDOW (top) ? GTK_WINDOW (top) : NULL, outside,
                               GDK_CURRENT_TIME, &error))
    gb_banner_box_show (self->banners, "link", GTK_MESSAGE_WARNING,
                        _ ("No program on this computer opens this address."), NULL, NULL);
}

static gboolean
is_own_page (GbPreview *self, const char *uri)
{
  g_autofree char *own = g_strconcat (GB_PREVIEW_ORIGIN, self->path, NULL);
  gsize length = strlen (own);

  return strncmp (uri, own, length) == 0 && (uri[length] == '\0' || uri[length] == '#');
}

static gboolean
decide_policy_cb (GbPreview *self, WebKitPolicyDecision *decision, WebKitPolicyDecisionType type)
{
  WebKitNavigationAction *action;
  const char *uri;

  if (type != WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION &&
      type != WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION)
    return FALSE;
  action = webkit_navigation_policy_decision_get_navigation_action (
    WEBKIT_NAVIGATION_POLICY_DECISION (decision));
  uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));
  if (type == WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION && is_own_page (self, uri)) {
    webkit_policy_decision_use (decision);
    return TRUE;
  }
  webkit_policy_decision_ignore (decision);
  if (webkit_navigation_action_is_user_gesture (action))
    open_outside (self, uri);
  return TRUE;
}

static gboolean
permission_request_cb (GbPreview *self, WebKitPermissionRequest *request)
{
  webkit_permission_request_deny (request);
  return TRUE;
}

static void
terminated_cb (GbPreview *self)
{
  self->is_stale = TRUE;
  gb_banner_box_show (self->banners, "terminated", GTK_MESSAGE_WARNING,
                      _ ("The preview stopped unexpectedly."), _ ("_Show Again"),
                      "preview.refresh");
}

static WebKitSettings *
new_settings (void)
{
  return webkit_settings_new_with_settings (
    "enable-javascript", TRUE, "enable-html5-database", FALSE, "enable-html5-local-storage", TRUE,
    "enable-media", FALSE, "enable-webaudio", FALSE, "enable-webgl", FALSE, "enable-page-cache",
    FALSE, "enable-back-forward-navigation-gestures", FALSE, NULL);
}

static void
create_view (GbPreview *self)
{
  g_autoptr (WebKitWebContext) context = gb_preview_scheme_ref_context ();
  g_autoptr (WebKitSettings) settings = new_settings ();

  self->view =
    g_object_new (WEBKIT_TYPE_WEB_VIEW, "web-context", context, "settings", settings, NULL);
  gb_preview_scheme_set_source (self->view, request_cb, self);
  g_signal_connect_object (self->view, "decide-policy", G_CALLBACK (decide_policy_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "permission-request", G_CALLBACK (permission_request_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "web-process-terminated", G_CALLBACK (terminated_cb), self,
                           G_CONNECT_SWAPPED);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->view)), _ ("Web preview"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->view), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  gtk_widget_show (GTK_WIDGET (self->view));
  gtk_container_add (GTK_CONTAINER (self->clamp), GTK_WIDGET (self->view));
}

/* The path on the portal: (nullable) while the text has never been public. */
static const char *
get_public_path (GbPreview *self)
{
  const char *base = gb_site_get_base_url (gb_desk_get_site (self->desk));
  const char *url = self->summary->url;

  if (*url != '\0' && g_str_has_prefix (url, base) && url[strlen (base)] == '/')
    return url + strlen (base);
  return NULL;
}

static GbPublication *
new_publication (GbPreview *self)
{
  GbPublication *publication = gb_publication_new ();
  GbMetadata *metadata = gb_document_get_metadata (self->document);
  const struct {
    char **field;
    const char *value;
  } strings[] = {
    { &publication->id, self->summary->id },
    { &publication->title, gb_document_get_title (self->document) },
    { &publication->column, gb_metadata_get (metadata, "column") },
    { &publication->kind, gb_document_kind_to_string (gb_document_get_kind (self->document)) },
    { &publication->summary, gb_metadata_get (metadata, "summary") },
    { &publication->document_number, gb_metadata_get (metadata, "document-number") },
    { &publication->source, gb_metadata_get (metadata, "source") },
    { &publication->publisher, gb_metadata_get (metadata, "publisher") },
    { &publication->path, get_public_path (self) != NULL ? get_public_path (self) : "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++) {
    g_free (*strings[i].field);
    *strings[i].field = g_strdup (strings[i].value);
  }
  publication->published_at = self->summary->published_at;
  publication->first_published_at = self->summary->published_at;
  publication->edition = self->summary->edition;
  publication->validity = gb_metadata_get_validity (metadata);
  return publication;
}

/* related: (nullable), of GbPublication. */
static void
render (GbPreview *self, GPtrArray *related)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GbPublication) publication = NULL;
  g_autofree char *uri = NULL;

  g_free (self->path);
  self->path = g_strdup (get_public_path (self) != NULL ? get_public_path (self) : "/preview.html");
  publication = new_publication (self);
  g_clear_pointer (&self->page, g_bytes_unref);
  self->page = gb_site_render_document (gb_desk_get_site (self->desk), self->document, publication,
                                        related, TRUE, &error);
  if (self->page == NULL) {
    g_autofree char *message = gb_message_for_error (error);

    gb_banner_box_show (self->banners, "render", GTK_MESSAGE_ERROR, message, _ ("_Show Again"),
                        "preview.refresh");
    return;
  }
  gb_banner_box_clear (self->banners);
  if (self->view == NULL)
    create_view (self);
  uri = g_strconcat (GB_PREVIEW_ORIGIN, self->path, NULL);
  /* A reload keeps the place to which the reader has scrolled. */
  if (g_strcmp0 (webkit_web_view_get_uri (self->view), uri) == 0)
    webkit_web_view_reload (self->view);
  else
    webkit_web_view_load_uri (self->view, uri);
}

static gboolean
names (GbDocument *document, const char *what)
{
  gsize size;
  const char *bytes = g_bytes_get_data (gb_document_get_bytes (document), &size);

  return g_strstr_len (bytes, (gssize)size, what) != NULL;
}

static GbPublication *
new_related (GbPreview *self, const GbSummary *summary)
{
  const char *base = gb_site_get_base_url (gb_desk_get_site (self->desk));
  GbPublication *publication = gb_publication_new ();
  const struct {
    char **field;
    const char *value;
  } strings[] = {
    { &publication->id, summary->id },
    { &publication->path, summary->url + strlen (base) },
    { &publication->title, summary->title },
    { &publication->column, summary->column },
    { &publication->kind, gb_document_kind_to_string (summary->kind) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++) {
    g_free (*strings[i].field);
    *strings[i].field = g_strdup (strings[i].value);
  }
  publication->published_at = summary->published_at;
  publication->first_published_at = summary->published_at;
  return publication;
}

static void
list_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GbPreview) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) summaries = gb_desk_list_finish (GB_DESK (source), result, &error);
  g_autoptr (GPtrArray) related = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->document == NULL)
    return;
  related = g_ptr_array_new_with_free_func ((GDestroyNotify)gb_publication_free);
  for (guint i = 0; summaries != NULL && i < summaries->len; i++) {
    const GbSummary *summary = g_ptr_array_index (summaries, i);

    if (names (self->document, summary->id) &&
        g_str_has_prefix (summary->url, gb_site_get_base_url (gb_desk_get_site (self->desk))))
      g_ptr_array_add (related, new_related (self, summary));
  }
  render (self, related);
}

static void
refresh (GbPreview *self)
{
  self->is_stale = FALSE;
  /* Other documents of the portal are named by their ids, in the metadata and in links. */
  if (names (self->document, "document=\"") || names (self->document, "document:"))
    gb_desk_list_async (self->desk, GB_BOX_PUBLISHED, NULL, NULL, self->cancellable, list_cb,
                        g_object_ref (self));
  else
    render (self, NULL);
}

static void
refresh_if_seen (GbPreview *self)
{
  if (self->is_stale && self->document != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
}

static void
refresh_activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GbPreview *self = user_data;

  self->is_stale = TRUE;
  refresh_if_seen (self);
}

static void
phone_toggled_cb (GbPreview *self)
{
  gb_preview_set_phone (self, gtk_toggle_button_get_active (self->phone_button));
}

static void
gb_preview_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gb_preview_parent_class)->map (widget);

  refresh_if_seen (GB_PREVIEW (widget));
}

static void
gb_preview_dispose (GObject *object)
{
  GbPreview *self = GB_PREVIEW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->view != NULL)
    gb_preview_scheme_set_source (self->view, NULL, NULL);
  self->view = NULL;
  g_clear_pointer (&self->summary, gb_summary_free);
  g_clear_object (&self->document);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (gb_preview_parent_class)->dispose (object);
}

static void
gb_preview_finalize (GObject *object)
{
  GbPreview *self = GB_PREVIEW (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->page, g_bytes_unref);
  g_free (self->path);

  G_OBJECT_CLASS (gb_preview_parent_class)->finalize (object);
}

static void
gb_preview_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_PHONE:
    g_value_set_boolean (value, gb_preview_get_phone (GB_PREVIEW (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_preview_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_PHONE:
    gb_preview_set_phone (GB_PREVIEW (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
gb_preview_class_init (GbPreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gb_preview_dispose;
  object_class->finalize = gb_preview_finalize;
  object_class->get_property = gb_preview_get_property;
  object_class->set_property = gb_preview_set_property;
  widget_class->map = gb_preview_map;

  properties[PROP_PHONE] =
    g_param_spec_boolean ("phone", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (GB_TYPE_BANNER_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/gongbao/Gongbao/ui/gb-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, GbPreview, banners);
  gtk_widget_class_bind_template_child (widget_class, GbPreview, clamp);
  gtk_widget_class_bind_template_child (widget_class, GbPreview, desktop_button);
  gtk_widget_class_bind_template_child (widget_class, GbPreview, phone_button);
  gtk_widget_class_bind_template_callback (widget_class, phone_toggled_cb);
}

static void
gb_preview_init (GbPreview *self)
{
  static const GActionEntry entries[] = { { .name = "refresh", .activate = refresh_activate_cb } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "preview", G_ACTION_GROUP (group));
}

GtkWidget *
gb_preview_new (GbDesk *desk)
{
  GbPreview *self;

  g_return_val_if_fail (GB_IS_DESK (desk), NULL);

  self = g_object_new (GB_TYPE_PREVIEW, NULL);
  self->desk = g_object_ref (desk);
  return GTK_WIDGET (self);
}

void
gb_preview_set_document (GbPreview *self, const GbSummary *summary, GbDocument *document)
{
  g_return_if_fail (GB_IS_PREVIEW (self));
  g_return_if_fail ((summary != NULL) == (document != NULL));

  if (document != NULL && document == self->document && self->summary != NULL &&
      strcmp (self->summary->url, summary->url) == 0)
    return;
  g_clear_pointer (&self->summary, gb_summary_free);
  if (summary != NULL)
    self->summary = gb_summary_copy (summary);
  g_set_object (&self->document, document);
  self->is_stale = TRUE;
  refresh_if_seen (self);
}

gboolean
gb_preview_get_phone (GbPreview *self)
{
  g_return_val_if_fail (GB_IS_PREVIEW (self), FALSE);

  return hdy_clamp_get_maximum_size (self->clamp) == PHONE_WIDTH;
}

void
gb_preview_set_phone (GbPreview *self, gboolean phone)
{
  g_return_if_fail (GB_IS_PREVIEW (self));

  if (gb_preview_get_phone (self) == phone)
    return;
  hdy_clamp_set_maximum_size (self->clamp, phone ? PHONE_WIDTH : DESKTOP_WIDTH);
  hdy_clamp_set_tightening_threshold (self->clamp, phone ? PHONE_WIDTH : DESKTOP_WIDTH);
  gtk_toggle_button_set_active (phone ? self->phone_button : self->desktop_button, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHONE]);
}

GBytes *
gb_preview_get_page (GbPreview *self)
{
  g_return_val_if_fail (GB_IS_PREVIEW (self), NULL);

  return self->page;
}
