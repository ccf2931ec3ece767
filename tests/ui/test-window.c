/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can happen to the main window: servers that are no portal, a choice made while the window
 * still chooses, a list that goes on, a damaged file, and the end while something is open. One
 * application for all cases, in this order; the last one closes it. */

#include "config.h"

#include "shell-rig.h"

#include "library/gb-document-list.h"
#include "library/gb-sidebar.h"
#include "settings/gb-welcome.h"
#include "store/gb-database.h"
#include "widgets/gb-messages.h"
#include "widgets/gb-outbox-popover.h"

#include <libsoup/soup.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#define N_MANY 150

/* --- Servers that are no portal ----------------------------------------------------------------
 */

static void
serve_page_cb (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               GHashTable *query,
               gpointer user_data)
{
  static const char page[] = "<!DOCTYPE html><title>Printer</title><p>Tray 2 is empty.";

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, page,
                                    sizeof page - 1);
  *(guint *)user_data += 1;
}

static void
serve_nothing_cb (SoupServer *server,
                  SoupServerMessage *message,
                  const char *path,
                  GHashTable *query,
                  gpointer user_data)
{
  soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
  *(guint *)user_data += 1;
}

/* n_requests: counts them. Returns: its address. */
static char *
listen_at (SoupServer *server,
           SoupServerListenOptions options,
           SoupServerCallback callback,
           guint *n_requests)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;
  char *address;

  soup_server_add_handler (server, NULL, callback, n_requests, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | options, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  address = g_strdup_printf ("%s://127.0.0.1:%d", g_uri_get_scheme (uris->data),
                             g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  return address;
}

static void
nth_entry_cb (GtkWidget *widget, gpointer user_data)
{
  GPtrArray *entries = user_data;

  if (GTK_IS_ENTRY (widget))
    g_ptr_array_add (entries, widget);
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_foreach (GTK_CONTAINER (widget), nth_entry_cb, entries);
}

static int
get_top (GtkWidget *widget)
{
  int y = 0;

  gtk_widget_translate_coordinates (widget, GTK_WIDGET (shell_window), 0, 0, NULL, &y);
  return y;
}

/* Fills in the form as a person does. The message stands under the address and above the account,
 * the address is marked and has the focus, and nothing is remembered. */
static void
expect_address_error (const char *address, const char *words)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();
  GbWelcome *welcome = shell_find (GB_TYPE_WELCOME);
  GtkWidget *entry;
  GtkWidget *label;
  int y;

  nth_entry_cb (GTK_WIDGET (welcome), entries);
  g_assert_cmpuint (entries->len, ==, 3);
  entry = entries->pdata[0];
  gtk_entry_set_text (GTK_ENTRY (entry), address);
  gtk_entry_set_text (entries->pdata[1], "somebody");
  gtk_entry_set_text (entries->pdata[2], "something");
  gtk_widget_activate (entries->pdata[2]);
  rig_wait_for (gb_welcome_get_error (welcome, GB_WELCOME_FIELD_ADDRESS) != NULL);
  rig_idle (100);

  g_assert_cmpstr (gb_welcome_get_error (welcome, GB_WELCOME_FIELD_ADDRESS), ==, words);
  g_assert_null (gb_welcome_get_error (welcome, GB_WELCOME_FIELD_PASSWORD));
  label = rig_find_text (GTK_WIDGET (welcome), words);
  g_assert_nonnull (label);
  y = get_top (label);
  g_assert_cmpint (y, >=, get_top (entry) + gtk_widget_get_allocated_height (entry));
  g_assert_cmpint (y, <, get_top (entries->pdata[1]));
  g_assert_true (gtk_style_context_has_class (gtk_widget_get_style_context (entry), "error"));
  g_assert_true (gtk_window_get_focus (shell_window) == entry);
  g_assert_cmpstr (gtk_entry_get_text (GTK_ENTRY (entry)), ==, address);
  g_assert_false (shell_is_enabled ("search"));
  rig_shoot ("connect-error");

  gtk_entry_set_text (GTK_ENTRY (entry), "");
  g_assert_null (gb_welcome_get_error (welcome, GB_WELCOME_FIELD_ADDRESS));
  g_assert_false (gtk_widget_get_mapped (label));
}

static void
test_not_a_portal (void)
{
  static const char *const words =
    "There is no Gongbao portal at this address. Check it with the person who runs the server.";
  const SoupServerCallback callbacks[] = { serve_page_cb, serve_nothing_cb };

  for (guint i = 0; i < G_N_ELEMENTS (callbacks); i++) {
    g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
    guint n_requests = 0;
    g_autofree char *address = listen_at (server, 0, callbacks[i], &n_requests);

    expect_address_error (address, words);
    g_assert_cmpuint (n_requests, >, 0);
  }
}

/* One that nobody has signed but its own server. Returns: certificate and key in PEM. */
static char *
make_certificate (void)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509 *certificate = X509_new ();
  X509_NAME *name = X509_get_subject_name (certificate);
  BIO *memory = BIO_new (BIO_s_mem ());
  char *data = NULL;
  long size;
  char *pem;

  X509_set_version (certificate, X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (certificate), 1);
  X509_gmtime_adj (X509_getm_notBefore (certificate), -3600);
  X509_gmtime_adj (X509_getm_notAfter (certificate), 3600);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC, (const guchar *)"127.0.0.1", -1, -1, 0);
  X509_set_issuer_name (certificate, name);
  X509_set_pubkey (certificate, key);
  g_assert_cmpint (X509_sign (certificate, key, EVP_sha256 ()), >, 0);
  g_assert_cmpint (PEM_write_bio_X509 (memory, certificate), ==, 1);
  g_assert_cmpint (PEM_write_bio_PrivateKey (memory, key, NULL, NULL, 0, NULL, NULL), ==, 1);
  size = BIO_get_mem_data (memory, &data);
  pem = g_strndup (data, (gsize)size);
  BIO_free (memory);
  X509_free (certificate);
  EVP_PKEY_free (key);
  return pem;
}

/* The password does not even leave this computer. */
static void
test_untrusted_certificate (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = make_certificate ();
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_autoptr (SoupServer) server = NULL;
  g_autofree char *address = NULL;
  guint n_requests = 0;

  g_assert_no_error (error);
  server = soup_server_new ("tls-certificate", certificate, NULL);
  address = listen_at (server, SOUP_SERVER_LISTEN_HTTPS, serve_page_cb, &n_requests);
  expect_address_error (address, "The connection is not safe: the server’s certificate is not "
                                 "trusted. Ask the person who runs the server; do not enter your "
                                 "password anywhere else.");
  g_assert_cmpuint (n_requests, ==, 0);
}

/* --- The first view ----------------------------------------------------------------------------
 */

static const char *
get_box (void)
{
  g_autoptr (GVariant) state =
    g_action_group_get_action_state (G_ACTION_GROUP (shell_window), "box");

  return g_intern_string (g_variant_get_string (state, NULL));
}

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

/* Whatever was asked of the desk before has been answered after this. */
static void
count (GbDesk *desk, guint *counts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  gb_desk_count_async (desk, NULL, take_result_cb, &result);
  rig_wait_for (result != NULL);
  gb_desk_count_finish (desk, result, counts, &error);
  g_assert_no_error (error);
}

/* Nobody chose a box yet, and the first one is empty: the window shows all. */
static void
test_guessed_box (void)
{
  GbDocumentList *list;
  g_autofree char *id = NULL;

  shell_open_trial ("zhangxiao");
  g_assert_cmpstr (get_box (), ==, "drafts");
  id = shell_create (shell_get_desk (), "解读实施意见");
  shell_act (shell_get_desk (), id, GB_EVENT_SUBMIT, "");

  shell_switch_to ("chenmin");
  shell_activate ("box", g_variant_new_string ("published"));
  shell_switch_to ("zhangxiao");
  rig_wait_for (g_str_equal (get_box (), "all"));
  list = shell_find (GB_TYPE_DOCUMENT_LIST);
  rig_wait_for (g_strcmp0 (gb_document_list_get_selected (list), id) == 0);
}

static void
choose_box_cb (GActionGroup *group, const char *name, gboolean enabled, gpointer user_data)
{
  gboolean *has_chosen = user_data;

  if (!enabled || *has_chosen)
    return;
  *has_chosen = TRUE;
  shell_activate ("box", g_variant_new_string ("published"));
}

/* Somebody who is quicker than the window stays where they went. */
static void
test_chosen_box (void)
{
  guint counts[GB_N_BOXES] = { 0 };
  gboolean has_chosen = FALSE;
  gulong handler;

  shell_switch_to ("chenmin");
  g_assert_cmpstr (get_box (), ==, "published");
  shell_activate ("box", g_variant_new_string ("to-review"));

  handler = g_signal_connect (shell_window, "action-enabled-changed::box",
                              G_CALLBACK (choose_box_cb), &has_chosen);
  shell_switch_to ("zhangxiao");
  rig_wait_for (has_chosen);
  g_signal_handler_disconnect (shell_window, handler);
  for (guint i = 0; i < 3; i++) {
    count (shell_get_desk (), counts);
    rig_idle (100);
  }
  g_assert_cmpuint (counts[GB_BOX_DRAFTS], ==, 0);
  g_assert_cmpuint (counts[GB_BOX_ALL], ==, 1);
  g_assert_cmpstr (get_box (), ==, "published");

  /* It is also where this person comes back to. */
  shell_switch_to ("chenmin");
  shell_switch_to ("zhangxiao");
  g_assert_cmpstr (get_box (), ==, "published");
}

/* --- A long list -------------------------------------------------------------------------------
 */

static void
scroll_to_end (GbDocumentList *list)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (
    rig_find (GTK_WIDGET (list), GTK_TYPE_LIST_BOX), GTK_TYPE_SCROLLED_WINDOW));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

/* The list is read as far as somebody goes, to its very end, by hand and by key, and every document
 * is there once. */
static void
test_long_list (void)
{
  GbDocumentList *list = shell_find (GB_TYPE_DOCUMENT_LIST);
  GbDesk *desk = shell_get_desk ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_first;

  for (guint i = 0; i < N_MANY; i++) {
    g_autofree char *title = g_strdup_printf ("第%u号通知", i + 1);

    g_free (shell_create (desk, title));
  }
  shell_activate ("box", g_variant_new_string ("drafts"));
  rig_wait_for (gb_document_list_get_n_items (list) > 0);
  rig_idle (500);
  n_first = gb_document_list_get_n_items (list);
  g_assert_cmpuint (n_first, <, N_MANY);

  scroll_to_end (list);
  rig_wait_for (gb_document_list_get_n_items (list) > n_first);
  rig_wait_for ((scroll_to_end (list), gb_document_list_get_n_items (list) == N_MANY));

  shell_activate ("box", g_variant_new_string ("all"));
  shell_activate ("box", g_variant_new_string ("drafts"));
  rig_wait_for (gb_document_list_get_n_items (list) == n_first);
  gb_document_list_select_first (list);
  while (g_hash_table_size (seen) < N_MANY) {
    const GbSummary *summary = gb_document_list_get_selected_summary (list);
    g_autofree char *id = g_strdup (summary->id);

    g_assert_true (g_hash_table_add (seen, g_strdup (id)));
    if (g_hash_table_size (seen) == N_MANY) {
      g_assert_cmpstr (summary->title, ==, "第1号通知");
      break;
    }
    rig_wait_for ((shell_activate ("next-document", NULL),
                   !g_str_equal (gb_document_list_get_selected_summary (list)->id, id)));
  }
}

/* --- A damaged file ----------------------------------------------------------------------------
 */

static void
test_damage (void)
{
  g_autoptr (GError) error = g_error_new_literal (GB_DATABASE_ERROR, GB_DATABASE_ERROR_CORRUPT,
                                                  "the database /folder/desk.db is damaged");
  g_autofree char *words = gb_message_for_error (error);
  GtkWidget *label = NULL;
  GtkWidget *bar;

  /* Whoever is asked for help has to be told which file it is. */
  g_assert_nonnull (strstr (words, "/folder/desk.db"));
  g_signal_emit_by_name (shell_get_desk (), "damaged", error);
  rig_wait_for ((label = rig_find_text (GTK_WIDGET (shell_window), words)) != NULL);
  bar = gtk_widget_get_ancestor (label, GTK_TYPE_INFO_BAR);
  g_assert_nonnull (bar);
  g_assert_cmpint (gtk_info_bar_get_message_type (GTK_INFO_BAR (bar)), ==, GTK_MESSAGE_ERROR);
  rig_shoot ("damaged");

  /* It is this person's file, and nobody else's. */
  shell_switch_to ("lihua");
  rig_wait_for (rig_find_text (GTK_WIDGET (shell_window), words) == NULL);
}

/* --- The end -----------------------------------------------------------------------------------
 */

static gboolean
another_window (GtkWindow *closed)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (shell_application));

  if (windows == NULL || windows->data == closed || !GB_IS_WINDOW (windows->data))
    return FALSE;
  shell_window = windows->data;
  return TRUE;
}

static gboolean
shows_document (const char *id)
{
  GtkWidget *page = shell_find (GB_TYPE_DOCUMENT_PAGE);
  g_autofree char *shown = NULL;

  if (page != NULL)
    g_object_get (page, "document-id", &shown, NULL);
  return g_strcmp0 (shown, id) == 0;
}

/* A notification is pressed while the window still saves: the next window shows what it is about,
 * not the one that goes away. */
static void
test_wanted_while_closing (void)
{
  g_autoptr (GtkWindow) closed = g_object_ref (shell_window);
  g_autofree char *id = NULL;

  shell_switch_to ("zhangxiao");
  id = shell_create (shell_get_desk (), "关着窗口时要看的通知");
  shell_activate ("close", NULL);
  rig_wait_for (gb_window_get_is_closing (GB_WINDOW (closed)));
  g_assert_true (shell_window == closed);
  g_action_group_activate_action (G_ACTION_GROUP (shell_application), "show-document",
                                  g_variant_new_string (id));
  rig_wait_for (another_window (closed));
  rig_wait_for (shows_document (id));
}

/* The popover is still open. */
static void
test_close_with_outbox (void)
{
  GtkWidget *popover;

  shell_activate ("show-outbox", NULL);
  rig_wait_for ((popover = rig_find (GTK_WIDGET (shell_window), GB_TYPE_OUTBOX_POPOVER)) != NULL);
  rig_idle (300);
  shell_close ();
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("LANGUAGE"); /* what is said is compared in English */
  shell_start ();

  g_test_add_func ("/window/not-a-portal", test_not_a_portal);
  g_test_add_func ("/window/untrusted-certificate", test_untrusted_certificate);
  g_test_add_func ("/window/guessed-box", test_guessed_box);
  g_test_add_func ("/window/chosen-box", test_chosen_box);
  g_test_add_func ("/window/long-list", test_long_list);
  g_test_add_func ("/window/damage", test_damage);
  g_test_add_func ("/window/wanted-while-closing", test_wanted_while_closing);
  g_test_add_func ("/window/close-with-outbox", test_close_with_outbox);
  status = g_test_run ();
  shell_end ();
  return status;
}
