// SPDX-License-Identifier: GPL-3.0-or-later
/* Finding and replacing. What was found is shown by decorations and is never part of the document.
 * The current match is also selected, but it is remembered by itself: WebKit gives up its selection
 * when another widget of the program selects something, such as the entry of the bar. While an
 * input method composes, matches are only moved along: a decoration that came or went would
 * redraw the text under it. */

import { closeHistory } from "prosemirror-history";
import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

import { blockText } from "./blocks.js";
import { changedBlocks, forEachBlock, redraw, sizeOf } from "./changes.js";
import { afterComposition } from "./composition.js";
import { cleanText } from "./text.js";

/* What is offered to be found when something is selected. */
const MAX_OFFERED = 200;
/* More are counted and found, but not shown: the view would have to be cut up for each of them. */
const MAX_SHOWN = 3000;

const CURRENT = "gb-match-current";

const key = new PluginKey("find");
const NOTHING = {
  query: null,
  origin: 0,
  current: null,
  matches: [],
  shown: DecorationSet.empty,
  stale: false,
};

/* ───── What is looked for ───── */

/* Full-width letters, digits and signs, and the spaces, as their half-width forms. */
function foldWidth(text) {
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0]/g, " ");
}

/* Positions are counted in the text as it stands, so that a letter whose small form is longer
 * (İ) keeps its size. */
function foldCase(text) {
  return text.replace(/\p{Lu}|\p{Lt}/gu, (letter) => {
    const small = letter.toLowerCase();
    return small.length === letter.length ? small : letter;
  });
}

/**
 * @param {string} text what to look for; "" for nothing
 * @param {{matchCase?: boolean, matchWidth?: boolean}} options
 */
function newQuery(text, { matchCase = false, matchWidth = false } = {}) {
  const fold = (given) => {
    const sized = matchWidth ? given : foldWidth(given);
    return matchCase ? sized : foldCase(sized);
  };

  /* Nodes are immutable: what was found in one that has not changed holds. */
  return text ? { needle: fold(text), fold, found: new WeakMap() } : null;
}

function offsetsIn(node, { needle, fold, found }) {
  let offsets = found.get(node);

  if (!offsets) {
    const text = fold(blockText(node));
    offsets = [];
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
      offsets.push(at);
    }
    found.set(node, offsets);
  }
  return offsets;
}

/**
 * Every match in some blocks, in the order of the document: title, text, lists, cells and captions.
 * A match lies in one block; marks do not divide it.
 * @returns {{from: number, to: number}[]}
 */
function findMatches(blocks, start, query) {
  const matches = [];
  const find = (node, position) => {
    if (node.isTextblock) {
      for (const offset of offsetsIn(node, query)) {
        const from = position + 1 + offset;
        matches.push({ from, to: from + query.needle.length });
      }
    } else {
      node.forEach((child, offset) => find(child, position + 1 + offset));
    }
  };

  forEachBlock(blocks, start, find);
  return matches;
}

/* ───── The state of a search ───── */

function decorate({ from, to }) {
  return Decoration.inline(from, to, { class: "gb-match" }, { key: "match" });
}

function look(query, origin, current, doc) {
  const matches = query ? findMatches(doc.content.content, 0, query) : [];

  return {
    query,
    origin,
    current: current && matchAt(matches, current),
    matches,
    shown: DecorationSet.create(doc, matches.slice(0, MAX_SHOWN).map(decorate)),
    stale: false,
  };
}

/* Looks only into what has changed. */
function lookAgain({ query, matches, shown }, origin, current, tr) {
  const { position, old, now } = changedBlocks(tr.before, tr.doc);
  const moved = sizeOf(now) - sizeOf(old);
  const first = firstFrom(matches, position);
  const found = findMatches(now, position, query);
  const all = [
    ...matches.slice(0, first),
    ...found,
    ...matches
      .slice(firstFrom(matches, position + sizeOf(old)))
      .map(({ from, to }) => ({ from: from + moved, to: to + moved })),
  ];

  return {
    query,
    origin,
    current: current && matchAt(all, current),
    matches: all,
    shown: redraw(shown, tr, () => found.slice(0, Math.max(0, MAX_SHOWN - first)).map(decorate)),
    stale: false,
  };
}

function moveAlong({ query, matches, shown }, origin, current, { mapping, doc }) {
  const moved = matches
    .map(({ from, to }) => ({ from: mapping.map(from, 1), to: mapping.map(to, -1) }))
    .filter(({ from, to }) => to - from === query.needle.length);

  return {
    query,
    origin,
    current: current && matchAt(moved, current),
    matches: moved,
    shown: shown.map(mapping, doc),
    stale: true,
  };
}

/* The index of the first match that begins at a position or behind it. */
function firstFrom(matches, position) {
  let low = 0;
  let high = matches.length;

  while (low < high) {
    const middle = (low + high) >> 1;
    if (matches[middle].from < position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function matchAt(matches, { from, to }) {
  const match = matches[firstFrom(matches, from)];

  return match?.from === from && match.to === to ? match : null;
}

/* Which match is the current one after a transaction: the one that the search went to, until
 * somebody goes elsewhere. */
function currentAfter(tr, { current, matches }, told) {
  if (told?.current !== undefined) {
    return told.current;
  }
  if (tr.docChanged) {
    return current && { from: tr.mapping.map(current.from, 1), to: tr.mapping.map(current.to, -1) };
  }
  if (tr.selectionSet && !(tr.selection.empty && tr.selection.from === current?.to)) {
    return matchAt(matches, tr.selection);
  }
  return current;
}

/** @returns {{matches: number, match: number}} how many there are, and which one is selected */
export function findReport(state) {
  const { matches, current } = key.getState(state) ?? NOTHING;

  return { matches: matches.length, match: current ? firstFrom(matches, current.from) + 1 : 0 };
}

/**
 * @param {() => boolean} isComposing
 */
export function find(isComposing) {
  return new Plugin({
    key,
    state: {
      init: () => NOTHING,
      apply(tr, search) {
        const told = tr.getMeta(key);
        const query = told?.query === undefined ? search.query : told.query;
        const origin = told?.origin ?? tr.mapping.map(search.origin);
        const current = currentAfter(tr, search, told);

        if (!query) {
          return { ...NOTHING, origin };
        }
        if (tr.docChanged && query === search.query && isComposing()) {
          return moveAlong(search, origin, current, tr);
        }
        if (query !== search.query || told?.settled || (tr.docChanged && search.stale)) {
          return look(query, origin, current, tr.doc);
        }
        if (tr.docChanged) {
          return lookAgain(search, origin, current, tr);
        }
        return { ...search, origin, current };
      },
    },
    props: {
      decorations(state) {
        const { shown, current } = key.getState(state);

        return current
          ? shown.add(state.doc, [
              Decoration.inline(current.from, current.to, { class: CURRENT }),
            ])
          : shown;
      },
      handleDOMEvents: {
        compositionend(view) {
          afterComposition(() => {
            if (!view.isDestroyed && !view.composing && key.getState(view.state)?.stale) {
              view.dispatch(view.state.tr.setMeta(key, { settled: true }));
            }
          });
        },
      },
    },
  });
}

/* ───── What the host asks for ───── */

/* Moves the page as little as possible; the margin is in the style sheet. */
function showCurrent(view) {
  view.dom
    .querySelector(`.${CURRENT}`)
    ?.scrollIntoView({ behavior: "instant", block: "nearest", inline: "nearest" });
}

function select(view, match) {
  const { tr, doc } = view.state;

  if (match) {
    tr.setSelection(TextSelection.create(doc, match.from, match.to));
    view.dispatch(tr.setMeta(key, { origin: match.from, current: match }));
    showCurrent(view);
  }
}

/**
 * Begins a search or goes on with one.
 * @param {object} given text, matchCase, matchWidth; fresh: whether the search begins anew at the
 * selection; move: whether the selection goes to the first match behind that place
 */
export function startSearch(view, given) {
  const { state } = view;
  const origin = given.fresh ? state.selection.from : key.getState(state).origin;

  view.dispatch(state.tr.setMeta(key, { query: newQuery(given.text, given), origin, current: null }));
  if (given.move) {
    const { matches } = key.getState(view.state);
    const match = matches[firstFrom(matches, origin)] ?? matches[0];
    if (match) {
      select(view, match);
      /* A longer text is looked for from the same place. */
      view.dispatch(view.state.tr.setMeta(key, { origin }));
    }
  }
}

/** Goes to the next match (1) or the previous one (-1), round the end of the document. */
export function stepSearch(view, direction) {
  const { matches, current } = key.getState(view.state);
  const { from, to } = current ?? view.state.selection;
  const index =
    direction > 0
      ? firstFrom(matches, to)
      : matches.findLastIndex((match) => match.to <= from);

  select(view, matches[index] ?? matches.at(direction > 0 ? 0 : -1));
}

/* The new text looks as the old one began. */
function replace(tr, { from, to }, text) {
  const { marks } = tr.doc.nodeAt(from);

  if (!text) {
    tr.delete(from, to);
  } else if (tr.doc.textBetween(from, to) !== text) {
    tr.replaceWith(from, to, tr.doc.type.schema.text(text, marks));
  }
}

/** Replaces the current match and goes to the next one; without a current one, only goes there. */
export function replaceCurrent(view, given) {
  const text = cleanText(given);
  const { current } = key.getState(view.state);

  if (current) {
    const { tr } = view.state;
    replace(tr, current, text);
    tr.setSelection(TextSelection.create(tr.doc, current.from + text.length));
    view.dispatch(closeHistory(tr).setMeta(key, { current: null }));
  }
  stepSearch(view, 1);
}

/** @returns {number} how many matches were replaced, in one step of undo */
export function replaceAll(view, given) {
  const text = cleanText(given);
  const { matches } = key.getState(view.state);
  const { tr } = view.state;

  for (const match of [...matches].reverse()) {
    replace(tr, match, text);
  }
  if (tr.docChanged) {
    view.dispatch(closeHistory(tr));
  }
  return matches.length;
}

/* A reader has no caret, and is shown the match as something selected. */
function selectForReader(view) {
  const { from, to } = view.state.selection;
  const start = view.domAtPos(from);
  const end = view.domAtPos(to);

  document.getSelection().setBaseAndExtent(start.node, start.offset, end.node, end.offset);
}

/** Ends the search; the match that it had come to is selected. */
export function endSearch(view) {
  const { current } = key.getState(view.state);
  const { tr, doc } = view.state;

  if (current) {
    tr.setSelection(TextSelection.create(doc, current.from, current.to));
  }
  view.dispatch(tr.setMeta(key, { query: null }));
  if (current && !view.editable) {
    selectForReader(view);
  }
}

/** @returns {string} what is selected, if it can be looked for */
export function offeredText({ doc, selection: { $from, $to, from, to } }) {
  const text = $from.sameParent($to) ? doc.textBetween(from, to, null, "\n") : "";

  return text.length <= MAX_OFFERED && !text.includes("\n") ? text : "";
}
