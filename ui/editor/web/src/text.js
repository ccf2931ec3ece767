// SPDX-License-Identifier: GPL-3.0-or-later
/* Text: what may stand in a document, how it is counted, and the two ways of counting characters.
 * The host counts characters (g_utf8_strlen), JavaScript UTF-16 units, in which 𠮷 is 2. */

/* What gb_text_is_allowed () refuses: controls, halves of characters, overrides of direction, tags,
 * and what is no character at all. */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}|\p{Noncharacter_Code_Point}/gu;
const BREAKS = /[\t\n\r\u2028\u2029]+/g;

/**
 * @param {string} text
 * @returns {string} the same without what a document cannot hold; line breaks become a space
 */
export function cleanText(text) {
  return text.replace(BREAKS, " ").replace(FORBIDDEN, "");
}

/** The number of characters among the first `units` UTF-16 units of `text`. */
export function charactersBefore(text, units) {
  let count = 0;
  let position = 0;

  while (position < Math.min(units, text.length)) {
    position += text.codePointAt(position) > 0xffff ? 2 : 1;
    count += 1;
  }
  return count;
}

/** The number of UTF-16 units that the first `characters` characters of `text` take. */
export function unitsBefore(text, characters) {
  let position = 0;

  for (let i = 0; i < characters && position < text.length; i++) {
    position += text.codePointAt(position) > 0xffff ? 2 : 1;
  }
  return position;
}

/**
 * Words as offices count them: every Han character, kana and hangul syllable is one, every run of
 * other letters and digits is one. gb_text_count_words () is the same rule; a test compares them.
 */
const CJK =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}";
const WORD = new RegExp(`(?=[\\p{L}\\p{N}])[${CJK}]|(?:(?![${CJK}])[\\p{L}\\p{N}]\\p{M}*)+`, "gu");

/** @param {string} text */
export function countWords(text) {
  return text.match(WORD)?.length ?? 0;
}
