// SPDX-License-Identifier: GPL-3.0-or-later
/* What the checker has found, underlined in the text, and what mends it. The host says where each
 * finding lies in a text that it was once handed over; until its next report the findings move
 * along with what is written. Nothing here moves the caret or the page by itself, and while an
 * input method composes nothing comes or goes: it would redraw the text under it. */

import { closeHistory } from "prosemirror-history";
import { Mapping } from "prosemirror-transform";
import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

import { blockText, hasId } from "./blocks.js";
import { afterComposition } from "./composition.js";
import { showPosition } from "./scroll.js";
import { unitsBefore } from "./text.js";

/* More are listed by the host, but not underlined: the view would have to be cut up for each. */
const MAX_SHOWN = 3000;
/* Texts that a report may be about; the host asks for one about twice a second. */
const MAX_TEXTS = 6;

const LEVELS = ["hint", "warning", "error", "block"];
const CURRENT = "gb-finding-current";

const key = new PluginKey("findings");
const NOTHING = { list: [], shown: DecorationSet.empty, current: 0 };

/* Reports that wait for the end of a composition. */
const waiting = new WeakMap();

/* ───── Where a finding lies ───── */

/** The texts that were handed over, and what was written since. */
export class HandedOver {
  #texts = [];

  /** @param {Node} doc what the host is given now */
  remember(doc) {
    if (this.#texts[0]?.doc !== doc) {
      this.#texts.unshift({ doc, since: new Mapping() });
      this.#texts.length = Math.min(this.#texts.length, MAX_TEXTS);
    }
  }

  /** @param {Transaction} tr one that was applied */
  follow({ docChanged, mapping }) {
    if (docChanged) {
      this.#texts.forEach(({ since }) => since.appendMapping(mapping));
    }
  }

  forget() {
    this.#texts = [];
  }

  /** The newest first, and before them the text as it stands. */
  since(doc) {
    return [{ doc, since: new Mapping() }, ...this.#texts.filter((text) => text.doc !== doc)];
  }
}

/* Positions of the blocks that are named, the title under "". */
function blocksOf(doc) {
  const found = new Map();

  doc.descendants((node, position, parent, index) => {
    if (parent === doc && index === 0) {
      found.set("", { node, position });
    } else if (hasId(node)) {
      found.set(node.attrs.id, { node, position });
    }
    return !node.isTextblock;
  });
  return found;
}

/* What a report says about one text: null where the text is another one. */
function placeAll(given, doc) {
  const blocks = blocksOf(doc);

  return given.map(({ id, block, offset, length, level, text }) => {
    const found = blocks.get(block);

    if (!found || !LEVELS.includes(level)) {
      return null;
    }
    const { node, position } = found;
    if (length === 0) {
      return { id, level, text: "", whole: true, from: position, to: position + node.nodeSize };
    }
    if (!node.isTextblock) {
      return null;
    }
    const words = blockText(node);
    const start = unitsBefore(words, offset);
    const end = start + unitsBefore(words.slice(start), length);
    return words.slice(start, end) === text && text !== ""
      ? { id, level, text, whole: false, from: position + 1 + start, to: position + 1 + end }
      : null;
  });
}

function moveAlong(list, mapping) {
  return list
    .map((finding) => ({
      ...finding,
      from: mapping.map(finding.from, 1),
      to: mapping.map(finding.to, -1),
    }))
    .filter(({ from, to }) => from < to);
}

/* Which of the texts is the one that was checked is told by what stands at the places named. */
function place(given, texts) {
  let best = null;

  for (const { doc, since } of texts) {
    const list = placeAll(given, doc).filter((finding) => finding !== null);
    if (!best || list.length > best.list.length) {
      best = { list, since };
    }
    if (list.length === given.length) {
      break;
    }
  }
  return moveAlong(best.list, best.since).sort(
    (a, b) => a.from - b.from || a.to - b.to || a.id - b.id,
  );
}

/* ───── The state ───── */

function decorate({ from, to, level, whole }) {
  const attrs = { class: `gb-finding gb-finding-${level}` };

  return whole
    ? Decoration.node(from, to, { class: `gb-finding-whole gb-finding-whole-${level}` })
    : Decoration.inline(from, to, attrs);
}

/* An empty block has its hint, and needs no mark beside it. */
function isShown({ from, whole }, doc) {
  return !whole || doc.nodeAt(from).content.size > 0;
}

function show(list, doc) {
  const shown = list.filter((finding) => isShown(finding, doc)).slice(0, MAX_SHOWN);

  return DecorationSet.create(doc, shown.map(decorate));
}

function apply(tr, state) {
  const told = tr.getMeta(key) ?? {};
  const stays = !tr.docChanged && !tr.selectionSet;
  let { list, shown } = state;

  if (told.list) {
    list = told.list;
    shown = show(list, tr.doc);
  } else if (tr.docChanged && list.length > 0) {
    list = moveAlong(list, tr.mapping);
    shown = shown.map(tr.mapping, tr.doc);
  }
  if (told.mended) {
    list = list.filter(({ id }) => !told.mended.has(id));
    shown = show(list, tr.doc);
  }
  /* The new list has numbers of its own. */
  return { list, shown, current: told.current ?? (stays && !told.list ? state.current : 0) };
}

function decorations(state) {
  const { list, shown, current } = key.getState(state);
  const finding = current && list.find(({ id }) => id === current);

  if (!finding) {
    return shown;
  }
  const { from, to, whole } = finding;
  return shown.add(state.doc, [
    whole
      ? Decoration.node(from, to, { class: CURRENT })
      : Decoration.inline(from, to, { class: CURRENT }),
  ]);
}

export function findings() {
  return new Plugin({
    key,
    state: { init: () => NOTHING, apply },
    props: {
      decorations,
      handleDOMEvents: {
        compositionend(view) {
          afterComposition(() => {
            const report = waiting.get(view);
            if (report && !view.isDestroyed) {
              showFindings(view, report.given, report.texts);
            }
          });
        },
      },
    },
  });
}

/** @returns {{finding: number}} the number of the finding that the caret touches; 0 for none */
export function findingReport(state) {
  const { list, current } = key.getState(state) ?? NOTHING;
  const { from, to } = state.selection;

  return {
    finding:
      current || (list.find((found) => !found.whole && found.from <= from && to <= found.to)?.id ?? 0),
  };
}

/* ───── What the host asks for ───── */

/**
 * @param {{id: number, block: string, offset: number, length: number, level: string, text: string}[]}
 *   given offset and length in characters; block "" is the title; length 0 is the whole block
 * @param {HandedOver} texts
 */
export function showFindings(view, given, texts) {
  if (view.composing) {
    waiting.set(view, { given, texts });
    return;
  }
  waiting.delete(view);
  const { tr, doc } = view.state;
  view.dispatch(tr.setMeta(key, { list: place(given, texts.since(doc)) }));
}

/** @returns {boolean} whether it is still in the text */
export function showFinding(view, id) {
  const { list } = key.getState(view.state);
  const finding = list.find((found) => found.id === id);

  if (!finding) {
    return false;
  }
  const { tr, doc } = view.state;
  tr.setSelection(
    finding.whole
      ? TextSelection.near(doc.resolve(finding.from))
      : TextSelection.create(doc, finding.from, finding.to),
  );
  showPosition(view, tr.selection.from);
  view.dispatch(tr.setMeta(key, { current: id }));
  /* A long block may be on the screen without the place in it. */
  view.dom
    .querySelector(`.${CURRENT}`)
    ?.scrollIntoView({ behavior: "instant", block: "nearest", inline: "nearest" });
  return true;
}

/**
 * Goes to the next finding (1) or the previous one (-1), round the end of the document.
 * @returns {number} its number; 0 when there is none
 */
export function stepFinding(view, direction) {
  const { list, current } = key.getState(view.state);
  const { from, to } = view.state.selection;
  const at = list.findIndex(({ id }) => id === current);
  let index;

  if (at >= 0) {
    index = at + direction;
  } else if (direction > 0) {
    index = list.findIndex((finding) => finding.from >= from);
  } else {
    index = list.findLastIndex((finding) => finding.to <= to);
  }
  const finding = list[index] ?? list.at(direction > 0 ? 0 : -1);
  return finding && showFinding(view, finding.id) ? finding.id : 0;
}

/* Only what differs is replaced, and each run of it looks as it did. */
function replaceText(tr, { from, text }, fix) {
  const { schema } = tr.doc.type;
  const put = (start, end, words) => {
    if (words === "") {
      tr.delete(from + start, from + end);
    } else {
      const { marks } = tr.doc.nodeAt(from + Math.min(start, text.length - 1));
      tr.replaceWith(from + start, from + end, schema.text(words, marks));
    }
  };

  if (fix.length === text.length) {
    for (let start = 0; start < text.length; start++) {
      let end = start;
      while (end < text.length && text[end] !== fix[end]) {
        end += 1;
      }
      if (end > start) {
        /* The halves of a character stay together. */
        const first = start - (/[\udc00-\udfff]/.test(text[start] + fix[start]) ? 1 : 0);
        const last = end + (/[\ud800-\udbff]/.test(text[end - 1] + fix[end - 1]) ? 1 : 0);
        put(first, last, fix.slice(first, last));
        start = last;
      }
    }
    return;
  }
  const old = Array.from(text);
  const now = Array.from(fix);
  let head = 0;
  let tail = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) {
    head += 1;
  }
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old.at(-1 - tail) === now.at(-1 - tail)
  ) {
    tail += 1;
  }
  const units = (list) => list.join("").length;
  put(
    units(old.slice(0, head)),
    units(old.slice(0, old.length - tail)),
    now.slice(head, now.length - tail).join(""),
  );
}

/* A fix makes no line break: that would be a node, and no text. */
function fits(text, fix) {
  return typeof fix === "string" && fix !== text && !fix.includes("\n");
}

/**
 * Mends findings in one step of undo. One whose text is no longer the one that was checked is left.
 * @param {{id: number, fix: string}[]} mends
 * @returns {{mended: number, refused: number}}
 */
export function mendFindings(view, mends) {
  const { list } = key.getState(view.state);
  const { tr, doc } = view.state;
  const fixes = new Map(mends.map(({ id, fix }) => [id, fix]));
  const mended = new Set();
  let end = Infinity;

  /* From the last one on, so that the places of those before it hold. */
  for (const finding of [...list].reverse()) {
    const { id, from, to, text, whole } = finding;
    const fix = fixes.get(id);
    const isThere =
      !whole && to <= end && doc.textBetween(from, to, null, "\n") === text && fits(text, fix);
    if (isThere) {
      replaceText(tr, finding, fix);
      mended.add(id);
      end = from;
    }
  }
  if (tr.docChanged) {
    view.dispatch(closeHistory(tr).setMeta(key, { mended }));
  }
  return { mended: mended.size, refused: mends.length - mended.size };
}
