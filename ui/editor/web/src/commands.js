// SPDX-License-Identifier: GPL-3.0-or-later
/* Names of commands: all that the host may call, and what keys do. Each entry makes a ProseMirror
 * command from its argument, a string. */

import {
  lift,
  selectAll,
  toggleMark,
  wrapIn,
} from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { liftListItem, sinkListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState, NodeSelection, Selection, TextSelection } from "prosemirror-state";
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  isInTable,
  mergeCells,
  selectedRect,
  splitCell,
} from "prosemirror-tables";

import { isAddress, ROLES, schema } from "./schema.js";

const { nodes, marks } = schema;
const MAX_TABLE = 100;

/* ───── Where the selection is ───── */

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

/* Headings, lists and the like may stand here; not in the title, a caption, or inside a table. */
function inBody(state) {
  const { $from, $to } = state.selection;
  const outside = (position) =>
    !ancestor(position, nodes.caption, nodes.figcaption, nodes.table);

  return outside($from) && outside($to) && $to.parent.type !== nodes.title;
}

function selectedParagraphs(state) {
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

/* ───── Building commands ───── */

/**
 * One command that does several, each on what the one before has left; those that do not apply are
 * passed over. One step of undo.
 */
export function sequence(...commands) {
  return (state, dispatch) => {
    const { tr } = state;
    let current = EditorState.create({ doc: state.doc, selection: state.selection });
    let done = false;

    for (const command of commands) {
      command(current, (next) => {
        done = true;
        next.steps.forEach((step) => tr.step(step));
        current = EditorState.create({ doc: next.doc, selection: next.selection });
      });
    }
    if (done && dispatch) {
      const selection = Selection.fromJSON(tr.doc, current.selection.toJSON());
      dispatch(tr.setSelection(selection).scrollIntoView());
    }
    return done;
  };
}

/* Runs a command until it no longer applies; nesting is finite, so that it ends. */
function repeat(command) {
  return (state, dispatch) => {
    const attempts = Array(state.selection.$from.depth).fill(command);
    return sequence(...attempts)(state, dispatch);
  };
}

const leaveLists = repeat((state, dispatch) =>
  listAround(state) ? liftListItem(nodes.list_item)(state, dispatch) : false,
);

const leaveQuote = repeat((state, dispatch) =>
  ancestor(state.selection.$from, nodes.blockquote) ? lift(state, dispatch) : false,
);

function setParagraphs(attributesOf) {
  return (state, dispatch) => {
    const paragraphs = selectedParagraphs(state);

    if (dispatch && paragraphs.length) {
      const { tr } = state;
      for (const { node, position } of paragraphs) {
        tr.setNodeMarkup(position, null, { ...node.attrs, ...attributesOf(node) });
      }
      dispatch(tr.scrollIntoView());
    }
    return paragraphs.length > 0;
  };
}

/* setBlockType makes new attributes; the block stays the same one, and so it keeps its id. */
function become(type, attributes) {
  return (state, dispatch) => {
    const { tr } = state;

    for (const { $from, $to } of state.selection.ranges) {
      state.doc.nodesBetween($from.pos, $to.pos, (node, position) => {
        if ([nodes.paragraph, nodes.heading].includes(node.type)) {
          const $at = state.doc.resolve(position);
          const attrs = { ...attributes, id: node.attrs.id };
          if (
            !node.hasMarkup(type, { ...type.defaultAttrs, ...attrs }) &&
            $at.parent.canReplaceWith($at.index(), $at.index() + 1, type)
          ) {
            tr.setNodeMarkup(position, type, attrs);
          }
        }
        return !node.isTextblock;
      });
    }
    if (tr.docChanged && dispatch) {
      dispatch(tr.scrollIntoView());
    }
    return tr.docChanged;
  };
}

const plain = become(nodes.paragraph, {});

const styles = {
  body: sequence(leaveQuote, plain, setParagraphs(() => ({ role: null }))),
  quote: (state, dispatch) =>
    ancestor(state.selection.$from, nodes.blockquote)
      ? false
      : sequence(leaveLists, plain, wrapIn(nodes.blockquote))(state, dispatch),
};
for (const level of [2, 3, 4, 5]) {
  styles[`h${level}`] = sequence(leaveLists, leaveQuote, become(nodes.heading, { level }));
}
for (const role of ROLES) {
  styles[role] = sequence(leaveLists, leaveQuote, become(nodes.paragraph, { role }));
}

function setStyle(name) {
  return (state, dispatch) =>
    inBody(state) && Object.hasOwn(styles, name) ? styles[name](state, dispatch) : false;
}

export function canSetStyle(state) {
  return inBody(state);
}

function listType(type) {
  return (state, dispatch) => {
    const list = listAround(state);

    if (list?.node.type === type) {
      return liftListItem(nodes.list_item)(state, dispatch);
    }
    if (list) {
      if (dispatch) {
        const position = state.selection.$from.before(list.depth);
        dispatch(state.tr.setNodeMarkup(position, type, { id: list.node.attrs.id }));
      }
      return true;
    }
    return sequence(plain, wrapInList(type))(state, dispatch);
  };
}

/* A list may stand wherever a paragraph may. */
export function canMakeList(state) {
  return !!listAround(state) || [nodes.paragraph, nodes.heading].includes(state.selection.$from.parent.type);
}

export function canAlign(state) {
  return selectedParagraphs(state).length > 0;
}

function align(value) {
  const alignment = value === "justify" ? null : value;

  return ["justify", "left", "center", "right"].includes(value)
    ? setParagraphs(() => ({ align: alignment, role: null }))
    : () => false;
}

/* ───── Links ───── */

export function canLink(state) {
  const { empty, $from } = state.selection;
  return $from.parent.inlineContent && $from.parent.type.allowsMarkType(marks.link) && (!empty || !!linkAround(state));
}

function setLink(href) {
  return (state, dispatch) => {
    if (!isAddress(href) || !canLink(state)) {
      return false;
    }
    if (dispatch) {
      const { from, to } = linkAround(state) ?? state.selection;
      const { tr } = state;
      tr.removeMark(from, to, marks.link).addMark(from, to, marks.link.create({ href }));
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}

function removeLink(state, dispatch) {
  const link = linkAround(state);

  if (link && dispatch) {
    dispatch(state.tr.removeMark(link.from, link.to, marks.link));
  }
  return !!link;
}

/* ───── Blocks ───── */

/* Puts a block after the one with the caret, or in its place if that is empty. */
function insertBlock(block, caretIn) {
  return (state, dispatch) => {
    const { $from } = state.selection;

    if (!inBody(state)) {
      return false;
    }
    if (dispatch) {
      const { tr } = state;
      const index = $from.depth > 0 ? $from.index(0) : $from.index();
      const current = state.doc.child(index);
      const start = $from.depth > 0 ? $from.before(1) : $from.pos;
      const replace = current.type === nodes.paragraph && current.content.size === 0;
      const at = replace ? start : start + current.nodeSize;
      const last = index === state.doc.childCount - 1;

      tr.replaceWith(at, replace ? start + current.nodeSize : at, block);
      if (last) {
        tr.insert(at + block.nodeSize, nodes.paragraph.create());
      }
      const $caret = tr.doc.resolve(caretIn ? at + 1 : at + block.nodeSize);
      tr.setSelection(Selection.near($caret, 1));
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}

function newTable(columns, rows) {
  const cell = (type, attributes) => type.create(attributes, nodes.paragraph.create());
  const row = (type, attributes) =>
    nodes.table_row.create(null, Array.from({ length: columns }, () => cell(type, attributes)));

  return nodes.table_block.create(
    null,
    nodes.table.create(null, [
      row(nodes.table_header, { scope: "col" }),
      ...Array.from({ length: rows - 1 }, () => row(nodes.table_cell)),
    ]),
  );
}

/* The argument is "COLUMNSxROWS". */
function insertTable(size) {
  const [columns, rows] = /^\d{1,3}x\d{1,3}$/.test(size) ? size.split("x").map(Number) : [3, 3];
  const valid = Math.min(columns, rows) >= 1 && Math.max(columns, rows) <= MAX_TABLE;

  return valid ? insertBlock(newTable(columns, rows), true) : () => false;
}

function deleteTable(state, dispatch) {
  const table = tableAround(state);

  if (table && dispatch) {
    const { tr } = state;
    const position = state.selection.$from.before(table.depth);
    tr.replaceWith(position, position + table.node.nodeSize, nodes.paragraph.create());
    tr.setSelection(TextSelection.create(tr.doc, position + 1));
    dispatch(tr.scrollIntoView());
  }
  return !!table;
}

/* deleteRow and deleteColumn of prosemirror-tables do nothing if all rows or columns are selected. */
function deleteOr(command, isAll) {
  return (state, dispatch) => {
    if (!isInTable(state)) {
      return false;
    }
    return isAll(selectedRect(state)) ? deleteTable(state, dispatch) : command(state, dispatch);
  };
}

/* The first row as a header for its columns, or no longer. */
function toggleHeaderRow(state, dispatch) {
  if (!isInTable(state)) {
    return false;
  }
  if (dispatch) {
    const { tr } = state;
    const { map, tableStart, table } = selectedRect(state);
    const cells = map.cellsInRect({ left: 0, right: map.width, top: 0, bottom: 1 });
    const isHeader = cells.every((cell) => table.nodeAt(cell).type === nodes.table_header);
    for (const position of cells) {
      const { colspan, rowspan, colwidth } = table.nodeAt(position).attrs;
      tr.setNodeMarkup(
        tableStart + position,
        isHeader ? nodes.table_cell : nodes.table_header,
        isHeader ? { colspan, rowspan, colwidth } : { colspan, rowspan, colwidth, scope: "col" },
      );
    }
    dispatch(tr);
  }
  return true;
}

export function hasHeaderRow(state) {
  const first = tableAround(state)?.node.lastChild.firstChild;
  let all = !!first?.childCount;

  first?.forEach((cell) => {
    all &&= cell.type === nodes.table_header;
  });
  return all;
}

function toggleScript(type, other) {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    return toggleMark(type)(state, dispatch && ((tr) => {
      dispatch(empty ? tr : tr.removeMark(from, to, other));
    }));
  };
}

/** @type {Record<string, (argument: string) => Command>} */
export const commands = {
  "toggle-bold": () => toggleMark(marks.strong),
  "toggle-italic": () => toggleMark(marks.em),
  "toggle-underline": () => toggleMark(marks.underline),
  "toggle-strike": () => toggleMark(marks.strike),
  "toggle-subscript": () => toggleScript(marks.subscript, marks.superscript),
  "toggle-superscript": () => toggleScript(marks.superscript, marks.subscript),
  "set-style": setStyle,
  "bullet-list": () => listType(nodes.bullet_list),
  "ordered-list": () => listType(nodes.ordered_list),
  "indent-list": () => sinkListItem(nodes.list_item),
  "outdent-list": () => liftListItem(nodes.list_item),
  align,
  "set-link": setLink,
  "remove-link": () => removeLink,
  "insert-table": insertTable,
  "add-row-before": () => addRowBefore,
  "add-row-after": () => addRowAfter,
  "delete-row": () => deleteOr(deleteRow, ({ top, bottom, map }) => top === 0 && bottom === map.height),
  "add-column-before": () => addColumnBefore,
  "add-column-after": () => addColumnAfter,
  "delete-column": () =>
    deleteOr(deleteColumn, ({ left, right, map }) => left === 0 && right === map.width),
  "delete-table": () => deleteTable,
  "toggle-header-row": () => toggleHeaderRow,
  "merge-cells": () => mergeCells,
  "split-cell": () => splitCell,
  "insert-rule": () => insertBlock(nodes.rule.create(), false),
  undo: () => undo,
  redo: () => redo,
  "select-all": () => selectAll,
};

/** @returns {Command | null} null for a name that is no command */
export function commandNamed(name, argument = "") {
  return Object.hasOwn(commands, name) ? commands[name](argument) : null;
}

