// SPDX-License-Identifier: GPL-3.0-or-later
/* What the host shows about the selection: which buttons are down, which can be pressed, how many
 * words there are. Only what changed is told. */

import { redoDepth, undoDepth } from "prosemirror-history";
import { liftListItem, sinkListItem } from "prosemirror-schema-list";
import { isInTable, splitCell } from "prosemirror-tables";

import { blockAt } from "./blocks.js";
import { canShareEvenly } from "./columns.js";
import {
  canAlign,
  canLink,
  canMakeList,
  commandNamed,
  isIndented,
  listStyleName,
} from "./commands.js";
import { findReport } from "./find.js";
import { findingReport } from "./findings.js";
import { imageAround } from "./images.js";
import { canRepair, numberAt } from "./numbering.js";
import { schema } from "./schema.js";
import { sectionReport } from "./sections.js";
import { inBody, linkAround, listAround, styleName } from "./selection.js";
import {
  canHaveCaption,
  hasCaption,
  hasHeaderCell,
  hasHeaderColumn,
  hasHeaderRow,
  merge,
} from "./tables.js";
import { countWords } from "./text.js";

const { marks, nodes } = schema;

/* Nodes are immutable, so that the count of one that has not changed holds. */
const wordsOfNode = new WeakMap();

function blockWords(node) {
  let words = wordsOfNode.get(node);

  if (words === undefined) {
    words = countWords(node.textBetween(0, node.content.size, null, " "));
    wordsOfNode.set(node, words);
  }
  return words;
}

/** @returns {number} the words of the body, the title not among them */
export function documentWords(doc) {
  let words = 0;

  doc.descendants((node) => {
    if (node.isTextblock && node.type !== nodes.title) {
      words += blockWords(node);
    }
    return !node.isTextblock;
  });
  return words;
}

function selectedWords({ doc, selection }) {
  return selection.ranges.reduce(
    (sum, { $from, $to }) => sum + countWords(doc.textBetween($from.pos, $to.pos, "\n", " ")),
    0,
  );
}

function hasMark(state, type) {
  const { from, to, empty, $from } = state.selection;

  return empty
    ? !!type.isInSet(state.storedMarks ?? $from.marks())
    : state.doc.rangeHasMark(from, to, type);
}

function canMark({ selection: { $from, empty }, doc, selection }, type) {
  let can = empty && $from.parent.inlineContent && $from.parent.type.allowsMarkType(type);

  if (!empty) {
    doc.nodesBetween(selection.from, selection.to, (node) => {
      can ||= node.inlineContent && node.type.allowsMarkType(type);
      return !can;
    });
  }
  return can;
}

function alignment({ selection: { $from } }) {
  return $from.parent.type === nodes.paragraph ? ($from.parent.attrs.align ?? "justify") : "justify";
}

/** @returns {Record<string, boolean | number | string | null>} */
export function report(state) {
  const list = listAround(state)?.node.type;
  const inTable = isInTable(state);

  return {
    bold: hasMark(state, marks.strong),
    italic: hasMark(state, marks.em),
    underline: hasMark(state, marks.underline),
    strike: hasMark(state, marks.strike),
    subscript: hasMark(state, marks.subscript),
    superscript: hasMark(state, marks.superscript),
    canMark: canMark(state, marks.strong),
    style: styleName(state),
    canSetStyle: inBody(state),
    number: numberAt(state),
    numbered: numberAt(state) !== "",
    canNumber: commandNamed("toggle-number")(state),
    canPromote: commandNamed("promote-heading")(state),
    canDemote: commandNamed("demote-heading")(state),
    canRepairNumbers: canRepair(state),
    bulletList: list === nodes.bullet_list,
    orderedList: list === nodes.ordered_list,
    canMakeList: canMakeList(state),
    canIndentList: sinkListItem(nodes.list_item)(state),
    canOutdentList: liftListItem(nodes.list_item)(state),
    align: alignment(state),
    canAlign: canAlign(state),
    indented: isIndented(state),
    listStyle: listStyleName(state),
    canInsertText: state.selection.$from.parent.isTextblock,
    canBreak: commandNamed("insert-break")(state),
    link: linkAround(state)?.href ?? "",
    canLink: canLink(state),
    inTable,
    headerRow: inTable && hasHeaderRow(state),
    headerColumn: inTable && hasHeaderColumn(state),
    headerCell: inTable && hasHeaderCell(state),
    canShareEvenly: inTable && canShareEvenly(state),
    caption: hasCaption(state),
    canHaveCaption: canHaveCaption(state),
    canMerge: inTable && merge(state),
    canSplit: inTable && splitCell(state),
    hasImage: !!imageAround(state),
    imageAlt: imageAround(state)?.node.attrs.alt ?? "",
    imageSrc: imageAround(state)?.node.attrs.src ?? "",
    imageWidth: imageAround(state)?.node.attrs.width ?? "",
    canUndo: undoDepth(state) > 0,
    canRedo: redoDepth(state) > 0,
    words: documentWords(state.doc),
    selectedWords: state.selection.empty ? 0 : selectedWords(state),
    ...findReport(state),
    ...findingReport(state),
    ...sectionReport(state),
    ...blockAt(state.selection.$head),
  };
}

/** @returns {object} the members of `after` that differ from `before` */
export function difference(before, after) {
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => before?.[key] !== value),
  );
}
