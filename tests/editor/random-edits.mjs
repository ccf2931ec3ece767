// SPDX-License-Identifier: GPL-3.0-or-later
/* Somebody who writes without a plan, the same way again for the same seed: types, presses keys,
 * runs every command anywhere, selects, pastes and drops pieces of documents, replaces, and undoes. */

import { load, loadPackage, parseBody } from "./modules.mjs";

const { blocks, withIds } = await load("blocks");
const { commands } = await load("commands");
const { find, replaceAll, replaceCurrent, startSearch, stepSearch } = await load("find");
const { images } = await load("images");
const { keymaps } = await load("keymap");
const { numbering } = await load("numbering");
const { outline } = await load("outline");
const { heldSlice, insertBlocks } = await load("insert");
const { copiedSlice, finishPaste, paste, startPaste } = await load("paste");
const { smartTyping } = await load("smart-typing");
const { tableKeys, tables } = await load("tables");
const { readDocument } = await load("xhtml");
const { EditorState, NodeSelection, Selection, TextSelection, AllSelection } =
  await loadPackage("prosemirror-state");
const { CellSelection } = await loadPackage("prosemirror-tables");
const { history } = await loadPackage("prosemirror-history");

const DIGEST = `sm3:${"0123456789abcdef".repeat(4)}`;

/** Numbers from 0 to 1 that follow from the seed. */
export function generator(seed) {
  let state = seed >>> 0;

  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = state;
    value = Math.imul(value ^ (value >>> 15), value | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

const beginnings = [
  "",
  '<p id="a">政务公开</p>',
  '<p id="p" class="addressee">各县（市、区）人民政府：</p><h2 id="h">一、总体要求</h2>' +
    '<p id="a">推进<strong>政务<em>公开</em></strong>，<a href="https://www.gov.cn/?a=1&amp;b=2">见网页</a>。</p>' +
    '<h3 id="i">（一）原则</h3><p id="b" class="center no-indent">x<br/>y</p><h2 id="j">二、任务</h2>' +
    '<ol id="o" start="3" class="cjk"><li id="l"><p id="c">甲</p><ul id="u"><li id="m"><p id="d">乙</p></li></ul></li></ol>' +
    '<p id="s" class="signature">办公室</p><p id="t" class="date">2026年11月24日</p>',
  '<p id="a">x</p><table id="t"><caption id="k">表1</caption><tbody><tr><th scope="col" colspan="2"><p id="b">年</p></th>' +
    '<th scope="col"><p id="c"/></th></tr><tr><td rowspan="2" data-colwidth="90"><p id="d">1</p></td><td><p id="e">2</p></td>' +
    '<td><ul id="u"><li id="l"><p id="f">3</p></li></ul></td></tr><tr><td><p id="g"/></td><td><p id="h">4</p></td></tr>' +
    '</tbody></table><p id="z"/>',
  `<figure id="f"><img src="${DIGEST}" alt="图"/><figcaption id="g">图1</figcaption></figure><hr id="r"/>` +
    '<blockquote id="q"><p id="a">引</p><ul id="u"><li id="l"><p id="b">文</p></li></ul></blockquote>' +
    '<h5 id="h">（1）末级</h5><p id="c"><sub>a</sub><sup>b</sup><u>c</u><s>d</s><span class="kai">e</span></p>',
].map((body) => readDocument("题目", body ? parseBody(body) : null));

const typed = [
  ..."一二三、（）().,，。“”\"'-—…<&>[]〔〕0123456789abcＡ字𠮷é 　",
  "政务公开",
  "\u0000",
  "a\nb",
  "\u202e\ufeff",
  "\ud842",
  "……",
  "x".repeat(300),
];

const named = [
  "",
  ...["h2", "h3", "h4", "h5", "body", "quote", "addressee", "signature", "date", "note"],
  ...["left", "center", "right", "justify", "paren", "circled", "cjk", "cjk-paren", "decimal"],
  ...["https://a.cn/", "#a", "javascript:x", "1x1", "2x3", "50%", "10%", "说明"],
  JSON.stringify({ src: DIGEST, alt: "a" }),
  "《》",
];

const keys = [
  ...["Enter", "Enter", "Enter", "Backspace", "Backspace", "Delete", "Tab"].map((key) => ({ key })),
  ...["Enter", "Tab", "ArrowLeft", "ArrowRight"].map((key) => ({ key, shiftKey: true })),
  ...["b", "i", "u", "z", "y", "a", "l", "e", "j", "Backspace", "Delete", "Enter"].map((key) => ({
    key,
    ctrlKey: true,
  })),
  ...["0", "1", "2", "3", "4", "i", "q", "h", "n"].map((key) => ({ key, ctrlKey: true, altKey: true })),
  ...["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].map((key) => ({
    key,
    altKey: true,
    shiftKey: true,
  })),
];

/** What the plugins need of a view, with a hand that moves at random. */
export class Writer {
  constructor(seed) {
    this.random = generator(seed);
    this.editable = true;
    this.composing = false;
    this.isDestroyed = false;
    this.log = [];
    this.pastes = 1;
    this.dom = { querySelector: () => null };
    const plugins = [
      smartTyping(() => true),
      ...keymaps(() => {}),
      history(),
      ...blocks(),
      numbering(() => true),
      paste(() => true),
      images(() => ""),
      tableKeys(),
      tables(),
      find(() => false),
    ];
    const start = this.pick(beginnings);
    this.state = EditorState.create({ doc: withIds(start), plugins });
    this.dispatch = (tr) => {
      this.state = this.state.apply(tr);
    };
  }

  below(count) {
    return Math.floor(this.random() * count);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  get doc() {
    return this.state.doc;
  }

  endOfTextblock(direction) {
    const { $head } = this.state.selection;
    const atStart = $head.parentOffset === 0;
    const atEnd = $head.parentOffset === $head.parent.content.size;

    return ["left", "backward", "up"].includes(direction) ? atStart : atEnd;
  }

  someProp(name, ask) {
    for (const plugin of this.state.plugins) {
      const prop = plugin.props[name];
      const answer = prop && ask(prop.bind(plugin));
      if (answer) {
        return answer;
      }
    }
    return undefined;
  }

  some(name, ...given) {
    return this.state.plugins.some((plugin) => plugin.props[name]?.call(plugin, this, ...given));
  }

  setSelection(selection) {
    this.dispatch(this.state.tr.setSelection(selection));
  }

  /* ───── What it does ───── */

  select() {
    const { doc } = this;
    const position = () => this.below(doc.content.size + 1);
    const kind = this.below(12);
    const $from = doc.resolve(position());

    if (kind === 0) {
      this.setSelection(new AllSelection(doc));
    } else if (kind < 4) {
      this.setSelection(TextSelection.between($from, doc.resolve(position())));
    } else if (kind === 4 && $from.nodeAfter && NodeSelection.isSelectable($from.nodeAfter)) {
      this.setSelection(NodeSelection.create(doc, $from.pos));
    } else if (kind < 7) {
      this.selectCells();
    } else {
      this.setSelection(Selection.near($from, this.below(2) ? 1 : -1));
    }
  }

  selectCells() {
    const found = [];

    this.doc.descendants((node, position, parent) => {
      if (["cell", "header_cell"].includes(node.type.spec.tableRole)) {
        found.push({ position, table: this.doc.resolve(position).node(-1), parent });
      }
    });
    if (found.length) {
      const first = this.pick(found);
      const second = this.pick(found.filter(({ table }) => table === first.table));
      this.setSelection(CellSelection.create(this.doc, first.position, second.position));
    }
  }

  type() {
    const text = this.pick(typed);
    const { from, to } = this.state.selection;
    const deflt = () => this.state.tr.insertText(text, from, to);

    if (!this.some("handleTextInput", from, to, text, deflt)) {
      this.dispatch(deflt());
    }
  }

  press() {
    const event = {
      ...{ ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, keyCode: 0 },
      ...this.pick(keys),
      preventDefault() {},
    };

    this.some("handleKeyDown", event);
  }

  run() {
    const name = this.pick(Object.keys(commands));
    let argument = this.pick(named);

    if (name === "move-section") {
      const ids = outline(this.doc).map(({ id }) => id);
      argument = JSON.stringify({ id: this.pick(ids), before: this.pick(["", ...ids]) });
    }
    this.log.push(`${name} ${argument}`);
    commands[name](argument)(this.state, this.dispatch, this);
  }

  /* Something to be selected and copied, here or in another document. */
  copy() {
    const doc = this.pick([this.doc, ...beginnings]);
    const one = this.below(doc.content.size + 1);
    const other = this.below(doc.content.size + 1);

    return this.below(4) === 0
      ? copiedSlice(this.state)
      : copiedSlice({ selection: TextSelection.between(doc.resolve(one), doc.resolve(other)) });
  }

  paste() {
    if (this.below(3) === 0) {
      const blocks = this.pick(beginnings).children.slice(1);
      const first = this.below(blocks.length);
      insertBlocks(this, blocks.slice(first, first + 1 + this.below(4)), this.below(2) === 0);
      return;
    }
    const slice = JSON.stringify(this.copy().toJSON());
    startPaste(this, "clipboard");
    finishPaste(this, { place: this.pastes, slice, images: [DIGEST] });
    this.pastes += 1;
  }

  drop() {
    const { tr, selection } = this.state;
    const slice = heldSlice(selection.content(), this.state, new Set([DIGEST]));
    const at = this.below(this.doc.content.size + 1);

    if (this.below(2)) {
      tr.deleteSelection();
    }
    const position = tr.mapping.map(at);
    tr.replaceRange(position, position, slice);
    tr.setSelection(Selection.near(tr.doc.resolve(position)));
    this.dispatch(tr.setMeta("uiEvent", "drop"));
  }

  remove() {
    const one = this.below(this.doc.content.size + 1);
    const other = this.below(this.doc.content.size + 1);

    if (this.below(3)) {
      this.dispatch(this.state.tr.deleteSelection());
    } else {
      this.dispatch(this.state.tr.deleteRange(Math.min(one, other), Math.max(one, other)));
    }
  }

  search() {
    startSearch(this, { text: this.pick(["公开", "a", "x", "、", "字"]), move: true, fresh: true });
    const text = this.pick(["", "公示", "a\u0000", "公开公开"]);
    if (this.below(2)) {
      replaceAll(this, text);
    } else {
      stepSearch(this, 1);
      replaceCurrent(this, text);
    }
  }

  /** One act; the name of it is in the log. */
  act() {
    const acts = [
      ...Array(6).fill("select"),
      ...Array(6).fill("type"),
      ...Array(6).fill("press"),
      ...Array(8).fill("run"),
      ...["paste", "paste", "paste", "drop", "remove", "search"],
    ];
    const name = this.pick(acts);

    this.log.push(name);
    this[name]();
  }
}
