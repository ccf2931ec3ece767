/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the bytes of a foreign HTML text to a tree. A first pass over the bytes takes away what the
 * parser would misunderstand or choke on: conditional comments of office programs, scripts, tags of
 * other vocabularies, tags with more attributes than any program writes. The parser then loads
 * nothing, and is stopped where a text costs more than its size warrants. Keeps no state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-html-private.h"

#include "document/gb-document-error.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <string.h>

/* No tag of a text has more; the parser compares each attribute with all others. */
#define MAX_WORDS_OF_TAG 300
/* Deeper elements leave their content to the one above. */
#define MAX_DEPTH 200
/* The parser looks through all open elements for each end tag. */
#define MAX_OPEN     2000
#define MAX_ELEMENTS 1000000
#define MAX_ERRORS   200000

/* ───── Encoding ───── */

/* UTF-16 without a mark has a zero in every other byte of its markup. */
static const char *
guess_wide_encoding (const char *data, gsize size)
{
  gsize n_zeros[2] = { 0 };
  gsize n = MIN (size, 400) & ~(gsize)1;

  if (size >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0))
    return "UTF-16";
  for (gsize i = 0; i < n; i++)
    n_zeros[i & 1] += data[i] == '\0';
  if (n < 4)
    return NULL;
  if (n_zeros[1] > n / 6 && n_zeros[0] <= n / 50)
    return "UTF-16LE";
  if (n_zeros[0] > n / 6 && n_zeros[1] <= n / 50)
    return "UTF-16BE";
  return NULL;
}

static char *
find_declared_encoding (const char *data, gsize size)
{
  g_autofree char *head = g_ascii_strdown (data, (gssize)MIN (size, 4096));
  const char *p = strstr (head, "charset");
  gsize length;

  if (p == NULL)
    return NULL;
  p += strlen ("charset");
  p += strspn (p, " \t\r\n=\"'");
  length = strspn (p, "abcdefghijklmnopqrstuvwxyz0123456789-_:.");
  return length > 0 && length < 40 ? g_strndup (p, length) : NULL;
}

static char *
remove_zeros (const char *data, gsize size)
{
  g_autoptr (GString) text = g_string_sized_new (size);

  for (gsize i = 0; i < size; i++) {
    if (data[i] != '\0')
      g_string_append_c (text, data[i]);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Text that is UTF-8 is nothing else, whatever it says: programs declare gb2312 and write UTF-8. */
static char *
decode (const char *data, gsize size, GPtrArray *dropped, GError **error)
{
  const char *wide = guess_wide_encoding (data, size);
  g_autofree char *text = NULL;
  g_autofree char *declared = NULL;
  gsize n_written = 0;

  if (wide != NULL) {
    text = g_convert_with_fallback (data, (gssize)(size & ~(gsize)1), "UTF-8", wide, "\357\277\275",
                                    NULL, &n_written, NULL);
    if (text != NULL)
      return remove_zeros (text, n_written);
  }
  text = remove_zeros (data, size);
  if (g_utf8_validate (text, -1, NULL))
    return g_steal_pointer (&text);
  declared = find_declared_encoding (text, strlen (text));
  if (declared != NULL && strcmp (declared, "utf-8") != 0 && strcmp (declared, "utf8") != 0) {
    /* GB18030 has all of the older ones. */
    const char *encoding = g_str_has_prefix (declared, "gb") ? "GB18030" : declared;
    g_autofree char *converted = g_convert (text, -1, "UTF-8", encoding, NULL, NULL, NULL);

    if (converted != NULL)
      return g_steal_pointer (&converted);
  }
  {
    g_autoptr (GError) ignored = NULL;
    char *decoded = _gb_import_text_decode (text, strlen (text), dropped, &ignored);

    /* Bytes of no encoding are shown as what they are: damaged. */
    return decoded != NULL ? decoded : g_utf8_make_valid (text, -1);
  }
}

/* ───── The first pass ───── */

typedef struct {
  const char *p;
  GString *out;
  GString *styles;
  GPtrArray *dropped;
  guint is_libre : 1;
  guint in_body : 1;
  guint no_comment_end : 1; /* there is no "-->" further on */
  guint no_condition_end : 1;
  guint no_tag_end : 1; /* there is no ">" further on */
} Scan;

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_' || c == ':' || c == '.';
}

static const char *
find_no_case (const char *haystack, const char *needle)
{
  gsize length = strlen (needle);

  for (const char *p = haystack; (p = strchr (p, needle[0])) != NULL; p++) {
    if (g_ascii_strncasecmp (p, needle, length) == 0)
      return p;
  }
  return NULL;
}

/* The end of a tag, behind its ">": quotes may hold one. NULL if it has none. */
static const char *
find_tag_end (const char *tag, guint *out_words)
{
  char quote = '\0';
  guint n_words = 0;

  for (const char *p = tag + 1; *p != '\0'; p++) {
    if (quote != '\0') {
      if (*p == quote)
        quote = '\0';
    } else if (*p == '>') {
      *out_words = n_words;
      return p + 1;
    } else if ((*p == '"' || *p == '\'') && (p[-1] == '=' || g_ascii_isspace (p[-1]))) {
      quote = *p;
    } else if (g_ascii_isspace (*p) || *p == '/') {
      n_words++;
    }
  }
  return NULL;
}

/* LibreOffice writes the comments of a paper as comments of the markup, where they stand. */
static void
note_comment (Scan *scan, const char *end)
{
  g_autofree char *text = g_strstrip (g_strndup (scan->p + 4, end - scan->p - 4));

  if (!scan->is_libre || !scan->in_body || strchr ("[*", *text) != NULL ||
      g_str_has_suffix (text, "Fragment"))
    return;
  _gb_import_drop (scan->dropped, 0, GB_IMPORT_DROPPED_COMMENT, text);
}

static void
skip_comment (Scan *scan)
{
  const char *end = scan->no_comment_end ? NULL : strstr (scan->p + 4, "-->");

  if (g_str_has_prefix (scan->p, "<!-->")) {
    scan->p += 5;
  } else if (end != NULL) {
    note_comment (scan, end);
    scan->p = end + 3;
  } else {
    /* A comment without an end may hold the text. */
    scan->no_comment_end = TRUE;
    scan->p += 4;
  }
}

/* “<![if !supportLists]>” only brackets what follows; what is for a program that supports
 * something we do not is left out. */
static void
skip_condition (Scan *scan)
{
  const char *end = scan->no_tag_end ? NULL : strchr (scan->p, '>');
  gsize length;

  if (end == NULL) {
    scan->no_tag_end = TRUE;
    g_string_append (scan->out, "&lt;");
    scan->p++;
    return;
  }
  length = (gsize)(end - scan->p);
  if (length > 6 && length < 200 && g_ascii_strncasecmp (scan->p, "<![if", 5) == 0 &&
      memchr (scan->p + 2, '!', length - 2) == NULL &&
      g_strstr_len (scan->p, (gssize)length, "support") != NULL) {
    const char *close = scan->no_condition_end ? NULL : find_no_case (end, "<![endif");

    scan->no_condition_end = close == NULL;
    if (close != NULL)
      end = strchr (close, '>') != NULL ? strchr (close, '>') : close;
  }
  scan->p = end + 1;
}

static void
skip_element (Scan *scan, const char *name, const char *content)
{
  g_autofree char *closing = g_strconcat ("</", name, NULL);
  const char *end = find_no_case (content, closing);

  if (strcmp (name, "style") == 0)
    g_string_append_len (scan->styles, content, end != NULL ? end - content : -1);
  if (end != NULL)
    end = strchr (end, '>');
  scan->p = end != NULL ? end + 1 : content + strlen (content);
}

static void
scan_tag (Scan *scan)
{
  static const char *const skipped[] = { "script", "style", "xml", NULL };
  static const char *const empty[] = { "bgsound", "embed", "keygen", "param",
                                       "source",  "track", "wbr",    NULL };
  const gboolean is_end = scan->p[1] == '/';
  const char *name = scan->p + (is_end ? 2 : 1);
  const char *name_end = name;
  guint n_words = 0;
  const char *end = scan->no_tag_end ? NULL : find_tag_end (scan->p, &n_words);
  g_autofree char *lower = NULL;

  if (end == NULL) {
    /* With a quote that is never closed, the next “>” has to do. */
    end = strchr (scan->p, '>');
    if (end == NULL) {
      scan->no_tag_end = TRUE;
      g_string_append (scan->out, "&lt;");
      scan->p++;
      return;
    }
    end++;
    n_words = G_MAXUINT;
  }
  while (name_end < end && is_name_char (*name_end))
    name_end++;
  lower = g_ascii_strdown (name, MIN (name_end - name, 64));
  scan->in_body |= strcmp (lower, "body") == 0;
  if (!is_end && g_strv_contains (skipped, lower) && end[-2] != '/') {
    skip_element (scan, lower, end);
    return;
  }
  if (strchr (lower, ':') != NULL) {
    /* Of another vocabulary, such as o:p: what is in it is text. */
  } else if (n_words > MAX_WORDS_OF_TAG) {
    g_string_append_printf (scan->out, "<%s%s>", is_end ? "/" : "", lower);
  } else if (!is_end && g_strv_contains (empty, lower)) {
    /* The parser knows only those of HTML 4, and would put what follows into the others. */
    g_string_append_len (scan->out, scan->p, end - scan->p - 1);
    g_string_append (scan->out, " />");
  } else {
    g_string_append_len (scan->out, scan->p, end - scan->p);
  }
  scan->p = end;
}

static void
scan_source (Scan *scan)
{
  while (*scan->p != '\0') {
    gsize n_text = strcspn (scan->p, "<");

    g_string_append_len (scan->out, scan->p, (gssize)n_text);
    scan->p += n_text;
    if (*scan->p == '\0')
      return;
    if (g_str_has_prefix (scan->p, "<!--")) {
      skip_comment (scan);
    } else if (g_str_has_prefix (scan->p, "<![")) {
      skip_condition (scan);
    } else if (scan->p[1] == '!' || scan->p[1] == '?') {
      const char *end = strchr (scan->p, '>');

      scan->p = end != NULL ? end + 1 : scan->p + strlen (scan->p);
    } else if (g_ascii_isalpha (scan->p[1]) ||
               (scan->p[1] == '/' && g_ascii_isalpha (scan->p[2]))) {
      scan_tag (scan);
    } else {
      g_string_append (scan->out, "&lt;");
      scan->p++;
    }
  }
}

/* ───── The parser ───── */

typedef struct {
  GArray *shown; /* of gboolean: for each open element, whether the tree has it */
  guint depth;   /* of the tree */
  guint n_elements;
  guint n_errors;
  gboolean is_stopped;
} Parse;

static void
stop (xmlParserCtxt *context)
{
  ((Parse *)context->_private)->is_stopped = TRUE;
  xmlStopParser (context);
}

/* Nobody looks for an id, and a repeated one would be complained about. */
static void
start_document_cb (gpointer user_data)
{
  xmlParserCtxt *context = user_data;

  context->loadsubset |= XML_SKIP_IDS;
  xmlSAX2StartDocument (context);
}

static void
start_element_cb (gpointer user_data, const xmlChar *name, const xmlChar **attributes)
{
  xmlParserCtxt *context = user_data;
  Parse *parse = context->_private;
  gboolean shown = parse->depth < MAX_DEPTH;

  if (parse->is_stopped)
    return;
  if (parse->shown->len >= MAX_OPEN || ++parse->n_elements > MAX_ELEMENTS) {
    stop (context);
    return;
  }
  g_array_append_val (parse->shown, shown);
  if (shown) {
    parse->depth++;
    xmlSAX2StartElement (context, name, attributes);
  }
}

static void
end_element_cb (gpointer user_data, const xmlChar *name)
{
  xmlParserCtxt *context = user_data;
  Parse *parse = context->_private;
  gboolean shown;

  if (parse->shown->len == 0)
    return;
  shown = g_array_index (parse->shown, gboolean, parse->shown->len - 1);
  g_array_set_size (parse->shown, parse->shown->len - 1);
  if (shown) {
    parse->depth--;
    xmlSAX2EndElement (context, name);
  }
}

static void
error_cb (void *user_data, const char *message, ...)
{
  xmlParserCtxt *context = user_data;
  Parse *parse = context->_private;

  if (++parse->n_errors > MAX_ERRORS && !parse->is_stopped)
    stop (context);
}

static xmlDoc *
parse_clean (const char *text, gsize size, gboolean *out_is_whole)
{
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (gboolean));
  Parse parse = { .shown = shown };
  htmlParserCtxt *context = htmlNewParserCtxt ();
  xmlDoc *tree;

  context->_private = &parse;
  context->sax->startDocument = start_document_cb;
  context->sax->startElement = start_element_cb;
  context->sax->endElement = end_element_cb;
  context->sax->error = error_cb;
  context->sax->comment = NULL;
  context->sax->processingInstruction = NULL;
  context->sax->internalSubset = NULL;
  /* Spaces between elements are spaces between words. */
  context->sax->ignorableWhitespace = context->sax->characters;
  tree = htmlCtxtReadMemory (context, text, (int)size, NULL, "UTF-8",
                             HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOWARNING |
                               HTML_PARSE_IGNORE_ENC | HTML_PARSE_COMPACT);
  htmlFreeParserCtxt (context);
  *out_is_whole = !parse.is_stopped;
  return tree;
}

/* What is left of a text that no parser should see: its characters. */
static xmlDoc *
parse_flat (const char *text)
{
  xmlDoc *tree = xmlNewDoc ((const xmlChar *)"1.0");
  xmlNode *root = xmlNewDocNode (tree, NULL, (const xmlChar *)"html", NULL);
  xmlNode *body = xmlNewChild (root, NULL, (const xmlChar *)"body", NULL);
  g_autoptr (GString) flat = g_string_sized_new (strlen (text));

  xmlDocSetRootElement (tree, root);
  for (const char *p = text; *p != '\0';) {
    gsize n = strcspn (p, "<");

    g_string_append_len (flat, p, (gssize)n);
    p += n;
    if (*p == '<') {
      g_string_append_c (flat, ' ');
      p += strcspn (p, ">");
      p += *p == '>';
    }
  }
  xmlAddChild (body, xmlNewDocTextLen (tree, (const xmlChar *)flat->str, (int)flat->len));
  return tree;
}

/**
 * _gb_import_html_source_parse:
 * @self: (out caller-allocates): the tree and the style sheets
 * @data: the bytes of an HTML text, of any encoding, also damaged
 * @size: their number
 * @dropped: (element-type GbImportNote): where damage is noted
 * @error: return location for %GB_DOCUMENT_ERROR_TOO_LARGE or %GB_DOCUMENT_ERROR_UNSUPPORTED
 *
 * Returns: %TRUE if there is a tree
 */
gboolean
_gb_import_html_source_parse (GbImportHtmlSource *self,
                              const char *data,
                              gsize size,
                              GPtrArray *dropped,
                              GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GString) clean = NULL;
  Scan scan = { 0 };
  gboolean is_whole = FALSE;

  if (size > GB_IMPORT_HTML_MAX_BYTES) {
    g_set_error (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_TOO_LARGE,
                 "the text has more than %d bytes", GB_IMPORT_HTML_MAX_BYTES);
    return FALSE;
  }
  text = decode (data, size, dropped, error);
  clean = g_string_sized_new (strlen (text));
  self->styles = g_string_new (NULL);
  scan.p = text;
  scan.out = clean;
  scan.styles = self->styles;
  scan.dropped = dropped;
  scan.is_libre = g_strstr_len (text, 2000, "LibreOffice") != NULL;
  /* The form of other systems, which lists offsets before the text. */
  if (g_str_has_prefix (text, "Version:") && strstr (text, "StartHTML:") != NULL)
    scan.p += strcspn (text, "<");
  scan_source (&scan);
  if (clean->len == 0) {
    g_set_error_literal (error, GB_DOCUMENT_ERROR, GB_DOCUMENT_ERROR_UNSUPPORTED,
                         "there is no text");
    return FALSE;
  }
  self->tree = parse_clean (clean->str, clean->len, &is_whole);
  if (!is_whole || self->tree == NULL) {
    g_clear_pointer (&self->tree, xmlFreeDoc);
    self->tree = parse_flat (clean->str);
    _gb_import_drop (dropped, 0, "form of a text that is nested too deeply", "");
  }
  return TRUE;
}

void
_gb_import_html_source_clear (GbImportHtmlSource *self)
{
  g_clear_pointer (&self->tree, xmlFreeDoc);
  if (self->styles != NULL)
    g_string_free (self->styles, TRUE);
  self->styles = NULL;
}
