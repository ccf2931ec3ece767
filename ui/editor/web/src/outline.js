// SPDX-License-Identifier: GPL-3.0-or-later
/* The headings of a text and the sections under them. A heading stands only among the blocks of the
 * body, never inside another block. */

import { schema } from "./schema.js";

const { nodes } = schema;

/** The levels of headings, as in h2 … h5. */
export const FIRST_LEVEL = 2;
export const LAST_LEVEL = 5;

/* Nodes are immutable, so that what was found out about one holds. */
const outlineOfDocument = new WeakMap();
const textOfBlock = new WeakMap();

/** @returns {string} the text of a block; a line break is one character, as in its content */
export function textOf(node) {
  let text = textOfBlock.get(node);

  if (text === undefined) {
    text = node.textBetween(0, node.content.size, null, "\n");
    textOfBlock.set(node, text);
  }
  return text;
}

function read(doc) {
  const found = [];
  const open = [];

  doc.forEach((node, position, index) => {
    if (node.type === nodes.heading) {
      const { level, id } = node.attrs;
      while (open.length && open.at(-1).level >= level) {
        open.pop().end = position;
      }
      const text = textOf(node);
      const heading = { node, text, id, level, position, index, end: doc.content.size };
      found.push(heading);
      open.push(heading);
    }
  });
  return found;
}

/**
 * @param {Node} doc
 * @returns {{node: Node, text: string, id: string, level: number, position: number, index: number,
 *   end: number}[]} the headings in order: text with its number, level 2 … 5, position that of the
 *   heading, index its place among the children of the document, end where its section ends,
 *   subsections included. Not to be changed.
 */
export function outline(doc) {
  let found = outlineOfDocument.get(doc);

  if (!found) {
    found = read(doc);
    outlineOfDocument.set(doc, found);
  }
  return found;
}

/**
 * @param {object[]} before of `outline ()`
 * @param {object[]} after likewise
 * @returns {boolean} whether they are the same headings; what stands between them does not matter
 */
export function hasSameHeadings(before, after) {
  return (
    before.length === after.length && before.every(({ node }, index) => node === after[index].node)
  );
}

/** @returns {object | null} the heading of `outline ()` whose section `position` is in */
export function headingAt(doc, position) {
  return outline(doc).findLast((heading) => heading.position <= position) ?? null;
}

/** @returns {object[]} the headings of `outline ()` that the selection touches */
export function selectedHeadings({ doc, selection }) {
  return outline(doc).filter(({ node, position }) =>
    selection.ranges.some(
      ({ $from, $to }) => $from.pos <= position + node.nodeSize && position <= $to.pos,
    ),
  );
}
