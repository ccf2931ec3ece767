// SPDX-License-Identifier: GPL-3.0-or-later
/* Every block has an id that is unique in the document and stays with its text: findings and
 * comments are addressed by it and an offset in characters. */

import { Fragment, Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";

import { changedBlocks, forEachBlock } from "./changes.js";
import { cleanText, charactersBefore, unitsBefore } from "./text.js";

const MAX_TITLE = 500;
const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

/** @returns {string} an id that nobody has: ten random characters after a letter */
export function newBlockId() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return "b" + Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

export function hasId(node) {
  return node.type.spec.attrs?.id !== undefined;
}

/* Positions of the blocks of each id, in the order of the document. */
function blocksById(doc) {
  const found = new Map();

  doc.descendants((node, position) => {
    if (hasId(node)) {
      const { id } = node.attrs;
      found.set(id, [...(found.get(id) ?? []), { node, position }]);
    }
    return !node.isTextblock;
  });
  return found;
}

/* ProseMirror copies the attributes of a block that is split. Of blocks with one id, the first that
 * has text is the one that the id belongs to; without any text, the first. */
function ownerOf(blocks) {
  return blocks.find(({ node }) => node.textContent !== "") ?? blocks[0];
}

/**
 * Gives an id to every block that has none, and to all but one of the blocks that share one.
 * @returns {Transaction | null}
 */
export function completeIds(state) {
  let tr = null;

  for (const [id, blocks] of blocksById(state.doc)) {
    const owner = id === null ? null : ownerOf(blocks);
    for (const block of blocks) {
      if (block !== owner) {
        tr = (tr ?? state.tr).setNodeAttribute(block.position, "id", newBlockId());
      }
    }
  }
  return tr;
}

function idsOf(blocks) {
  const ids = [];
  const add = (node) => {
    if (hasId(node)) {
      ids.push(node.attrs.id);
    }
    if (!node.isTextblock) {
      node.forEach(add);
    }
  };

  blocks.forEach(add);
  return ids;
}

/* Whether every id is where it was, such as when something is typed. */
function keepsIds(before, after) {
  const { old, now } = changedBlocks(before, after);
  const ids = idsOf(now);
  const known = idsOf(old);

  return ids.length === known.length && ids.every((id, i) => id !== null && id === known[i]);
}

/** A document without an id missing, for the moment of loading. */
export function withIds(doc) {
  const used = new Set();

  const complete = (node) => {
    const children = [];
    node.forEach((child) => children.push(node.isTextblock ? child : complete(child)));
    const content = Fragment.fromArray(children);
    if (!hasId(node)) {
      return node.copy(content);
    }
    const id = node.attrs.id && !used.has(node.attrs.id) ? node.attrs.id : newBlockId();
    used.add(id);
    return node.type.create({ ...node.attrs, id }, content, node.marks);
  };
  return complete(doc);
}

/** A slice whose blocks have no ids: what comes from elsewhere gets its own. */
export function withoutIds(slice) {
  const strip = (fragment) => {
    const children = [];
    fragment.forEach((node) => {
      if (node.isText) {
        children.push(node);
      } else {
        const attrs = hasId(node) ? { ...node.attrs, id: null } : node.attrs;
        children.push(node.type.create(attrs, strip(node.content), node.marks));
      }
    });
    return Fragment.fromArray(children);
  };
  return new Slice(strip(slice.content), slice.openStart, slice.openEnd);
}

/** The text of a block. A line break is one character, as in the host's text. */
export function blockText(node) {
  return node.textBetween(0, node.content.size, null, "\n");
}

/** @returns {{block: string | null, offset: number}} where `$position` is, in characters */
export function blockAt($position) {
  const { parent, parentOffset } = $position;

  return {
    block: hasId(parent) ? parent.attrs.id : null,
    offset: parent.isTextblock ? charactersBefore(blockText(parent), parentOffset) : 0,
  };
}

/** @returns {{block: string, offset: number}} the same for a selection; "" stands for the title */
export function caretOf({ node, $head }) {
  if (node && hasId(node)) {
    return { block: node.attrs.id, offset: 0 };
  }
  const { block, offset } = blockAt($head);
  return { block: block ?? "", offset };
}

/** @returns {number | null} the position of a character of a block */
export function positionOf(doc, id, offset) {
  let result = null;

  doc.descendants((node, position) => {
    if (result === null && hasId(node) && node.attrs.id === id) {
      result = node.isTextblock
        ? position + 1 + unitsBefore(blockText(node), offset)
        : position;
    }
    return result === null;
  });
  return result;
}

/* A title is a line of the metadata, which holds so many characters. */
function shortenTitle(state) {
  const title = state.doc.firstChild;
  const units = unitsBefore(title.textContent, MAX_TITLE);

  return units < title.content.size ? state.tr.delete(1 + units, 1 + title.content.size) : null;
}

/* Text that the host would refuse may come by any way in, and so it is replaced where it stands. */
function removeForbidden(before, state) {
  const { position: start, now } = changedBlocks(before, state.doc);
  let tr = null;
  const clean = (node, position) => {
    if (node.isText) {
      const text = cleanText(node.text);
      if (text !== node.text) {
        tr ??= state.tr;
        const from = tr.mapping.map(position);
        const to = from + node.nodeSize;
        if (text) {
          tr.replaceWith(from, to, state.schema.text(text, node.marks));
        } else {
          tr.delete(from, to);
        }
      }
    }
    node.forEach((child, offset) => clean(child, position + 1 + offset));
  };

  forEachBlock(now, start, clean);
  return tr;
}

export function blocks() {
  return [
    new Plugin({
      appendTransaction: (transactions, before, state) =>
        keepsIds(before.doc, state.doc) ? null : completeIds(state),
    }),
    new Plugin({
      appendTransaction: (transactions, before, state) =>
        removeForbidden(before.doc, state) ??
        (before.doc.firstChild === state.doc.firstChild ? null : shortenTitle(state)),
    }),
  ];
}
