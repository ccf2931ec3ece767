// SPDX-License-Identifier: GPL-3.0-or-later
/* What is worked out only where a text has changed is the same as what is worked out anew. */

import assert from "node:assert/strict";
import test from "node:test";

import { load, loadPackage, parseBody } from "./modules.mjs";
import { Writer } from "./random-edits.mjs";

const { changedBlocks, sizeOf } = await load("changes");
const { find, findReport, startSearch } = await load("find");
const { readDocument } = await load("xhtml");
const { tableView } = await load("table-view");
const { EditorState } = await loadPackage("prosemirror-state");

const SEQUENCES = 400;
const LONGEST = 24;

function children(doc) {
  return doc.content.content;
}

function describe(drawn) {
  return drawn
    .find()
    .map(({ from, to, spec }) => `${from}-${to} ${spec.key}`)
    .sort();
}

/* What a plugin draws, of all that is drawn. */
function drawnBy(plugin, state) {
  return describe(plugin.props.decorations.call(plugin, state)).filter(
    (decoration) => !decoration.endsWith("undefined"),
  );
}

function optionsOf({ fold }) {
  return { matchCase: fold("A") === "A", matchWidth: fold("Ａ") !== fold("A") };
}

test("a letter touches one block", () => {
  const doc = readDocument("题", parseBody("<p>甲</p><p>乙</p><p>丙</p>"));
  const state = EditorState.create({ doc });
  const { doc: after } = state.apply(state.tr.insertText("x", 7));
  const { position, old, now } = changedBlocks(doc, after);

  assert.equal(position, 6);
  assert.deepEqual([old.length, now.length], [1, 1]);
  assert.equal(now[0].textContent, "x乙");
});

test("the same text is not touched at all", () => {
  const doc = readDocument("题", parseBody("<p>甲</p>"));

  assert.deepEqual(changedBlocks(doc, doc), { position: 0, old: [], now: [] });
});

test("blocks alike do not confuse it", () => {
  const doc = readDocument("", parseBody("<hr/><hr/><hr/>"));
  const rule = children(doc)[1];
  const state = EditorState.create({ doc });
  const { doc: after } = state.apply(state.tr.insert(2, rule));
  const { old, now } = changedBlocks(doc, after);

  assert.equal(old.length, 0);
  assert.equal(now.length, 1);
});

test("whatever is written, the rest is as it was", () => {
  for (let seed = 1; seed <= SEQUENCES; seed++) {
    const writer = new Writer(seed);
    for (let left = writer.below(LONGEST); left > 0; left--) {
      const before = writer.doc;
      writer.act();
      const { position, old, now } = changedBlocks(before, writer.doc);
      const first = children(writer.doc).findIndex((node) => node === now[0]);
      const start = now.length ? sizeOf(children(writer.doc).slice(0, first)) : position;
      assert.equal(start, position, `seed ${seed}`);
      const end = writer.doc.content.size - position - sizeOf(now);
      assert.equal(before.content.size - position - sizeOf(old), end, `seed ${seed}`);
      assert.ok(
        before.slice(0, position).eq(writer.doc.slice(0, position)) &&
          before
            .slice(position + sizeOf(old))
            .eq(writer.doc.slice(position + sizeOf(now))),
        `seed ${seed}`,
      );
    }
  }
});

test("matches and the widths of columns are those of a text that is looked at anew", () => {
  for (let seed = 1; seed <= SEQUENCES; seed++) {
    const writer = new Writer(seed);
    const columns = tableView();
    writer.state = writer.state.reconfigure({ plugins: [...writer.state.plugins, columns] });
    const search = writer.state.plugins.find(({ key }) => key.startsWith("find$"));
    startSearch(writer, { text: "公", matchWidth: true, fresh: true });
    for (let left = writer.below(LONGEST); left > 0; left--) {
      writer.act();
      const fresh = {
        state: EditorState.create({ doc: writer.doc, plugins: [find(() => false), tableView()] }),
        dispatch(tr) {
          this.state = this.state.apply(tr);
        },
      };
      const after = `seed ${seed} after: ${writer.log.join(", ")}`;
      const [freshSearch, freshColumns] = fresh.state.plugins;
      assert.deepEqual(drawnBy(columns, writer.state), drawnBy(freshColumns, fresh.state), after);
      /* The writer may look for something else. */
      const { query } = search.getState(writer.state);
      if (query) {
        startSearch(fresh, { text: query.needle, ...optionsOf(query), fresh: true });
        assert.equal(findReport(writer.state).matches, findReport(fresh.state).matches, after);
        assert.deepEqual(drawnBy(search, writer.state), drawnBy(freshSearch, fresh.state), after);
      }
    }
  }
});
