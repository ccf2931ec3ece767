// SPDX-License-Identifier: GPL-3.0-or-later
/* Characters, UTF-16 units and words. */

import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./modules.mjs";

const { charactersBefore, cleanText, countWords, unitsBefore } = await load("text");

test("units and characters", () => {
  const text = "a𠮷b";

  assert.deepEqual([0, 1, 3, 4, 9].map((units) => charactersBefore(text, units)), [0, 1, 2, 3, 3]);
  assert.deepEqual([0, 1, 2, 3, 9].map((count) => unitsBefore(text, count)), [0, 1, 3, 4, 4]);
});

test("words as offices count them", () => {
  for (const [text, words] of [
    ["", 0],
    ["，。《》 　", 0],
    ["政务公开", 4],
    ["国办发〔2016〕80号", 6],
    ["WPS Office 2019版", 4],
    ["二〇一七年々", 6],
    ["e\u0301tat d’âme", 3],
    ["カナ한글", 4],
    ["𠮷", 1],
    ["3.14", 2],
  ]) {
    assert.equal(countWords(text), words, text);
  }
});

test("clean text", () => {
  assert.equal(cleanText("a\r\n\tb\u2028c"), "a b c");
  assert.equal(cleanText("\u0000\u007f\u0085\u202a\u2069\ufeff\ufffb\ufffe\u{e0041}\u{1ffff}\udc00"), "");
  assert.equal(cleanText("政\u3000务\u00a0𠮷😀\u200d"), "政\u3000务\u00a0𠮷😀\u200d");
});
