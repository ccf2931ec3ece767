// SPDX-License-Identifier: GPL-3.0-or-later
/* Moving sections: a heading with everything under it, as one step of undo. The blocks themselves
 * stay, and so do their ids. */

import { closeHistory } from "prosemirror-history";
import { EditorState, Selection, TextSelection } from "prosemirror-state";

import { numberingCommands } from "./numbering.js";
import { FIRST_LEVEL, headingAt, LAST_LEVEL, outline } from "./outline.js";
import { schema } from "./schema.js";

const { nodes } = schema;

/* What closes a document belongs to no section. */
const CLOSING = ["signature", "date", "note"];

/* The index of the first block behind the last section: signature, date and notes at the end. */
function closingIndex(doc) {
  let first = doc.childCount;

  for (let index = doc.childCount - 1; index > 0; index--) {
    const node = doc.child(index);
    if (node.type !== nodes.paragraph || (!CLOSING.includes(node.attrs.role) && node.content.size)) {
      break;
    }
    if (node.attrs.role) {
      first = index;
    }
  }
  return first;
}

/* The children of the document that a heading and its section are: from, and the first behind it. */
function rangeOf(doc, heading) {
  const all = outline(doc);
  const next = all.slice(all.indexOf(heading) + 1).find(({ level }) => level <= heading.level);

  return { from: heading.index, to: next?.index ?? closingIndex(doc) };
}

function positionOfIndex(doc, index) {
  let position = 0;

  for (let i = 0; i < index; i++) {
    position += doc.child(i).nodeSize;
  }
  return position;
}

/* Where the selection goes with the section; without one in it, to the heading. */
function carry(tr, selection, start, end, moved) {
  const { anchor, head, from, to } = selection;
  const by = moved - start;

  return start <= from && to <= end
    ? TextSelection.between(tr.doc.resolve(anchor + by), tr.doc.resolve(head + by))
    : Selection.near(tr.doc.resolve(moved + 1), 1);
}

/* Puts the children from … to in front of the one that is now at `target`. */
function move(state, dispatch, { from, to }, target) {
  const { doc, selection, tr } = state;

  if (from <= target && target <= to) {
    return false;
  }
  if (dispatch) {
    const low = Math.min(from, target);
    const high = Math.max(to, target);
    const blocks = Array.from({ length: high - low }, (_, i) => doc.child(low + i));
    const section = blocks.splice(from - low, to - from);
    const content = target < from ? [...section, ...blocks] : [...blocks, ...section];
    const start = positionOfIndex(doc, from);
    const end = positionOfIndex(doc, to);
    const moved =
      target < from ? positionOfIndex(doc, low) : positionOfIndex(doc, high) - (end - start);

    tr.replaceWith(positionOfIndex(doc, low), positionOfIndex(doc, high), content);
    tr.setSelection(carry(tr, selection, start, end, moved));
    dispatch(closeHistory(tr).scrollIntoView());
  }
  return true;
}

/* In front of the section before it; as the last one of the section before, if it is the first. */
function targetAbove(doc, heading) {
  const before = outline(doc).filter(({ index }) => index < heading.index);
  const previous = before.findLast(({ level }) => level <= heading.level);

  if (!previous || previous.level === heading.level) {
    return previous?.index ?? null;
  }
  return before.some(({ index, level }) => index < previous.index && level < heading.level)
    ? previous.index
    : null;
}

/* Behind the section after it; as the first one of the section after, if it is the last. */
function targetBelow(doc, heading) {
  const { to } = rangeOf(doc, heading);
  const all = outline(doc);
  const position = all.findIndex(({ index }) => index >= to);

  if (position < 0) {
    return null;
  }
  return all[position].level === heading.level
    ? rangeOf(doc, all[position]).to
    : (all[position + 1]?.index ?? closingIndex(doc));
}

function current({ doc, selection }) {
  return headingAt(doc, selection.head);
}

function moveBy(targetOf) {
  return (state, dispatch) => {
    const heading = current(state);
    const target = heading ? targetOf(state.doc, heading) : null;

    return target !== null && move(state, dispatch, rangeOf(state.doc, heading), target);
  };
}

/* Argument: the JSON of id, and before: the id of the heading to put it in front of, "" for the end. */
function moveTo(json) {
  let given = null;

  try {
    given = JSON.parse(json);
  } catch {
    return () => false;
  }
  return (state, dispatch) => {
    const all = outline(state.doc);
    const heading = all.find(({ id }) => id === given?.id);
    const next = all.find(({ id }) => id === given?.before);

    if (!heading || (given.before && !next)) {
      return false;
    }
    const target = next?.index ?? closingIndex(state.doc);
    return move(state, dispatch, rangeOf(state.doc, heading), target);
  };
}

/* The level of the section that the caret is in, wherever in it. */
function shiftBy(name) {
  return (state, dispatch) => {
    const heading = current(state);

    if (!heading) {
      return false;
    }
    const selection = TextSelection.create(state.doc, heading.position + 1);
    const there = EditorState.create({ doc: state.doc, selection });
    return numberingCommands[name]()(
      there,
      dispatch &&
        (({ steps }) => {
          const { tr } = state;
          steps.forEach((step) => tr.step(step));
          dispatch(closeHistory(tr).scrollIntoView());
        }),
    );
  };
}

/** Only with the caret in a heading: elsewhere the keys are not the section's. */
export function inHeading(command) {
  return (state, dispatch, view) =>
    state.selection.$head.parent.type === nodes.heading && command(state, dispatch, view);
}

/** The commands of sections by the names that the host knows. */
export const sectionCommands = {
  "move-section": moveTo,
  "move-section-up": () => moveBy(targetAbove),
  "move-section-down": () => moveBy(targetBelow),
  "promote-section": () => shiftBy("promote-heading"),
  "demote-section": () => shiftBy("demote-heading"),
};

/** @returns {object} what the host shows about the section with the caret */
export function sectionReport(state) {
  const heading = current(state);
  const all = heading ? outline(state.doc) : [];
  const under = all.filter(
    ({ position }) => heading.position <= position && position < heading.end,
  );

  return {
    section: heading?.id ?? "",
    canMoveSectionUp: !!heading && targetAbove(state.doc, heading) !== null,
    canMoveSectionDown: !!heading && targetBelow(state.doc, heading) !== null,
    canPromoteSection: !!heading && heading.level > FIRST_LEVEL,
    canDemoteSection: !!heading && under.every(({ level }) => level < LAST_LEVEL),
  };
}

/* As long as a line of the host's list can be. */
const MAX_TEXT = 200;

/** @returns {{id: string, level: number, text: string}[]} the headings, for the host's list */
export function headingList(doc) {
  return outline(doc).map(({ id, level, text }) => ({
    id,
    level,
    text: Array.from(text.replaceAll("\n", " ")).slice(0, MAX_TEXT).join(""),
  }));
}
