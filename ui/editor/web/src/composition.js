// SPDX-License-Identifier: GPL-3.0-or-later

/* Longer than prosemirror-view needs until it has read what was composed; WebKit reports the end
 * twice. */
const SETTLED_MS = 60;

/**
 * For the handlers of compositionend: calls `then` when the text that was composed stands in the
 * document. Another composition may have begun by then.
 * @returns {number} what clearTimeout() takes
 */
export function afterComposition(then) {
  return setTimeout(then, SETTLED_MS);
}
