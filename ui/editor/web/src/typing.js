// SPDX-License-Identifier: GPL-3.0-or-later
/* A key that is a character is put into the document here, and the view shows it. WebKit would put
 * it into the page, and the view would read the paragraph back from there and compare, which takes
 * about as long again. Everything else stays with WebKit: what an input method composes or commits,
 * dead keys, and what replaces a selection. */

import { Plugin } from "prosemirror-state";

/* The character of a key press; null if it is none, or not all of what was typed. */
function characterOf({ key, charCode, ctrlKey, altKey, metaKey }) {
  const isPlain = charCode >= 0x20 && !ctrlKey && !altKey && !metaKey;

  return isPlain && key === String.fromCodePoint(charCode) ? key : null;
}

export function typing() {
  return new Plugin({
    props: {
      handleKeyPress(view, event) {
        const { $cursor } = view.state.selection;
        const text = characterOf(event);

        if (!$cursor || text === null) {
          return false;
        }
        const insert = () => view.state.tr.insertText(text).scrollIntoView();
        const { pos } = $cursor;
        if (!view.someProp("handleTextInput", (handle) => handle(view, pos, pos, text, insert))) {
          view.dispatch(insert());
        }
        return true;
      },
    },
  });
}
