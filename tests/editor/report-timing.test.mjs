// SPDX-License-Identifier: GPL-3.0-or-later
/* When the host is told what has changed, with a clock that the test turns. */

import assert from "node:assert/strict";
import test, { afterEach, beforeEach } from "node:test";

import { load, loadPackage } from "./modules.mjs";

const { LONGEST_MS, PAINTED_MS, PAUSE_MS, Reports } = await load("report-timing");
const { schema } = await load("schema");
const { EditorState, TextSelection } = await loadPackage("prosemirror-state");
const { closeHistory } = await loadPackage("prosemirror-history");

/* ───── A text, a key and a clock ───── */

function stateWith(...texts) {
  const paragraphs = texts.map((text) =>
    schema.nodes.paragraph.create(null, text ? schema.text(text) : null),
  );

  return EditorState.create({
    doc: schema.nodes.doc.create(null, [schema.nodes.title.create(), ...paragraphs]),
    schema,
  });
}

const real = {
  clearTimeout: globalThis.clearTimeout,
  performance: globalThis.performance,
  setTimeout: globalThis.setTimeout,
};
let now = 0;
let timers = new Map();
let told = [];
let reports;

function pass(milliseconds) {
  for (let i = 0; i < milliseconds; i++) {
    now += 1;
    for (const [id, { due, call }] of timers) {
      if (due <= now) {
        timers.delete(id);
        call();
      }
    }
  }
}

function type(tr = stateWith("甲乙").tr.insertText("丙", 4), modifiers = {}) {
  reports.pressed(modifiers);
  reports.changed(tr);
}

function replaceGlobals(values) {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}

beforeEach(() => {
  let last = 0;

  now = 0;
  told = [];
  timers = new Map();
  replaceGlobals({
    clearTimeout: (id) => timers.delete(id),
    performance: { now: () => now },
    setTimeout(call, delay) {
      last += 1;
      timers.set(last, { due: now + delay, call });
      return last;
    },
  });
  reports = new Reports(() => told.push(now));
});

afterEach(() => replaceGlobals(real));

/* ───── What is typed ───── */

test("letters are typed, and deleted one by one", () => {
  for (const tr of [
    stateWith("甲乙").tr.insertText("丙", 4),
    stateWith("甲乙").tr.insertText("丙", 3, 4),
    stateWith("甲乙").tr.delete(3, 4),
    stateWith("𠮷").tr.delete(3, 5),
  ]) {
    told = [];
    pass(1000);
    const start = now;
    type(tr);
    pass(1000);
    assert.deepEqual(told, [start + PAINTED_MS]);
  }
});

test("nothing else is", () => {
  const state = stateWith("甲乙丙丁", "");
  const heading = schema.nodes.heading;

  for (const tr of [
    state.tr,
    state.tr.setSelection(TextSelection.create(state.doc, 4)),
    closeHistory(state.tr),
    state.tr.delete(3, 7),
    state.tr.split(4),
    state.tr.addMark(3, 5, schema.marks.strong.create()),
    state.tr.setBlockType(3, 3, heading, { level: 2 }),
    state.tr.insert(8, schema.nodes.paragraph.create()),
  ]) {
    told = [];
    pass(1000);
    const start = now;
    type(tr);
    pass(1000);
    assert.deepEqual(told, [start + 1]);
  }
});

test("letters that no key has typed are not, nor those of a command", () => {
  const { tr } = stateWith("甲乙");

  tr.insertText("丙", 4);
  reports.changed(tr);
  pass(100);
  type(tr, { ctrlKey: true });
  pass(100);
  reports.pressed({});
  pass(60);
  reports.changed(tr);
  pass(100);
  assert.deepEqual(told, [1, 101, 261]);
});

test("what a person waits for is told once, and behind the present task", () => {
  reports.soon();
  reports.soon();
  assert.deepEqual(told, []);
  pass(1000);
  assert.deepEqual(told, [1]);
});

test("a letter after a pause is told when it is painted", () => {
  type();
  pass(1000);
  type();
  pass(1000);
  assert.deepEqual(told, [PAINTED_MS, 1000 + PAINTED_MS]);
});

test("a burst is told in the pause after it", () => {
  for (let i = 0; i < 5; i++) {
    type();
    pass(30);
  }
  pass(2000);
  assert.deepEqual(told, [4 * 30 + PAUSE_MS]);
});

test("letters at an even pace wait for the pause, too", () => {
  for (let i = 0; i < 4; i++) {
    type();
    pass(100);
  }
  pass(2000);
  assert.deepEqual(told, [PAINTED_MS, 300 + PAUSE_MS]);
});

test("a burst without an end is told again and again", () => {
  for (let i = 0; i < 200; i++) {
    type();
    pass(20);
  }
  assert.ok(told.length >= 3);
  told.forEach((time, i) => assert.ok(time - (told[i - 1] ?? 0) <= LONGEST_MS + 20));
});

test("what a person waits for does not wait for a pause", () => {
  type();
  pass(60);
  type();
  pass(20);
  reports.soon();
  pass(1000);
  assert.deepEqual(told, [PAINTED_MS, 81]);
});

test("who leaves is told at once, if there is anything", () => {
  reports.flush();
  assert.deepEqual(told, []);
  type();
  pass(60);
  type();
  pass(10);
  reports.flush();
  pass(2000);
  assert.deepEqual(told, [PAINTED_MS, 70]);
});

test("what must be known is told at once, and not again", () => {
  reports.soon();
  reports.now();
  pass(1000);
  assert.deepEqual(told, [0]);
});
