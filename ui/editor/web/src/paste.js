// SPDX-License-Identifier: GPL-3.0-or-later
/* What comes in by the clipboard or by drag and drop. ProseMirror parses it through the schema, so
 * that nothing else can get in; here it loses what belongs to another document. */

import { Fragment, Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { isInTable, TableMap } from "prosemirror-tables";

import { withoutIds } from "./blocks.js";
import { schema } from "./schema.js";
import { MAX_COLUMNS } from "./tables.js";
import { cleanText } from "./text.js";

const { nodes } = schema;

/* The host has the bytes of an image only if the document has it already. */
function imagesOf(doc) {
  const digests = new Set();

  doc.descendants((node) => {
    if (node.type === nodes.image) {
      digests.add(node.attrs.src);
    }
  });
  return digests;
}

/* What the host can hold: figures whose image it has, tables that are not too wide. */
function isHeld(node, known) {
  if (node.type === nodes.figure) {
    return known.has(node.firstChild?.attrs.src);
  }
  return node.type !== nodes.table || TableMap.get(node).width <= MAX_COLUMNS;
}

/* The fragment with clean text and without what the host cannot hold. */
function cleanFragment(fragment, known) {
  const children = [];

  fragment.forEach((node) => {
    if (node.isText) {
      const text = cleanText(node.text);
      if (text) {
        children.push(schema.text(text, node.marks));
      }
    } else if (node.type === nodes.table_block && !isHeld(node.lastChild, known)) {
      node.descendants((inner) => {
        if (inner.isTextblock) {
          children.push(nodes.paragraph.create(null, cleanFragment(inner.content, known)));
        }
      });
    } else if (isHeld(node, known)) {
      children.push(node.copy(cleanFragment(node.content, known)));
    }
  });
  return Fragment.fromArray(children);
}

/* A table pasted into a table gives its cells, as a spreadsheet does. */
function unwrapTable(slice) {
  const only = slice.content.childCount === 1 ? slice.content.firstChild : null;

  return only?.type === nodes.table_block
    ? new Slice(Fragment.from(only.lastChild), 0, 0)
    : slice;
}

/** @returns {Slice} what may be inserted */
export function cleanSlice(slice, state, known) {
  const cleaned = cleanFragment(slice.content, known);
  /* Taking a block away at an open end makes the slice less deep. */
  const fits = cleaned.size === slice.content.size;
  const result = withoutIds(
    fits ? new Slice(cleaned, slice.openStart, slice.openEnd) : Slice.maxOpen(cleaned),
  );

  return isInTable(state) ? unwrapTable(result) : result;
}

export function paste() {
  let known = new Set();

  return new Plugin({
    view(view) {
      known = imagesOf(view.state.doc);
      return {
        update({ state }, before) {
          if (state.doc !== before.doc) {
            imagesOf(state.doc).forEach((digest) => known.add(digest));
          }
        },
      };
    },
    props: {
      transformPasted: (slice, view) => cleanSlice(slice, view.state, known),
    },
  });
}
