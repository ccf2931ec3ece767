// SPDX-License-Identifier: GPL-3.0-or-later
/* Mends what is typed at once: marks of punctuation (smart-rules.js), and numbers at the beginning of
 * a paragraph, which make it a heading. What was typed comes back with one key, Backspace or undo: the
 * change is a step of undo of its own. Nothing is done while an input method composes. */

import { closeHistory, undo } from "prosemirror-history";
import { Plugin, PluginKey } from "prosemirror-state";

import { afterComposition } from "./composition.js";
import { nextNumber } from "./numbering.js";
import { anyNumber, levelOfNumber, readNumber, writeNumber } from "./numbers.js";
import { headingAt } from "./outline.js";
import { schema } from "./schema.js";
import { findReplacement, isLatinAfterStop } from "./smart-rules.js";

const { nodes } = schema;
/* A paragraph with more behind the caret is a text already, not a heading that begins. */
const MAX_HEADING = 60;

/* The state is what was changed last, until something else happens: {from, text, typed}. */
const key = new PluginKey("smart-typing");

function textBefore($from) {
  return $from.parent.textBetween(0, $from.parentOffset, null, "￼");
}

/* ───── Headings ───── */

/* Which heading a paragraph becomes that begins with the number before the caret. Levels 1. and （1）
 * also number the points of an ordinary text: they make a heading only where one has to come next. */
function headingFor({ doc, selection: { $from } }) {
  const { parent } = $from;
  const before = textBefore($from);
  const rest = parent.textBetween($from.parentOffset, parent.content.size, null, "￼");
  const isBody = $from.depth === 1 && parent.type === nodes.paragraph && !parent.attrs.role;

  if (!isBody || rest.length > MAX_HEADING || /[。；]/.test(rest)) {
    return null;
  }
  /* 一. and (一) are ways of writing 一、 and （一）. */
  const official = before
    .replace(/^(\D+)\.$/, "$1、")
    .replace(/^\((.+)\)$/, "（$1）");
  const level = levelOfNumber(official);
  const number = level ? readNumber(level, official) : null;
  if (number?.text !== official || anyNumber(before) !== before) {
    return null;
  }
  const above = headingAt(doc, $from.pos)?.level ?? 1;
  const isExpected = level < 4 || (above >= level - 1 && nextNumber(doc, $from.pos, level) === number.value);
  return isExpected ? { level, text: writeNumber(level, number.value) } : null;
}

/* ───── Doing and undoing ───── */

/* As little as differs is replaced, so that marks stay. */
function replaceBefore(tr, to, { length, text }) {
  const from = to - length;
  const old = tr.doc.textBetween(from, to);
  let same = 0;

  while (same < old.length && old[same] === text[same]) {
    same += 1;
  }
  return tr.insertText(text.slice(same), from + same, to);
}

function apply(view, tr, done) {
  view.dispatch(closeHistory(tr).setMeta(key, done).scrollIntoView());
  /* What is typed next is not undone together with this. */
  view.dispatch(closeHistory(view.state.tr));
}

function mend(view) {
  const { state } = view;
  const { $from, empty } = state.selection;

  if (!empty || !$from.parent.isTextblock) {
    return;
  }
  const heading = headingFor(state);
  if (heading) {
    const tr = state.tr.insertText(heading.text, $from.start(), $from.pos);
    const { id } = $from.parent.attrs;
    tr.setNodeMarkup($from.before(), nodes.heading, { id, level: heading.level });
    apply(view, tr, { text: "" });
    return;
  }
  const found = findReplacement(textBefore($from));
  if (!found) {
    return;
  }
  if (found.typed) {
    view.dispatch(replaceBefore(state.tr, $from.pos, { length: found.length, text: found.typed }));
  }
  const { tr, selection } = view.state;
  const typed = textBefore(selection.$from).slice(-1);
  apply(view, replaceBefore(tr, selection.from, found), { text: found.text, typed });
}

/* 文件.docx: the stop was no end of a sentence. */
function takeBackStop(view, from, text, deflt) {
  const last = key.getState(view.state);

  if (last?.text !== "。" || !isLatinAfterStop(text)) {
    return false;
  }
  const tr = deflt();
  view.dispatch(tr.insertText(last.typed, from - 1, from));
  return true;
}

/** Backspace right after a change brings back what was typed. */
export function undoSmartTyping(state, dispatch) {
  return key.getState(state) ? undo(state, dispatch) : false;
}

/**
 * @param {() => boolean} isOn
 */
export function smartTyping(isOn) {
  /* The text before a composition; null when there is none. */
  let composed = null;
  let settling = 0;

  const settle = (view) => {
    settling = 0;
    if (view.isDestroyed || view.composing || composed === null) {
      return;
    }
    const isNew = !view.state.doc.eq(composed);
    composed = null;
    if (isNew && isOn()) {
      mend(view);
    }
  };

  return new Plugin({
    key,
    state: {
      init: () => null,
      apply(tr, last) {
        const root = tr.getMeta("appendedTransaction") ?? tr;
        if (root.getMeta(key)) {
          return root.getMeta(key);
        }
        return tr.docChanged || tr.selectionSet ? null : last;
      },
    },
    props: {
      handleTextInput(view, from, to, text, deflt) {
        if (!isOn() || view.composing || settling) {
          return false;
        }
        if (takeBackStop(view, from, text, deflt)) {
          return true;
        }
        view.dispatch(deflt());
        mend(view);
        return true;
      },
      handleDOMEvents: {
        compositionstart(view) {
          composed ??= view.state.doc;
          return false;
        },
        compositionend(view) {
          clearTimeout(settling);
          settling = afterComposition(() => settle(view));
          return false;
        },
      },
    },
  });
}
