// SPDX-License-Identifier: GPL-3.0-or-later

import { Plugin } from "prosemirror-state";

/* keyCode of a keydown that the input method has taken; it says nothing about the key. */
const TAKEN_BY_INPUT_METHOD = 229;

/**
 * Lets the first key after a composition through.
 *
 * In Safari the Enter that confirms a candidate arrives as a keydown just after compositionend, so
 * prosemirror-view ignores one keydown within 500 ms of it. It takes WebKitGTK for Safari, because
 * navigator.vendor is "Apple Computer, Inc." there too. But in WebKitGTK the confirming key has
 * keyCode 229: a keydown with any other code is a key of its own, and ignoring it loses it.
 *
 * `input.compositionEndedAt` is a private field of prosemirror-view (read in 1.42.9), so the
 * version is pinned and tests/editor/test-ime.c fails when the field changes.
 *
 * @returns {Plugin} a plugin that must stand before the keymaps
 */
export function keysAfterComposition() {
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown(view, event) {
          if (event.keyCode !== TAKEN_BY_INPUT_METHOD && !view.composing) {
            view.input.compositionEndedAt = -2e8; // the value for "long ago" in prosemirror-view
          }
          return false;
        },
      },
    },
  });
}
