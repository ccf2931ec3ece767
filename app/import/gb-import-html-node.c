/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking at the tree of a foreign HTML text. The parser writes names in lower case. Nothing here
 * keeps state. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-import-html-private.h"

#include "document/gb-xml-private.h"

#include <string.h>

gboolean
_gb_import_html_is (const xmlNode *node, const char *name)
{
  return node != NULL && node->type == XML_ELEMENT_NODE &&
         strcmp ((const char *)node->name, name) == 0;
}

/* names: with a space before and after each. */
gboolean
_gb_import_html_is_one_of (const xmlNode *node, const char *names)
{
  const char *name = (const char *)node->name;
  gsize length = strlen (name);

  if (node->type != XML_ELEMENT_NODE)
    return FALSE;
  for (const char *p = names; (p = strstr (p, name)) != NULL; p++) {
    if (p > names && p[-1] == ' ' && p[length] == ' ')
      return TRUE;
  }
  return FALSE;
}

/* (transfer full) (nullable) */
char *
_gb_import_html_dup (const xmlNode *node, const char *attribute)
{
  g_autofree char *value =
    node->properties != NULL ? _gb_xml_dup_attribute (node, attribute) : NULL;

  /* The parser leaves bytes of a broken reference as they are. */
  return value != NULL ? g_utf8_make_valid (value, -1) : NULL;
}

/* Names of classes that begin so count as well: Word has MsoToc1, MsoToc2. */
gboolean
_gb_import_html_has_class (const xmlNode *node, const char *class)
{
  g_autofree char *value = _gb_import_html_dup (node, "class");
  gsize length = strlen (class);

  for (const char *p = value; p != NULL && *p != '\0';) {
    p += strspn (p, " \t\r\n");
    if (g_ascii_strncasecmp (p, class, length) == 0 && *p != '\0')
      return TRUE;
    p += strcspn (p, " \t\r\n");
  }
  return FALSE;
}

/* (transfer full): its text in one line, never NULL */
char *
_gb_import_html_dup_text (const xmlNode *node)
{
  g_autofree char *content = _gb_xml_dup_content (node);
  g_autofree char *valid = g_utf8_make_valid (content, -1);
  GString *line = g_string_new (NULL);
  gboolean was_space = TRUE;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    gboolean is_space = g_unichar_isspace (c) || c == 0xa0;

    if (!is_space)
      g_string_append_unichar (line, c);
    else if (!was_space)
      g_string_append_c (line, ' ');
    was_space = is_space;
  }
  if (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);
  return g_string_free (line, FALSE);
}

/* The node after this one, in the order of the text; NULL behind root. */
xmlNode *
_gb_import_html_next (const xmlNode *node, const xmlNode *root)
{
  if (node->children != NULL && node->type == XML_ELEMENT_NODE)
    return node->children;
  while (node != NULL && node != root && node->next == NULL)
    node = node->parent;
  return node == NULL || node == root ? NULL : node->next;
}
