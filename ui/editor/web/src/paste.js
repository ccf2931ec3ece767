// SPDX-License-Identifier: GPL-3.0-or-later
/* The clipboard. The host reads and writes it: WebKit shows the page a text without what lists and
 * images are made of. The page remembers the place, says what it wants, and puts in what the host
 * has made of it, as one step that can be undone; what it copies, it hands to the host. */

import { closeHistory, undo } from "prosemirror-history";
import { Fragment, Slice } from "prosemirror-model";
import { Plugin, PluginKey, Selection, TextSelection } from "prosemirror-state";

import { tell } from "./bridge.js";
import { heldSlice, imagesIn, insertBlocks, insertSlice } from "./insert.js";
import { schema } from "./schema.js";
import { closeSlice, completeSlice } from "./slices.js";

const { nodes } = schema;
const key = new PluginKey("paste");
/* In place of the id of a place: where the caret was. */
const CARET = -1;
/* More than one paste is under way only if the host is slow. */
const MAX_PLACES = 20;

/* What is typed at the place while the host reads the clipboard comes behind it. */
function mapPlace(place, mapping) {
  const side = place.isBehind ? 1 : -1;
  const from = mapping.map(place.from, side);

  return { ...place, from, to: Math.max(from, mapping.map(place.to, side)) };
}

/* ───── Asking ───── */

/**
 * Asks the host for what is on a clipboard.
 * @param {"clipboard" | "clipboard-text" | "selection" | "drop"} source
 * @param {number | null} at where, if not at the selection
 */
export function startPaste(view, source, at = null) {
  const id = key.getState(view.state).next;

  if (at !== null) {
    const $at = view.state.doc.resolve(at);
    view.dispatch(view.state.tr.setSelection(Selection.near($at)));
    view.focus();
  }
  const { from, to } = view.state.selection;
  view.dispatch(view.state.tr.setMeta(key, { add: { from, to } }));
  tell("paste", { place: id, source });
}

/* ───── Putting in ───── */

/* The block elements of a body that the host has made. */
function readBody(body, read) {
  const xml = new DOMParser().parseFromString(body, "application/xhtml+xml");
  const doc = read("", xml.documentElement);
  const blocks = [];

  doc.forEach((node, offset, index) => {
    if (index > 0) {
      blocks.push(node);
    }
  });
  return blocks;
}

function readSlice(json) {
  const slice = Slice.fromJSON(schema, JSON.parse(json));

  closeSlice(completeSlice(slice), 0, 0).content.forEach((node) => node.check());
  return slice;
}

function isAt({ selection }, { from, to }) {
  return selection.from === from && selection.to === to;
}

function select(state, { from, to }) {
  const { doc } = state;

  return state.tr.setSelection(
    from === to
      ? Selection.near(doc.resolve(from))
      : TextSelection.between(doc.resolve(from), doc.resolve(to)),
  );
}

/* A paste is a step of its own, whatever was typed right before it or comes right after. */
function apart(view, insert) {
  view.dispatch(closeHistory(view.state.tr));
  insert();
  view.dispatch(closeHistory(view.state.tr));
}

/**
 * Puts in what the host has made of a clipboard.
 * @param {{place: number, body?: string, slice?: string, plain?: boolean, images: string[]}} given
 * @returns {{inserted: boolean, images: number}} how many images could not be put in
 */
export function finishPaste(view, given, read) {
  const state = key.getState(view.state);
  const place = state.places.get(given.place);
  const known = new Set([...state.images, ...given.images]);
  let result = { inserted: false, images: 0 };

  if (!place) {
    return result;
  }
  const { from, to } = view.state.selection;
  const moved = isAt(view.state, place) ? null : { from, to, isBehind: true };
  apart(view, () => {
    if (moved) {
      view.dispatch(
        select(view.state, place).setMeta(key, { set: { id: CARET, place: moved } }),
      );
    }
    result =
      given.slice === undefined
        ? insertBlocks(view, readBody(given.body, read), given.plain === true)
        : insertSlice(view, readSlice(given.slice), known);
  });
  const head = view.state.selection.to;
  if (moved) {
    /* Whoever went on typing goes on there. */
    view.dispatch(select(view.state, key.getState(view.state).places.get(CARET)));
  }
  view.dispatch(
    view.state.tr.setMeta(key, {
      remove: given.place,
      head,
      done: result.inserted ? { place, from: place.from, after: view.state.doc } : null,
    }),
  );
  return result;
}

/**
 * Takes the last paste back and puts this in its place.
 * @returns {{inserted: boolean, images: number}}
 */
export function replacePaste(view, given, read) {
  const { last } = key.getState(view.state);

  if (!last) {
    return { inserted: false, images: 0 };
  }
  if (last.after === view.state.doc) {
    undo(view.state, view.dispatch);
    view.dispatch(view.state.tr.setMeta(key, { set: { id: given.place, place: last.place } }));
  } else {
    const place = { from: last.from, to: last.to };
    view.dispatch(view.state.tr.setMeta(key, { set: { id: given.place, place } }));
  }
  return finishPaste(view, given, read);
}

/* ───── Copying ───── */

/* The text alone of what is selected inside a cell or a quotation, without what is around it. */
function withoutWrappers(slice) {
  let { content } = slice;
  const { openStart, openEnd } = slice;
  const wrappers = [
    nodes.table_block, nodes.table, nodes.table_row, nodes.table_cell, nodes.table_header,
    nodes.blockquote,
  ];
  let depth = 0;

  while (
    openStart - depth > 1 &&
    openEnd - depth > 1 &&
    content.childCount === 1 &&
    wrappers.includes(content.firstChild.type)
  ) {
    content = content.firstChild.content;
    depth += 1;
  }
  return new Slice(content, openStart - depth, openEnd - depth);
}

/* The title is no part of the text: elsewhere it is a paragraph. */
function withoutTitle(slice) {
  const { content, openEnd } = slice;

  if (content.firstChild?.type !== nodes.title) {
    return slice;
  }
  const title = content.firstChild.content;
  const rest = content.cut(content.firstChild.nodeSize);
  const blocks = title.size > 0
    ? Fragment.from(nodes.paragraph.create(null, title)).append(rest)
    : rest;

  return new Slice(blocks, blocks.firstChild?.isTextblock ? 1 : 0, openEnd);
}

/* For other programs: without addresses that only the page understands. */
function markupOf(view, slice) {
  const { dom, text } = view.serializeForClipboard(slice);

  dom.querySelectorAll("img").forEach((image) => image.remove());
  dom.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
  dom.querySelectorAll("[data-pm-slice]").forEach((element) => {
    element.removeAttribute("data-pm-slice");
  });
  return { html: dom.innerHTML, text };
}

/** @returns {Slice} what is selected, as it is copied */
export function copiedSlice({ selection }) {
  return withoutWrappers(withoutTitle(selection.content()));
}

function copied(view, event, isEditable) {
  const slice = copiedSlice(view.state);

  if (slice.content.size === 0) {
    return false;
  }
  event.preventDefault();
  tell("copy", { slice: JSON.stringify(slice.toJSON()), ...markupOf(view, slice) });
  if (event.type === "cut" && isEditable) {
    view.dispatch(view.state.tr.deleteSelection().scrollIntoView().setMeta("uiEvent", "cut"));
  }
  return true;
}

/* ───── The plugin ───── */

/* The host has the bytes of an image only if the document has had it. */
function imagesOf(doc, images) {
  doc.descendants((node) => {
    if (node.type === nodes.image) {
      images.add(node.attrs.src);
    }
    return !node.isTextblock;
  });
  return images;
}

function applyMeta(state, meta) {
  const places = new Map(state.places);
  let { last, next } = state;

  if (meta.add) {
    places.set(next, meta.add);
    next += 1;
    if (places.size > MAX_PLACES) {
      places.delete(places.keys().next().value);
    }
  }
  if (meta.set) {
    places.set(meta.set.id, meta.set.place);
  }
  if (meta.remove !== undefined) {
    places.delete(meta.remove);
    places.delete(CARET);
    last = null;
  }
  if (meta.done) {
    last = { ...meta.done, to: Math.max(meta.done.from, meta.head) };
  }
  return { ...state, places, last, next };
}

function hasImage(tr) {
  return tr.steps.some(
    ({ slice, attr }) => attr === "src" || (slice && imagesIn(slice.content) > 0),
  );
}

function applyChange(state, tr) {
  const places = new Map(
    [...state.places].map(([id, place]) => [id, mapPlace(place, tr.mapping)]),
  );
  const last = state.last && {
    ...state.last,
    from: tr.mapping.map(state.last.from, -1),
    to: tr.mapping.map(state.last.to, -1),
  };

  const images = hasImage(tr) ? imagesOf(tr.doc, new Set(state.images)) : state.images;

  return { ...state, places, last, images };
}

/** @param {() => boolean} isEditable */
export function paste(isEditable) {
  let middle = null;

  return new Plugin({
    key,
    state: {
      init: (config, { doc }) => ({
        places: new Map(),
        last: null,
        next: 1,
        images: imagesOf(doc, new Set()),
      }),
      apply(tr, state) {
        const after = tr.docChanged ? applyChange(state, tr) : state;
        const meta = tr.getMeta(key);
        return meta ? applyMeta(after, meta) : after;
      },
    },
    props: {
      handleDOMEvents: {
        copy: (view, event) => copied(view, event, false),
        cut: (view, event) => copied(view, event, isEditable()),
        mousedown(view, event) {
          middle = event.button === 1 ? { left: event.clientX, top: event.clientY } : null;
          return false;
        },
        keydown() {
          middle = null;
          return false;
        },
        paste(view, event) {
          event.preventDefault();
          if (isEditable()) {
            const at = middle && view.posAtCoords(middle);
            startPaste(view, middle ? "selection" : "clipboard", at ? at.pos : null);
          }
          return true;
        },
        drop(view, event) {
          /* What is moved inside the page needs no host. */
          if (view.dragging || !isEditable()) {
            return false;
          }
          event.preventDefault();
          const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
          startPaste(view, "drop", at ? at.pos : null);
          return true;
        },
      },
      /* What is dragged from one place to another. */
      transformPasted: (slice, view) =>
        heldSlice(slice, view.state, key.getState(view.state).images),
    },
  });
}

