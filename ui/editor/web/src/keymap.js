// SPDX-License-Identifier: GPL-3.0-or-later
/* Keys inside the text. The window's accelerators leave these alone. */

import {
  baseKeymap,
  chainCommands,
  createParagraphNear,
  liftEmptyBlock,
  splitBlockAs,
} from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import { splitListItem } from "prosemirror-schema-list";
import { Selection, TextSelection } from "prosemirror-state";

import { commandNamed } from "./commands.js";
import { resizeImage } from "./image-size.js";
import { deleteNumber, leaveEmptyHeading } from "./numbering.js";
import { schema } from "./schema.js";
import { inHeading } from "./sections.js";
import { ancestor } from "./selection.js";
import { undoSmartTyping } from "./smart-typing.js";

const { nodes } = schema;

/* Enter in the title begins the text; what stood behind the caret goes there. */
function leaveTitle(state, dispatch) {
  const { $from, $to, to } = state.selection;

  if ($from.parent.type !== nodes.title || !$from.sameParent($to)) {
    return false;
  }
  if (dispatch) {
    const rest = $from.parent.textBetween($to.parentOffset, $from.parent.content.size);
    const { tr } = state;
    tr.delete($from.pos, to + rest.length);
    const start = tr.doc.firstChild.nodeSize;
    const next = tr.doc.child(1);
    if (rest || next.type !== nodes.paragraph || next.content.size > 0) {
      tr.insert(start, nodes.paragraph.create(null, rest ? schema.text(rest) : null));
    }
    dispatch(tr.setSelection(TextSelection.create(tr.doc, start + 1)).scrollIntoView());
  }
  return true;
}

/* A caption is one line: Enter goes on behind it. */
function leaveCaption(state, dispatch) {
  const { $from } = state.selection;

  if (!ancestor($from, nodes.caption, nodes.figcaption)) {
    return false;
  }
  if (dispatch) {
    const { tr } = state;
    const after = tr.doc.resolve($from.after());
    if ($from.parent.type === nodes.figcaption && $from.after(1) === tr.doc.content.size) {
      tr.insert(tr.doc.content.size, nodes.paragraph.create());
    }
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(after.pos), 1)).scrollIntoView());
  }
  return true;
}

/* A new paragraph is aligned like the one before, but a role such as 署名 is not handed on. */
const splitBlock = splitBlockAs((node, atEnd) =>
  atEnd && node.type === nodes.paragraph
    ? { type: node.type, attrs: { align: node.attrs.align, noIndent: node.attrs.noIndent } }
    : null,
);

/**
 * @param {(what: string) => void} tellHost what a key asks for: an address, a character, or that the
 *   text has no use for Escape
 * @returns {Plugin[]}
 */
export function keymaps(tellHost) {
  const keys = {
    "Mod-b": commandNamed("toggle-bold"),
    "Mod-i": commandNamed("toggle-italic"),
    "Mod-u": commandNamed("toggle-underline"),
    "Shift-Mod-x": commandNamed("toggle-strike"),
    "Mod-Alt-.": commandNamed("toggle-superscript"),
    "Mod-Alt-,": commandNamed("toggle-subscript"),
    "Mod-l": commandNamed("align", "left"),
    "Mod-e": commandNamed("align", "center"),
    "Shift-Mod-r": commandNamed("align", "right"),
    "Mod-j": commandNamed("align", "justify"),
    "Mod-Alt-i": commandNamed("toggle-indent"),
    "Mod-Alt-q": commandNamed("set-style", "quote"),
    "Mod-Alt-h": commandNamed("insert-rule"),
    "Alt-Shift-d": (state, dispatch) => commandNamed("insert-date")(state, dispatch),
    "Mod-z": commandNamed("undo"),
    "Shift-Mod-z": commandNamed("redo"),
    "Mod-y": commandNamed("redo"),
    "Mod-Alt-0": commandNamed("set-style", "body"),
    "Mod-Alt-1": commandNamed("set-style", "h2"),
    "Mod-Alt-2": commandNamed("set-style", "h3"),
    "Mod-Alt-3": commandNamed("set-style", "h4"),
    "Mod-Alt-4": commandNamed("set-style", "h5"),
    "Shift-Mod-7": commandNamed("ordered-list"),
    "Shift-Mod-8": commandNamed("bullet-list"),
    "Alt-Shift-ArrowRight": chainCommands(
      commandNamed("widen-column"),
      resizeImage(1),
      commandNamed("demote-heading"),
    ),
    "Alt-Shift-ArrowLeft": chainCommands(
      commandNamed("narrow-column"),
      resizeImage(-1),
      commandNamed("promote-heading"),
    ),
    "Alt-Shift-ArrowUp": inHeading(commandNamed("move-section-up")),
    "Alt-Shift-ArrowDown": inHeading(commandNamed("move-section-down")),
    "Mod-Alt-n": commandNamed("repair-numbering"),
    Backspace: chainCommands(undoSmartTyping, deleteNumber),
    "Shift-Mod-v": commandNamed("paste-as-text"),
    "Mod-k": () => {
      tellHost("edit-link");
      return true;
    },
    "Mod-Alt-c": () => {
      tellHost("choose-character");
      return true;
    },
    /* ProseMirror would keep it for itself. */
    Escape: () => {
      tellHost("escape");
      return true;
    },
    Enter: chainCommands(
      leaveTitle,
      leaveCaption,
      leaveEmptyHeading,
      splitListItem(nodes.list_item),
      createParagraphNear,
      liftEmptyBlock,
      splitBlock,
    ),
    "Shift-Enter": commandNamed("insert-break"),
    Tab: chainCommands(commandNamed("next-cell"), commandNamed("indent-list")),
    "Shift-Tab": chainCommands(commandNamed("previous-cell"), commandNamed("outdent-list")),
  };

  return [keymap(keys), keymap(baseKeymap)];
}
