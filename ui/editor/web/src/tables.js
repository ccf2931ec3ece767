// SPDX-License-Identifier: GPL-3.0-or-later
/* Tables: commands, and what keeps them such as the host accepts. prosemirror-tables makes every
 * table rectangular; that no row is empty and no table too wide is seen to here. */

import { Plugin, TextSelection } from "prosemirror-state";
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
  TableMap,
} from "prosemirror-tables";

import { schema } from "./schema.js";
import { tableAround } from "./selection.js";

const { nodes } = schema;

/** The limits of app/document. */
export const MAX_COLUMNS = 200;
const MAX_SPAN = 200;
const MAX_NEW = 100;

/** @returns {Node | null} a new table of "COLUMNSxROWS", the first row a header; 3 × 3 for "" */
export function newTable(size) {
  const [columns, rows] = /^\d{1,3}x\d{1,3}$/.test(size) ? size.split("x").map(Number) : [3, 3];
  const cell = (type, attributes) => type.create(attributes, nodes.paragraph.create());
  const row = (type, attributes) =>
    nodes.table_row.create(null, Array.from({ length: columns }, () => cell(type, attributes)));

  if (Math.min(columns, rows) < 1 || Math.max(columns, rows) > MAX_NEW) {
    return null;
  }
  return nodes.table_block.create(
    null,
    nodes.table.create(null, [
      row(nodes.table_header, { scope: "col" }),
      ...Array.from({ length: rows - 1 }, () => row(nodes.table_cell)),
    ]),
  );
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

/* deleteRow and deleteColumn do nothing if all rows or columns are selected. */
function deleteOr(command, isAll) {
  return (state, dispatch) => {
    if (!isInTable(state)) {
      return false;
    }
    return isAll(selectedRect(state)) ? deleteTable(state, dispatch) : command(state, dispatch);
  };
}

function unlessTooWide(command) {
  return (state, dispatch) =>
    isInTable(state) && selectedRect(state).map.width < MAX_COLUMNS && command(state, dispatch);
}

export function merge(state, dispatch) {
  if (!isInTable(state)) {
    return false;
  }
  const { left, right, top, bottom } = selectedRect(state);
  return Math.max(right - left, bottom - top) <= MAX_SPAN && mergeCells(state, dispatch);
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

/** The commands of tables by the names that the host knows. */
export const tableCommands = {
  "add-row-before": () => addRowBefore,
  "add-row-after": () => addRowAfter,
  "delete-row": () =>
    deleteOr(deleteRow, ({ top, bottom, map }) => top === 0 && bottom === map.height),
  "add-column-before": () => unlessTooWide(addColumnBefore),
  "add-column-after": () => unlessTooWide(addColumnAfter),
  "delete-column": () =>
    deleteOr(deleteColumn, ({ left, right, map }) => left === 0 && right === map.width),
  "delete-table": () => deleteTable,
  "toggle-header-row": () => toggleHeaderRow,
  "merge-cells": () => merge,
  "split-cell": () => splitCell,
};

/* The index of a row without a cell of its own, all of it covered by cells from above; -1 for none.
 * Tables with other problems are first mended by prosemirror-tables. */
function coveredRow(table) {
  let covered = -1;

  table.forEach((row, offset, index) => {
    if (covered < 0 && row.childCount === 0) {
      covered = index;
    }
  });
  return covered >= 0 && TableMap.get(table).problems ? -1 : covered;
}

/** Takes one covered row away; the host has no row without cells. */
function removeCoveredRow(tr, table, start, index) {
  const map = TableMap.get(table);
  const cells = new Set(map.map.slice(index * map.width, (index + 1) * map.width));

  for (const cell of cells) {
    const { rowspan } = table.nodeAt(cell).attrs;
    tr.setNodeAttribute(start + cell, "rowspan", rowspan - 1);
  }
  let before = start;
  for (let i = 0; i < index; i++) {
    before += table.child(i).nodeSize;
  }
  tr.delete(before, before + table.child(index).nodeSize);
}

/** Keeps rows with cells in every table; runs until nothing is left to do. */
export function tables() {
  return new Plugin({
    appendTransaction(transactions, before, state) {
      let tr = null;

      if (transactions.some(({ docChanged }) => docChanged)) {
        state.doc.descendants((node, position) => {
          if (!tr && node.type === nodes.table) {
            const index = coveredRow(node);
            if (index >= 0) {
              tr = state.tr;
              removeCoveredRow(tr, node, position + 1, index);
            }
          }
          return !tr && !node.isTextblock;
        });
      }
      return tr;
    },
  });
}
