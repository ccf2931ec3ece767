// SPDX-License-Identifier: GPL-3.0-or-later
/* The widths of a table's columns. A table is as wide as the text, so that its columns share that
 * width; the numbers are pixels of the editor, and readers take their proportions. Either every
 * column has a number or none. */

import { isInTable, selectedRect, TableMap } from "prosemirror-tables";

/** No column gets narrower than a character with its margins, in pixels. */
export const MIN_WIDTH = 36;
const MAX_WIDTH = 9999;
/* Without numbers the columns share the text column of the portal. */
const TEXT_WIDTH = 760;
const KEY_STEP = 24;

/* Nodes are immutable, so that what was found out about one holds. */
const widthsOfTable = new WeakMap();

function readWidths(table) {
  const map = TableMap.get(table);
  const widths = Array(map.width).fill(0);

  for (let index = 0; index < map.map.length; index++) {
    const column = index % map.width;
    const { colwidth } = table.nodeAt(map.map[index]).attrs;
    widths[column] ||= colwidth?.[column - map.colCount(map.map[index])] ?? 0;
  }
  return widths;
}

/**
 * @param {Node} table the node with the rows
 * @returns {number[]} one number for each column, 0 where there is none
 */
export function widthsOf(table) {
  let widths = widthsOfTable.get(table);

  if (!widths) {
    widths = readWidths(table);
    widthsOfTable.set(table, widths);
  }
  return widths;
}

function hasWidths(widths) {
  return widths.some((width) => width > 0);
}

/** Every column with a number: those without get the mean of the others. */
export function completed(widths) {
  const known = widths.filter((width) => width > 0);
  const mean = known.length
    ? Math.round(known.reduce((sum, width) => sum + width, 0) / known.length)
    : Math.round(TEXT_WIDTH / widths.length);

  return widths.map((width) => width || mean);
}

/**
 * Writes the widths into the cells.
 * @param {number[] | null} widths null for columns that share the table evenly
 */
export function writeWidths(tr, table, tableStart, widths) {
  const map = TableMap.get(table);

  for (const position of new Set(map.map)) {
    const { colspan, colwidth } = table.nodeAt(position).attrs;
    const first = map.colCount(position);
    const given = widths?.slice(first, first + colspan) ?? null;
    if (String(given) !== String(colwidth)) {
      tr.setNodeAttribute(tableStart + position, "colwidth", given);
    }
  }
  return tr;
}

/* A column that came in between has no width yet, and one that went leaves the others as they are. */
export function mendWidths(tr, table, tableStart) {
  const widths = widthsOf(table);

  return hasWidths(widths) && (widths.includes(0) || !isWritten(table))
    ? writeWidths(tr, table, tableStart, completed(widths))
    : tr;
}

function isWritten(table) {
  const map = TableMap.get(table);

  return [...new Set(map.map)].every((position) => {
    const { colspan, colwidth } = table.nodeAt(position).attrs;
    return colwidth?.length === colspan && !colwidth.includes(0);
  });
}

/**
 * What a border that is moved does: one column gives what its neighbour takes.
 * @param {number} column the one before the border
 */
export function moved(widths, column, distance) {
  const room = widths[column] + widths[column + 1];
  const lowest = Math.min(MIN_WIDTH, Math.floor(room / 2));
  const left = Math.min(Math.max(Math.round(widths[column] + distance), lowest), room - lowest);
  const result = widths.slice();

  result[column] = left;
  result[column + 1] = room - left;
  return result.map((width) => Math.min(width, MAX_WIDTH));
}

/* By keys: the border behind the selected columns; of the last one, the border before it. */
function resize(distance) {
  return (state, dispatch) => {
    if (!isInTable(state)) {
      return false;
    }
    const { map, table, tableStart, right } = selectedRect(state);
    if (map.width < 2) {
      return false;
    }
    if (dispatch) {
      const isLast = right === map.width;
      const before = completed(widthsOf(table));
      const after = moved(before, isLast ? map.width - 2 : right - 1, isLast ? -distance : distance);
      dispatch(writeWidths(state.tr, table, tableStart, after));
    }
    return true;
  };
}

function shareEvenly(state, dispatch) {
  if (!isInTable(state)) {
    return false;
  }
  const { table, tableStart } = selectedRect(state);
  if (!hasWidths(widthsOf(table))) {
    return false;
  }
  dispatch?.(writeWidths(state.tr, table, tableStart, null));
  return true;
}

export const columnCommands = {
  "widen-column": () => resize(KEY_STEP),
  "narrow-column": () => resize(-KEY_STEP),
  "share-columns-evenly": () => shareEvenly,
};

export function canShareEvenly(state) {
  return shareEvenly(state);
}
