// SPDX-License-Identifier: GPL-3.0-or-later
/* Moving a heading with everything under it. */

import assert from "node:assert/strict";
import test from "node:test";

import { load, loadPackage, parseBody } from "./modules.mjs";

const { blocks, positionOf } = await load("blocks");
const { commandNamed } = await load("commands");
const { numbering } = await load("numbering");
const { headingList, inHeading, sectionReport } = await load("sections");
const { readDocument } = await load("xhtml");
const { EditorState, TextSelection } = await loadPackage("prosemirror-state");
const { history } = await loadPackage("prosemirror-history");

/* "2甲" is a heading of level 2, "s甲" a signature, anything else a paragraph; the id is the text. */
function stateOf(lines, at, offset = 0, plugins = []) {
  const body = lines.map((line) => {
    const level = /^[2-5]/.exec(line)?.[0];
    const text = level || line.startsWith("s:") ? line.slice(level ? 1 : 2) : line;
    const id = `b${text}`;
    if (level) {
      return `<h${level} id="${id}">${text}</h${level}>`;
    }
    return line.startsWith("s:")
      ? `<p class="signature" id="${id}">${text}</p>`
      : `<p id="${id}">${text}</p>`;
  });
  const doc = readDocument("", parseBody(body.join("")));
  const state = EditorState.create({ doc, plugins: [history(), ...blocks(), ...plugins] });

  return state.apply(
    state.tr.setSelection(TextSelection.create(doc, positionOf(doc, `b${at}`, offset))),
  );
}

function run(state, name, argument) {
  let result = null;
  const done = commandNamed(name, argument)(state, (tr) => {
    result = state.apply(tr);
  });

  result?.doc.check();
  assert.equal(done, result !== null);
  return result;
}

function words({ doc }) {
  const found = [];
  doc.forEach((node, offset, index) => {
    if (index > 0) {
      found.push(node.textContent);
    }
  });
  return found.join(" ");
}

const lines = ["0", "2A", "a", "3A1", "a1", "3A2", "a2", "2B", "b", "3B1", "b1", "s:S"];

const moves = [
  ["down past the next section", "A", "move-section-down", "0 B b B1 b1 A a A1 a1 A2 a2 S"],
  ["up in front of the section before", "B", "move-section-up", "0 B b B1 b1 A a A1 a1 A2 a2 S"],
  ["down inside a section", "A1", "move-section-down", "0 A a A2 a2 A1 a1 B b B1 b1 S"],
  ["the last one becomes the first of the next", "A2", "move-section-down", "0 A a A1 a1 B b A2 a2 B1 b1 S"],
  ["the first one becomes the last of the one before", "B1", "move-section-up", "0 A a A1 a1 A2 a2 B1 b1 B b S"],
  ["not above the first section", "A1", "move-section-up", null],
  ["not up at the beginning", "A", "move-section-up", null],
  ["not down at the end", "B", "move-section-down", null],
  ["not behind the signature", "B1", "move-section-down", null],
  ["from a paragraph of the section", "b", "move-section-up", "0 B b B1 b1 A a A1 a1 A2 a2 S"],
  ["not without a section", "0", "move-section-down", null],
];

for (const [name, at, command, expected] of moves) {
  test(name, () => {
    const after = run(stateOf(lines, at), command);

    assert.equal(after && words(after), expected);
  });
}

const drops = [
  ["B", "A", "0 B b B1 b1 A a A1 a1 A2 a2 S"],
  ["A1", "", "0 A a A2 a2 B b B1 b1 A1 a1 S"],
  ["A1", "B1", "0 A a A2 a2 B b A1 a1 B1 b1 S"],
  ["A", "A1", null],
  ["A", "A", null],
  ["A", "B", null],
  ["B", "", null],
];

for (const [id, before, expected] of drops) {
  test(`${id} dropped before “${before}”`, () => {
    const argument = JSON.stringify({ id: `b${id}`, before: before && `b${before}` });
    const after = run(stateOf(lines, "0"), "move-section", argument);

    assert.equal(after && words(after), expected);
  });
}

test("what is no request moves nothing", () => {
  for (const json of ["", "{", "null", "7", '{"id":"bA"}', '{"id":"x","before":""}', '{"id":"bA","before":"x"}']) {
    const state = stateOf(lines, "0");
    const command = commandNamed("move-section", json);
    if (json === '{"id":"bA"}') {
      assert.equal(command(state), true);
    } else {
      assert.equal(command(state), false);
    }
  }
});

test("ids stay, the caret goes along, and one undo takes it back", () => {
  const state = stateOf(lines, "a1", 1);
  const after = run(state, "move-section-down");
  const ids = (doc) => headingList(doc).map(({ id }) => id);

  assert.equal(after.selection.$head.parent.textContent, "a1");
  assert.equal(after.selection.$head.parentOffset, 1);
  assert.deepEqual(ids(after.doc), ["bA", "bA2", "bA1", "bB", "bB1"]);
  assert.ok(run(after, "undo").doc.eq(state.doc));
});

test("numbers follow", () => {
  const numbered = ["2一、甲", "x", "2二、乙", "y"];
  const after = run(stateOf(numbered, "二、乙", 0, [numbering(() => true)]), "move-section-up");

  assert.equal(words(after), "一、乙 y 二、甲 x");
  assert.equal(words(run(after, "undo")), "一、甲 x 二、乙 y");
});

test("a section is promoted and demoted from anywhere in it", () => {
  const state = stateOf(lines, "a1", 1);
  const after = run(state, "promote-section");

  assert.deepEqual(
    headingList(after.doc).map(({ level }) => level),
    [2, 2, 3, 2, 3],
  );
  assert.equal(after.selection.$head.parent.textContent, "a1");
  assert.equal(run(after, "promote-section"), null);
  assert.ok(run(run(after, "demote-section"), "undo").doc.eq(after.doc));
});

test("the report", () => {
  assert.deepEqual(sectionReport(stateOf(lines, "0")), {
    section: "",
    canMoveSectionUp: false,
    canMoveSectionDown: false,
    canPromoteSection: false,
    canDemoteSection: false,
  });
  assert.deepEqual(sectionReport(stateOf(lines, "a1")), {
    section: "bA1",
    canMoveSectionUp: false,
    canMoveSectionDown: true,
    canPromoteSection: true,
    canDemoteSection: true,
  });
});

test("the keys are the section's in a heading only", () => {
  const command = inHeading(commandNamed("move-section-down"));

  assert.equal(command(stateOf(lines, "A")), true);
  assert.equal(command(stateOf(lines, "a")), false);
});

test("the list for the host is short lines", () => {
  const long = "字".repeat(300);

  assert.equal(headingList(stateOf([`2${long}`], long.slice(0)).doc)[0].text.length, 200);
});
