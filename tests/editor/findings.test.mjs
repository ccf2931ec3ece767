// SPDX-License-Identifier: GPL-3.0-or-later
/* What the checker has found, in documents without a page: where it is underlined, how it moves
 * along, and what mending changes. */

import assert from "node:assert/strict";
import test from "node:test";

import { content, load, loadPackage, parseBody } from "./modules.mjs";

const { blocks, positionOf } = await load("blocks");
const { commandNamed } = await load("commands");
const findings = await load("findings");
const { readDocument, writeDocument } = await load("xhtml");
const { EditorState, TextSelection } = await loadPackage("prosemirror-state");
const { history } = await loadPackage("prosemirror-history");

/* What findings.js needs of a view. */
function viewWith(body, title = "") {
  const doc = readDocument(title, parseBody(body));
  const view = {
    composing: false,
    dom: { querySelector: () => null },
    domAtPos: () => ({ node: { nodeType: 1, nodeName: "P", getBoundingClientRect: () => ({ top: 1, bottom: 2 }) } }),
    texts: new findings.HandedOver(),
    state: EditorState.create({ doc, plugins: [history(), ...blocks(), findings.findings()] }),
    dispatch(tr) {
      const { state, transactions } = view.state.applyTransaction(tr);
      view.state = state;
      transactions.forEach((applied) => view.texts.follow(applied));
      view.state.doc.check();
    },
  };
  view.texts.remember(doc);
  return view;
}

globalThis.Node ??= { ELEMENT_NODE: 1 };
globalThis.document ??= { documentElement: { clientHeight: 100 } };

let counter = 0;

function found(block, offset, text, level = "error", length = [...text].length) {
  counter += 1;
  return { id: counter, block, offset, length, level, text };
}

function show(view, ...given) {
  findings.showFindings(view, given, view.texts);
  return given;
}

/* What is underlined, with its level. */
function underlined({ state }) {
  const plugin = state.plugins.find(({ key }) => key.startsWith("findings$"));
  return plugin.props
    .decorations(state)
    .find()
    .filter(({ type }) => /gb-finding-(block|error|warning|hint)\b/.test(type.attrs.class))
    .sort((a, b) => a.from - b.from)
    .map(({ from, to, type }) => {
      const level = type.attrs.class.match(/gb-finding-(?:whole-)?(block|error|warning|hint)/)[1];
      return `${state.doc.textBetween(from, to, null, "\n")}:${level}`;
    });
}

function written(view) {
  return content(writeDocument(view.state.doc).body).replace(/ id="[^"]*"/g, "");
}

function insert(view, id, offset, text) {
  view.dispatch(view.state.tr.insertText(text, positionOf(view.state.doc, id, offset)));
}

test("title, blocks, cells, across marks, and characters of two units", () => {
  const view = viewWith(
    '<p id="a">𠮷县政府<strong>,各</strong>部门</p>' +
      '<table id="t"><tbody><tr><td><p id="c">共计１２人</p></td></tr></tbody></table>',
    "关于，公开",
  );

  show(
    view,
    found("a", 3, "府,各"),
    found("c", 2, "１２", "warning"),
    found("", 2, "，", "hint"),
  );
  assert.deepEqual(underlined(view), ["，:hint", "府,各:error", "１２:warning"]);
});

test("what is not there is not underlined: another text, another block, an unknown level", () => {
  const view = viewWith('<p id="a">甲乙丙</p>');

  show(
    view,
    found("a", 1, "丁"),
    found("z", 0, "甲"),
    found("a", 2, "丙", "loud"),
    found("a", 9, "丙"),
    found("a", 0, "甲"),
  );
  assert.deepEqual(underlined(view), ["甲:error"]);
});

test("a finding moves with what is typed before it, and stays out of what is typed at its edges", () => {
  const view = viewWith('<p id="a">甲乙丙</p>');

  show(view, found("a", 1, "乙"));
  insert(view, "a", 0, "前面");
  insert(view, "a", 3, "左");
  insert(view, "a", 5, "右");
  assert.equal(written(view), "<p>前面甲左乙右丙</p>");
  assert.deepEqual(underlined(view), ["乙:error"]);
  view.dispatch(
    view.state.tr.delete(positionOf(view.state.doc, "a", 3), positionOf(view.state.doc, "a", 5)),
  );
  assert.deepEqual(underlined(view), []);
});

test("a report about a text that was handed over before more was typed", () => {
  const view = viewWith('<p id="a">甲,乙,丙</p>');

  insert(view, "a", 0, "一");
  view.texts.remember(view.state.doc);
  insert(view, "a", 0, "二三");
  show(view, found("a", 2, ","), found("a", 4, ",", "hint"));
  assert.equal(written(view), "<p>二三一甲,乙,丙</p>");
  assert.deepEqual(underlined(view), [",:error", ",:hint"]);
});

test("nothing comes or goes during a composition; findings only move along", () => {
  const view = viewWith('<p id="a">甲,乙</p>');

  show(view, found("a", 1, ","));
  view.composing = true;
  insert(view, "a", 0, "ni");
  show(view, found("a", 0, "n"), found("a", 3, ",", "hint"));
  assert.deepEqual(underlined(view), [",:error"]);
});

test("mending is one step of undo and keeps the marks", () => {
  const view = viewWith('<p id="a">甲,<strong>乙(丙)丁</strong>,戊</p>');
  const given = show(
    view,
    found("a", 1, ","),
    found("a", 3, "(丙)"),
    found("a", 7, ","),
  );
  const before = view.state.doc;

  assert.deepEqual(underlined(view), [",:error", "(丙):error", ",:error"]);
  assert.deepEqual(
    findings.mendFindings(view, [
      { id: given[0].id, fix: "，" },
      { id: given[1].id, fix: "（丙）" },
      { id: given[2].id, fix: "，" },
    ]),
    { mended: 3, refused: 0 },
  );
  assert.equal(written(view), "<p>甲，<strong>乙（丙）丁</strong>，戊</p>");
  assert.deepEqual(underlined(view), []);
  commandNamed("undo")(view.state, view.dispatch);
  assert.equal(view.state.doc.eq(before), true);
});

test("longer, shorter and empty replacements", () => {
  const view = viewWith('<p id="a">甲...乙<em>  </em>丙𠮷丁</p>');
  const given = show(view, found("a", 1, "..."), found("a", 5, "  "), found("a", 8, "𠮷"));

  findings.mendFindings(view, [
    { id: given[0].id, fix: "……" },
    { id: given[1].id, fix: "" },
    { id: given[2].id, fix: "𠮸" },
  ]);
  assert.equal(written(view), "<p>甲……乙丙𠮸丁</p>");
});

test("a finding whose text has changed is not mended", () => {
  const view = viewWith('<p id="a">过往可塑，甲</p>');
  const [given, other] = show(view, found("a", 0, "过往可塑"), found("a", 5, "甲"));

  insert(view, "a", 2, "未");
  assert.deepEqual(
    findings.mendFindings(view, [
      { id: given.id, fix: "过往可溯" },
      { id: other.id, fix: "乙" },
      { id: 99999, fix: "丙" },
    ]),
    { mended: 1, refused: 2 },
  );
  assert.equal(written(view), "<p>过往未可塑，乙</p>");
});

test("of two findings that overlap, one is mended", () => {
  const view = viewWith('<p id="a">甲乙丙</p>');
  const given = show(view, found("a", 0, "甲乙"), found("a", 1, "乙丙"));

  assert.deepEqual(
    findings.mendFindings(view, given.map(({ id }) => ({ id, fix: "子" }))),
    { mended: 1, refused: 1 },
  );
  assert.equal(written(view), "<p>甲子</p>");
});

test("no fix makes a line break", () => {
  const view = viewWith('<p id="a">甲<br/>乙</p>');
  const [given] = show(view, found("a", 0, "甲\n乙"));

  assert.deepEqual(findings.mendFindings(view, [{ id: given.id, fix: "甲\n丙" }]), {
    mended: 0,
    refused: 1,
  });
  assert.deepEqual(findings.mendFindings(view, [{ id: given.id, fix: "甲乙" }]), {
    mended: 1,
    refused: 0,
  });
  assert.equal(written(view), "<p>甲乙</p>");
});

test("next and previous go round, in the order of the text, and from the caret", () => {
  const view = viewWith('<p id="a">甲乙丙</p><p id="b">丁戊</p>');
  const given = show(
    view,
    found("b", 0, "丁"),
    found("a", 0, "甲"),
    found("a", 0, "甲乙", "hint"),
    found("b", 0, "", "warning", 0),
  );
  const order = [given[1], given[2], given[3], given[0]].map(({ id }) => id);
  const seen = [];

  for (let i = 0; i < 5; i++) {
    seen.push(findings.stepFinding(view, 1));
  }
  assert.deepEqual(seen, [order[0], order[1], order[2], order[3], order[0]]);
  assert.equal(findings.stepFinding(view, -1), order[3]);
  assert.equal(findings.findingReport(view.state).finding, order[3]);
  view.dispatch(
    view.state.tr.setSelection(
      TextSelection.create(view.state.doc, positionOf(view.state.doc, "a", 3)),
    ),
  );
  assert.equal(findings.findingReport(view.state).finding, 0);
  assert.equal(findings.stepFinding(view, 1), order[2]);
});

test("the caret tells which finding it touches", () => {
  const view = viewWith('<p id="a">甲乙丙</p>');
  const [given] = show(view, found("a", 1, "乙"));
  const at = (offset) => {
    view.dispatch(
      view.state.tr.setSelection(
        TextSelection.create(view.state.doc, positionOf(view.state.doc, "a", offset)),
      ),
    );
    return findings.findingReport(view.state).finding;
  };

  assert.deepEqual([at(0), at(1), at(2), at(3)], [0, given.id, given.id, 0]);
});

test("five thousand findings are listed, and the first three thousand underlined", () => {
  const view = viewWith(`<p id="a">${",".repeat(5000)}</p>`);
  const given = show(view, ...Array.from({ length: 5000 }, (_, i) => found("a", i, ",")));

  assert.equal(underlined(view).length, 3000);
  assert.deepEqual(
    findings.mendFindings(view, given.map(({ id }) => ({ id, fix: "，" }))),
    { mended: 5000, refused: 0 },
  );
  assert.equal(written(view), `<p>${"，".repeat(5000)}</p>`);
});
