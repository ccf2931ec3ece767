// SPDX-License-Identifier: GPL-3.0-or-later
/* Wires the modules into the one global, `Editor`, whose functions are all that the host calls. */

import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

import { blocks, caretOf, positionOf, withIds } from "./blocks.js";
import { ask, tell } from "./bridge.js";
import { commandNamed } from "./commands.js";
import { cancelledCompositions } from "./cancelled-compositions.js";
import { afterComposition } from "./composition.js";
import {
  endSearch,
  find,
  offeredText,
  replaceAll,
  replaceCurrent,
  startSearch,
  stepSearch,
} from "./find.js";
import {
  findings,
  HandedOver,
  mendFindings,
  showFinding,
  showFindings,
  stepFinding,
} from "./findings.js";
import { images } from "./images.js";
import { imageSize } from "./image-size.js";
import { keymaps } from "./keymap.js";
import { keysAfterComposition } from "./keys-after-composition.js";
import { numbering } from "./numbering.js";
import { finishPaste, paste, replacePaste } from "./paste.js";
import { placeholders } from "./placeholders.js";
import { showPosition } from "./scroll.js";
import { headingList } from "./sections.js";
import { selectionAt } from "./selection.js";
import { smartTyping } from "./smart-typing.js";
import { Reports } from "./report-timing.js";
import { difference, report } from "./state-report.js";
import { tableView } from "./table-view.js";
import { tableKeys, tables } from "./tables.js";
import { unitsBefore } from "./text.js";
import { typing } from "./typing.js";
import { readDocument, writeDocument } from "./xhtml.js";

/* A burst of changes is told once at its beginning and then this often, in milliseconds. */
const CHANGED_INTERVAL = 100;

let view = null;
let editable = true;
/* Of the host: which of its loads this text comes from. */
let generation = 0;
/* Of the page: how often the text has changed since. */
let revision = 0;
let words = { title: "", body: "" };
let settings = { numbersHeadings: true, typesSmartly: true };
let reported = null;
let reportedHeadings = null;
let changedTimer = 0;
let changedAgain = false;
const reports = new Reports(reportNow);
const handedOver = new HandedOver();

/** The document with a title and a body element, both as text; throws for what is none. */
function parse(title, xhtml) {
  if (!xhtml) {
    return withIds(readDocument(title, null));
  }
  const xml = new DOMParser().parseFromString(xhtml, "application/xhtml+xml");
  if (xml.getElementsByTagName("parsererror").length > 0) {
    throw new Error("the body is not well-formed");
  }
  return withIds(readDocument(title, xml.documentElement));
}

function plugins() {
  return [
    keysAfterComposition(),
    typing(),
    smartTyping(() => settings.typesSmartly),
    ...keymaps((what) => tell(what)),
    history(),
    cancelledCompositions(),
    ...blocks(),
    numbering(() => settings.numbersHeadings),
    paste(() => editable),
    placeholders(() => (editable ? words : {})),
    dropCursor(),
    gapCursor(),
    images(() => (editable ? words.alt : "")),
    imageSize(),
    tableView(),
    tableKeys(),
    tables(),
    find(() => !!view?.composing),
    findings(),
  ];
}

/* A line that comes and goes with the letters of a composition would be of no use to anybody. */
function reportHeadings() {
  if (view.composing) {
    return;
  }
  const headings = headingList(view.state.doc);
  const now = JSON.stringify(headings);
  if (now !== reportedHeadings) {
    reportedHeadings = now;
    tell("outline", { headings });
  }
}

function reportNow() {
  const now = { ...report(view.state), revision };

  /* First the headings, of which the state names one. */
  reportHeadings();
  const changes = difference(reported, now);

  reported = now;
  if (Object.keys(changes).length > 0) {
    tell("state", changes);
  }
}

/* At once, so that a text that is left right after a key is saved with it. */
function tellChanged() {
  if (changedTimer) {
    changedAgain = true;
    return;
  }
  tell("changed", { generation, revision });
  changedTimer = setTimeout(() => {
    changedTimer = 0;
    if (changedAgain) {
      changedAgain = false;
      tellChanged();
    }
  }, CHANGED_INTERVAL);
}

function dispatch(tr) {
  const { state, transactions } = view.state.applyTransaction(tr);

  view.updateState(state);
  transactions.forEach((applied) => handedOver.follow(applied));
  if (tr.docChanged) {
    revision += 1;
    tellChanged();
  }
  reports.changed(tr);
}

/* A link is followed in a reader by a click, and in the editor with the control key. */
function clicked(pageView, event) {
  const link = event.target.closest?.("a[href]");

  if (link && (!editable || event.ctrlKey)) {
    event.preventDefault();
    tell("link", { href: link.getAttribute("href") });
    return true;
  }
  return false;
}

/* The host makes its menu when this event is over, from what it has been told until then. */
function contextMenu(pageView, event) {
  const selection = selectionAt(pageView, event);

  if (selection) {
    pageView.dispatch(pageView.state.tr.setSelection(selection));
  }
  reports.now();
  return false;
}

function pressed(pageView, event) {
  reports.pressed(event);
  return false;
}

/* Somebody goes to the tools. */
function left() {
  reports.flush();
  return false;
}

/* The beginning of what is to be written, or where a page that died had the caret. */
function firstPosition(doc, caret) {
  const title = doc.firstChild;

  if (caret) {
    return (
      (caret.block === ""
        ? 1 + unitsBefore(title.textContent, caret.offset)
        : positionOf(doc, caret.block, caret.offset)) ?? 1
    );
  }
  return title.content.size > 0 ? title.nodeSize + 1 : 1;
}

function show(doc, caret) {
  const state = EditorState.create({ doc, plugins: plugins() });
  const first = firstPosition(doc, caret);

  const placed = state.apply(
    state.tr.setSelection(TextSelection.near(state.doc.resolve(first))),
  );
  if (view) {
    view.updateState(placed);
  } else {
    view = new EditorView(
      { mount: document.getElementById("editor") },
      {
        state: placed,
        editable: () => editable,
        dispatchTransaction: dispatch,
        handleDOMEvents: {
          blur: left,
          click: clicked,
          compositionend: compositionEnded,
          contextmenu: contextMenu,
          keydown: pressed,
        },
        // Not a textbox: WebKit keeps what stands in one from screen readers, its headings and
        // tables too. A group that can be edited has them.
        attributes: { class: "gb-article", role: "group" },
      },
    );
  }
  handedOver.forget();
  handedOver.remember(view.state.doc);
  reported = null;
  reportedHeadings = null;
  reports.soon();
}

function compositionEnded() {
  afterComposition(() => reports.soon());
  return false;
}

/* What the host answers to "document", and what it loads later. Its members are those of
 * gb-editor-bridge.c. */
function open(given) {
  const doc = parse(given.title, given.body);

  editable = given.editable;
  generation = given.generation;
  revision = 0;
  words = { title: given.titleHint, body: given.bodyHint, alt: given.altHint };
  show(doc, given.caret);
  view.dom.setAttribute("aria-label", given.label);
  view.dom.setAttribute("aria-readonly", String(!editable));
  document.documentElement.lang = "zh-CN";
  setTheme(given.theme);
  setSettings(given);
  if (given.caret) {
    showPosition(view, view.state.selection.from);
  }
}

/* Lays the text out, which takes longer than everything else here. */
function focus() {
  if (editable) {
    view.focus();
  }
}

function setTheme(names) {
  document.documentElement.className = names;
}

/* What the person has chosen for all texts. */
function setSettings({ numbersHeadings, typesSmartly }) {
  settings = { numbersHeadings, typesSmartly };
}

globalThis.Editor = {
  /** @param {string} given the JSON of a document, as in the handshake */
  load(given) {
    open(JSON.parse(given));
    focus();
  },

  setEditable(value) {
    editable = value !== 0;
    view.dom.setAttribute("aria-readonly", String(!editable));
    view.setProps({ editable: () => editable });
    /* A text that may be written has a caret, as one that is opened for writing. */
    focus();
    reports.soon();
  },

  setTheme,

  /** @param {string} given JSON with the members of the handshake that are settings */
  setSettings(given) {
    setSettings(JSON.parse(given));
  },

  run(name, argument) {
    const command = commandNamed(name, argument);

    if (!command) {
      throw new Error(`no such command: ${name}`);
    }
    if (editable || name === "select-all") {
      command(view.state, view.dispatch, view);
    }
    view.focus();
  },

  snapshot() {
    handedOver.remember(view.state.doc);
    return {
      v: 1,
      type: "snapshot",
      generation,
      revision,
      ...writeDocument(view.state.doc),
      ...caretOf(view.state.selection),
    };
  },

  /** @param {string} given JSON: what the host made of a clipboard; see finishPaste */
  insertPasted(given) {
    return JSON.stringify(finishPaste(view, JSON.parse(given), readDocument));
  },

  /** @param {string} given JSON: what stands in the place of the last paste */
  replacePasted(given) {
    return JSON.stringify(replacePaste(view, JSON.parse(given), readDocument));
  },

  reveal(block, offset) {
    const position = positionOf(view.state.doc, block, offset);

    if (position === null) {
      return 0;
    }
    const selection = TextSelection.near(view.state.doc.resolve(position));
    view.focus();
    showPosition(view, selection.from);
    view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
    return 1;
  },

  focus() {
    view.focus();
  },

  /** @param {string} given the JSON of what showFindings() takes */
  showFindings(given) {
    showFindings(view, JSON.parse(given), handedOver);
  },

  showFinding(id) {
    view.focus();
    return String(Number(showFinding(view, id)));
  },

  stepFinding(direction) {
    view.focus();
    return String(stepFinding(view, direction));
  },

  /** @param {string} given the JSON of what mendFindings() takes */
  mendFindings(given) {
    return JSON.stringify(
      editable ? mendFindings(view, JSON.parse(given)) : { mended: 0, refused: 0 },
    );
  },

  /** @param {string} given the JSON of what startSearch() takes */
  find(given) {
    startSearch(view, JSON.parse(given));
  },

  findStep(direction) {
    stepSearch(view, direction);
  },

  replace(text) {
    if (editable) {
      replaceCurrent(view, text);
    }
  },

  replaceAll(text) {
    return String(editable ? replaceAll(view, text) : 0);
  },

  endFind() {
    endSearch(view);
  },

  offeredText() {
    return offeredText(view.state);
  },
};

async function start() {
  /* The host gives it in advance if it can; asking costs a way there and back. */
  const given = globalThis.gbGiven ?? (await ask("document"));

  delete globalThis.gbGiven;
  if (given) {
    open(given);
    /* Whatever the host does with the page from here on comes after this task. */
    tell("ready", { generation });
    focus();
  }
}

start().catch((error) => tell("failed", { message: String(error?.message ?? error) }));
