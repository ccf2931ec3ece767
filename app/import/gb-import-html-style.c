/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What style attributes say, and the rules for single classes of style sheets, which is where
 * spreadsheets and LibreOffice put it. This is no cascade: of a class only those few properties are
 * kept that change what a text is. Belongs to one reader. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-html-private.h"
#include "import/gb-import-widths.h"

#include <string.h>

#define MAX_RULES 5000

/* Whatever else a sheet says is about looks. */
static const char *const kept[] = {
  "display",
  "font-style",
  "font-weight",
  "list-style-type",
  "mso-hide",
  "mso-outline-level",
  "text-align",
  "text-decoration",
  "vertical-align",
  "visibility",
  "white-space",
  "width",
  NULL,
};

struct _GbImportStyles {
  GHashTable *classes; /* (owned): "class" or "element.class" to declarations */
  double text_width;   /* of the paper, in pixels; 0 if it does not say */

  /* The last node that was asked about, whose style is asked for several times. */
  const xmlNode *node;
  char *style; /* (owned) (nullable) */
};

/* The value of a property in declarations, behind its last colon: (transfer full) (nullable), in
 * lower case, without quotes and “!important”. */
static char *
find_declaration (const char *declarations, const char *property)
{
  const gsize length = strlen (property);
  char *found = NULL;

  for (const char *p = declarations; *p != '\0';) {
    const char *end = p;
    char quote = '\0';

    p += strspn (p, " \t\r\n;");
    for (end = p; *end != '\0' && (quote != '\0' || *end != ';'); end++) {
      if (quote == '\0' && (*end == '"' || *end == '\''))
        quote = *end;
      else if (*end == quote)
        quote = '\0';
    }
    if (g_ascii_strncasecmp (p, property, length) == 0) {
      const char *value = p + length + strspn (p + length, " \t\r\n");

      if (*value == ':' && value < end) {
        g_autofree char *text = g_ascii_strdown (value + 1, end - value - 1);
        char *important = strstr (text, "!important");

        if (important != NULL)
          *important = '\0';
        g_strdelimit (text, "\"'\r\n\t", ' ');
        g_free (found);
        found = g_strdup (g_strstrip (text));
      }
    }
    p = end;
  }
  return found;
}

static void
keep_declarations (GbImportStyles *self, const char *selector, const char *declarations)
{
  GString *text = NULL;

  for (guint i = 0; kept[i] != NULL; i++) {
    g_autofree char *value = find_declaration (declarations, kept[i]);

    if (value != NULL && text == NULL)
      text = g_string_new (g_hash_table_lookup (self->classes, selector));
    if (value != NULL)
      g_string_append_printf (text, "%s:%s;", kept[i], value);
  }
  if (text != NULL)
    g_hash_table_insert (self->classes, g_ascii_strdown (selector, -1),
                         g_string_free (text, FALSE));
}

/* Only “.class” and “element.class”. */
static gboolean
is_plain_selector (const char *selector)
{
  const char *dot = strchr (selector, '.');

  if (dot == NULL || dot[1] == '\0')
    return FALSE;
  for (const char *p = selector; *p != '\0'; p++) {
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_' && p != dot)
      return FALSE;
  }
  return TRUE;
}

static void
read_sheets (GbImportStyles *self, const char *sheets)
{
  const char *p = sheets;

  for (guint n_rules = 0; *p != '\0' && n_rules < MAX_RULES; n_rules++) {
    const char *open = strchr (p, '{');
    const char *close = open != NULL ? strchr (open, '}') : NULL;
    g_auto (GStrv) selectors = NULL;
    g_autofree char *before = NULL;
    g_autofree char *declarations = NULL;
    const char *start;

    if (close == NULL)
      return;
    start = open;
    while (start > p && start[-1] != '}' && start[-1] != ';' && start[-1] != '{')
      start--;
    before = g_strndup (start, open - start);
    declarations = g_strndup (open + 1, close - open - 1);
    selectors = g_strsplit (before, ",", 50);
    for (guint i = 0; selectors[i] != NULL; i++) {
      const char *selector;

      /* A sheet may stand in a comment. */
      g_strstrip (g_strdelimit (selectors[i], "<>!", ' '));
      selector = selectors[i] + strspn (selectors[i], "- \t\r\n");
      if (is_plain_selector (selector))
        keep_declarations (self, selector + (*selector == '.'), declarations);
    }
    p = close + 1;
  }
}

/* One of the four values of "margin": top, right, bottom and left, some of which may be missing. */
static double
find_margin (const char *declarations, const char *side, guint index)
{
  g_autofree char *own = find_declaration (declarations, side);
  g_autofree char *all = find_declaration (declarations, "margin");
  g_auto (GStrv) values = NULL;
  guint n_values;

  if (own != NULL)
    return _gb_import_widths_parse (own);
  if (all == NULL)
    return 0;
  values = g_strsplit (all, " ", 5);
  n_values = g_strv_length (values);
  if (index == 3 && n_values < 4)
    index = 1;
  return _gb_import_widths_parse (values[index < n_values ? index : 0]);
}

/* “@page WordSection1 {size:595.3pt 841.9pt; margin:72.0pt 90.0pt 72.0pt 90.0pt;}” */
static double
find_text_width (const char *sheets)
{
  for (const char *p = strstr (sheets, "@page"); p != NULL; p = strstr (p + 1, "@page")) {
    const char *open = strchr (p, '{');
    const char *close = open != NULL ? strchr (open, '}') : NULL;
    g_autofree char *declarations = NULL;
    g_autofree char *size = NULL;
    double width;

    if (close == NULL)
      return 0;
    declarations = g_strndup (open + 1, close - open - 1);
    size = find_declaration (declarations, "size");
    if (size == NULL)
      continue;
    size[strcspn (size, " ")] = '\0';
    width = _gb_import_widths_parse (size) - find_margin (declarations, "margin-left", 3) -
            find_margin (declarations, "margin-right", 1);
    if (width > 0)
      return width;
  }
  return 0;
}

/* Pixels, of its style or its attribute; 0 if it has none. */
double
_gb_import_styles_get_width (GbImportStyles *self, const xmlNode *node, double whole)
{
  g_autofree char *style = _gb_import_styles_get (self, node, "width");
  g_autofree char *attribute = _gb_import_html_dup (node, "width");
  const char *values[] = { style, attribute };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    double width = _gb_import_widths_parse (values[i]);

    if (width > 0)
      return strchr (values[i], '%') != NULL ? width / GB_IMPORT_TEXT_WIDTH * whole : width;
  }
  return 0;
}

double
_gb_import_styles_get_text_width (GbImportStyles *self)
{
  return self->text_width;
}

GbImportStyles *
_gb_import_styles_new (const char *sheets)
{
  GbImportStyles *self = g_new0 (GbImportStyles, 1);

  self->classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  read_sheets (self, sheets);
  self->text_width = find_text_width (sheets);
  return self;
}

void
_gb_import_styles_free (GbImportStyles *self)
{
  g_hash_table_unref (self->classes);
  g_free (self->style);
  g_free (self);
}

/* What counts for a node: its classes, and behind them its own declarations, which win. */
static char *
collect_style (GbImportStyles *self, const xmlNode *node)
{
  g_autofree char *style = _gb_import_html_dup (node, "style");
  g_autofree char *classes = NULL;
  g_auto (GStrv) names = NULL;
  GString *all;

  if (g_hash_table_size (self->classes) == 0)
    return g_steal_pointer (&style);
  classes = _gb_import_html_dup (node, "class");
  if (classes == NULL)
    return g_steal_pointer (&style);
  all = g_string_new (NULL);
  names = g_strsplit_set (classes, " \t\r\n", 20);
  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *name = g_ascii_strdown (names[i], -1);
    g_autofree char *selector = g_strconcat ((const char *)node->name, ".", name, NULL);
    const char *general = g_hash_table_lookup (self->classes, name);
    const char *special = g_hash_table_lookup (self->classes, selector);

    g_string_append_printf (all, "%s%s", general != NULL ? general : "",
                            special != NULL ? special : "");
  }
  if (style != NULL)
    g_string_append (all, style);
  return g_string_free (all, FALSE);
}

/**
 * _gb_import_styles_get:
 * @self: the styles
 * @node: an element
 * @property: a property, in lower case
 *
 * Returns: (transfer full) (nullable): its value for @node itself, in lower case
 */
char *
_gb_import_styles_get (GbImportStyles *self, const xmlNode *node, const char *property)
{
  if (node->properties == NULL)
    return NULL;
  if (self->node != node) {
    g_free (self->style);
    self->style = collect_style (self, node);
    self->node = node;
  }
  return self->style != NULL ? find_declaration (self->style, property) : NULL;
}

gboolean
_gb_import_styles_has (GbImportStyles *self,
                       const xmlNode *node,
                       const char *property,
                       const char *value)
{
  g_autofree char *found = _gb_import_styles_get (self, node, property);

  return found != NULL && strstr (found, value) != NULL;
}
