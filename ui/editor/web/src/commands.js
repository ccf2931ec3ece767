// SPDX-License-Identifier: GPL-3.0-or-later
/* Names of commands: all that the host may call, and what keys do. Each entry makes a ProseMirror
 * command from its argument, a string. */

import { lift, selectAll, toggleMark, wrapIn } from "prosemirror-commands";
import { closeHistory, redo, undo } from "prosemirror-history";
import { liftListItem, sinkListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState, Selection, TextSelection } from "prosemirror-state";

import { imageCommands, newFigure } from "./images.js";
import { numberingCommands } from "./numbering.js";
import { startPaste } from "./paste.js";
import { isAddress, LIST_STYLES, ROLES, schema } from "./schema.js";
import { sectionCommands } from "./sections.js";
import { ancestor, inBody, linkAround, listAround, selectedParagraphs } from "./selection.js";
import { newTable, tableCommands } from "./tables.js";
import { cleanText } from "./text.js";

const { nodes, marks } = schema;
/* What is inserted at once is a character or a date. */
const MAX_INSERTED = 100;
const MAX_TITLE = 500;

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

function isProse(type) {
  return type === nodes.paragraph || type === nodes.heading;
}

/* setBlockType makes new attributes; the block stays the same one, and so it keeps its id. */
function become(type, attributes) {
  return (state, dispatch) => {
    const { tr } = state;

    for (const { $from, $to } of state.selection.ranges) {
      state.doc.nodesBetween($from.pos, $to.pos, (node, position) => {
        if (isProse(node.type)) {
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

/* "decimal" is the form without a name in the document. In another list the form makes it an ordered
 * one, and elsewhere a list of the paragraphs. */
function listStyle(name) {
  const style = name === "decimal" ? null : name;
  const restyle = (state, dispatch) => {
    const list = listAround(state);
    const isOrdered = list?.node.type === nodes.ordered_list;
    if (list && dispatch) {
      const position = state.selection.$from.before(list.depth);
      const attrs = { ...(isOrdered ? list.node.attrs : { id: list.node.attrs.id }), style };
      dispatch(state.tr.setNodeMarkup(position, nodes.ordered_list, attrs));
    }
    return !!list;
  };

  if (style !== null && !LIST_STYLES.includes(style)) {
    return () => false;
  }
  return (state, dispatch) =>
    listAround(state)
      ? restyle(state, dispatch)
      : sequence(listType(nodes.ordered_list), restyle)(state, dispatch);
}

/** @returns {string} the form of the numbers of the list around; "" outside ordered lists */
export function listStyleName(state) {
  const list = listAround(state)?.node;

  return list?.type === nodes.ordered_list ? (list.attrs.style ?? "decimal") : "";
}

/* A list may stand wherever a paragraph may. */
export function canMakeList(state) {
  return !!listAround(state) || isProse(state.selection.$from.parent.type);
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

/** @returns {boolean} whether the first line of the paragraph is indented by two characters */
export function isIndented({ selection: { $from } }) {
  const { type, attrs } = $from.parent;

  return type === nodes.paragraph && !attrs.role && !attrs.align && !attrs.noIndent;
}

/* The indent is a property of a paragraph, never spaces; aligned ones have none. */
function toggleIndent(state, dispatch) {
  const noIndent = isIndented(state);

  return setParagraphs(({ attrs }) => ({
    noIndent,
    role: null,
    align: noIndent ? attrs.align : null,
  }))(state, dispatch);
}

/* ───── Text ───── */

function insertText(given) {
  const text = cleanText(given);

  return (state, dispatch) => {
    if (!text || text.length > MAX_INSERTED || !state.selection.$from.parent.isTextblock) {
      return false;
    }
    dispatch?.(closeHistory(state.tr.insertText(text)).scrollIntoView());
    return true;
  };
}

/* Brackets around what is selected, or around the caret. */
function insertPair(given) {
  const [opening, closing, ...more] = cleanText(given);

  return (state, dispatch) => {
    const { $from, $to, from, to, empty } = state.selection;
    if (!closing || more.length > 0 || !$from.parent.isTextblock || !$from.sameParent($to)) {
      return false;
    }
    if (dispatch) {
      const tr = closeHistory(state.tr).insertText(closing, to).insertText(opening, from);
      const caret = empty ? from + opening.length : to + opening.length + closing.length;
      dispatch(tr.setSelection(TextSelection.create(tr.doc, caret)).scrollIntoView());
    }
    return true;
  };
}

/**
 * @param {Date} date
 * @returns {string} as documents have it: all digits of the year, no leading zeros (GB/T 9704-2012
 *   §7.3.5.4)
 */
export function officialDate(date) {
  return `${date.getFullYear()}年${date.getMonth() + 1}月${date.getDate()}日`;
}

function breakLine(state, dispatch) {
  const { $from } = state.selection;

  if (!$from.parent.inlineContent || $from.parent.type === nodes.title) {
    return false;
  }
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create(), true).scrollIntoView());
  return true;
}

/* ───── Links ───── */

export function canLink({ selection: { $from } }) {
  const { parent } = $from;

  return parent.inlineContent && parent.type.allowsMarkType(marks.link);
}

/* The link around gets another address, what is selected becomes one, and where nothing is selected
 * the text comes with it. */
function link(href, text) {
  return (state, dispatch) => {
    if (!isAddress(href) || !canLink(state)) {
      return false;
    }
    if (dispatch) {
      const { from, to } = linkAround(state) ?? state.selection;
      const mark = marks.link.create({ href });
      const { tr } = state;
      if (from === to) {
        const active = state.storedMarks ?? state.selection.$from.marks();
        tr.insert(from, schema.text(text, mark.addToSet(active)));
      } else {
        tr.removeMark(from, to, marks.link).addMark(from, to, mark);
      }
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}

function setLink(href) {
  return link(href, cleanText(href.replace(/^(?:mailto|tel):/, "")));
}

/* A document of the same portal, by its title: 《》, and 〈〉 for those inside (GB/T 15834 §4.15). */
function linkDocument(json) {
  let given = null;

  try {
    given = JSON.parse(json);
  } catch {
    return () => false;
  }
  const title = typeof given?.title === "string" ? cleanText(given.title).trim() : "";
  const inside = title.replaceAll("《", "〈").replaceAll("》", "〉").slice(0, MAX_TITLE);
  return inside ? link(`document:${given.id}`, `《${inside}》`) : () => false;
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
function insertBlock(block, { caretIn = false, isAllowed = inBody } = {}) {
  return (state, dispatch) => {
    const { $from } = state.selection;

    if (!isAllowed(state)) {
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

function insertTable(size) {
  const table = newTable(size);

  return table ? insertBlock(table, { caretIn: true }) : () => false;
}

function insertImage(json) {
  const figure = newFigure(json);

  /* In the title, a caption or a table it comes behind: whoever has pasted and described an image
   * wants it. */
  return figure ? insertBlock(figure, { isAllowed: () => true }) : () => false;
}

function toggleScript(type, other) {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    const both = (tr) => dispatch(empty ? tr : tr.removeMark(from, to, other));
    return toggleMark(type)(state, dispatch && both);
  };
}

function pasteFrom(source) {
  return (state, dispatch, view) => {
    if (view) {
      startPaste(view, source);
    }
    return true;
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
  "list-style": listStyle,
  "indent-list": () => sinkListItem(nodes.list_item),
  "outdent-list": () => liftListItem(nodes.list_item),
  align,
  "toggle-indent": () => toggleIndent,
  "insert-text": insertText,
  "insert-pair": insertPair,
  "insert-date": () => insertText(officialDate(new Date())),
  "insert-break": () => breakLine,
  "set-link": setLink,
  "link-document": linkDocument,
  "remove-link": () => removeLink,
  ...numberingCommands,
  ...sectionCommands,
  "insert-table": insertTable,
  ...tableCommands,
  "insert-image": insertImage,
  ...imageCommands,
  "insert-rule": () => insertBlock(nodes.rule.create()),
  paste: () => pasteFrom("clipboard"),
  "paste-as-text": () => pasteFrom("clipboard-text"),
  undo: () => undo,
  redo: () => redo,
  "select-all": () => selectAll,
};

/** @returns {Command | null} null for a name that is no command */
export function commandNamed(name, argument = "") {
  return Object.hasOwn(commands, name) ? commands[name](argument) : null;
}

