// SPDX-License-Identifier: GPL-3.0-or-later
/* What is made of what was typed: rules on the text before the caret, the last character of which
 * has just come in. No document, no view. */

import { readChinese } from "./numbers.js";

const HAN = "\\p{Script=Han}";
/* Behind these, a mark of punctuation belongs to a Chinese sentence. */
const CHINESE_BEFORE = new RegExp(`[${HAN}〇”’》〉）】〕」』…—！？]$`, "u");
const FULL_WIDTH = { ",": "，", ".": "。", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）" };
/* An opening bracket may also follow a mark. */
const BRACKET_BEFORE = new RegExp(`[${HAN}〇”’》〉）】〕」』…—！？，。、；：]$`, "u");
const YEAR = "(?:19|20)[0-9]{2}";
const YEAR_IN_BRACKETS = new RegExp(`${HAN}[[［](${YEAR})[\\]］]$`, "u");
const DOCUMENT_NUMBER = new RegExp(`${HAN}[[［【(（﹝](${YEAR})[\\]］】)）﹞]([0-9]{1,5}号)$`, "u");
const DOTS = /(?<![.。])(?:\.\.\.|。。。|。\.\.)$/;
/* Not behind Latin text or its marks: a--b, <!--. */
const DASHES = /(?<![!-~])--$/;

/**
 * What to put in the place of the last characters.
 * @typedef {{length: number, text: string, typed?: string}} Replacement
 *   length in UTF-16 units; typed is what was typed in their place, where an earlier rule has already
 *   changed it
 */

/* Where the bracket begins that a closing one at the end of `text` would close; -1 for nowhere. */
function openingBracket(text) {
  let depth = 0;

  for (let i = text.length - 1; i >= 0; i--) {
    if (/[)）]/.test(text[i])) {
      depth += 1;
    } else if (/[(（]/.test(text[i])) {
      if (depth === 0) {
        return i;
      }
      depth -= 1;
    }
  }
  return -1;
}

/* A closing bracket is like the one that it closes; half-width ones around Chinese become full. */
function closeBracket(before) {
  const opening = openingBracket(before);

  if (opening < 0) {
    return CHINESE_BEFORE.test(before) ? { length: 1, text: "）" } : null;
  }
  if (before[opening] === "（") {
    return { length: 1, text: "）" };
  }
  const inside = before.slice(opening + 1);
  return new RegExp(HAN, "u").test(inside)
    ? { length: inside.length + 2, text: `（${inside}）` }
    : null;
}

function punctuation(text) {
  const typed = text.at(-1);
  const before = text.slice(0, -1);

  if (!Object.hasOwn(FULL_WIDTH, typed)) {
    return null;
  }
  if (typed === ")") {
    return closeBracket(before);
  }
  /* 一. at the beginning is a number (smart-typing.js), never the end of a sentence. */
  if (typed === "." && readChinese(before)) {
    return null;
  }
  return (typed === "(" ? BRACKET_BEFORE : CHINESE_BEFORE).test(before)
    ? { length: 1, text: FULL_WIDTH[typed] }
    : null;
}

/**
 * @param {string} text of the block before the caret
 * @returns {Replacement | null}
 */
export function findReplacement(text) {
  const dots = DOTS.exec(text)?.[0];
  if (dots) {
    return { length: 3, text: "……", ...(dots === "。.." && { typed: "..." }) };
  }
  if (DASHES.test(text)) {
    return { length: 2, text: "——" };
  }
  const year = YEAR_IN_BRACKETS.exec(text);
  if (year) {
    return { length: year[1].length + 2, text: `〔${year[1]}〕` };
  }
  const number = DOCUMENT_NUMBER.exec(text);
  if (number) {
    const [, digits, serial] = number;
    return { length: digits.length + 2 + serial.length, text: `〔${digits}〕${serial}` };
  }
  return punctuation(text);
}

/** @returns {boolean} whether a stop that was made full-width stands before Latin text after all */
export function isLatinAfterStop(typed) {
  return /^[A-Za-z0-9]/.test(typed);
}
