/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Styles by their id, each with what it says itself; inheritance is followed when somebody asks,
 * with a limit, because the chain of an untrusted file may be a circle. One thread at a time. */

#define G_LOG_DOMAIN "gb-import"

#include "config.h"

#include "import/gb-docx-styles.h"

#include <string.h>

#define MAX_CHAIN  32
#define MAX_STYLES 20000
/* In half points, where nothing says another (ECMA-376-1 §17.3.2.38). */
#define DEFAULT_SIZE 20
/* In half points. */
#define MIN_RAISED_BY 4

typedef struct {
  char *id;       /* (owned) */
  char *based_on; /* (owned) (nullable) */
  GbDocxParagraphFormat paragraph;
  GbDocxRunFormat run;
  guint heading; /* from the name; 0 is none */
} Style;

struct _GbDocxStyles {
  /* Owned */
  GHashTable *styles;      /* id → Style */
  char *default_paragraph; /* (nullable) its id */

  GbDocxParagraphFormat default_paragraph_format;
  GbDocxRunFormat default_run_format;
  GbDocxFace major; /* of the theme */
  GbDocxFace minor;
};

static const GbDocxParagraphFormat no_paragraph = { .outline = -1, .num_id = -1, .level = -1 };

static void
style_free (Style *style)
{
  g_free (style->id);
  g_free (style->based_on);
  g_free (style);
}

/* Names of faces as Word, WPS and LibreOffice write them, in Chinese or Latin. */
GbDocxFace
_gb_docx_face_from_name (const char *name)
{
  static const struct {
    const char *part;
    GbDocxFace face;
  } parts[] = {
    { "标宋", GB_DOCX_FACE_BIAOSONG }, { "biaosong", GB_DOCX_FACE_BIAOSONG },
    { "仿宋", GB_DOCX_FACE_FANGSONG }, { "fangsong", GB_DOCX_FACE_FANGSONG },
    { "楷", GB_DOCX_FACE_KAI },        { "kaiti", GB_DOCX_FACE_KAI },
    { "ukai", GB_DOCX_FACE_KAI },      { "黑体", GB_DOCX_FACE_HEI },
    { "simhei", GB_DOCX_FACE_HEI },    { "heiti", GB_DOCX_FACE_HEI },
    { "stxihei", GB_DOCX_FACE_HEI },   { "雅黑", GB_DOCX_FACE_HEI },
    { "yahei", GB_DOCX_FACE_HEI },     { "宋", GB_DOCX_FACE_SONG },
    { "simsun", GB_DOCX_FACE_SONG },   { "stsong", GB_DOCX_FACE_SONG },
  };
  g_autofree char *lower = NULL;

  if (name == NULL || *name == '\0')
    return GB_DOCX_FACE_UNSET;
  lower = g_ascii_strdown (name, -1);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (strstr (lower, parts[i].part) != NULL)
      return parts[i].face;
  }
  return GB_DOCX_FACE_OTHER;
}

static GbDocxSwitch
read_switch (const xmlNode *node)
{
  return _gb_docx_xml_is_on (node) ? GB_DOCX_ON : GB_DOCX_OFF;
}

static GbDocxColor
read_color (const char *value)
{
  guint64 rgb;
  guint red;
  guint green;
  guint blue;

  if (value == NULL || strlen (value) != 6)
    return GB_DOCX_COLOR_OTHER;
  rgb = g_ascii_strtoull (value, NULL, 16);
  red = rgb >> 16;
  green = (rgb >> 8) & 0xff;
  blue = rgb & 0xff;
  return red >= 0xa0 && green < 0x50 && blue < 0x50 ? GB_DOCX_COLOR_RED : GB_DOCX_COLOR_OTHER;
}

/* Half points; the strict form may have a unit. */
static guint
read_size (const char *value)
{
  double size;

  if (value == NULL)
    return 0;
  size = g_ascii_strtod (value, NULL);
  if (g_str_has_suffix (value, "pt"))
    size *= 2;
  return size >= 1 && size <= 3276 ? (guint)(size + 0.5) : 0;
}

/* Chinese characters have the East Asian face. Programs that name only the Latin one mean both when
 * it is a Chinese face. */
static GbDocxFace
read_face (const GbDocxStyles *self, const xmlNode *node)
{
  const char *theme = _gb_docx_xml_get (node, "eastAsiaTheme");
  GbDocxFace face = GB_DOCX_FACE_UNSET;

  if (theme != NULL)
    face = g_str_has_prefix (theme, "major") ? self->major : self->minor;
  if (face == GB_DOCX_FACE_UNSET)
    face = _gb_docx_face_from_name (_gb_docx_xml_get (node, "eastAsia"));
  if (face == GB_DOCX_FACE_UNSET) {
    face = _gb_docx_face_from_name (_gb_docx_xml_get (node, "ascii"));
    if (face == GB_DOCX_FACE_OTHER)
      face = GB_DOCX_FACE_UNSET;
  }
  return face;
}

void
_gb_docx_styles_apply_run (GbDocxStyles *self, xmlNode *properties, GbDocxRunFormat *format)
{
  guint size_before = format->size;
  int raised_by = 0;

  if (properties == NULL)
    return;
  for (xmlNode *node = properties->children; node != NULL; node = node->next) {
    const char *value = _gb_docx_xml_get (node, "val");

    if (_gb_docx_xml_is (node, "b")) {
      format->bold = read_switch (node);
    } else if (_gb_docx_xml_is (node, "i")) {
      format->italic = read_switch (node);
    } else if (_gb_docx_xml_is (node, "u")) {
      format->underline = read_switch (node);
    } else if (_gb_docx_xml_is (node, "strike") || _gb_docx_xml_is (node, "dstrike")) {
      if (_gb_docx_xml_is_on (node) || format->strike != GB_DOCX_ON)
        format->strike = read_switch (node);
    } else if (_gb_docx_xml_is (node, "vanish")) {
      format->hidden = read_switch (node);
    } else if (_gb_docx_xml_is (node, "vertAlign")) {
      format->position = g_strcmp0 (value, "superscript") == 0 ? GB_DOCX_POSITION_SUPER
                         : g_strcmp0 (value, "subscript") == 0 ? GB_DOCX_POSITION_SUB
                                                               : GB_DOCX_POSITION_BASE;
    } else if (_gb_docx_xml_is (node, "position")) {
      raised_by = _gb_docx_xml_parse_int (value, -1000, 1000, 0);
    } else if (_gb_docx_xml_is (node, "rFonts")) {
      GbDocxFace face = read_face (self, node);

      if (face != GB_DOCX_FACE_UNSET)
        format->face = face;
    } else if (_gb_docx_xml_is (node, "color")) {
      format->color = read_color (value);
    } else if (_gb_docx_xml_is (node, "sz")) {
      guint size = read_size (value);

      if (size != 0)
        format->size = size;
    }
  }
  /* Some programs write the small print above or below the line by hand. */
  if (ABS (raised_by) >= MIN_RAISED_BY && format->size * 10 < size_before * 9)
    format->position = raised_by > 0 ? GB_DOCX_POSITION_SUPER : GB_DOCX_POSITION_SUB;
}

void
_gb_docx_styles_apply_paragraph (GbDocxStyles *self,
                                 xmlNode *properties,
                                 GbDocxParagraphFormat *format)
{
  if (properties == NULL)
    return;
  for (xmlNode *node = properties->children; node != NULL; node = node->next) {
    const char *value = _gb_docx_xml_get (node, "val");

    if (_gb_docx_xml_is (node, "outlineLvl")) {
      format->outline = _gb_docx_xml_parse_int (value, 0, 9, 9);
    } else if (_gb_docx_xml_is (node, "jc")) {
      format->align =
        g_strcmp0 (value, "center") == 0                                    ? GB_DOCX_ALIGN_CENTER
        : g_strcmp0 (value, "right") == 0 || g_strcmp0 (value, "end") == 0  ? GB_DOCX_ALIGN_RIGHT
        : g_strcmp0 (value, "left") == 0 || g_strcmp0 (value, "start") == 0 ? GB_DOCX_ALIGN_LEFT
                                                                            : GB_DOCX_ALIGN_JUSTIFY;
    } else if (_gb_docx_xml_is (node, "numPr")) {
      const char *num_id = _gb_docx_xml_get_child_val (node, "numId");
      const char *level = _gb_docx_xml_get_child_val (node, "ilvl");

      if (num_id != NULL) {
        format->num_id = _gb_docx_xml_parse_int (num_id, 0, G_MAXINT, 0);
        format->style_for_level = NULL;
      }
      if (level != NULL)
        format->level = _gb_docx_xml_parse_int (level, 0, 8, 0);
    }
  }
}

/* The level in “heading 1”, “标题1” or “一级标题”; 0 if it is no such name. */
static guint
get_heading_level (const char *name)
{
  static const char *const chinese[] = { "一级标题", "二级标题", "三级标题", "四级标题",
                                         "五级标题" };
  const char *rest = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (chinese); i++) {
    if (strstr (name, chinese[i]) != NULL)
      return i + 1;
  }
  if (g_str_has_prefix (name, "heading"))
    rest = name + strlen ("heading");
  else if (g_str_has_prefix (name, "标题"))
    rest = name + strlen ("标题");
  if (rest == NULL)
    return 0;
  while (*rest == ' ')
    rest++;
  return rest[0] >= '1' && rest[0] <= '9' && rest[1] == '\0' ? (guint)(rest[0] - '0') : 0;
}

/* w:name is English in every edition of Word; WPS and converters also write the Chinese name, and
 * offices have names of their own. */
static void
read_role (Style *style, const char *name)
{
  static const struct {
    const char *name;
    GbDocxRole role;
  } names[] = {
    { "标题", GB_DOCX_ROLE_TITLE },           { "title", GB_DOCX_ROLE_TITLE },
    { "公文标题", GB_DOCX_ROLE_TITLE },       { "大标题", GB_DOCX_ROLE_TITLE },
    { "主标题", GB_DOCX_ROLE_TITLE },         { "caption", GB_DOCX_ROLE_CAPTION },
    { "题注", GB_DOCX_ROLE_CAPTION },         { "quote", GB_DOCX_ROLE_QUOTE },
    { "intense quote", GB_DOCX_ROLE_QUOTE },  { "quotations", GB_DOCX_ROLE_QUOTE },
    { "引用", GB_DOCX_ROLE_QUOTE },           { "明显引用", GB_DOCX_ROLE_QUOTE },
    { "horizontal line", GB_DOCX_ROLE_RULE },
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  style->heading = get_heading_level (lower);
  if (style->heading > 0)
    style->paragraph.role = GB_DOCX_ROLE_HEADING;
  else if (g_str_has_prefix (lower, "toc ") || g_str_has_prefix (lower, "目录 "))
    style->paragraph.role = GB_DOCX_ROLE_CONTENTS;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (strcmp (lower, names[i].name) == 0)
      style->paragraph.role = names[i].role;
  }
}

static gboolean
read_style (GbDocxStyles *self, xmlNode *node)
{
  const char *id = _gb_docx_xml_get (node, "styleId");
  const char *name = _gb_docx_xml_get_child_val (node, "name");
  const char *is_default = _gb_docx_xml_get (node, "default");
  Style *style;

  if (id == NULL || g_hash_table_size (self->styles) >= MAX_STYLES)
    return TRUE;
  style = g_new0 (Style, 1);
  style->id = g_strdup (id);
  style->based_on = g_strdup (_gb_docx_xml_get_child_val (node, "basedOn"));
  style->paragraph = no_paragraph;
  if (name != NULL)
    read_role (style, name);
  _gb_docx_styles_apply_paragraph (self, _gb_docx_xml_find (node, "pPr"), &style->paragraph);
  _gb_docx_styles_apply_run (self, _gb_docx_xml_find (node, "rPr"), &style->run);
  g_hash_table_replace (self->styles, g_strdup (id), style);
  if (g_strcmp0 (_gb_docx_xml_get (node, "type"), "paragraph") == 0 &&
      (g_strcmp0 (is_default, "1") == 0 || g_strcmp0 (is_default, "true") == 0 ||
       g_strcmp0 (is_default, "on") == 0)) {
    g_free (self->default_paragraph);
    self->default_paragraph = g_strdup (id);
  }
  return TRUE;
}

static gboolean
style_element_cb (xmlNode *node, gpointer user_data, GError **error)
{
  GbDocxStyles *self = user_data;

  if (_gb_docx_xml_is (node, "style"))
    return read_style (self, node);
  if (_gb_docx_xml_is (node, "docDefaults")) {
    xmlNode *run = _gb_docx_xml_find (node, "rPrDefault");
    xmlNode *paragraph = _gb_docx_xml_find (node, "pPrDefault");

    _gb_docx_styles_apply_run (self, _gb_docx_xml_find (run, "rPr"), &self->default_run_format);
    _gb_docx_styles_apply_paragraph (self, _gb_docx_xml_find (paragraph, "pPr"),
                                     &self->default_paragraph_format);
  }
  return TRUE;
}

/* The face for Chinese: a:ea, or that of the script Hans (ECMA-376-1 §20.1.4.1.16). */
static GbDocxFace
read_theme_face (xmlNode *fonts)
{
  GbDocxFace face = GB_DOCX_FACE_UNSET;

  for (xmlNode *node = fonts != NULL ? fonts->children : NULL; node != NULL; node = node->next) {
    if (_gb_docx_xml_is_local (node, "ea"))
      face = _gb_docx_face_from_name (_gb_docx_xml_get (node, "typeface"));
    else if (face == GB_DOCX_FACE_UNSET && _gb_docx_xml_is_local (node, "font") &&
             g_strcmp0 (_gb_docx_xml_get (node, "script"), "Hans") == 0)
      face = _gb_docx_face_from_name (_gb_docx_xml_get (node, "typeface"));
  }
  return face;
}

static gboolean
theme_element_cb (xmlNode *node, gpointer user_data, GError **error)
{
  GbDocxStyles *self = user_data;
  xmlNode *major = _gb_docx_xml_find_below (node, "majorFont");
  xmlNode *minor = _gb_docx_xml_find_below (node, "minorFont");

  if (major != NULL)
    self->major = read_theme_face (major);
  if (minor != NULL)
    self->minor = read_theme_face (minor);
  return TRUE;
}

/**
 * _gb_docx_styles_new:
 * @part: (nullable): styles.xml; without it nothing has a style
 * @theme: (nullable): theme1.xml; a damaged one is no reason to refuse a text
 * @cancellable: (nullable): a cancellable
 * @error: return location for %GB_IMPORT_ERROR_DAMAGED or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the styles, or %NULL
 */
GbDocxStyles *
_gb_docx_styles_new (GBytes *part, GBytes *theme, GCancellable *cancellable, GError **error)
{
  g_autoptr (GbDocxStyles) self = g_new0 (GbDocxStyles, 1);
  g_autoptr (GError) theme_error = NULL;

  self->styles =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)style_free);
  self->default_paragraph_format = no_paragraph;
  self->default_run_format.size = DEFAULT_SIZE;
  if (!_gb_docx_xml_walk (theme, 1, theme_element_cb, self, cancellable, &theme_error))
    g_debug ("theme: %s", theme_error->message);
  if (!_gb_docx_xml_walk (part, 1, style_element_cb, self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * _gb_docx_styles_free:
 * @self: (transfer full): styles
 *
 * Frees @self.
 */
void
_gb_docx_styles_free (GbDocxStyles *self)
{
  g_clear_pointer (&self->styles, g_hash_table_unref);
  g_free (self->default_paragraph);
  g_free (self);
}

/* From the style itself to the root. */
static guint
get_chain (GbDocxStyles *self, const char *id, const Style *chain[MAX_CHAIN])
{
  guint n = 0;

  while (id != NULL && n < MAX_CHAIN) {
    const Style *style = g_hash_table_lookup (self->styles, id);

    if (style == NULL)
      break;
    chain[n++] = style;
    id = style->based_on;
  }
  return n;
}

static void
lay_run (GbDocxRunFormat *format, const GbDocxRunFormat *over)
{
#define LAY(field)                                                                                 \
  if (over->field != 0)                                                                            \
  format->field = over->field
  LAY (bold);
  LAY (italic);
  LAY (underline);
  LAY (strike);
  LAY (hidden);
  LAY (position);
  LAY (face);
  LAY (color);
  LAY (size);
#undef LAY
}

void
_gb_docx_styles_get_paragraph (GbDocxStyles *self,
                               const char *style,
                               GbDocxParagraphFormat *out_paragraph,
                               GbDocxRunFormat *out_run)
{
  const Style *chain[MAX_CHAIN];
  guint n;

  if (style == NULL || !g_hash_table_contains (self->styles, style))
    style = self->default_paragraph;
  *out_paragraph = self->default_paragraph_format;
  *out_run = self->default_run_format;
  n = get_chain (self, style, chain);
  while (n > 0) {
    const Style *layer = chain[--n];

    lay_run (out_run, &layer->run);
    if (layer->paragraph.role != GB_DOCX_ROLE_NONE)
      out_paragraph->role = layer->paragraph.role;
    if (layer->heading != 0)
      out_paragraph->outline = (int)layer->heading - 1;
    if (layer->paragraph.align != GB_DOCX_ALIGN_UNSET)
      out_paragraph->align = layer->paragraph.align;
    if (layer->paragraph.outline >= 0)
      out_paragraph->outline = layer->paragraph.outline;
    if (layer->paragraph.num_id >= 0) {
      out_paragraph->num_id = layer->paragraph.num_id;
      out_paragraph->style_for_level = layer->id;
    }
    if (layer->paragraph.level >= 0)
      out_paragraph->level = layer->paragraph.level;
  }
}

/* Two styles that both say bold cancel each other out. */
static GbDocxSwitch
toggle (GbDocxSwitch below, GbDocxSwitch above)
{
  if (above == GB_DOCX_UNSET)
    return below;
  if (above == GB_DOCX_OFF)
    return below;
  return below == GB_DOCX_ON ? GB_DOCX_OFF : GB_DOCX_ON;
}

void
_gb_docx_styles_apply_character (GbDocxStyles *self, const char *style, GbDocxRunFormat *format)
{
  const Style *chain[MAX_CHAIN];
  guint n = get_chain (self, style, chain);
  GbDocxRunFormat own = { 0 };
  GbDocxRunFormat below = *format;

  if (n == 0)
    return;
  while (n > 0)
    lay_run (&own, &chain[--n]->run);
  lay_run (format, &own);
  format->bold = toggle (below.bold, own.bold);
  format->italic = toggle (below.italic, own.italic);
  format->strike = toggle (below.strike, own.strike);
  format->hidden = toggle (below.hidden, own.hidden);
}

int
_gb_docx_styles_get_num_id (GbDocxStyles *self, const char *style)
{
  const Style *found = style != NULL ? g_hash_table_lookup (self->styles, style) : NULL;

  return found != NULL ? found->paragraph.num_id : -1;
}
