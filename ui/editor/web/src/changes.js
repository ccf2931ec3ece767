// SPDX-License-Identifier: GPL-3.0-or-later
/* What a key has touched: most often one block of many. Nodes are immutable, so that a block that
 * nobody has touched is the same node. */

const NOTHING = { position: 0, old: [], now: [] };

let last = { before: null, after: null, found: NOTHING };

function compare(before, after) {
  const shorter = Math.min(before.childCount, after.childCount);
  let position = 0;
  let first = 0;
  let rest = 0;

  while (first < shorter && before.child(first) === after.child(first)) {
    position += before.child(first).nodeSize;
    first += 1;
  }
  while (
    rest < shorter - first &&
    before.child(before.childCount - 1 - rest) === after.child(after.childCount - 1 - rest)
  ) {
    rest += 1;
  }
  return {
    position,
    old: before.content.content.slice(first, before.childCount - rest),
    now: after.content.content.slice(first, after.childCount - rest),
  };
}

/**
 * @param {Node} before a document
 * @param {Node} after what it has become
 * @returns {{position: number, old: Node[], now: Node[]}} the children that differ, without those at
 *   the beginning and at the end that are the same, and where they begin in both. Not to be changed.
 */
export function changedBlocks(before, after) {
  if (before === after) {
    return NOTHING;
  }
  if (last.before !== before || last.after !== after) {
    last = { before, after, found: compare(before, after) };
  }
  return last.found;
}

/** Calls `visit(node, position)` for each of the blocks that begin at `start`. */
export function forEachBlock(blocks, start, visit) {
  let position = start;

  for (const node of blocks) {
    visit(node, position);
    position += node.nodeSize;
  }
}

/** @returns {number} how far the blocks reach */
export function sizeOf(blocks) {
  return blocks.reduce((size, node) => size + node.nodeSize, 0);
}

function isSame(a, b) {
  return a.from === b.from && a.to === b.to && a.spec.key === b.spec.key;
}

/**
 * Draws what depends on nothing but the block that it lies in: only in the blocks that have changed,
 * and there only what differs. What stays is not drawn again.
 * @param {DecorationSet} drawn before the transaction
 * @param {Transaction} tr
 * @param {(blocks: Node[], position: number) => Decoration[]} draw all of some blocks, each with a key
 *   in its spec that says what it looks like
 * @returns {DecorationSet}
 */
export function redraw(drawn, { before, doc, mapping }, draw) {
  const { position, now } = changedBlocks(before, doc);
  const end = position + sizeOf(now);
  const wanted = draw(now, position);
  const mapped = drawn.map(mapping, doc);
  const there = mapped.find(position, end).filter(({ from, to }) => from >= position && to <= end);
  const stays =
    there.length === wanted.length && there.every((decoration, i) => isSame(decoration, wanted[i]));

  return stays ? mapped : mapped.remove(there).add(doc, wanted);
}
