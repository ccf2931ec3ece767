// SPDX-License-Identifier: GPL-3.0-or-later

import { Plugin } from "prosemirror-state";

import { hasId } from "./blocks.js";

/* The key of the plugin of prosemirror-history, which does not export it, and the member of its
 * transactions that says what the history is to be (read in 1.5.1: the version is pinned, and
 * tests/editor/test-ime.c fails when one of them changes). */
const HISTORY = "history$";

/* Whoever takes back what was composed comes to the same text by a step that can be done again. */
function isOfComposition(tr) {
  return (tr.getMeta("appendedTransaction") ?? tr).getMeta("composition") !== undefined;
}

function isSameButForId(node, before) {
  const attrs = hasId(before) ? { ...node.attrs, id: before.attrs.id } : node.attrs;

  return before.hasMarkup(node.type, attrs, node.marks) && node.text === before.text;
}

/**
 * WebKit takes an empty block away with the last letter, and ProseMirror reads it as a new one.
 * @returns {boolean} whether both are the same but for ids; those of `before` are put into `lost`
 */
function isSame(node, before, position, lost) {
  if (node === before) {
    return true;
  }
  if (node.childCount !== before.childCount || !isSameButForId(node, before)) {
    return false;
  }
  if (node.attrs.id !== before.attrs.id) {
    lost.push({ position, id: before.attrs.id });
  }
  let same = true;
  node.forEach((child, offset, index) => {
    same &&= isSame(child, before.child(index), position + 1 + offset, lost);
  });
  return same;
}

/**
 * Forgets a composition that came to nothing. Its letters stood in the text while it went on, so
 * that history has a step that puts them in and takes them out; whoever undoes would see nothing
 * happen. When the text is again what it was when the composition began, so is the history, with
 * what could be done again, and so are the ids of the blocks.
 */
export function cancelledCompositions() {
  let before = null;

  return new Plugin({
    props: {
      handleDOMEvents: {
        compositionstart(view) {
          const { doc } = view.state;
          before = { doc, history: view.state[HISTORY] };
          return false;
        },
      },
    },
    appendTransaction(transactions, old, { doc, tr }) {
      const changes = transactions.filter(({ docChanged }) => docChanged);
      const lost = [];

      if (
        !before?.history ||
        changes.length === 0 ||
        !changes.every(isOfComposition) ||
        doc.content.size !== before.doc.content.size ||
        !isSame(doc, before.doc, -1, lost)
      ) {
        return null;
      }
      lost.forEach(({ position, id }) => tr.setNodeAttribute(position, "id", id));
      return tr.setMeta(HISTORY, { historyState: before.history });
    },
  });
}
