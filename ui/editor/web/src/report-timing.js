// SPDX-License-Identifier: GPL-3.0-or-later
/* When the host is told what has changed. What it shows then, such as the number of words, makes it
 * draw its window anew, and a key that comes meanwhile waits for the frame after. So nothing is told
 * before that which caused it is painted, and while somebody types, the tools around the text wait
 * for a pause. */

import { ReplaceStep } from "prosemirror-transform";

/** In milliseconds: longer than it takes until a letter is painted. */
export const PAINTED_MS = 40;
/* What a key does, it does within this time. */
const KEY_MS = 50;
/** A pause in typing, and the longest time without one. */
export const PAUSE_MS = 250;
export const LONGEST_MS = 1000;

/* Whether a transaction is such as a letter makes, typed or deleted. */
function isLetters({ docChanged, steps }) {
  return (
    docChanged &&
    steps.every(
      (step) =>
        step instanceof ReplaceStep &&
        step.slice.openStart === 0 &&
        step.slice.openEnd === 0 &&
        (step.slice.size === 0
          ? step.to - step.from <= 2
          : step.slice.content.childCount === 1 && step.slice.content.firstChild.isText),
    )
  );
}

/** Tells once what has changed several times. */
export class Reports {
  #tell;
  #timer = 0;
  #since = 0;
  #pressed = -Infinity;
  #typed = -Infinity;

  /** @param {() => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /** For what a person waits for: in a task of its own, for much changes while a key is handled. */
  soon() {
    this.#schedule(performance.now());
  }

  /** @param {KeyboardEvent} event the key that the next changes come from */
  pressed({ ctrlKey, altKey, metaKey }) {
    this.#pressed = ctrlKey || altKey || metaKey ? -Infinity : performance.now();
  }

  /** @param {Transaction} tr one that was applied */
  changed(tr) {
    if (isLetters(tr) && performance.now() - this.#pressed < KEY_MS) {
      this.#typedNow();
    } else {
      this.soon();
    }
  }

  /** For what must be known before anything else happens. */
  now() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#tell();
  }

  /** Likewise, if there is something to tell. */
  flush() {
    if (this.#timer) {
      this.now();
    }
  }

  /* The first letter is told when it is painted, the others in a pause. */
  #typedNow() {
    const now = performance.now();
    const goesOn = this.#timer || now - this.#typed < PAUSE_MS;
    const since = this.#timer ? this.#since : now;

    this.#typed = now;
    this.#schedule(goesOn ? Math.min(now + PAUSE_MS, since + LONGEST_MS) : now + PAINTED_MS);
  }

  #schedule(due) {
    const now = performance.now();

    if (!this.#timer) {
      this.#since = now;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), Math.max(0, due - now));
  }
}
