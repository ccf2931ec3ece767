// SPDX-License-Identifier: GPL-3.0-or-later
/* Tables: commands, and what keeps them such as the host accepts. prosemirror-tables makes every
 * table rectangular; that no row is empty and no table too wide is seen to here. */

import { Fragment, Slice } from "prosemirror-model";
import { Plugin, TextSelection } from "prosemirror-state";
import {
  addColumnAfter,
  addColumnBefore,
  addRow,
  addRowAfter,
  addRowBefore,
  CellSelection,
  deleteColumn,
  deleteRow,
  goToNextCell,
  isInTable,
  mergeCells,
  selectedRect,
  selectionCell,
  splitCell,
  tableEditing,
  TableMap,
} from "prosemirror-tables";

import { changedBlocks, forEachBlock } from "./changes.js";
import { columnCommands, mendWidths } from "./columns.js";
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

/* ───── Header cells ───── */

const firstRow = (map) => ({ left: 0, right: map.width, top: 0, bottom: 1 });
const firstColumn = (map) => ({ left: 0, right: 1, top: 0, bottom: map.height });

function allHeaders(table, cells) {
  return cells.every((cell) => table.nodeAt(cell).type === nodes.table_header);
}

/* Makes cells header cells, or ordinary ones if all of them are header cells. A corner that belongs
 * to the first row and to the first column is a header for as long as one of them is. */
function toggleHeaders(areaOf, scopeOf, keepOf = () => []) {
  return (state, dispatch) => {
    if (!isInTable(state)) {
      return false;
    }
    if (dispatch) {
      const { tr } = state;
      const rect = selectedRect(state);
      const { map, tableStart, table } = rect;
      const cells = map.cellsInRect(areaOf(rect));
      const isHeader = allHeaders(table, cells);
      const kept = isHeader ? keepOf(rect) : [];
      for (const position of cells) {
        const { colspan, rowspan, colwidth } = table.nodeAt(position).attrs;
        const span = { colspan, rowspan, colwidth };
        if (!kept.includes(position)) {
          tr.setNodeMarkup(
            tableStart + position,
            isHeader ? nodes.table_cell : nodes.table_header,
            isHeader ? span : { ...span, scope: scopeOf(rect, position) },
          );
        }
      }
      dispatch(tr);
    }
    return true;
  };
}

function otherHeaders({ map, table }, area, corner) {
  const others = map.cellsInRect(area).filter((cell) => cell !== corner);

  return others.length > 0 && allHeaders(table, others) ? [corner] : [];
}

const toggleHeaderRow = toggleHeaders(
  ({ map }) => firstRow(map),
  () => "col",
  (rect) => otherHeaders(rect, firstColumn(rect.map), rect.map.map[0]),
);

const toggleHeaderColumn = toggleHeaders(
  ({ map }) => firstColumn(map),
  ({ map, table }, position) =>
    position === map.map[0] && allHeaders(table, map.cellsInRect(firstRow(map))) ? "col" : "row",
  (rect) => otherHeaders(rect, firstRow(rect.map), rect.map.map[0]),
);

/* A header cell in the first column names its row, any other one its column. */
const toggleHeaderCell = toggleHeaders(
  (rect) => rect,
  ({ map }, position) => (map.findCell(position).left === 0 && position !== map.map[0] ? "row" : "col"),
);

export function hasHeaderColumn(state) {
  const table = tableAround(state)?.node.lastChild;

  return !!table && allHeaders(table, TableMap.get(table).cellsInRect(firstColumn(TableMap.get(table))));
}

export function hasHeaderCell(state) {
  if (!isInTable(state)) {
    return false;
  }
  const rect = selectedRect(state);
  return allHeaders(rect.table, rect.map.cellsInRect(rect));
}

/* A column that came in beside header cells is one of header cells, but of no scope. */
function withScopes(command) {
  return (state, dispatch) =>
    command(
      state,
      dispatch &&
        ((tr) => {
          const { tableStart } = selectedRect(state);
          const table = tr.doc.resolve(tableStart).parent;
          const map = TableMap.get(table);
          const cells = map.cellsInRect(firstRow(map));
          if (allHeaders(table, cells)) {
            cells
              .filter((cell) => table.nodeAt(cell).attrs.scope === null)
              .forEach((cell) => tr.setNodeAttribute(tableStart + cell, "scope", "col"));
          }
          dispatch(tr);
        }),
    );
}

/* ───── Walking and selecting ───── */

/** Tab: the next cell; behind the last one a new row begins. */
function nextCell(state, dispatch) {
  if (!isInTable(state)) {
    return false;
  }
  if (goToNextCell(1)(state, dispatch)) {
    return true;
  }
  if (dispatch) {
    const rect = selectedRect(state);
    const tr = addRow(state.tr, rect, rect.map.height);
    const table = tr.doc.nodeAt(rect.tableStart - 1);
    const map = TableMap.get(table);
    const first = map.map[(map.height - 1) * map.width];
    tr.setSelection(TextSelection.near(tr.doc.resolve(rect.tableStart + first + 1)));
    dispatch(tr.scrollIntoView());
  }
  return true;
}

function select(selectionOf) {
  return (state, dispatch) => {
    if (!isInTable(state)) {
      return false;
    }
    dispatch?.(state.tr.setSelection(selectionOf(selectedRect(state), selectionCell(state), state)));
    return true;
  };
}

const selectTable = select(({ map, tableStart }, $cell, { doc }) =>
  CellSelection.create(doc, tableStart + map.map[0], tableStart + map.map[map.map.length - 1]),
);

/* ───── Captions ───── */

/* The block that may have a caption, and where that would stand. */
function captionPlace({ selection: { $from } }) {
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    const start = $from.start(depth);
    if (node.type === nodes.table_block) {
      return { node, caption: nodes.caption, at: start };
    }
    if (node.type === nodes.figure) {
      return { node, caption: nodes.figcaption, at: start + node.firstChild.nodeSize };
    }
  }
  const { node } = $from.nodeAfter?.type === nodes.figure ? { node: $from.nodeAfter } : {};
  return node
    ? { node, caption: nodes.figcaption, at: $from.pos + 1 + node.firstChild.nodeSize }
    : null;
}

function captionOf({ node, caption }) {
  return [node.firstChild, node.lastChild].find(({ type }) => type === caption) ?? null;
}

export function hasCaption(state) {
  const place = captionPlace(state);

  return !!place && !!captionOf(place);
}

export function canHaveCaption(state) {
  return !!captionPlace(state);
}

/** Puts a caption there with the caret in it, or takes it away. */
function toggleCaption(state, dispatch) {
  const place = captionPlace(state);

  if (place && dispatch) {
    const { tr } = state;
    const caption = captionOf(place);
    if (caption) {
      tr.delete(place.at, place.at + caption.nodeSize);
    } else {
      tr.insert(place.at, place.caption.create());
      tr.setSelection(TextSelection.create(tr.doc, place.at + 1));
    }
    dispatch(tr.scrollIntoView());
  }
  return !!place;
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
  "add-row-before": () => withScopes(addRowBefore),
  "add-row-after": () => withScopes(addRowAfter),
  "delete-row": () =>
    deleteOr(deleteRow, ({ top, bottom, map }) => top === 0 && bottom === map.height),
  "add-column-before": () => unlessTooWide(withScopes(addColumnBefore)),
  "add-column-after": () => unlessTooWide(withScopes(addColumnAfter)),
  "delete-column": () =>
    deleteOr(deleteColumn, ({ left, right, map }) => left === 0 && right === map.width),
  "delete-table": () => deleteTable,
  "toggle-header-row": () => toggleHeaderRow,
  "toggle-header-column": () => toggleHeaderColumn,
  "toggle-header-cell": () => toggleHeaderCell,
  "merge-cells": () => merge,
  "split-cell": () => splitCell,
  "select-row": () => select((rect, $cell) => CellSelection.rowSelection($cell)),
  "select-column": () => select((rect, $cell) => CellSelection.colSelection($cell)),
  "select-table": () => selectTable,
  "next-cell": () => nextCell,
  "previous-cell": () => goToNextCell(-1),
  "toggle-caption": () => toggleCaption,
  ...columnCommands,
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

/* Where the rows of tables begin that a change has touched. Tables stand only in the body. */
function changedTables(before, doc) {
  const { position: start, old, now } = changedBlocks(before, doc);
  const known = new Set(old);
  const found = [];

  forEachBlock(now, start, (node, position) => {
    if (node.type === nodes.table_block && !known.has(node)) {
      found.push(position + 1 + node.content.size - node.lastChild.nodeSize + 1);
    }
  });
  return found;
}

/* ProseMirror fills a table of which everything was cut away with a row, but not with a cell. */
function fillEmptyTable(tr, start, table) {
  const cell = nodes.table_cell.create(null, nodes.paragraph.create());

  tr.replaceWith(start, start + table.content.size, nodes.table_row.create(null, cell));
}

/* A plugin is not told of what it appends, so that all is done at once. */
function mend(tr, start) {
  let table = tr.doc.nodeAt(start - 1);

  if (table.textContent === "" && TableMap.get(table).width === 0) {
    fillEmptyTable(tr, start, table);
    return;
  }

  for (let row = coveredRow(table); row >= 0; row = coveredRow(table)) {
    removeCoveredRow(tr, table, start, row);
    table = tr.doc.nodeAt(start - 1);
  }
  if (!TableMap.get(table).problems) {
    mendWidths(tr, table, start);
  }
}

/* The lines of what was to become cells. */
function pasteLines(view, slice) {
  const lines = [];

  slice.content.descendants((node) => {
    if (node.isTextblock) {
      lines.push(nodes.paragraph.create(null, node.content));
    }
    return !node.isTextblock;
  });
  view.dispatch(
    view.state.tr
      .replaceSelection(new Slice(Fragment.from(lines), 0, 0))
      .setMeta("paste", true)
      .setMeta("uiEvent", "paste")
      .scrollIntoView(),
  );
  return true;
}

/**
 * prosemirror-tables' own plugin. Where pasted cells meet cells that span others, its version 1.8.5
 * may look for a cell that is not there, before anything has been changed; the text is pasted as
 * lines then, so that none of it is lost.
 */
export function tableKeys() {
  const { spec } = tableEditing();
  const { handlePaste } = spec.props;

  return new Plugin({
    ...spec,
    props: {
      ...spec.props,
      handlePaste(view, event, slice) {
        try {
          return handlePaste.call(this, view, event, slice);
        } catch (error) {
          if (!(error instanceof RangeError)) {
            throw error;
          }
          return pasteLines(view, slice);
        }
      },
    },
  });
}

/** Keeps rows with cells in every table, and widths for all columns or none. */
export function tables() {
  return new Plugin({
    appendTransaction(transactions, before, state) {
      const found = changedTables(before.doc, state.doc);

      if (found.length === 0) {
        return null;
      }
      const { tr } = state;
      for (const start of found.reverse()) {
        mend(tr, start);
      }
      return tr.docChanged ? tr : null;
    },
  });
}
