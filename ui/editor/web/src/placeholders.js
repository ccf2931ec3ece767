// SPDX-License-Identifier: GPL-3.0-or-later
/* A hint in the empty title and in the first paragraph of an empty text. The words come from the
 * host, so that there is one catalogue of translations. */

import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

import { schema } from "./schema.js";

const { nodes } = schema;

/**
 * @param {() => {title?: string, body?: string}} wordsNow
 */
export function placeholders(wordsNow) {
  return new Plugin({
    props: {
      decorations({ doc }) {
        const words = wordsNow();
        const hints = [];
        const hint = (node, position, text) => {
          if (text && node.content.size === 0) {
            hints.push(
              Decoration.node(position, position + node.nodeSize, {
                class: "gb-empty",
                "data-placeholder": text,
                "aria-placeholder": text,
              }),
            );
          }
        };
        const title = doc.firstChild;
        const first = doc.child(1);

        hint(title, 0, words.title);
        if (doc.childCount === 2 && first.type === nodes.paragraph) {
          hint(first, title.nodeSize, words.body);
        }
        return DecorationSet.create(doc, hints);
      },
    },
  });
}
