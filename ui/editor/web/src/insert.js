// SPDX-License-Identifier: GPL-3.0-or-later
/* Putting what comes from elsewhere into the text: what a place cannot hold becomes what it can,
 * and nothing of it is lost. */

import { Fragment, Slice } from "prosemirror-model";
import { Selection, TextSelection } from "prosemirror-state";
import { CellSelection, isInTable, TableMap } from "prosemirror-tables";

import { withoutIds } from "./blocks.js";
import { schema } from "./schema.js";
import { ancestor } from "./selection.js";
import { closeSlice, completeSlice } from "./slices.js";
import { MAX_COLUMNS } from "./tables.js";
import { cleanText } from "./text.js";

const { nodes } = schema;
/* Where only paragraphs and lists may stand. */
const FLOW = [nodes.table_cell, nodes.table_header, nodes.blockquote, nodes.list_item];

/* ───── What the host can hold ───── */

/* Figures whose image it has, tables that are not too wide. */
function isHeld(node, known) {
  if (node.type === nodes.figure) {
    return known.has(node.firstChild?.attrs.src);
  }
  if (node.type !== nodes.table) {
    return true;
  }
  /* Of a table that was cut at its edge, no cell may be left. */
  const width = node.childCount > 0 ? TableMap.get(node).width : 0;
  return width > 0 && width <= MAX_COLUMNS;
}

/* What was selected from the end of a row on begins with a row that has no cell. */
function isEmptyRow(node) {
  return node.type === nodes.table_row && node.childCount === 0;
}

/* The fragment with clean text and without what the host cannot hold. */
function heldFragment(fragment, known) {
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
          children.push(nodes.paragraph.create(null, heldFragment(inner.content, known)));
        }
      });
    } else if (isHeld(node, known) && !isEmptyRow(node)) {
      children.push(node.copy(heldFragment(node.content, known)));
    }
  });
  return Fragment.fromArray(children);
}

/* A table in a table gives its cells, as a spreadsheet does. */
function unwrapTable(slice) {
  const only = slice.content.childCount === 1 ? slice.content.firstChild : null;

  return only?.type === nodes.table_block
    ? new Slice(Fragment.from(only.lastChild), 0, 0)
    : slice;
}

/** @returns {Slice} what may be put in */
export function heldSlice(given, state, known) {
  const slice = completeSlice(given);
  const cleaned = heldFragment(slice.content, known);
  /* Taking a block away at an open end makes the slice less deep. */
  const fits = cleaned.size === slice.content.size;
  const result = withoutIds(
    fits ? new Slice(cleaned, slice.openStart, slice.openEnd) : Slice.maxOpen(cleaned, false),
  );

  return isInTable(state) ? unwrapTable(result) : result;
}

/** @returns {number} how many images are in it */
export function imagesIn(fragment) {
  let count = 0;

  fragment.descendants((node) => {
    count += node.type === nodes.image ? 1 : 0;
    return !node.isTextblock;
  });
  return count;
}

/* ───── What a place can hold ───── */

/* Text blocks one after the other, as the content of one: with a space between them. */
function inlineOf(blocks) {
  let content = Fragment.empty;

  const add = (node) => {
    if (node.isTextblock) {
      const space = content.size > 0 && node.content.size > 0;
      content = content.append(space ? Fragment.from(schema.text(" ")) : Fragment.empty);
      content = content.append(node.content);
    } else {
      node.forEach(add);
    }
  };
  blocks.forEach(add);
  return content;
}

/* The content of cells, quotations and items is paragraphs and lists; `after` takes what has to
 * stand behind them. */
function flowOf(blocks, after, keepsTables) {
  return blocks.flatMap((node) => {
    switch (node.type) {
      case nodes.paragraph:
        return node.attrs.role ? nodes.paragraph.create(null, node.content) : node;
      case nodes.heading:
        return nodes.paragraph.create(null, node.content);
      case nodes.blockquote:
        return childrenOf(node);
      case nodes.rule:
        return [];
      case nodes.figure:
        after.push(node);
        return [];
      case nodes.table_block:
        if (keepsTables) {
          after.push(node);
          return [];
        }
        return paragraphsOf(node);
      default:
        return node;
    }
  });
}

function childrenOf(node) {
  const children = [];

  node.forEach((child) => children.push(child));
  return children;
}

/* Of a table: its caption, and what is in its cells. */
function paragraphsOf(table) {
  const found = [];

  table.descendants((node) => {
    if (node.type === nodes.caption) {
      found.push(nodes.paragraph.create(null, node.content));
    } else if (node.type === nodes.table_cell || node.type === nodes.table_header) {
      found.push(...childrenOf(node).filter((child) => child.textContent));
      return false;
    }
    return true;
  });
  return found;
}

/* ───── Putting in ───── */

/* Open ends join with the text on either side: paragraphs do, and a block alone. */
function sliceOf(blocks, $from, isEmptyPlace) {
  const [first] = blocks;
  const last = blocks[blocks.length - 1];
  const joins = (node) => node.type === nodes.paragraph && !isEmptyPlace;

  if (blocks.length === 1 && first.isTextblock) {
    const keepsBlock = isEmptyPlace && $from.parent.type === nodes.paragraph;
    return new Slice(Fragment.from(first), keepsBlock ? 0 : 1, keepsBlock ? 0 : 1);
  }
  if (blocks.length === 1 && ancestor($from, nodes.list_item) && first.type.isInGroup("list")) {
    return Slice.maxOpen(Fragment.from(first));
  }
  return new Slice(Fragment.fromArray(blocks), joins(first) ? 1 : 0, joins(last) ? 1 : 0);
}

function insertAfter(tr, blocks) {
  if (blocks.length > 0) {
    const $head = tr.selection.$head;
    const at = $head.depth > 0 ? $head.after(1) : $head.pos;
    tr.insert(at, blocks);
  }
}

/* The caret comes behind what was put in. */
function replace(tr, slice) {
  const { from, to } = tr.selection;
  const n = tr.steps.length;

  tr.replaceRange(from, to, slice);
  const end = tr.mapping.slice(n).map(to, 1);
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(end, tr.doc.content.size)), -1));
}

/* The title takes one line; what comes with it goes to the beginning of the text. */
function insertIntoTitle(tr, blocks) {
  const [first, ...others] = blocks;
  const isLine = first.isTextblock || !first.type.isInGroup("block");
  const line = inlineOf([first]);
  const text = isLine ? cleanText(line.textBetween(0, line.size, " ", " ")) : "";
  const rest = isLine ? others : blocks;
  const { from, to } = tr.selection;

  if (text) {
    tr.insertText(text, from, Math.min(to, tr.doc.firstChild.nodeSize - 1));
  }
  if (rest.length > 0) {
    tr.insert(tr.doc.firstChild.nodeSize, rest);
  }
}

/* Cells go into cells, as prosemirror-tables does it. */
function fillTable(view, slice) {
  return view.someProp("handlePaste", (handle) => handle(view, null, slice) || undefined) ?? false;
}

/* Cells and rows outside of a table are one of their own; prosemirror-tables makes it even. */
function tableOf(parts) {
  const caption = parts.filter(({ type }) => type === nodes.caption).slice(0, 1);
  const cells = parts.filter(({ type }) => [nodes.table_cell, nodes.table_header].includes(type));
  const rows = parts.flatMap((part) => {
    if (part.type === nodes.table) {
      return childrenOf(part);
    }
    return part.type === nodes.table_row ? part : [];
  });
  const all = cells.length > 0 ? [...rows, nodes.table_row.create(null, cells)] : rows;

  return nodes.table_block.create(null, [...caption, nodes.table.create(null, all)]);
}

/* Plain text is like the text around it. */
function withMarks(blocks, marks) {
  return marks.length === 0
    ? blocks
    : blocks.map((node) =>
        node.isTextblock
          ? node.copy(
              Fragment.fromArray(
                childrenOf(node).map((child) => (child.isText ? child.mark(marks) : child)),
              ),
            )
          : node,
      );
}

const NOTHING = { inserted: false, images: 0 };

/* What a cell, a quotation or an item of a list cannot hold. */
function insertIntoFlow(tr, blocks) {
  const { $from, empty } = tr.selection;
  const after = [];
  const flow = flowOf(blocks, after, !ancestor($from, nodes.table));

  if (flow.length > 0) {
    replace(tr, sliceOf(flow, $from, empty && $from.parent.content.size === 0));
  }
  insertAfter(tr, after);
}

function insertAt(tr, blocks) {
  const { $from, empty } = tr.selection;

  if ($from.parent.type === nodes.title) {
    insertIntoTitle(tr, blocks);
  } else if (ancestor($from, nodes.caption, nodes.figcaption)) {
    replace(tr, new Slice(inlineOf(blocks), 0, 0));
    insertAfter(tr, blocks.filter((node) => node.type === nodes.figure));
  } else if (ancestor($from, ...FLOW)) {
    insertIntoFlow(tr, blocks);
  } else {
    replace(tr, sliceOf(blocks, $from, empty && $from.parent.content.size === 0));
  }
}

function finish(view, tr, images) {
  view.dispatch(tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
  return { inserted: true, images };
}

/**
 * Puts whole blocks at the selection.
 * @param {Node[]} given
 * @param {boolean} isPlain plain text, which takes over the marks of the place
 * @returns {{inserted: boolean, images: number}}
 */
export function insertBlocks(view, given, isPlain) {
  const { state } = view;
  const { selection, tr } = state;
  const marks = state.storedMarks ?? selection.$from.marks();

  if (given.length === 0) {
    return NOTHING;
  }
  if (isInTable(state) && given.length === 1 && given[0].type === nodes.table_block) {
    if (fillTable(view, new Slice(Fragment.from(given[0].lastChild), 0, 0))) {
      return { inserted: true, images: 0 };
    }
  }
  if (selection instanceof CellSelection) {
    tr.deleteSelection();
    const first = tr.mapping.map(selection.ranges[0].$from.pos);
    tr.setSelection(TextSelection.near(tr.doc.resolve(first), 1));
  }
  insertAt(tr, isPlain ? withMarks(given, marks) : given);
  return finish(view, tr, 0);
}

/**
 * Puts a piece of another document at the selection.
 * @param {Slice} slice
 * @param {Set<string>} known the digests of the images that the host has
 * @returns {{inserted: boolean, images: number}} how many images it does not have
 */
export function insertSlice(view, slice, known) {
  const { state } = view;
  const { $from } = state.selection;
  const held = heldSlice(slice, state, known);
  const images = imagesIn(slice.content) - imagesIn(held.content);
  const children = childrenOf(closeSlice(held, 0, 0).content);
  const isLine = ancestor($from, nodes.title, nodes.caption, nodes.figcaption) !== null;
  const areBlocks = children.every((node) => node.type.isInGroup("block"));
  const areFlow = children.every(
    (node) => node.type === nodes.paragraph || node.type.isInGroup("list"),
  );
  const needsBlocks =
    (ancestor($from, ...FLOW) && !areFlow) || state.selection instanceof CellSelection;

  if (held.content.size === 0) {
    return { ...NOTHING, images };
  }
  if (children.some(({ type }) => type.spec.tableRole)) {
    if (!isInTable(state)) {
      return { ...insertBlocks(view, [tableOf(children)], false), images };
    }
    if (fillTable(view, held)) {
      return { inserted: true, images };
    }
  }
  if (isLine || (areBlocks && needsBlocks)) {
    return { ...insertBlocks(view, children, false), images };
  }
  const { tr } = state;
  replace(tr, held);
  return finish(view, tr, images);
}
