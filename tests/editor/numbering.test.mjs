// SPDX-License-Identifier: GPL-3.0-or-later
/* The numbers of headings: how they are written, and how they stay right. */

import assert from "node:assert/strict";
import test from "node:test";

import { content, load, loadPackage, parseBody } from "./modules.mjs";

const { blocks, positionOf } = await load("blocks");
const { commandNamed } = await load("commands");
const { canRepair, deleteNumber, leaveEmptyHeading, numberAt, numbering, numbersOf } =
  await load("numbering");
const { anyNumber, readChinese, readNumber, writeChinese, writeNumber } = await load("numbers");
const { headingAt, outline, selectedHeadings } = await load("outline");
const { readDocument, writeDocument } = await load("xhtml");
const { EditorState, TextSelection } = await loadPackage("prosemirror-state");
const { history, undo } = await loadPackage("prosemirror-history");
const { Fragment, Slice } = await loadPackage("prosemirror-model");

/* "2一、甲" is a heading of level 2 with this text, anything else a paragraph; ids are n0, n1 … */
function bodyOf(...lines) {
  return lines
    .map((line, index) => {
      const level = /^[2-5]/.exec(line)?.[0];
      return level
        ? `<h${level} id="n${index}">${line.slice(1)}</h${level}>`
        : `<p id="n${index}">${line}</p>`;
    })
    .join("");
}

function stateOf(lines, from = "n0", to = from, isOn = true) {
  const doc = readDocument("", parseBody(bodyOf(...lines)));
  const plugins = [history(), ...blocks(), numbering(() => isOn)];
  const state = EditorState.create({ doc, plugins });

  return state.apply(
    state.tr.setSelection(
      TextSelection.create(doc, positionOf(doc, from, 0), positionOf(doc, to, 0)),
    ),
  );
}

function linesOf({ doc }) {
  const lines = [];

  doc.check();
  doc.forEach((node, offset, index) => {
    if (index > 0) {
      lines.push((node.attrs.level ?? "") + node.textContent);
    }
  });
  return lines;
}

function run(state, command) {
  let result = null;

  command(state, (tr) => {
    result = state.apply(tr);
  });
  return result;
}

function named(name, argument) {
  return commandNamed(name, argument);
}

test("Chinese numbers as they are counted", () => {
  const samples = {
    1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九", 100: "一百",
    101: "一百零一", 110: "一百一十", 111: "一百一十一", 1000: "一千", 1001: "一千零一",
    1010: "一千零一十", 9999: "九千九百九十九",
  };

  for (const [value, text] of Object.entries(samples)) {
    assert.equal(writeChinese(Number(value)), text);
  }
  for (let value = 1; value <= 9999; value++) {
    assert.equal(readChinese(writeChinese(value)), value);
  }
  for (const text of ["", "零", "十零", "一二", "百", "一十一", "二〇二六", "两", "廿"]) {
    assert.equal(readChinese(text), null, text);
  }
});

test("the official forms, and what is none", () => {
  assert.deepEqual(
    [2, 3, 4, 5].map((level) => writeNumber(level, 12)),
    ["十二、", "（十二）", "12.", "（12）"],
  );
  for (const level of [2, 3, 4, 5]) {
    for (const value of [1, 9, 10, 11, 20, 99, 101]) {
      const text = writeNumber(level, value);
      assert.deepEqual(readNumber(level, `${text}标题`), { value, text });
    }
  }
  assert.equal(readNumber(4, "1.5亿元的项目"), null);
  assert.equal(readNumber(4, "2026.标题"), null);
  assert.equal(readNumber(3, "(一)标题"), null);
  assert.equal(readNumber(2, "一标题"), null);
  assert.equal(readNumber(3, "一、标题"), null);
});

test("other ways of writing a number", () => {
  for (const [text, number] of [
    ["一、 标题", "一、 "], ["一．标题", "一．"], ["(一)标题", "(一)"], ["（一）、标题", "（一）、"],
    ["1、标题", "1、"], ["1．标题", "1．"], ["1)标题", "1)"], ["（ 1 ）标题", "（ 1 ）"], ["①标题", "①"],
    ["第一条 标题", ""], ["1.5亿元", ""], ["2026、标题", ""], ["标题", ""], ["", ""],
  ]) {
    assert.equal(anyNumber(text), number, text);
  }
});

test("the outline has levels and ends of sections", () => {
  const { doc } = stateOf(["2甲", "a", "3乙", "b", "4丙", "3丁", "2戊", "c"]);
  const found = outline(doc);

  assert.deepEqual(found.map(({ level, text }) => `${level}${text}`), ["2甲", "3乙", "4丙", "3丁", "2戊"]);
  assert.deepEqual(
    found.map(({ end }) => doc.resolve(end).index()),
    [7, 6, 6, 7, 9],
  );
  assert.equal(headingAt(doc, positionOf(doc, "n3", 1)).text, "乙");
  assert.equal(headingAt(doc, 1), null);
  assert.equal(outline(doc), found);
  assert.deepEqual(selectedHeadings(stateOf(["2甲", "a", "3乙"], "n1", "n2")).map(({ text }) => text), ["乙"]);
});

test("a number is automatic as long as it is the one that comes next", () => {
  const { doc } = stateOf(["2一、", "3（一）", "3（二）", "4", "2三、", "3（三）", "3（五）", "2四、"]);

  assert.deepEqual(
    numbersOf(doc).map(({ text, isAutomatic, goesOn }) => [text, isAutomatic, goesOn]),
    [
      ["一、", true, false], ["（一）", true, false], ["（二）", true, false], ["", false, false],
      ["三、", false, false], ["（三）", true, true], ["（五）", false, false], ["四、", true, false],
    ],
  );
});

/* Lines, the caret, the command, the lines after it. Undo always leads back. */
const steps = [
  ["the first heading is numbered", ["甲"], "n0", ["set-style", "h2"], ["2一、甲"]],
  ["so is the next one", ["2一、甲", "乙"], "n1", ["set-style", "h2"], ["2一、甲", "2二、乙"]],
  ["one in between moves the others", ["2一、甲", "乙", "2二、丙"], "n1", ["set-style", "h2"],
    ["2一、甲", "2二、乙", "2三、丙"]],
  ["levels count by themselves", ["2一、甲", "乙", "3（一）丙", "2二、丁"], "n1", ["set-style", "h3"],
    ["2一、甲", "3（一）乙", "3（二）丙", "2二、丁"]],
  ["a text without numbers stays one", ["2甲", "乙"], "n1", ["set-style", "h2"], ["2甲", "2乙"]],
  ["each level for itself", ["2一、甲", "3乙", "丙"], "n2", ["set-style", "h3"],
    ["2一、甲", "3乙", "3丙"]],
  ["a number in another form becomes the official one", ["2一、甲", "1、乙"], "n1",
    ["set-style", "h2"], ["2一、甲", "2二、乙"]],
  ["a number in the right form is respected", ["2一、甲", "五、乙", "2二、丙"], "n1",
    ["set-style", "h2"], ["2一、甲", "2五、乙", "2六、丙"]],
  ["body text has no automatic number", ["2一、甲", "2二、乙", "2三、丙"], "n1",
    ["set-style", "body"], ["2一、甲", "乙", "2二、丙"]],
  ["a number made by hand stays with the words", ["2一、甲", "2五、乙"], "n1", ["set-style", "body"],
    ["2一、甲", "五、乙"]],
  ["another level, another form", ["2一、甲", "2二、乙", "3（一）丙", "2三、丁"], "n1",
    ["set-style", "h3"], ["2一、甲", "3（一）乙", "3（二）丙", "2二、丁"]],
  ["demoting takes the section along", ["2一、甲", "2二、乙", "3（一）丙", "4 1.戊", "2三、丁"], "n1",
    ["demote-heading"], ["2一、甲", "3（一）乙", "4 1.丙", "5（1）戊", "2二、丁"]],
  ["promoting too", ["2一、甲", "3（一）乙", "4 1.丙", "3（二）丁"], "n1", ["promote-heading"],
    ["2一、甲", "2二、乙", "3（一）丙", "3（二）丁"]],
  ["a number made by hand belonged to its level", ["2一、甲", "2七、乙"], "n1", ["demote-heading"],
    ["2一、甲", "3（一）乙"]],
  ["no level above the first", ["2一、甲"], "n0", ["promote-heading"], null],
  ["no level below the last", ["4 1.甲", "5（1）乙"], "n0", ["demote-heading"], null],
  ["sections only", ["甲"], "n0", ["demote-heading"], null],
  ["repairing", ["2一、 甲", "2三、乙", "3(1)丙", "3丁", "2 2、戊", "4①己", "5己"], "n0",
    ["repair-numbering"],
    ["2一、甲", "2二、乙", "3（一）丙", "3（二）丁", "2三、戊", "4 1.己", "5（1）己"]],
  ["nothing to repair", ["2一、甲", "3（一）乙", "2二、丙"], "n0", ["repair-numbering"], null],
  ["repairing respects numbers that go on", ["2一、甲", "3（一）乙", "2三、丙", "3（二）丁"], "n0",
    ["repair-numbering"], ["2一、甲", "3（一）乙", "2二、丙", "3（二）丁"]],
  ["a number can go", ["2一、甲", "2二、乙", "2三、丙"], "n1", ["toggle-number"],
    ["2一、甲", "2乙", "2二、丙"]],
  ["and come back", ["2一、甲", "2乙", "2二、丙"], "n1", ["toggle-number"],
    ["2一、甲", "2二、乙", "2三、丙"]],
  ["where numbers go on, they still do", ["2一、甲", "3（一）乙", "2二、丙", "3（二）丁", "戊"], "n4",
    ["set-style", "h3"], ["2一、甲", "3（一）乙", "2二、丙", "3（二）丁", "3（三）戊"]],
  ["and the section after follows", ["2一、甲", "3（一）乙", "丙", "2二、丁", "3（二）戊"], "n2",
    ["set-style", "h3"], ["2一、甲", "3（一）乙", "3（二）丙", "2二、丁", "3（三）戊"]],
];

/* "4 1.甲" is easier to read than "41.甲". */
function noSpace(line) {
  return line.replace(/^([2-5]) /, "$1");
}

for (const [name, lines, at, [command, argument], expected] of steps) {
  test(name, () => {
    const before = stateOf(lines.map(noSpace), at);
    const after = run(before, named(command, argument));

    if (expected === null) {
      assert.equal(after, null);
      return;
    }
    assert.deepEqual(linesOf(after), expected.map(noSpace));
    assert.deepEqual(linesOf(run(after, undo)), linesOf(before));
  });
}

test("a number before a year stays a number, and a decimal is none", () => {
  const lines = ["3（一）甲", "4 1.2026年的任务", "4 2.3个重点", "4 1.5亿元"].map(noSpace);
  const state = stateOf(lines);

  assert.deepEqual(numbersOf(state.doc).map(({ text }) => text), ["（一）", "1.", "2.", ""]);
  const { position, node } = outline(state.doc)[1];
  assert.deepEqual(
    linesOf(state.apply(state.tr.delete(position, position + node.nodeSize))),
    ["3（一）甲", "41.3个重点", "41.5亿元"],
  );
  assert.deepEqual(
    linesOf(run(stateOf(["4 3.2026年", "4 4.2027年"].map(noSpace)), named("repair-numbering"))),
    ["41.2026年", "42.2027年"],
  );
});

test("a heading that is deleted closes the gap", () => {
  const state = stateOf(["2一、甲", "2二、乙", "2三、丙"], "n1");
  const { position, node } = outline(state.doc)[1];
  const after = state.apply(state.tr.delete(position, position + node.nodeSize));

  assert.deepEqual(linesOf(after), ["2一、甲", "2二、丙"]);
  assert.deepEqual(linesOf(run(after, undo)), linesOf(state));
});

test("a section that is moved gets its new number", () => {
  const state = stateOf(["2一、甲", "a", "2二、乙", "3（一）丙", "2三、丁"]);
  const [first, second] = outline(state.doc);
  const section = state.doc.slice(second.position, second.end);
  const { tr } = state;
  tr.delete(second.position, second.end).insert(first.position, section.content);

  assert.deepEqual(linesOf(state.apply(tr)), ["2一、乙", "3（一）丙", "2二、甲", "a", "2三、丁"]);
});

test("a number that is written over is the person's", () => {
  let state = stateOf(["2一、甲", "2二、乙", "2三、丙"]);
  const at = positionOf(state.doc, "n1", 0);
  state = state.apply(state.tr.insertText("五", at, at + 1));
  assert.deepEqual(linesOf(state), ["2一、甲", "2五、乙", "2六、丙"]);

  state = run(stateOf(linesOf(state), "n0"), named("set-style", "body"));
  assert.deepEqual(linesOf(state), ["甲", "2五、乙", "2六、丙"]);
});

test("what is pasted into a numbered text is numbered, what stands alone is not", () => {
  const paste = (lines, pasted) => {
    const state = stateOf(lines, "n0");
    const doc = readDocument("", parseBody(bodyOf(...pasted)));
    const content = [];
    doc.forEach((node, offset, index) => {
      if (index > 0) {
        content.push(node.type.create({ ...node.attrs, id: null }, node.content));
      }
    });
    const { tr } = state;
    tr.replace(tr.doc.content.size, tr.doc.content.size, new Slice(Fragment.from(content), 0, 0));
    return linesOf(state.apply(tr.setMeta("paste", true).setMeta("uiEvent", "paste")));
  };

  assert.deepEqual(paste(["2一、甲"], ["2一、乙", "x", "2二、丙"]), ["2一、甲", "2二、乙", "x", "2三、丙"]);
  assert.deepEqual(paste(["甲"], ["2三、乙", "2四、丙"]), ["甲", "2三、乙", "2四、丙"]);
  assert.deepEqual(paste(["2一、甲"], ["2 1.乙", "2丙"]), ["2一、甲", "2 1.乙", "2丙"]);
});

test("a heading that is split gives two", () => {
  const state = stateOf(["2一、甲乙", "2二、丙"]);
  const after = state.apply(state.tr.split(positionOf(state.doc, "n0", 3)));

  assert.deepEqual(linesOf(after), ["2一、甲", "2二、乙", "2三、丙"]);
});

test("without the setting nothing is numbered", () => {
  const state = stateOf(["2一、甲", "乙", "2二、丙"], "n1", "n1", false);

  assert.deepEqual(linesOf(run(state, named("set-style", "h2"))), ["2一、甲", "2乙", "2二、丙"]);
});

test("Backspace behind a number takes it away, and only there", () => {
  const state = stateOf(["2十一、甲", "2十二、乙"]);
  const at = (offset) =>
    state.apply(
      state.tr.setSelection(TextSelection.create(state.doc, positionOf(state.doc, "n0", offset))),
    );

  assert.deepEqual(linesOf(run(at(3), deleteNumber)), ["2甲", "2一、乙"]);
  assert.equal(run(at(2), deleteNumber), null);
  assert.equal(run(at(4), deleteNumber), null);
  assert.equal(numberAt(at(0)), "十一、");
});

test("Enter in a heading that is only a number leaves it", () => {
  const only = stateOf(["2一、甲", "2二、"], "n1");

  assert.deepEqual(linesOf(run(only, leaveEmptyHeading)), ["2一、甲", ""]);
  assert.equal(run(stateOf(["2一、甲"]), leaveEmptyHeading), null);
});

test("marks and links of a heading stay", () => {
  const doc = readDocument(
    "",
    parseBody('<h2 id="a">一、甲</h2><h2 id="b"><strong>二、<a href="https://a.cn/">乙</a></strong></h2>'),
  );
  let state = EditorState.create({ doc, plugins: [history(), ...blocks(), numbering(() => true)] });
  const { position, node } = outline(state.doc)[0];
  state = state.apply(state.tr.delete(position, position + node.nodeSize));

  assert.equal(
    content(writeDocument(state.doc).body),
    '<h2 id="b"><strong>一、</strong><a href="https://a.cn/"><strong>乙</strong></a></h2>',
  );
});

test("what can be repaired is known", () => {
  assert.equal(canRepair(stateOf(["2一、甲"])), false);
  assert.equal(canRepair(stateOf(["2二、甲"])), true);
  assert.equal(canRepair(stateOf(["甲"])), false);
});

/* The same numbers in every run. */
function random(seed) {
  let state = seed;

  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const LINES = ["甲", "一、甲", "2一、甲", "2二、乙", "2五、丙", "2丁", "3（一）戊", "3（四）己", "3庚",
  "4 1.辛", "4壬", "5（1）癸", "5(2)子", "2 1、丑"].map(noSpace);

test("whatever is done, undo leads back, and one repair is enough", () => {
  for (let seed = 1; seed <= 1500; seed++) {
    const next = random(seed);
    const lines = Array.from({ length: 2 + next(8) }, () => LINES[next(LINES.length)]);
    let state = stateOf(lines, `n${next(lines.length)}`);
    const start = linesOf(state);
    let changes = 0;

    for (let i = 0; i < 6; i++) {
      const at = 1 + next(state.doc.childCount - 1);
      let position = 0;
      state.doc.forEach((node, offset, index) => {
        if (index === at) {
          position = offset + 1 + next(node.content.size + 1);
        }
      });
      state = state.apply(
        state.tr.setSelection(TextSelection.near(state.doc.resolve(position))),
      );
      const command = [
        named("set-style", `h${2 + next(4)}`), named("set-style", "body"), named("promote-heading"),
        named("demote-heading"), named("toggle-number"), deleteNumber, leaveEmptyHeading,
        (given, dispatch) => dispatch(given.tr.insertText("五、")),
        (given, dispatch) => dispatch(given.tr.split(given.selection.from)),
        (given, dispatch) => dispatch(given.tr.delete(given.selection.from, given.selection.$from.end())),
      ][next(10)];
      const after = run(state, command);
      if (after) {
        after.doc.check();
        changes += 1;
        state = after;
      }
    }

    let undone = state;
    for (let i = 0; i < 20 && run(undone, undo); i++) {
      undone = run(undone, undo);
    }
    assert.deepEqual(linesOf(undone), start, `seed ${seed}, ${changes} changes`);

    const repaired = run(state, named("repair-numbering")) ?? state;
    assert.equal(canRepair(repaired), false, `seed ${seed}: ${linesOf(repaired)}`);
    assert.ok(
      numbersOf(repaired.doc).every(({ isAutomatic }) => isAutomatic),
      `seed ${seed}: ${linesOf(repaired)}`,
    );
  }
});
