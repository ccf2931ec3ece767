// SPDX-License-Identifier: GPL-3.0-or-later
/* Between the XHTML of a document's body and nodes. The reader takes what resources/document.rng
 * allows and nothing else; the writer writes what it allows. Both work on any DOM, so that tests
 * run in Node. */

import {
  cellAttributes,
  headerScope,
  imageAttributes,
  listAttributes,
  paragraphAttributes,
  paragraphClass,
  schema,
} from "./schema.js";
import { cleanText } from "./text.js";

const XHTML = "http://www.w3.org/1999/xhtml";
const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;
const { nodes, marks } = schema;

const markOf = {
  a: (element) => marks.link.create({ href: element.getAttribute("href") }),
  strong: () => marks.strong.create(),
  em: () => marks.em.create(),
  u: () => marks.underline.create(),
  s: () => marks.strike.create(),
  sub: () => marks.subscript.create(),
  sup: () => marks.superscript.create(),
  span: (element) => marks.font.create({ face: element.getAttribute("class") }),
};

function elements(parent) {
  return Array.from(parent.childNodes).filter((child) => child.nodeType === ELEMENT);
}

function readInline(parent, active, result) {
  for (const child of Array.from(parent.childNodes)) {
    if (child.nodeType === TEXT || child.nodeType === CDATA) {
      const text = child.nodeValue.replace(/[\t\n\r]+/g, " ");
      if (text) {
        result.push(schema.text(text, active));
      }
    } else if (child.nodeType === ELEMENT) {
      if (child.localName === "br") {
        result.push(nodes.hard_break.create(null, null, active));
      } else if (Object.hasOwn(markOf, child.localName)) {
        readInline(child, markOf[child.localName](child).addToSet(active), result);
      } else {
        throw new Error(`unexpected inline element: ${child.localName}`);
      }
    }
  }
  return result;
}

function textBlock(type, attributes = () => ({})) {
  return (element) =>
    type.create(
      { id: element.getAttribute("id"), ...attributes(element) },
      readInline(element, [], []),
    );
}

function container(type, attributes = () => ({})) {
  return (element) =>
    type.create(
      { id: element.getAttribute("id"), ...attributes(element) },
      elements(element).map(readBlock),
    );
}

function readRow(element) {
  const cells = elements(element).map((cell) => {
    const content = elements(cell).map(readBlock);
    return cell.localName === "th"
      ? nodes.table_header.create({ ...cellAttributes(cell), scope: headerScope(cell) }, content)
      : nodes.table_cell.create(cellAttributes(cell), content);
  });
  return nodes.table_row.create(null, cells);
}

const readers = {
  p: textBlock(nodes.paragraph, (element) => paragraphAttributes(element.getAttribute("class"))),
  ul: container(nodes.bullet_list),
  ol: container(nodes.ordered_list, listAttributes),
  li: container(nodes.list_item),
  table: container(nodes.table_block),
  caption: textBlock(nodes.caption),
  tbody: (element) => nodes.table.create(null, elements(element).map(readRow)),
  figure: container(nodes.figure),
  img: (element) => nodes.image.create(imageAttributes(element) || {}),
  figcaption: textBlock(nodes.figcaption),
  blockquote: container(nodes.blockquote),
  hr: (element) => nodes.rule.create({ id: element.getAttribute("id") }),
};
for (const level of [2, 3, 4, 5]) {
  readers[`h${level}`] = textBlock(nodes.heading, () => ({ level }));
}

function readBlock(element) {
  if (!Object.hasOwn(readers, element.localName)) {
    throw new Error(`unexpected element: ${element.localName}`);
  }
  return readers[element.localName](element);
}

/**
 * @param {string} title
 * @param {Element | null} body an XHTML body element, valid against the schema; null for none
 * @returns {Node} a document, checked
 */
export function readDocument(title, body) {
  const text = cleanText(title);
  const blocks = body ? elements(body).map(readBlock) : [];
  const doc = nodes.doc.create(null, [
    nodes.title.create(null, text ? schema.text(text) : null),
    ...(blocks.length ? blocks : [nodes.paragraph.create()]),
  ]);

  doc.check();
  return doc;
}

/* As libxml2 writes it, so that a text that has not changed is the same string for the host. */
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeText(text) {
  return text.replace(/[&<>]/g, (character) => ESCAPES[character]);
}

function escapeAttribute(text) {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character]);
}

function openTag(name, attributes = {}) {
  const written = Object.keys(attributes)
    .filter((key) => attributes[key] !== null && attributes[key] !== undefined)
    .sort()
    .map((key) => ` ${key}="${escapeAttribute(cleanText(String(attributes[key])))}"`);
  return `<${name}${written.join("")}`;
}

const markTags = {
  link: (mark) => ["a", { href: mark.attrs.href }],
  strong: () => ["strong"],
  em: () => ["em"],
  underline: () => ["u"],
  strike: () => ["s"],
  subscript: () => ["sub"],
  superscript: () => ["sup"],
  font: (mark) => ["span", { class: mark.attrs.face }],
};

function tagOf(mark) {
  return markTags[mark.type.name](mark);
}

function writeInline(parent, out) {
  let open = [];

  const closeTo = (count) => {
    while (open.length > count) {
      out.push(`</${tagOf(open.pop())[0]}>`);
    }
  };
  parent.forEach((node) => {
    const text = node.isText ? escapeText(cleanText(node.text)) : "<br/>";
    if (!text) {
      return;
    }
    let kept = 0;
    while (kept < open.length && kept < node.marks.length && open[kept].eq(node.marks[kept])) {
      kept += 1;
    }
    closeTo(kept);
    for (const mark of node.marks.slice(kept)) {
      out.push(openTag(...tagOf(mark)), ">");
      open.push(mark);
    }
    out.push(text);
  });
  closeTo(0);
}

function cellTag({ attrs }) {
  return {
    colspan: attrs.colspan > 1 ? attrs.colspan : null,
    rowspan: attrs.rowspan > 1 ? attrs.rowspan : null,
    "data-colwidth": attrs.colwidth?.join(",") ?? null,
    scope: attrs.scope,
  };
}

const writers = {
  paragraph: (node) => ["p", { id: node.attrs.id, class: paragraphClass(node.attrs) }],
  heading: (node) => [`h${node.attrs.level}`, { id: node.attrs.id }],
  bullet_list: (node) => ["ul", { id: node.attrs.id }],
  ordered_list: ({ attrs }) => ["ol", { id: attrs.id, class: attrs.style, start: attrs.start }],
  list_item: (node) => ["li", { id: node.attrs.id }],
  table_block: (node) => ["table", { id: node.attrs.id }],
  caption: (node) => ["caption", { id: node.attrs.id }],
  table: () => ["tbody"],
  table_row: () => ["tr"],
  table_cell: (node) => ["td", cellTag(node)],
  table_header: (node) => ["th", cellTag(node)],
  figure: (node) => ["figure", { id: node.attrs.id }],
  image: ({ attrs }) => ["img", { src: attrs.src, alt: attrs.alt, width: attrs.width }],
  figcaption: (node) => ["figcaption", { id: node.attrs.id }],
  blockquote: (node) => ["blockquote", { id: node.attrs.id }],
  rule: (node) => ["hr", { id: node.attrs.id }],
};

function writeNode(node, out) {
  if (node.type === nodes.figure && node.firstChild.attrs.src === "") {
    return;
  }
  const [name, attributes] = writers[node.type.name](node);

  if (node.content.size === 0) {
    out.push(openTag(name, attributes), "/>");
    return;
  }
  out.push(openTag(name, attributes), ">");
  if (node.isTextblock) {
    writeInline(node, out);
  } else {
    node.forEach((child) => writeNode(child, out));
  }
  out.push(`</${name}>`);
}

/**
 * @param {Node} doc
 * @returns {{title: string, body: string}} the title as text, the body as one XHTML element
 */
export function writeDocument(doc) {
  const out = [`<body xmlns="${XHTML}">`];

  doc.forEach((node, offset, index) => {
    if (index > 0) {
      writeNode(node, out);
    }
  });
  out.push("</body>");
  return { title: cleanText(doc.firstChild.textContent).trim(), body: out.join("") };
}
