// SPDX-License-Identifier: GPL-3.0-or-later
/* How far an image's corner takes its width. */

import assert from "node:assert/strict";
import test from "node:test";

import { load } from "./modules.mjs";

const { MAX_SHARE, MIN_SHARE, shareAfter } = await load("image-size");

test("both sides of the image move", () => {
  assert.equal(shareAfter(200, 0, 800), 25);
  assert.equal(shareAfter(200, 100, 800), 50);
  assert.equal(shareAfter(200, -40, 800), 15);
});

test("an image is never wider than the text, nor too small to be taken again", () => {
  assert.equal(shareAfter(200, 10000, 800), MAX_SHARE);
  assert.equal(shareAfter(1600, 0, 800), MAX_SHARE);
  assert.equal(shareAfter(200, -10000, 800), MIN_SHARE);
});
