// SPDX-License-Identifier: GPL-3.0-or-later
/* Commands on tables, and the widths of their columns, without a page. */

import assert from "node:assert/strict";
import test from "node:test";

import { content, load, loadPackage, parseBody } from "./modules.mjs";

const { blocks, positionOf } = await load("blocks");
const { completed, moved, widthsOf } = await load("columns");
const { commandNamed } = await load("commands");
const { report } = await load("state-report");
const { tableKeys, tables } = await load("tables");
const { readDocument, writeDocument } = await load("xhtml");
const { EditorState, TextSelection } = await loadPackage("prosemirror-state");
const { Fragment, Slice } = await loadPackage("prosemirror-model");
const { CellSelection, tableEditing } = await loadPackage("prosemirror-tables");
const { history } = await loadPackage("prosemirror-history");

function stateWith(body, id) {
  const doc = readDocument("", parseBody(body));
  const state = EditorState.create({
    doc,
    plugins: [history(), ...blocks(), tableEditing(), tables()],
  });

  return state.apply(
    state.tr.setSelection(TextSelection.create(doc, positionOf(doc, id, 0))),
  );
}

function run(state, name, argument) {
  let result = null;

  commandNamed(name, argument)(state, (tr) => {
    result = state.apply(tr);
  });
  result?.doc.check();
  return result;
}

function written(state) {
  return content(writeDocument(state.doc).body).replace(/ id="[^"]*"/g, "");
}

const cell = (id, more = "", tag = "td") => `<${tag}${more}><p id="${id}">${id}</p></${tag}>`;
const row = (...cells) => `<tr>${cells.join("")}</tr>`;
const table = (...rows) => `<table id="t"><tbody>${rows.join("")}</tbody></table>`;
const two = table(row(cell("a"), cell("b")), row(cell("c"), cell("d")));
const wide = (id, ...widths) => cell(id, ` data-colwidth="${widths}"`);

function strip(markup) {
  return markup.replace(/ id="[^"]*"/g, "");
}

/* Where the caret is, what is done, what stands there then. */
const cases = [
  ["Tab walks to the next cell", two, "a", "next-cell", strip(two)],
  [
    "Tab in the last cell begins a row",
    two,
    "d",
    "next-cell",
    strip(table(row(cell("a"), cell("b")), row(cell("c"), cell("d")))).replace(
      "</tbody>",
      "<tr><td><p/></td><td><p/></td></tr></tbody>",
    ),
  ],
  [
    "the first row as headers",
    two,
    "c",
    "toggle-header-row",
    strip(
      table(
        row(cell("a", ' scope="col"', "th"), cell("b", ' scope="col"', "th")),
        row(cell("c"), cell("d")),
      ),
    ),
  ],
  [
    "the first column as headers",
    two,
    "d",
    "toggle-header-column",
    strip(
      table(
        row(cell("a", ' scope="row"', "th"), cell("b")),
        row(cell("c", ' scope="row"', "th"), cell("d")),
      ),
    ),
  ],
  [
    "the corner of a header row stays when the header column goes",
    table(
      row(cell("a", ' scope="col"', "th"), cell("b", ' scope="col"', "th")),
      row(cell("c", ' scope="row"', "th"), cell("d")),
    ),
    "d",
    "toggle-header-column",
    strip(
      table(
        row(cell("a", ' scope="col"', "th"), cell("b", ' scope="col"', "th")),
        row(cell("c"), cell("d")),
      ),
    ),
  ],
  [
    "one header cell",
    two,
    "c",
    "toggle-header-cell",
    strip(table(row(cell("a"), cell("b")), row(cell("c", ' scope="row"', "th"), cell("d")))),
  ],
  [
    "a column beside headers is one of headers with a scope",
    table(row(cell("a", ' scope="col"', "th")), row(cell("c"))),
    "a",
    "add-column-after",
    '<table><tbody><tr><th scope="col"><p>a</p></th><th scope="col"><p/></th></tr>' +
      "<tr><td><p>c</p></td><td><p/></td></tr></tbody></table>",
  ],
  [
    "a caption",
    two,
    "d",
    "toggle-caption",
    strip(two).replace("<tbody>", "<caption/><tbody>"),
  ],
  [
    "no caption",
    two.replace("<tbody>", '<caption id="k">k</caption><tbody>'),
    "k",
    "toggle-caption",
    strip(two),
  ],
  [
    "a caption of an image",
    `<figure id="f"><img alt="" src="sm3:${"0".repeat(64)}"/><figcaption id="k">k</figcaption></figure>`,
    "k",
    "toggle-caption",
    `<figure><img alt="" src="sm3:${"0".repeat(64)}"/></figure>`,
  ],
  [
    "a column that gets wider takes from its neighbour",
    table(row(wide("a", 100), wide("b", 200)), row(wide("c", 100), wide("d", 200))),
    "a",
    "widen-column",
    strip(table(row(wide("a", 124), wide("b", 176)), row(wide("c", 124), wide("d", 176)))),
  ],
  [
    "the last column moves its other border",
    table(row(wide("a", 100), wide("b", 200)), row(wide("c", 100), wide("d", 200))),
    "d",
    "widen-column",
    strip(table(row(wide("a", 76), wide("b", 224)), row(wide("c", 76), wide("d", 224)))),
  ],
  [
    "columns without widths get some first",
    two,
    "a",
    "narrow-column",
    strip(table(row(wide("a", 356), wide("b", 404)), row(wide("c", 356), wide("d", 404)))),
  ],
  [
    "even columns have no widths",
    table(row(wide("a", 100), wide("b", 200)), row(wide("c", 100), wide("d", 200))),
    "a",
    "share-columns-evenly",
    strip(two),
  ],
  [
    "a new column gets the mean of the others",
    table(row(wide("a", 100), wide("b", 200))),
    "b",
    "add-column-after",
    strip(table(row(wide("a", 100), wide("b", 200)))).replace(
      "</tr>",
      '<td data-colwidth="150"><p/></td></tr>',
    ),
  ],
  [
    "a column that goes leaves the widths of the others",
    table(row(wide("a", 100), wide("b", 200), wide("c", 300))),
    "b",
    "delete-column",
    strip(table(row(wide("a", 100), wide("c", 300)))),
  ],
];

for (const [name, body, id, command, expected] of cases) {
  test(name, () => {
    const after = run(stateWith(body, id), command);

    assert.ok(after, "the command does not apply");
    assert.equal(written(after), expected);
  });
}

test("Tab stands in the first cell of the row that it began", () => {
  const after = run(stateWith(two, "d"), "next-cell");
  const { $from } = after.selection;

  assert.equal($from.index(-2), 0);
  assert.equal($from.index(-3), 2);
});

test("rows, columns and the whole table can be selected", () => {
  const state = stateWith(two, "c");
  const chosen = (name) => {
    const after = run(state, name);
    const texts = [];
    after.selection.forEachCell((node) => texts.push(node.textContent));
    return texts.join("");
  };

  assert.equal(chosen("select-row"), "cd");
  assert.equal(chosen("select-column"), "ac");
  assert.equal(chosen("select-table"), "abcd");
});

test("cells that are selected are aligned together", () => {
  const after = run(run(stateWith(two, "a"), "select-column"), "align", "center");

  assert.equal((written(after).match(/<p class="center">/g) ?? []).length, 2);
});

test("the report says what a table has", () => {
  const state = stateWith(two, "a");

  assert.equal(report(state).headerColumn, false);
  assert.equal(report(run(state, "toggle-header-column")).headerColumn, true);
  assert.equal(report(run(state, "toggle-header-cell")).headerCell, true);
  assert.equal(report(state).caption, false);
  assert.equal(report(run(state, "toggle-caption")).caption, true);
  assert.equal(report(state).canShareEvenly, false);
  assert.equal(report(run(state, "widen-column")).canShareEvenly, true);
});

test("a cell that spans columns has the widths of all of them", () => {
  const merged = run(
    run(stateWith(table(row(wide("a", 100), wide("b", 200)), row(wide("c", 100), wide("d", 200))), "a"), "select-row"),
    "merge-cells",
  );

  assert.match(written(merged), /<td colspan="2" data-colwidth="100,200">/);
  assert.deepEqual(widthsOf(merged.doc.child(1).lastChild), [100, 200]);
});

test("what a border may do", () => {
  assert.deepEqual(moved([100, 100, 50], 0, 30), [130, 70, 50]);
  assert.deepEqual(moved([100, 100], 0, -500), [36, 164]);
  assert.deepEqual(moved([100, 100], 0, 500), [164, 36]);
  assert.deepEqual(moved([20, 20], 0, 500), [20, 20]);
  assert.deepEqual(completed([100, 0, 200]), [100, 150, 200]);
});

/* Every command in every cell of a table with spans, many times over, in an order that is the same
 * in every run; what comes out is a table, rectangular, with rows that have cells. */
test("a long walk of commands leaves a table", () => {
  const names = [
    "add-row-before", "add-row-after", "add-column-before", "add-column-after", "delete-row",
    "delete-column", "merge-cells", "split-cell", "toggle-header-row", "toggle-header-column",
    "toggle-header-cell", "widen-column", "share-columns-evenly", "next-cell", "toggle-caption",
    "undo",
  ];
  let seed = 7;
  const next = (limit) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * limit);
  };
  let state = stateWith(two, "a");

  for (let step = 0; step < 1500; step++) {
    const block = state.doc.children.find(({ type }) => type.name === "table_block");
    if (!block || state.doc.nodeSize > 4000) {
      state = stateWith(two, "a");
      continue;
    }
    const cells = [];
    state.doc.descendants((node, position) => {
      if (node.type.spec.tableRole?.endsWith("cell")) {
        cells.push(position);
      }
    });
    state = state.apply(
      state.tr.setSelection(
        CellSelection.create(state.doc, cells[next(cells.length)], cells[next(cells.length)]),
      ),
    );
    state = run(state, names[next(names.length)], "") ?? state;
    state.doc.descendants((node) => {
      if (node.type.name === "table") {
        const widths = widthsOf(node);
        assert.ok(widths.every((width) => width > 0) || widths.every((width) => width === 0));
        node.forEach((child) => assert.ok(child.childCount > 0));
      }
    });
  }
});

test("fifty tables are no burden for a key", () => {
  const big = Array.from({ length: 50 }, (unused, n) =>
    `<table id="t${n}"><tbody>` +
      Array.from({ length: 20 }, (alsoUnused, r) =>
        row(...["x", "y", "z", "w"].map((c) => cell(`${c}${n}-${r}`))),
      ).join("") +
      "</tbody></table>",
  ).join("");
  let state = stateWith(big, "x25-10");
  const before = state.doc;
  const started = performance.now();

  for (let i = 0; i < 50; i++) {
    state = state.apply(state.tr.insertText("字"));
  }
  const each = (performance.now() - started) / 50;

  /* All other tables are the same nodes: nothing looked at them twice, nothing redraws them. */
  const same = state.doc.children.filter((node, index) => node === before.child(index)).length;
  assert.equal(same, before.childCount - 1);
  assert.ok(each < 250, `${each} ms for a key`);
});

test("a table of which every cell was cut away keeps one", () => {
  const state = stateWith(two, "a");
  const start = positionOf(state.doc, "a", 0) - 2;
  const rows = state.doc.child(1).lastChild;
  const emptied = state.apply(
    state.tr.replaceWith(start - 1, start - 1 + rows.content.size, state.schema.nodes.table_row.create()),
  );

  emptied.doc.check();
  assert.equal(written(emptied), "<table><tbody><tr><td><p/></td></tr></tbody></table>");
});

test("cells that cannot be pasted as cells are pasted as lines", () => {
  const spanning = table(row(cell("a"), cell("b")), row(cell("c", ' rowspan="2"'), cell("d")), row(cell("e")));
  let state = stateWith(spanning, "a");
  const view = {
    get state() {
      return state;
    },
    dispatch(tr) {
      state = state.apply(tr);
    },
  };
  const broken = new Slice(Fragment.from(state.schema.nodes.table_row.create()), 0, 0);
  const good = state.doc.slice(0, state.doc.content.size);

  /* Rows without cells make prosemirror-tables look for a cell that is not there. */
  const paste = tableKeys().props.handlePaste;
  assert.equal(paste(view, {}, good), false);
  assert.equal(paste(view, {}, new Slice(broken.content.append(broken.content), 0, 0)), true);
  state.doc.check();
});
