// SPDX-License-Identifier: GPL-3.0-or-later
/* The nodes and marks of a document: resources/document.rng, said in ProseMirror's words. The title
 * is the first node, so that it is written on the page; it is kept in the metadata and never in the
 * body. No side effects, no DOM: Node imports this file too. */

import { Schema } from "prosemirror-model";

/** The order in which canonical form writes classes of a paragraph. */
export const ALIGNMENTS = ["left", "center", "right"];
export const ROLES = ["addressee", "signature", "date", "note"];
export const LIST_STYLES = ["paren", "wide-paren", "circled", "cjk", "cjk-paren"];
export const FONTS = ["hei", "kai"];

/** The address of an image on the page's own scheme, from which the host serves it. */
export const BLOB_PREFIX = "blob/";

const DIGEST = /^sm3:[0-9a-f]{64}$/;
const ADDRESS =
  /^(?:https?:\/\/[^\s"<>]+|mailto:[^\s"<>@]+@[^\s"<>@]+|tel:\+?[0-9-]{3,20}|#[A-Za-z][A-Za-z0-9_-]{0,63}|document:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
const MAX_ADDRESS = 2000;
const MAX_SPAN = 200;

/** @returns {boolean} whether something names the bytes of an image */
export function isDigest(text) {
  return typeof text === "string" && DIGEST.test(text);
}

/**
 * @param {unknown} href
 * @returns {boolean} whether a link may point there
 */
export function isAddress(href) {
  if (typeof href !== "string" || href.length > MAX_ADDRESS || !ADDRESS.test(href)) {
    return false;
  }
  return !/^https?:/.test(href) || hasHost(href);
}

/* The schema cannot say that a web address has a host; app/document does. URL would also find one
 * behind a third slash. */
function hasHost(href) {
  try {
    return /^https?:\/\/[^/?#\\]/.test(href) && new URL(href).hostname !== "";
  } catch {
    return false;
  }
}

/** Classes of a paragraph as attributes; anything else is left out. */
export function paragraphAttributes(className) {
  const classes = (className ?? "").split(/\s+/);
  const role = ROLES.find((name) => classes.includes(name)) ?? null;

  return {
    role,
    align: role ? null : (ALIGNMENTS.find((name) => classes.includes(name)) ?? null),
    noIndent: !role && classes.includes("no-indent"),
  };
}

/** The inverse: what canonical form writes, or null for none. */
export function paragraphClass({ role, align, noIndent }) {
  return role ?? ([align, noIndent && "no-indent"].filter(Boolean).join(" ") || null);
}

export function cellAttributes(element) {
  const span = (name) => {
    const count = Number(element.getAttribute(name) ?? 1);
    return Number.isInteger(count) && count >= 1 && count <= MAX_SPAN ? count : 1;
  };
  const colspan = span("colspan");
  const widths = element.getAttribute("data-colwidth");
  const valid = widths !== null && /^[0-9]{1,4}(,[0-9]{1,4})*$/.test(widths);
  const colwidth = valid ? widths.split(",").map(Number) : null;

  return {
    colspan,
    rowspan: span("rowspan"),
    colwidth: colwidth?.length === colspan ? colwidth : null,
  };
}

export function headerScope(element) {
  const scope = element.getAttribute("scope");
  return scope === "col" || scope === "row" ? scope : null;
}

export function listAttributes(element) {
  const start = element.getAttribute("start") ?? "";
  const style = element.getAttribute("class");

  return {
    style: LIST_STYLES.includes(style) ? style : null,
    start: /^[1-9][0-9]{0,3}$/.test(start) && start !== "1" ? Number(start) : null,
  };
}

export function imageAttributes(element) {
  const src = (element.getAttribute("src") ?? "").replace(/^.*blob\//, "");
  const width = element.getAttribute("width");

  return DIGEST.test(src)
    ? {
        src,
        alt: (element.getAttribute("alt") ?? "").replace(/[\n\r\t]+/g, " ").slice(0, 500),
        width: /^(100|[1-9][0-9])%$/.test(width ?? "") ? width : null,
      }
    : false;
}

/* Attributes for toDOM: ProseMirror would write null as a string. */
function given(attributes) {
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined),
  );
}

/* The id is never read from foreign markup: blocks that come in get their own (blocks.js). */
const id = { default: null };
const INLINE = "inline*";
const FLOW = "(paragraph | list)+";

function cell(tag, more = {}) {
  return {
    content: FLOW,
    attrs: {
      colspan: { default: 1 },
      rowspan: { default: 1 },
      colwidth: { default: null },
      ...Object.fromEntries(Object.keys(more).map((name) => [name, { default: null }])),
    },
    isolating: true,
    parseDOM: [
      {
        tag,
        getAttrs: (element) => ({
          ...cellAttributes(element),
          ...Object.fromEntries(Object.entries(more).map(([name, read]) => [name, read(element)])),
        }),
      },
    ],
    toDOM({ attrs }) {
      const { colspan, rowspan, colwidth, scope } = attrs;

      return [
        tag,
        given({
          colspan: colspan > 1 ? colspan : null,
          rowspan: rowspan > 1 ? rowspan : null,
          "data-colwidth": colwidth?.join(",") ?? null,
          scope,
        }),
        0,
      ];
    },
  };
}

const nodes = {
  doc: { content: "title block+" },

  title: {
    content: "text*",
    marks: "",
    defining: true,
    isolating: true,
    parseDOM: [],
    toDOM: () => ["h1", { class: "gb-title" }, 0],
  },

  paragraph: {
    group: "block",
    content: INLINE,
    attrs: { id, align: { default: null }, noIndent: { default: false }, role: { default: null } },
    parseDOM: [
      { tag: "p", getAttrs: (element) => paragraphAttributes(element.getAttribute("class")) },
    ],
    toDOM: ({ attrs }) => ["p", given({ id: attrs.id, class: paragraphClass(attrs) }), 0],
  },

  heading: {
    group: "block",
    content: INLINE,
    attrs: { id, level: { default: 2 } },
    defining: true,
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({
      tag: `h${level}`,
      attrs: { level: Math.min(Math.max(level, 2), 5) },
    })),
    toDOM: ({ attrs }) => [`h${attrs.level}`, given({ id: attrs.id }), 0],
  },

  bullet_list: {
    group: "block list",
    content: "list_item+",
    attrs: { id },
    parseDOM: [{ tag: "ul" }],
    toDOM: ({ attrs }) => ["ul", given({ id: attrs.id }), 0],
  },

  ordered_list: {
    group: "block list",
    content: "list_item+",
    attrs: { id, style: { default: null }, start: { default: null } },
    parseDOM: [{ tag: "ol", getAttrs: listAttributes }],
    toDOM: ({ attrs }) => [
      "ol",
      given({ id: attrs.id, class: attrs.style, start: attrs.start }),
      0,
    ],
  },

  list_item: {
    content: "paragraph (paragraph | list)*",
    attrs: { id },
    defining: true,
    parseDOM: [{ tag: "li" }],
    toDOM: ({ attrs }) => ["li", given({ id: attrs.id }), 0],
  },

  /* prosemirror-tables takes every child of a table for a row, so the element that can have a
   * caption is a node around the node with the rows, which stands for tbody. */
  table_block: {
    group: "block",
    content: "caption? table",
    attrs: { id },
    isolating: true,
    parseDOM: [{ tag: "table" }],
    toDOM: ({ attrs }) => ["table", given({ id: attrs.id }), 0],
  },

  caption: {
    content: INLINE,
    attrs: { id },
    defining: true,
    isolating: true,
    parseDOM: [{ tag: "caption" }],
    toDOM: ({ attrs }) => ["caption", given({ id: attrs.id }), 0],
  },

  table: {
    content: "table_row+",
    tableRole: "table",
    isolating: true,
    selectable: false,
    toDOM: () => ["tbody", 0],
  },

  table_row: {
    content: "(table_cell | table_header)*",
    tableRole: "row",
    parseDOM: [{ tag: "tr" }],
    toDOM: () => ["tr", 0],
  },

  table_cell: { ...cell("td"), tableRole: "cell" },
  table_header: { ...cell("th", { scope: headerScope }), tableRole: "header_cell" },

  figure: {
    group: "block",
    content: "image figcaption?",
    attrs: { id },
    isolating: true,
    parseDOM: [{ tag: "figure" }],
    toDOM: ({ attrs }) => ["figure", given({ id: attrs.id }), 0],
  },

  /* ProseMirror wants to be able to make every node that another one needs; an image without a
   * source is never written. */
  image: {
    attrs: { src: { default: "" }, alt: { default: "" }, width: { default: null } },
    selectable: false,
    parseDOM: [{ tag: "img", getAttrs: imageAttributes }],
    toDOM: ({ attrs }) => [
      "img",
      given({ src: BLOB_PREFIX + attrs.src, alt: attrs.alt, width: attrs.width }),
    ],
  },

  figcaption: {
    content: INLINE,
    attrs: { id },
    defining: true,
    isolating: true,
    parseDOM: [{ tag: "figcaption" }],
    toDOM: ({ attrs }) => ["figcaption", given({ id: attrs.id }), 0],
  },

  blockquote: {
    group: "block",
    content: FLOW,
    attrs: { id },
    defining: true,
    parseDOM: [{ tag: "blockquote" }],
    toDOM: ({ attrs }) => ["blockquote", given({ id: attrs.id }), 0],
  },

  rule: {
    group: "block",
    attrs: { id },
    parseDOM: [{ tag: "hr" }],
    toDOM: ({ attrs }) => ["hr", given({ id: attrs.id })],
  },

  text: { group: "inline" },

  hard_break: {
    group: "inline",
    inline: true,
    selectable: false,
    linebreakReplacement: true,
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
};

function mark(tag, parseDOM, more = {}) {
  return { parseDOM: [{ tag }, ...parseDOM], toDOM: () => [tag, 0], ...more };
}

/* The order is that of nesting in canonical form, from the outside in. */
const marks = {
  link: {
    attrs: { href: {} },
    inclusive: false,
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs(element) {
          const href = element.getAttribute("href").trim();
          return isAddress(href) && { href };
        },
      },
    ],
    toDOM: ({ attrs }) => ["a", { href: attrs.href, title: attrs.href }, 0],
  },
  strong: mark("strong", [
    /* Some programs wrap everything they copy in a <b> of normal weight. */
    { tag: "b", getAttrs: (element) => element.style.fontWeight !== "normal" && null },
    { style: "font-weight=400", clearMark: ({ type }) => type.name === "strong" },
    {
      style: "font-weight",
      getAttrs: (value) => /^(bold(er)?|[6-9]\d{2})$/.test(value) && null,
    },
  ]),
  em: mark("em", [{ tag: "i" }, { style: "font-style=italic" }]),
  underline: mark("u", [
    { style: "text-decoration", getAttrs: (value) => /\bunderline\b/.test(value) && null },
  ]),
  strike: mark("s", [
    { tag: "del" },
    { tag: "strike" },
    { style: "text-decoration", getAttrs: (value) => /\bline-through\b/.test(value) && null },
  ]),
  subscript: mark("sub", [], { excludes: "subscript superscript" }),
  superscript: mark("sup", [], { excludes: "subscript superscript" }),
  font: {
    attrs: { face: {} },
    parseDOM: FONTS.map((face) => ({ tag: `span.${face}`, attrs: { face } })),
    toDOM: ({ attrs }) => ["span", { class: attrs.face }, 0],
  },
};

export const schema = new Schema({ nodes, marks });
