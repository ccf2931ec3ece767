// SPDX-License-Identifier: GPL-3.0-or-later
/* Finding and replacing in documents, without a page: what is found where, and what a replacement
 * leaves alone. */

import assert from "node:assert/strict";
import test from "node:test";

import { content, load, loadPackage, parseBody } from "./modules.mjs";

const { blocks, positionOf } = await load("blocks");
const { commandNamed } = await load("commands");
const find = await load("find");
const { readDocument, writeDocument } = await load("xhtml");
const { EditorState, TextSelection } = await loadPackage("prosemirror-state");
const { history } = await loadPackage("prosemirror-history");

/* What find.js needs of a view. */
function viewWith(body, title = "", composing = () => false) {
  const doc = readDocument(title, parseBody(body));
  const view = {
    editable: true,
    dom: { querySelector: () => null },
    state: EditorState.create({ doc, plugins: [history(), ...blocks(), find.find(composing)] }),
    dispatch(tr) {
      view.state = view.state.apply(tr);
      view.state.doc.check();
    },
  };
  return view;
}

function caret(view, id, offset, end = offset) {
  const at = (units) => positionOf(view.state.doc, id, units);

  view.dispatch(
    view.state.tr.setSelection(TextSelection.create(view.state.doc, at(offset), at(end))),
  );
}

function search(view, text, more = {}) {
  find.startSearch(view, { text, matchWidth: true, move: true, fresh: true, ...more });
  return find.findReport(view.state);
}

function written(view) {
  return content(writeDocument(view.state.doc).body).replace(/ id="[^"]*"/g, "");
}

function selected({ state }) {
  return state.doc.textBetween(state.selection.from, state.selection.to);
}

const everywhere =
  '<h2 id="h">一、公开</h2><p id="a">政务<strong>公</strong>开，<a href="https://a.cn/">公</a>开。</p>' +
  '<ul id="u"><li id="l"><p id="i">公开</p></li></ul>' +
  '<table id="t"><caption id="c">公开表</caption><tbody><tr><td><p id="d">不公开</p></td></tr></tbody></table>' +
  `<figure id="f"><img alt="" src="sm3:${"a".repeat(64)}"/><figcaption id="g">公开图</figcaption></figure>` +
  '<blockquote id="q"><p id="r">公<br/>开</p></blockquote>';

test("the whole document, across marks, and never across a line break", () => {
  const view = viewWith(everywhere, "关于公开的通知");

  assert.deepEqual(search(view, "公开"), { matches: 8, match: 1 });
});

test("the search begins at the caret, goes round, and knows which match is current", () => {
  const view = viewWith(everywhere, "关于公开的通知");
  const seen = [];

  caret(view, "i", 0);
  assert.deepEqual(search(view, "公开"), { matches: 8, match: 5 });
  for (let i = 0; i < 5; i++) {
    find.stepSearch(view, 1);
    seen.push(find.findReport(view.state).match);
    assert.equal(selected(view), "公开");
  }
  assert.deepEqual(seen, [6, 7, 8, 1, 2]);
  find.stepSearch(view, -1);
  find.stepSearch(view, -1);
  assert.equal(find.findReport(view.state).match, 8);
});

test("a longer text is looked for from where the search began", () => {
  const view = viewWith('<p id="a">政治 政务 政策</p>');

  caret(view, "a", 0);
  search(view, "政");
  search(view, "政策", { fresh: false });
  assert.equal(view.state.selection.from, positionOf(view.state.doc, "a", 6));
  assert.deepEqual(search(view, "政策法", { fresh: false }), { matches: 0, match: 0 });
  search(view, "政", { fresh: false });
  assert.equal(view.state.selection.from, positionOf(view.state.doc, "a", 0));
  /* Whoever has gone elsewhere begins there. */
  caret(view, "a", 4);
  search(view, "政");
  assert.equal(view.state.selection.from, positionOf(view.state.doc, "a", 6));
});

const folds = [
  ["GDP gdp Gdp", "gdp", {}, 3],
  ["GDP gdp Gdp", "gdp", { matchCase: true }, 1],
  ["（一）(一)", "(一)", {}, 1],
  ["（一）(一)", "(一)", { matchWidth: false }, 2],
  ["ＡＢ ab", "aB", { matchWidth: false }, 2],
  ["ＡＢ ab", "ab", { matchWidth: false, matchCase: true }, 1],
  ["甲　乙 甲 乙", "甲 乙", { matchWidth: false }, 2],
  ["İi", "i", {}, 1],
  ["𠮷野家𠮷", "𠮷", {}, 2],
  ["……………", "……", {}, 2],
  ["a.c abc", "a.c", {}, 1],
];

for (const [text, needle, options, count] of folds) {
  test(`“${needle}” in “${text}” ${JSON.stringify(options)}`, () => {
    const view = viewWith(`<p id="a">${text}</p>`);

    assert.equal(search(view, needle, options).matches, count);
  });
}

test("a replaced text looks as it did, and replacing all is one step of undo", () => {
  const view = viewWith(everywhere, "关于公开的通知");
  const before = writeDocument(view.state.doc);

  search(view, "公开");
  assert.equal(find.replaceAll(view, "公示"), 8);
  assert.equal(
    written(view),
    '<h2>一、公示</h2><p>政务<strong>公示</strong>，<a href="https://a.cn/">公示</a>。</p>' +
      "<ul><li><p>公示</p></li></ul>" +
      "<table><caption>公示表</caption><tbody><tr><td><p>不公示</p></td></tr></tbody></table>" +
      `<figure><img alt="" src="sm3:${"a".repeat(64)}"/><figcaption>公示图</figcaption></figure>` +
      "<blockquote><p>公<br/>开</p></blockquote>",
  );
  assert.equal(writeDocument(view.state.doc).title, "关于公示的通知");
  assert.deepEqual(find.findReport(view.state), { matches: 0, match: 0 });
  commandNamed("undo")(view.state, view.dispatch);
  assert.deepEqual(writeDocument(view.state.doc), before);
  assert.equal(find.findReport(view.state).matches, 8);
});

test("replacing one goes on to the next, each a step of undo of its own", () => {
  const view = viewWith('<p id="a">甲乙甲乙甲</p>');

  caret(view, "a", 0);
  search(view, "甲", { move: false });
  find.replaceCurrent(view, "丙");
  assert.equal(written(view), "<p>甲乙甲乙甲</p>");
  find.replaceCurrent(view, "甲甲");
  find.replaceCurrent(view, "");
  assert.equal(written(view), "<p>甲甲乙乙甲</p>");
  assert.deepEqual(find.findReport(view.state), { matches: 3, match: 3 });
  commandNamed("undo")(view.state, view.dispatch);
  assert.equal(written(view), "<p>甲甲乙甲乙甲</p>");
});

test("a replacement that the document cannot hold is cleaned", () => {
  const view = viewWith('<p id="a">甲</p>');

  search(view, "甲");
  assert.equal(find.replaceAll(view, "a\u0000b\nc\u202e"), 1);
  assert.equal(written(view), "<p>ab c</p>");
});

test("nothing to find", () => {
  const view = viewWith(everywhere);

  assert.deepEqual(search(view, ""), { matches: 0, match: 0 });
  find.stepSearch(view, 1);
  find.replaceCurrent(view, "x");
  assert.equal(find.replaceAll(view, "x"), 0);
  find.endSearch(view);
  assert.equal(view.state.selection.empty, true);
});

test("what is written is found at once, but not while it is composed", () => {
  let composing = false;
  const view = viewWith('<p id="a">甲</p><p id="b">乙</p>', "", () => composing);

  search(view, "甲");
  view.dispatch(view.state.tr.insertText("甲", positionOf(view.state.doc, "b", 0)));
  assert.equal(find.findReport(view.state).matches, 2);
  composing = true;
  view.dispatch(view.state.tr.insertText("甲", positionOf(view.state.doc, "a", 0)));
  assert.equal(find.findReport(view.state).matches, 2);
  composing = false;
  view.dispatch(view.state.tr.insertText("丙", positionOf(view.state.doc, "a", 0)));
  assert.equal(find.findReport(view.state).matches, 3);
});

test("what is offered is what is selected in one line", () => {
  const view = viewWith('<p id="a">政务公开<br/>x</p><p id="b">y</p>');

  caret(view, "a", 0, 4);
  assert.equal(find.offeredText(view.state), "政务公开");
  caret(view, "a", 0, 6);
  assert.equal(find.offeredText(view.state), "");
  view.dispatch(
    view.state.tr.setSelection(
      TextSelection.create(view.state.doc, 3, positionOf(view.state.doc, "b", 1)),
    ),
  );
  assert.equal(find.offeredText(view.state), "");
});
