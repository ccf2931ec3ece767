// SPDX-License-Identifier: GPL-3.0-or-later
/* Commands on documents, without a page. */

import assert from "node:assert/strict";
import test from "node:test";

import { content, load, loadPackage, parseBody } from "./modules.mjs";

const { blocks, positionOf } = await load("blocks");
const { commandNamed, commands, officialDate } = await load("commands");
const { images } = await load("images");
const { report, difference } = await load("state-report");
const { tables } = await load("tables");
const { readDocument, writeDocument } = await load("xhtml");
const { EditorState, TextSelection, AllSelection } = await loadPackage("prosemirror-state");
const { CellSelection, tableEditing } = await loadPackage("prosemirror-tables");
const { history } = await loadPackage("prosemirror-history");

function stateWith(body, from, to = from) {
  const doc = readDocument("", parseBody(body));
  const plugins = [history(), ...blocks(), tableEditing(), tables()];
  const state = EditorState.create({ doc, plugins });
  const at = ([id, offset]) => positionOf(doc, id, offset);

  return state.apply(
    state.tr.setSelection(TextSelection.create(doc, at(from), at(to))),
  );
}

function run(state, name, argument) {
  let result = state;
  const done = commandNamed(name, argument)(state, (tr) => {
    result = state.apply(tr);
  });
  result.doc.check();
  return done ? result : null;
}

function written(state) {
  return content(writeDocument(state.doc).body).replace(/ id="[^"]*"/g, "");
}

const steps = [
  ["heading keeps the id", '<p id="a">x</p>', ["a", 1], "set-style", "h3", "<h3>x</h3>"],
  ["heading again is body", '<h3 id="a">x</h3>', ["a", 1], "set-style", "body", "<p>x</p>"],
  [
    "a heading out of two lists",
    '<ul id="u"><li id="l"><p id="p">a</p><ol id="o"><li id="m"><p id="a">x</p></li></ol></li></ul>',
    ["a", 1],
    "set-style",
    "h2",
    "<ul><li><p>a</p></li></ul><h2>x</h2>",
  ],
  [
    "a list of headings is one of paragraphs",
    '<h2 id="a">x</h2>',
    ["a", 1],
    "bullet-list",
    "",
    "<ul><li><p>x</p></li></ul>",
  ],
  [
    "roles and alignment exclude each other",
    '<p class="signature" id="a">x</p>',
    ["a", 0],
    "align",
    "right",
    '<p class="right">x</p>',
  ],
  [
    "a rule after the block",
    '<p id="a">x</p><p id="b">y</p>',
    ["a", 1],
    "insert-rule",
    "",
    "<p>x</p><hr/><p>y</p>",
  ],
  [
    "an image that the host has",
    '<p id="a">x</p><p id="b">y</p>',
    ["a", 0],
    "insert-image",
    JSON.stringify({ src: `sm3:${"a".repeat(64)}`, alt: " a\nb " }),
    `<p>x</p><figure><img alt="a b" src="sm3:${"a".repeat(64)}"/></figure><p>y</p>`,
  ],
  [
    "an image behind the table that the caret is in",
    '<table id="t"><tbody><tr><td><p id="a">x</p></td></tr></tbody></table><p id="b">y</p>',
    ["a", 1],
    "insert-image",
    JSON.stringify({ src: `sm3:${"a".repeat(64)}`, alt: "" }),
    "<table><tbody><tr><td><p>x</p></td></tr></tbody></table>" +
      `<figure><img alt="" src="sm3:${"a".repeat(64)}"/></figure><p>y</p>`,
  ],
  [
    "an image behind another one whose caption is being written",
    `<figure id="f"><img alt="" src="sm3:${"b".repeat(64)}"/><figcaption id="a">k</figcaption></figure>`,
    ["a", 1],
    "insert-image",
    JSON.stringify({ src: `sm3:${"a".repeat(64)}`, alt: "" }),
    `<figure><img alt="" src="sm3:${"b".repeat(64)}"/><figcaption>k</figcaption></figure>` +
      `<figure><img alt="" src="sm3:${"a".repeat(64)}"/></figure><p/>`,
  ],
  [
    "a width for an image",
    `<figure id="f"><img alt="" src="sm3:${"a".repeat(64)}"/><figcaption id="a">k</figcaption></figure>`,
    ["a", 0],
    "image-width",
    "50%",
    `<figure><img alt="" src="sm3:${"a".repeat(64)}" width="50%"/><figcaption>k</figcaption></figure>`,
  ],
  [
    "words for an image",
    `<figure id="f"><img alt="" src="sm3:${"a".repeat(64)}"/><figcaption id="a">k</figcaption></figure>`,
    ["a", 0],
    "set-image-alt",
    "w",
    `<figure><img alt="w" src="sm3:${"a".repeat(64)}"/><figcaption>k</figcaption></figure>`,
  ],
  [
    "the original in place of an image",
    `<figure id="f"><img alt="w" src="sm3:${"a".repeat(64)}" width="50%"/><figcaption id="a">k</figcaption></figure>`,
    ["a", 0],
    "set-image-source",
    `sm3:${"b".repeat(64)}`,
    `<figure><img alt="w" src="sm3:${"b".repeat(64)}" width="50%"/><figcaption>k</figcaption></figure>`,
  ],
  [
    "a table of a given size",
    '<p id="a"/><p id="b">y</p>',
    ["a", 0],
    "insert-table",
    "1x2",
    '<table><tbody><tr><th scope="col"><p/></th></tr><tr><td><p/></td></tr></tbody></table>' +
      "<p>y</p>",
  ],
];

for (const [name, body, at, command, argument, expected] of steps) {
  test(name, () => {
    const after = run(stateWith(body, at), command, argument);

    assert.ok(after, "the command does not apply");
    assert.equal(written(after), expected);
  });
}

test("what is no image of the host is not inserted", () => {
  for (const json of ["", "{", "null", '{"src":"http://a/b.png","alt":""}', '{"src":"sm3:1","alt":""}']) {
    assert.equal(run(stateWith('<p id="a">x</p>', ["a", 0]), "insert-image", json), null);
  }
});

test("the id stays when the style changes", () => {
  const after = run(stateWith('<p id="a">x</p>', ["a", 0]), "set-style", "h2");

  assert.equal(after.doc.child(1).attrs.id, "a");
});

test("one step of undo for one command", () => {
  const body = '<ul id="u"><li id="l"><p id="a">x</p></li></ul>';
  const after = run(stateWith(body, ["a", 0]), "set-style", "h2");

  assert.equal(content(writeDocument(run(after, "undo").doc).body), body);
});

test("no command touches the title, and none throws anywhere", () => {
  const body =
    '<p id="a">x</p><table id="t"><caption id="c">z</caption><tbody><tr><td><p id="b">y</p></td></tr>' +
    "</tbody></table>";

  for (const name of Object.keys(commands)) {
    for (const argument of ["", "h2", "quote", "left", "https://a.cn/", "constructor", "999x999"]) {
      for (const id of ["a", "b", "c"]) {
        run(stateWith(body, [id, 0], [id, 1]), name, argument);
      }
      const state = stateWith(body, ["a", 0]);
      run(state.apply(state.tr.setSelection(new AllSelection(state.doc))), name, argument);
      const title = state.apply(
        state.tr.setSelection(TextSelection.create(state.doc, 1)),
      );
      const after = run(title, name, argument);
      assert.equal((after ?? title).doc.firstChild.type.name, "title");
    }
  }
});

test("dates as documents have them", () => {
  assert.equal(officialDate(new Date(2026, 0, 9)), "2026年1月9日");
  assert.equal(officialDate(new Date(2026, 10, 24, 23, 59)), "2026年11月24日");
});

test("what cannot be inserted", () => {
  const state = stateWith('<p id="a">x</p><p id="b">y</p>', ["a", 0], ["b", 1]);

  for (const [name, argument] of [
    ["insert-text", ""], ["insert-text", "\u0007"], ["insert-text", "x".repeat(101)],
    ["insert-pair", ""], ["insert-pair", "（"], ["insert-pair", "（）x"], ["insert-pair", "（）"],
    ["list-style", "constructor"], ["list-style", ""],
  ]) {
    assert.equal(run(state, name, argument), null, `${name} ${argument}`);
  }
});

test("links to documents, and where nothing is selected", () => {
  const id = "01234567-89ab-cdef-0123-456789abcdef";
  const at = stateWith('<p id="a">x</p>', ["a", 1]);
  const all = stateWith('<p id="a">x</p>', ["a", 0], ["a", 1]);
  const json = (title, of = id) => JSON.stringify({ id: of, title });

  assert.equal(
    written(run(at, "link-document", json(" 关于《甲》的通知"))),
    `<p>x<a href="document:${id}">《关于〈甲〉的通知》</a></p>`,
  );
  assert.equal(written(run(all, "link-document", json("甲"))), `<p><a href="document:${id}">x</a></p>`);
  assert.equal(
    written(run(at, "set-link", "mailto:a@b.cn")),
    '<p>x<a href="mailto:a@b.cn">a@b.cn</a></p>',
  );
  for (const wrong of ["", "{", "null", "1", json(""), json("a", "x"), json("a", `${id}"`), json(1)]) {
    assert.equal(run(at, "link-document", wrong), null, wrong);
  }
});

test("names that are no commands", () => {
  for (const name of ["", "nothing", "constructor", "__proto__", "toString"]) {
    assert.equal(commandNamed(name), null);
  }
});

test("merging whole rows leaves no row without cells", () => {
  const row = (n) => `<tr><td><p id="a${n}">a</p></td><td><p id="b${n}">b</p></td></tr>`;
  let state = stateWith(`<table id="t"><tbody>${row(1)}${row(2)}${row(3)}</tbody></table>`, ["a1", 0]);
  const first = positionOf(state.doc, "a1", 0) - 2;
  const last = positionOf(state.doc, "b2", 0) - 2;
  state = state.apply(
    state.tr.setSelection(CellSelection.create(state.doc, first, last)),
  );
  const after = run(state, "merge-cells");

  assert.equal(
    written(after),
    '<table><tbody><tr><td colspan="2"><p>a</p><p>b</p><p>a</p><p>b</p></td></tr>' +
      "<tr><td><p>a</p></td><td><p>b</p></td></tr></tbody></table>",
  );
});

test("the report says what the caret stands in, and a difference only what is new", () => {
  const first = report(stateWith('<p class="center" id="a"><strong>甲乙</strong> word</p>', ["a", 1]));
  const second = report(stateWith('<p class="center" id="a"><strong>甲乙</strong> word</p>', ["a", 5]));

  assert.equal(first.bold, true);
  assert.equal(first.align, "center");
  assert.equal(first.words, 3);
  assert.equal(first.block, "a");
  assert.equal(first.canUndo, false);
  assert.deepEqual(difference(first, second), { bold: false, offset: 5 });
  assert.deepEqual(difference(null, first), first);
});

test("a figure whose image was cut away leaves its caption", () => {
  const body = `<figure id="f"><img alt="" src="sm3:${"a".repeat(64)}"/><figcaption id="g">图</figcaption></figure>`;
  const doc = readDocument("", parseBody(body));
  const state = EditorState.create({ doc, plugins: [...blocks(), images(() => "")] });
  const after = state.apply(state.tr.delete(3, 4));

  after.doc.check();
  assert.equal(written(after), "<p>图</p>");
});
