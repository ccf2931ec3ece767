/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tables from the reasons and errors of importing to translated words. Stateless; main thread,
 * because the language is the process's. */

#define G_LOG_DOMAIN "gb-messages"

#include "config.h"

#include "widgets/gb-import-words.h"

#include "import/gb-import-error.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct {
  const char *reason;
  const char *words;
} reasons[] = {
  { GB_IMPORT_DROPPED_ADDRESS, NC_ ("left out", "Address of a link") },
  { GB_IMPORT_DROPPED_CHARACTER, NC_ ("left out", "Characters that are not allowed") },
  { GB_IMPORT_DROPPED_COMMENT, NC_ ("left out", "Comment") },
  { GB_IMPORT_DROPPED_DELETION, NC_ ("left out", "Tracked deletion") },
  { GB_IMPORT_DROPPED_DRAWING, NC_ ("left out", "Drawing") },
  { GB_IMPORT_DROPPED_EMBEDDED, NC_ ("left out", "Embedded file") },
  { GB_IMPORT_DROPPED_FIELD, NC_ ("left out", "Form field") },
  { GB_IMPORT_DROPPED_FOOTER, NC_ ("left out", "Page footer") },
  { GB_IMPORT_DROPPED_FURNITURE, NC_ ("left out", "Part of the page around the text") },
  { GB_IMPORT_DROPPED_HEADER, NC_ ("left out", "Page header") },
  { GB_IMPORT_DROPPED_HIDDEN, NC_ ("left out", "Hidden text") },
  { GB_IMPORT_DROPPED_IMAGE, NC_ ("left out", "Picture that cannot be used") },

  { "breadcrumb", NC_ ("left out", "Navigation of the site") },
  { "bytes that are not UTF-8", NC_ ("left out", "Damaged characters") },
  { "copy number", NC_ ("left out", "Copy number") },
  { "decoration", NC_ ("left out", "Decoration") },
  { "field without a value", NC_ ("left out", "Empty field of the page") },
  { "font size links", NC_ ("left out", "Buttons for the size of the text") },
  { "footer of the site", NC_ ("left out", "Footer of the site") },
  { "form of a text that is nested too deeply",
    NC_ ("left out", "Form of a text that is nested too deeply") },
  { "invitation to scan a code", NC_ ("left out", "Invitation to scan a code") },
  { "leaving notice", NC_ ("left out", "Notice about leaving the site") },
  { "letterhead", NC_ ("left out", "Letterhead") },
  { "lines of a table that is too large", NC_ ("left out", "Lines of a table that is too large") },
  { "number of visits", NC_ ("left out", "Number of visits") },
  { "page control", NC_ ("left out", "Buttons of the page") },
  { "page number", NC_ ("left out", "Page number") },
  { "publication date without a time", NC_ ("left out", "Publication date without a time") },
  { "reading aid above characters", NC_ ("left out", "Reading aid above characters") },
  { "record block", NC_ ("left out", "Record block (copies to, printed by)") },
  { "repeated field", NC_ ("left out", "Repeated field of the page") },
  { "repeated title", NC_ ("left out", "Repeated title") },
  { "secrecy mark", NC_ ("left out", "Secrecy mark: check whether this may be published") },
  { "signer", NC_ ("left out", "Signer") },
  { "site name", NC_ ("left out", "Name of the site") },
  { "symbol of a special font", NC_ ("left out", "Symbol of a special font") },
  { "table of contents", NC_ ("left out", "Table of contents") },
  { "urgency mark", NC_ ("left out", "Urgency mark") },
};

const char *
gb_import_words_for_reason (const char *reason)
{
  g_return_val_if_fail (reason != NULL, "");

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    if (strcmp (reasons[i].reason, reason) == 0)
      return g_dpgettext2 (NULL, "left out", reasons[i].words);
  }
  return reason;
}

const char *
gb_import_words_for_error (int code)
{
  switch ((GbImportError)code) {
  case GB_IMPORT_ERROR_PROTECTED:
    return _ ("The file is protected by a password. Open it in WPS or Word, take the password off, "
              "save it and import it again.");
  case GB_IMPORT_ERROR_OLD_WORD:
    return _ ("This is an old Word file under another name. Change the ending of its name to .doc, "
              "or open it in WPS or Word and save it as .docx.");
  case GB_IMPORT_ERROR_OTHER_FORMAT:
    return _ ("The file is not what the ending of its name says. Open it in the program that made "
              "it and save it as .docx.");
  case GB_IMPORT_ERROR_DAMAGED:
    return _ ("The file is damaged or not complete. Ask for it again, or open it in WPS or Word "
              "and save it anew.");
  case GB_IMPORT_ERROR_TOO_LARGE:
    return _ ("The file is too large. Make its pictures smaller, or split it and import the "
              "parts.");
  case GB_IMPORT_ERROR_EMPTY:
    return _ ("There is no text in the file. If it is a scan, ask for the file that it was made "
              "of.");
  case GB_IMPORT_ERROR_NO_CONVERTER:
    return _ ("Files of this kind are read with LibreOffice, which is not installed. Install it, "
              "or open the file in WPS or Word and save it as .docx.");
  case GB_IMPORT_ERROR_CONVERTER_FAILED:
    return _ ("LibreOffice could not read the file: it may be damaged or protected by a password. "
              "Open it in WPS or Word, take the password off and save it as .docx.");
  case GB_IMPORT_ERROR_CONVERTER_SLOW:
    return _ ("LibreOffice took too long and was stopped. Open the file in WPS or Word and save it "
              "as .docx.");
  default:
    return NULL;
  }
}

char *
gb_import_words_summarize (GPtrArray *dropped)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < dropped->len; i++) {
    const GbImportNote *note = g_ptr_array_index (dropped, i);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, note->reason));

    if (n == 0)
      g_ptr_array_add (order, note->reason);
    g_hash_table_insert (counts, note->reason, GUINT_TO_POINTER (n + 1));
  }
  for (guint i = 0; i < order->len; i++) {
    const char *reason = g_ptr_array_index (order, i);
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, reason));

    if (i > 0)
      /* Translators: stands between the things in a list. */
      g_string_append (text, C_ ("left out", ", "));
    g_string_append (text, gb_import_words_for_reason (reason));
    if (n > 1)
      g_string_append_printf (text, " ×%u", n);
  }
  return g_string_free (text, FALSE);
}
