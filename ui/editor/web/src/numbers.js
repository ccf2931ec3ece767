// SPDX-License-Identifier: GPL-3.0-or-later
/* The numbers of headings as text: 一、（一）1.（1）, GB/T 9704-2012 §7.3.3 ("一般用"), and the forms
 * in which people write them otherwise. */

const DIGITS = "零一二三四五六七八九";
const UNITS = ["", "十", "百", "千"];
const MAX = 9999;

/**
 * @param {number} value 1 … 9999
 * @returns {string} in Chinese, as it is counted: 十, 二十一, 一百零一
 */
export function writeChinese(value) {
  const digits = String(value).split("").map(Number);
  let text = "";
  let zero = false;

  digits.forEach((digit, index) => {
    const unit = UNITS[digits.length - 1 - index];
    if (digit === 0) {
      zero = true;
    } else {
      text += (zero && text ? "零" : "") + DIGITS[digit] + unit;
      zero = false;
    }
  });
  return text.replace(/^一十/, "十");
}

/** @returns {number | null} what `writeChinese ()` has written; null for anything else */
export function readChinese(text) {
  let value = 0;
  let digit = 0;

  for (const character of text.replaceAll("〇", "零")) {
    const unit = UNITS.indexOf(character);
    if (unit > 0) {
      value += (digit || 1) * 10 ** unit;
      digit = 0;
    } else {
      digit = DIGITS.indexOf(character);
    }
  }
  value += digit;
  return value >= 1 && value <= MAX && writeChinese(value) === text.replaceAll("〇", "零")
    ? value
    : null;
}

const CHINESE = "[〇零一二三四五六七八九十百千]{1,7}";
/* No year and no decimal: 2026.1 and 1.5 are no numbers of headings. */
const ARABIC = "[1-9][0-9]{0,2}";
const NO_DECIMAL = "(?:(?![0-9])|(?=(?:19|20)[0-9]{2}年))";

/* The official form of each level. */
const OFFICIAL = {
  2: { pattern: new RegExp(`^(${CHINESE})、`), read: readChinese, write: (n) => `${writeChinese(n)}、` },
  3: {
    pattern: new RegExp(`^（(${CHINESE})）`),
    read: readChinese,
    write: (n) => `（${writeChinese(n)}）`,
  },
  4: { pattern: new RegExp(`^(${ARABIC})\\.${NO_DECIMAL}`), read: Number, write: (n) => `${n}.` },
  5: { pattern: new RegExp(`^（(${ARABIC})）`), read: Number, write: (n) => `（${n}）` },
};

/* What stands at the beginning of headings that were written otherwise, spaces behind it included.
 * Articles and chapters (第一条) have names, not numbers. */
const LOOSE = new RegExp(
  `^\\s*(?:${CHINESE}[、.．]|[（(]\\s*${CHINESE}\\s*[）)][、.．]?|` +
    `${ARABIC}(?:[、．]|\\.${NO_DECIMAL}|[）)])|[（(]\\s*${ARABIC}\\s*[）)][、.．]?|` +
    `[①-⑳])\\s*`,
);

/** @returns {string} the number of a heading in its official form */
export function writeNumber(level, value) {
  return OFFICIAL[level].write(value);
}

/**
 * @param {number} level 2 … 5
 * @param {string} text of a heading
 * @param {number[]} expected values that would come next: one of them is a number even where digits
 *   follow (2.3个重点), which elsewhere are those of a decimal
 * @returns {{value: number, text: string} | null} the number in the form of the level
 */
export function readNumber(level, text, expected = []) {
  const { pattern, read, write } = OFFICIAL[level];
  const match = pattern.exec(text);
  const value = match ? read(match[1]) : null;

  if (value) {
    return { value, text: match[0] };
  }
  const next = expected.find((candidate) => text.startsWith(write(candidate)));
  return next ? { value: next, text: write(next) } : null;
}

/** @returns {number | null} the level whose official number stands at the beginning */
export function levelOfNumber(text) {
  return [2, 3, 4, 5].find((level) => readNumber(level, text)) ?? null;
}

/** @returns {string} the number in whatever form, spaces included; "" for none */
export function anyNumber(text) {
  return LOOSE.exec(text)?.[0] ?? "";
}
