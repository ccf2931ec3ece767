// SPDX-License-Identifier: GPL-3.0-or-later
/* What the selection is in: the questions that commands and the report to the host ask. */

import { NodeSelection, TextSelection } from "prosemirror-state";

import { schema } from "./schema.js";

const { nodes, marks } = schema;

/** @returns {{node: Node, depth: number} | null} the nearest ancestor of one of the types */
export function ancestor($position, ...types) {
  for (let depth = $position.depth; depth > 0; depth--) {
    if (types.includes($position.node(depth).type)) {
      return { node: $position.node(depth), depth };
    }
  }
  return null;
}

export function listAround(state) {
  return ancestor(state.selection.$from, nodes.bullet_list, nodes.ordered_list);
}

export function tableAround(state) {
  return ancestor(state.selection.$from, nodes.table_block);
}

/** Whether headings, lists and the like may stand here: not in the title, a caption, or a table. */
export function inBody(state) {
  const { $from, $to } = state.selection;
  const outside = (position) =>
    !ancestor(position, nodes.caption, nodes.figcaption, nodes.table);

  return outside($from) && outside($to) && $to.parent.type !== nodes.title;
}

/**
 * What a press with the other button selects: an image, or the place in the text.
 * @returns {Selection | null} null for what is selected already
 */
export function selectionAt(view, { clientX, clientY }) {
  const { doc, selection } = view.state;
  const found = view.posAtCoords({ left: clientX, top: clientY });

  if (!found || selection.ranges.some(({ $from, $to }) => isBetween(found.pos, $from, $to))) {
    return null;
  }
  const $inside = found.inside >= 0 ? doc.resolve(found.inside) : null;
  const $figure = $inside?.nodeAfter?.type === nodes.image ? doc.resolve($inside.before()) : $inside;
  return $figure?.nodeAfter?.type === nodes.figure
    ? NodeSelection.create(doc, $figure.pos)
    : TextSelection.near(doc.resolve(found.pos));
}

function isBetween(position, $from, $to) {
  return $from.pos < $to.pos && $from.pos <= position && position <= $to.pos;
}

export function selectedParagraphs(state) {
  const found = [];

  for (const { $from, $to } of state.selection.ranges) {
    state.doc.nodesBetween($from.pos, $to.pos, (node, position) => {
      if (node.type === nodes.paragraph) {
        found.push({ node, position });
      }
    });
  }
  return found;
}

/** The name under which the host knows the style of the block with the caret. */
export function styleName(state) {
  const { $from } = state.selection;
  const { parent } = $from;

  if (parent.type === nodes.heading) {
    return `h${parent.attrs.level}`;
  }
  if (parent.type === nodes.paragraph) {
    return parent.attrs.role ?? (ancestor($from, nodes.blockquote) ? "quote" : "body");
  }
  return parent.type === nodes.title ? "title" : "body";
}

/** The link that the caret stands in, or that the selection begins with. */
export function linkAround(state) {
  const { $from, from, to, empty } = state.selection;
  const { parent, parentOffset } = $from;
  const at = (child) => child.node && marks.link.isInSet(child.node.marks);
  const after = parent.childAfter(parentOffset);
  const before = parent.childBefore(parentOffset);
  const link = at(after) || (empty && at(before)) || null;

  if (!link) {
    return null;
  }
  const index = at(after) ? after.index : before.index;
  let first = index;
  let last = index;
  while (first > 0 && link.isInSet(parent.child(first - 1).marks)) {
    first -= 1;
  }
  while (last + 1 < parent.childCount && link.isInSet(parent.child(last + 1).marks)) {
    last += 1;
  }
  let start = $from.start();
  for (let i = 0; i < first; i++) {
    start += parent.child(i).nodeSize;
  }
  let end = start;
  for (let i = first; i <= last; i++) {
    end += parent.child(i).nodeSize;
  }
  return { href: link.attrs.href, from: Math.min(start, from), to: Math.max(end, to) };
}
