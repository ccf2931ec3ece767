// SPDX-License-Identifier: GPL-3.0-or-later
/* Pieces of documents. What was cut out of the middle of something has nodes at its ends that lack
 * a part: a cell without a paragraph, a figure without its image. Here such nodes are completed, so
 * that every piece can be put in anywhere. */

import { Fragment, Slice } from "prosemirror-model";

import { schema } from "./schema.js";

const { nodes } = schema;

/* Completes the nodes of one side that are open, from a depth on. */
function closeSide(fragment, side, from, to, depth, openEnd) {
  const node = side < 0 ? fragment.firstChild : fragment.lastChild;
  const end = fragment.childCount > 1 ? 0 : openEnd;
  let inner = node.content;

  if (depth < to - 1) {
    inner = closeSide(inner, side, from, to, depth + 1, end);
  }
  if (depth >= from) {
    inner =
      side < 0
        ? node.contentMatchAt(0).fillBefore(inner, end <= depth).append(inner)
        : inner.append(node.contentMatchAt(node.childCount).fillBefore(Fragment.empty, true));
  }
  return fragment.replaceChild(side < 0 ? 0 : fragment.childCount - 1, node.copy(inner));
}

/**
 * A slice that is open no deeper than this at either end.
 * @param {Slice} slice
 * @returns {Slice}
 */
export function closeSlice(slice, openStart, openEnd) {
  let { content } = slice;

  if (openStart < slice.openStart) {
    content = closeSide(content, -1, openStart, slice.openStart, 0, slice.openEnd);
  }
  if (openEnd < slice.openEnd) {
    content = closeSide(content, 1, openEnd, slice.openEnd, 0, 0);
  }
  return new Slice(
    content,
    Math.min(openStart, slice.openStart),
    Math.min(openEnd, slice.openEnd),
  );
}

/* A caption that was selected without its image is a paragraph; so is every figure's at the ends. */
function withoutHalfFigures({ content, openStart, openEnd }) {
  const children = [];
  let start = openStart;
  let end = openEnd;

  content.forEach((node, offset, index) => {
    if (node.type !== nodes.figure || node.firstChild?.type === nodes.image) {
      children.push(node);
      return;
    }
    children.push(nodes.paragraph.create(null, node.firstChild?.content));
    if (index === 0) {
      start = Math.min(start, 1);
    }
    if (index === content.childCount - 1) {
      end = Math.min(end, 1);
    }
  });
  return new Slice(Fragment.fromArray(children), start, end);
}

/* How deep an end may be open: tables, cells, captions and figures are taken whole. */
function openDepth(fragment, open, child) {
  let node = child(fragment);
  let depth = 0;

  while (depth < open && !node.type.spec.isolating) {
    depth += 1;
    node = child(node.content);
  }
  return depth;
}

/** @returns {Slice} the same with every node of it complete, but for paragraphs, lists and the like
 *   at its ends, which join those of the place */
export function completeSlice(slice) {
  const whole = withoutHalfFigures(slice);
  const { content, openStart, openEnd } = whole;

  return closeSlice(
    whole,
    openDepth(content, openStart, (fragment) => fragment.firstChild),
    openDepth(content, openEnd, (fragment) => fragment.lastChild),
  );
}
