// SPDX-License-Identifier: GPL-3.0-or-later
/* The numbers of headings are text, because readers copy them and other systems show them; here they
 * are kept right. Nothing is stored beside them: a number is automatic as long as it is the one that
 * comes next, and any other was made by hand. A number that was made by hand stays and the next ones
 * go on from it; a heading without a number is not counted. */

import { closeHistory, isHistoryTransaction } from "prosemirror-history";
import { Plugin } from "prosemirror-state";
import { Transform } from "prosemirror-transform";

import { afterComposition } from "./composition.js";
import { anyNumber, readNumber, writeNumber } from "./numbers.js";
import { FIRST_LEVEL, hasSameHeadings, LAST_LEVEL, outline, selectedHeadings, textOf } from "./outline.js";
import { schema } from "./schema.js";

const { nodes } = schema;

/* ───── Counting ───── */

/**
 * Counts headings from the first to the last. In some texts the headings below go on through the
 * whole of them: （三） in one section, （四） at the beginning of the next.
 */
class Counter {
  constructor() {
    this.inSection = Array(LAST_LEVEL + 1).fill(0);
    this.overall = Array(LAST_LEVEL + 1).fill(0);
  }

  begin(level) {
    this.inSection.fill(0, level + 1);
    this.overall.fill(0, level + 2);
  }

  next(level, goesOn) {
    return (goesOn && this.inSection[level] === 0 ? this.overall[level] : this.inSection[level]) + 1;
  }

  read(level, text) {
    return readNumber(level, text, [this.next(level, false), this.next(level, true)]);
  }

  take(level, value) {
    this.inSection[level] = value;
    this.overall[level] = value;
  }
}

function count(headings) {
  const counter = new Counter();

  return headings.map(({ text, id, level }) => {
    counter.begin(level);
    const number = counter.read(level, text);
    const couldGoOn = counter.next(level, true) !== counter.next(level, false);
    const isNext = number?.value === counter.next(level, false);
    const goesOn = !isNext && number?.value === counter.next(level, true);
    if (number) {
      counter.take(level, number.value);
    }
    return {
      id,
      level,
      text: number?.text ?? "",
      isAutomatic: isNext || goesOn,
      goesOn,
      restarts: isNext && couldGoOn,
    };
  });
}

/**
 * @param {Node} doc
 * @returns {{id: string, level: number, text: string, isAutomatic: boolean, goesOn: boolean,
 *   restarts: boolean}[]} for each heading of `outline ()` its number: text is "" for none, goesOn
 *   says that it continues those of the section before, restarts that it could and does not
 */
export const numbersOf = ofHeadings(count);

/* What is found out about the headings of a document holds while they stay as they are, whatever is
 * typed between them. */
function ofHeadings(find) {
  let last = { headings: null, found: null };

  return (doc) => {
    const headings = outline(doc);
    if (!last.headings || !hasSameHeadings(last.headings, headings)) {
      last = { headings, found: find(headings, doc) };
    }
    return last.found;
  };
}

/** @returns {number} what a heading of a level at `position` would be numbered with */
export function nextNumber(doc, position, level) {
  const counter = new Counter();

  for (const heading of outline(doc)) {
    if (heading.position >= position) {
      break;
    }
    counter.begin(heading.level);
    const number = counter.read(heading.level, heading.text);
    if (number) {
      counter.take(heading.level, number.value);
    }
  }
  counter.begin(level);
  return counter.next(level, false);
}

/* ───── Writing ───── */

/* Puts `text` in the place of the first characters of a block, and changes no more than differs, so
 * that the caret and the marks stay. */
function writePrefix(tr, position, old, text) {
  let same = 0;
  let rest = 0;

  while (same < Math.min(old.length, text.length) && old[same] === text[same]) {
    same += 1;
  }
  while (
    rest < Math.min(old.length, text.length) - same &&
    old[old.length - 1 - rest] === text[text.length - 1 - rest]
  ) {
    rest += 1;
  }
  const from = position + 1 + same;
  const to = position + 1 + old.length - rest;
  const inserted = text.slice(same, text.length - rest);
  if (inserted) {
    const first = tr.doc.nodeAt(position).firstChild?.marks ?? [];
    tr.replaceWith(from, to, schema.text(inserted, first.filter(({ type }) => type.name !== "link")));
  } else if (to > from) {
    tr.delete(from, to);
  }
}

/**
 * Numbers the headings of a transaction's document.
 * @param {(heading: object, index: number, number: object | null) => {old: string, goesOn: boolean} |
 *   null} choose what to replace by the number that comes next, "" to put it there; null for a heading
 *   that stays. It is given the number that is there.
 */
function write(tr, choose) {
  const counter = new Counter();
  const headings = outline(tr.doc);
  const start = tr.steps.length;

  headings.forEach((heading, index) => {
    const { level, text, position } = heading;
    counter.begin(level);
    const number = counter.read(level, text);
    const chosen = choose(heading, index, number);
    if (chosen) {
      const value = counter.next(level, chosen.goesOn);
      writePrefix(tr, tr.mapping.slice(start).map(position), chosen.old, writeNumber(level, value));
      counter.take(level, value);
    } else if (number) {
      counter.take(level, number.value);
    }
  });
}

/* ───── After each change ───── */

/* What is new gets a number if the others of its level have one. */
function isNumbered(old, level) {
  const peers = old.filter((number) => number.level === level);
  const others = peers.length ? peers : old;

  return others.length === 0 || others.some(({ text }) => text !== "");
}

function hasBlock(doc, id) {
  let has = false;

  doc.descendants((node) => {
    has ||= node.isBlock && node.attrs.id === id;
    return !has && !node.isTextblock;
  });
  return has;
}

/* A heading that was there before. A number that was made by hand belonged to its level. */
function chooseKnown(before, { level, text }, goesOn) {
  const isUntouched = before.text !== "" && text.startsWith(before.text);

  return isUntouched && (before.isAutomatic || before.level !== level)
    ? { old: before.text, goesOn: goesOn && !before.restarts }
    : null;
}

/* A heading that was not there before: made of a paragraph, split off, or put in from elsewhere. */
function chooseNew(heading, number, before, { isForeign, hasPeers, goesOn }) {
  const { level, text } = heading;

  if (number) {
    return isForeign && hasPeers ? { old: number.text, goesOn } : null;
  }
  if (isForeign) {
    return null;
  }
  const other = anyNumber(text);
  if (other) {
    return hasBlock(before, heading.id) ? { old: other, goesOn } : null;
  }
  return isNumbered(numbersOf(before), level) ? { old: "", goesOn } : null;
}

/* Where a heading was made a paragraph again, its automatic number goes. */
function removeNumbers(tr, known) {
  const start = tr.steps.length;

  tr.doc.forEach((node, position) => {
    const number = node.type === nodes.paragraph ? known.get(node.attrs.id) : null;
    if (number?.isAutomatic && textOf(node).startsWith(number.text)) {
      const at = tr.mapping.slice(start).map(position) + 1;
      tr.delete(at, at + number.text.length);
    }
  });
}

/* Whether a section has a numbered heading of its own besides those that are new. */
function findPeers(headings, known) {
  const parents = [];
  const peers = new Set();
  const keyOf = ({ level }) => {
    parents.length = level;
    return `${parents.filter(Boolean).join("/")}:${level}`;
  };
  const keys = headings.map((heading) => {
    const key = keyOf(heading);
    parents[heading.level] = heading.id;
    if (known.get(heading.id)?.text) {
      peers.add(key);
    }
    return key;
  });

  return (index) => peers.has(keys[index]);
}

/**
 * Numbers what a change has made new or moved.
 * @param {Transaction} tr gets the steps
 * @param {Node} before the document before the change
 * @param {boolean} isForeign whether something was put in from elsewhere
 */
function renumber(tr, before, isForeign) {
  const headings = outline(tr.doc);
  if (hasSameHeadings(outline(before), headings)) {
    return tr;
  }
  const old = numbersOf(before);
  const known = new Map(old.map((number) => [number.id, number]));
  const hasPeers = findPeers(headings, known);
  const levelsGoOn = new Set(old.filter((number) => number.goesOn).map(({ level }) => level));

  write(tr, (heading, index, number) => {
    const was = known.get(heading.id);
    const goesOn = levelsGoOn.has(heading.level);
    return was
      ? chooseKnown(was, heading, goesOn)
      : chooseNew(heading, number, before, { isForeign, hasPeers: hasPeers(index), goesOn });
  });
  removeNumbers(tr, known);
  return tr;
}

function isForeign(tr) {
  return ["paste", "drop"].includes(tr.getMeta("uiEvent")) || !!tr.getMeta("paste");
}

/**
 * Keeps the numbers of headings right.
 * @param {() => boolean} isOn
 */
export function numbering(isOn) {
  let view = null;
  /* While an input method composes, nothing else may change: the text before, and the last change. */
  let waiting = null;

  const settle = () => {
    if (view && waiting && !view.composing) {
      const { before, last } = waiting;
      waiting = null;
      const tr = renumber(view.state.tr, before, false);
      if (tr.docChanged) {
        /* One step of undo with the composition. */
        view.dispatch(tr.setMeta("appendedTransaction", last));
      }
    }
  };

  return new Plugin({
    view(created) {
      view = created;
      return {
        destroy() {
          view = null;
        },
      };
    },
    props: {
      handleDOMEvents: {
        compositionend() {
          afterComposition(settle);
          return false;
        },
      },
    },
    appendTransaction(transactions, before, state) {
      const changes = transactions.filter(({ docChanged }) => docChanged);
      if (!isOn() || changes.length === 0 || changes.some(isHistoryTransaction)) {
        return null;
      }
      if (view?.composing) {
        waiting = { before: waiting?.before ?? before.doc, last: changes.at(-1) };
        return null;
      }
      const start = waiting?.before ?? before.doc;
      waiting = null;
      const tr = renumber(state.tr, start, changes.some(isForeign));
      return tr.docChanged ? tr : null;
    },
  });
}

/* ───── Commands ───── */

/* Moves headings and all that is under them; null where a level does not exist. */
function shift(state, by) {
  const all = outline(state.doc);
  const selected = selectedHeadings(state);
  const moved = all.filter((heading) =>
    selected.some(({ position, end }) => position <= heading.position && heading.position < end),
  );
  const fits = ({ level }) => level + by >= FIRST_LEVEL && level + by <= LAST_LEVEL;

  return moved.length > 0 && moved.every(fits) ? moved : null;
}

function shiftSections(by) {
  return (state, dispatch) => {
    const moved = shift(state, by);

    if (moved && dispatch) {
      const { tr } = state;
      for (const { position, level } of moved) {
        tr.setNodeAttribute(position, "level", level + by);
      }
      dispatch(closeHistory(tr).scrollIntoView());
    }
    return !!moved;
  };
}

/* All numbers as they should be; those that are written otherwise are replaced. */
function repaired(tr) {
  const old = numbersOf(tr.doc);

  write(tr, ({ text }, index) => {
    const number = old[index].text;
    const spaces = number ? /^\s*/.exec(text.slice(number.length))[0] : "";
    return { old: number ? number + spaces : anyNumber(text), goesOn: old[index].goesOn };
  });
  return tr;
}

const isWrong = ofHeadings((headings, doc) => repaired(new Transform(doc)).docChanged);

/** @returns {boolean} whether `repair-numbering` would change something */
export function canRepair({ doc }) {
  return isWrong(doc);
}

function repair(state, dispatch) {
  const tr = repaired(state.tr);

  if (tr.docChanged && dispatch) {
    dispatch(closeHistory(tr).scrollIntoView());
  }
  return tr.docChanged;
}

/** @returns {string} the number of the heading with the caret; "" for none */
export function numberAt(state) {
  const { parent } = state.selection.$from;

  if (parent.type !== nodes.heading) {
    return "";
  }
  const index = outline(state.doc).findIndex(({ node }) => node === parent);
  return numbersOf(state.doc)[index].text;
}

/* Takes the numbers of the selected headings away, or gives them those that come next. */
function toggleNumber(state, dispatch) {
  const selected = new Set(selectedHeadings(state).map(({ id }) => id));
  const numbers = numbersOf(state.doc);
  const without = outline(state.doc).filter(
    ({ id }, index) => selected.has(id) && numbers[index].text === "",
  );

  if (selected.size > 0 && dispatch) {
    const { tr } = state;
    const ids = new Set(without.map(({ id }) => id));
    if (ids.size > 0) {
      write(tr, ({ id, text }, index) => {
        const { isAutomatic, text: old, goesOn } = numbers[index];
        if (ids.has(id)) {
          return { old: anyNumber(text), goesOn: false };
        }
        return isAutomatic ? { old, goesOn } : null;
      });
    } else {
      const start = tr.steps.length;
      outline(state.doc).forEach(({ id, position }, index) => {
        if (selected.has(id)) {
          const at = tr.mapping.slice(start).map(position) + 1;
          tr.delete(at, at + numbers[index].text.length);
        }
      });
    }
    dispatch(closeHistory(tr).scrollIntoView());
  }
  return selected.size > 0;
}

/** Backspace behind the number of a heading takes the whole of it away. */
export function deleteNumber(state, dispatch) {
  const { $from, empty } = state.selection;
  const number = numberAt(state);

  if (!empty || !number || $from.parentOffset !== number.length) {
    return false;
  }
  dispatch?.(state.tr.delete($from.start(), $from.pos).scrollIntoView());
  return true;
}

/** Enter in a heading that has nothing but its number makes it a paragraph. */
export function leaveEmptyHeading(state, dispatch) {
  const { $from, empty } = state.selection;
  const { parent } = $from;
  const number = numberAt(state);

  if (!empty || !number || textOf(parent) !== number) {
    return false;
  }
  if (dispatch) {
    const position = $from.before();
    const tr = state.tr.delete($from.start(), $from.end());
    dispatch(tr.setNodeMarkup(position, nodes.paragraph, { id: parent.attrs.id }).scrollIntoView());
  }
  return true;
}

/** The commands of headings by the names that the host knows. */
export const numberingCommands = {
  "promote-heading": () => shiftSections(-1),
  "demote-heading": () => shiftSections(1),
  "repair-numbering": () => repair,
  "toggle-number": () => toggleNumber,
};
