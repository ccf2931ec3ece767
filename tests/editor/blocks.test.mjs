// SPDX-License-Identifier: GPL-3.0-or-later
/* Ids of blocks stay with their text; offsets count characters. */

import assert from "node:assert/strict";
import test from "node:test";

import { load, loadPackage, parseBody } from "./modules.mjs";

const { blockAt, blocks, positionOf, withIds } = await load("blocks");
const { heldSlice } = await load("insert");
const { schema } = await load("schema");
const { readDocument } = await load("xhtml");
const { EditorState, TextSelection } = await loadPackage("prosemirror-state");
const { Slice, Fragment } = await loadPackage("prosemirror-model");
const { splitBlock, joinBackward } = await loadPackage("prosemirror-commands");


function stateWith(body, id, offset) {
  const doc = readDocument("", parseBody(body));
  const state = EditorState.create({ doc, plugins: blocks() });
  const position = positionOf(doc, id, offset);

  return state.apply(state.tr.setSelection(TextSelection.create(doc, position)));
}

function run(state, command) {
  let result = state;
  assert.ok(command(state, (tr) => {
    result = state.apply(tr);
  }));
  return result;
}

function ids(state) {
  const found = [];
  state.doc.descendants((node) => {
    if (node.type.spec.attrs?.id) {
      found.push([node.attrs.id, node.textContent]);
    }
  });
  return found;
}

test("the half with text keeps the id: in the middle, at the end, at the start", () => {
  for (const [offset, expected] of [
    [1, [["a", "甲"], [null, "乙"]]],
    [2, [["a", "甲乙"], [null, ""]]],
    [0, [[null, ""], ["a", "甲乙"]]],
  ]) {
    const after = ids(run(stateWith('<p id="a">甲乙</p>', "a", offset), splitBlock));

    assert.deepEqual(after.map(([, text]) => text), expected.map(([, text]) => text));
    after.forEach(([id], i) => {
      if (expected[i][0]) {
        assert.equal(id, expected[i][0]);
      } else {
        assert.match(id, /^b[0-9a-z]{10}$/);
      }
    });
  }
});

test("a join keeps the first id", () => {
  const after = run(stateWith('<p id="a">甲</p><p id="b">乙</p>', "b", 0), joinBackward);

  assert.deepEqual(ids(after), [["a", "甲乙"]]);
});

test("blocks without an id, and with one that is taken, get a new one", () => {
  const state = EditorState.create({
    doc: withIds(readDocument("", parseBody('<p id="a">x</p><p id="a">y</p><p>z</p>'))),
  });
  const found = ids(state).map(([id]) => id);

  assert.equal(found[0], "a");
  assert.equal(new Set(found).size, 3);
  assert.ok(found.every((id) => /^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(id)));
});

test("pasted blocks get ids of their own", () => {
  const state = stateWith('<p id="a">甲</p>', "a", 1);
  const foreign = readDocument("", parseBody('<p id="a">x</p><h2 id="q">y</h2>'));
  const slice = new Slice(foreign.content.cut(foreign.firstChild.nodeSize), 0, 0);
  const cleaned = heldSlice(slice, state, new Set());
  const after = state.apply(state.tr.replace(5, 5, cleaned));
  const found = ids(after);

  assert.deepEqual(found.map(([, text]) => text), ["甲", "x", "y"]);
  assert.equal(found[0][0], "a");
  assert.ok(!found.slice(1).some(([id]) => id === "a" || id === "q"));
});

test("images that the document does not have are not pasted", () => {
  const state = stateWith('<p id="a">甲</p>', "a", 1);
  const digest = (character) => `sm3:${character.repeat(64)}`;
  const figure = (src) =>
    schema.nodes.figure.create(null, schema.nodes.image.create({ src, alt: "" }));
  const slice = new Slice(Fragment.from([figure(digest("a")), figure(digest("b"))]), 0, 0);
  const cleaned = heldSlice(slice, state, new Set([digest("b")]));

  assert.equal(cleaned.content.childCount, 1);
  assert.equal(cleaned.content.firstChild.firstChild.attrs.src, digest("b"));
});

test("offsets count characters, also beyond U+FFFF", () => {
  const state = stateWith('<p id="a">𠮷a<br/>𠮷b</p>', "a", 4);

  assert.deepEqual(blockAt(state.selection.$head), { block: "a", offset: 4 });
  assert.equal(state.doc.textBetween(state.selection.head, state.selection.head + 1), "b");
  assert.equal(positionOf(state.doc, "nobody", 0), null);
});

test("forbidden characters are taken out where they stand", () => {
  const state = stateWith('<p id="a">ab</p>', "a", 1);
  const after = state.apply(state.tr.insertText("\u202ex\ty\u0007"));

  assert.equal(after.doc.textContent, "ax yb");
});

test("a title has at most 500 characters", () => {
  const state = stateWith('<p id="a"/>', "a", 0);
  const after = state.apply(state.tr.insertText("𠮷".repeat(501), 1));

  assert.equal([...after.doc.firstChild.textContent].length, 500);
});
