// SPDX-License-Identifier: GPL-3.0-or-later
/* What is made of what was typed: text before the caret, and what stands there after the rules. */

import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./modules.mjs";

const { findReplacement, isLatinAfterStop } = await load("smart-rules");

function mended(text) {
  const found = findReplacement(text);

  return found ? text.slice(0, text.length - found.length) + found.text : text;
}

const changes = {
  dots: [
    ["甲...", "甲……"], ["...", "……"], ["甲。..", "甲……"], ["甲。。。", "甲……"], ["等等... ...", "等等... ……"],
  ],
  dashes: [["甲--", "甲——"], ["--", "——"], ["” --", "” ——"]],
  punctuation: [
    ["甲,", "甲，"], ["甲.", "甲。"], ["甲;", "甲；"], ["甲:", "甲："], ["甲!", "甲！"], ["甲?", "甲？"],
    ["《甲》,", "《甲》，"], ["甲）.", "甲）。"], ["“甲”,", "“甲”，"], ["甲！?", "甲！？"], ["甲〇,", "甲〇，"],
    ["𠮷,", "𠮷，"], ["甲……,", "甲……，"],
  ],
  brackets: [
    ["甲(", "甲（"], ["甲，(", "甲，（"], ["甲（WTO)", "甲（WTO）"], ["(甲)", "（甲）"], ["(一)", "（一）"],
    ["甲(乙)", "甲（乙）"], ["甲（a(1))", "甲（a(1)）"], ["甲)", "甲）"],
  ],
  "document numbers": [
    ["国办发[2026]", "国办发〔2026〕"], ["粤府［1999］", "粤府〔1999〕"], ["国办发【2026】5号", "国办发〔2026〕5号"],
    ["国办发（2026）15号", "国办发〔2026〕15号"], ["国办发﹝2026﹞5号", "国办发〔2026〕5号"],
  ],
};

for (const [name, pairs] of Object.entries(changes)) {
  test(name, () => {
    for (const [typed, expected] of pairs) {
      assert.equal(mended(typed), expected, typed);
    }
  });
}

test("what stays as it was typed", () => {
  for (const text of [
    "", "甲", "甲..", "甲....", "甲。。。。", "甲---", "a--", "2025--", "<!--", "a,", "1,", "1.", "9:", "%,",
    "https:", "https://www.gov.cn.", "www.", "a@b.", " ,", "，,", "甲 ,", "a(", "f(x)", "(a)", "(", ")", "1)",
    "[2026]", "a[2026]", "甲[12]", "甲[2026", "甲〔2026〕", "甲〔2026〕5号", "甲（2026）", "甲[3026]", "一.", "十二.",
  ]) {
    assert.equal(mended(text), text);
  }
});

test("what an earlier rule has changed comes back as it was typed", () => {
  assert.deepEqual(findReplacement("甲。.."), { length: 3, text: "……", typed: "..." });
  assert.deepEqual(findReplacement("甲..."), { length: 3, text: "……" });
});

test("letters and digits after a stop", () => {
  assert.deepEqual(["d", "7", "甲", " ", "。"].map(isLatinAfterStop), [true, true, false, false, false]);
});
