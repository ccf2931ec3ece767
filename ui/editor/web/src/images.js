// SPDX-License-Identifier: GPL-3.0-or-later
/* Images: made from what the host has stored, described, sized, and marked while nobody has said
 * what they show. */

import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

import { changedBlocks, forEachBlock } from "./changes.js";
import { isDigest, schema } from "./schema.js";

const { nodes } = schema;
const MAX_ALT = 500;

function cleanAlt(text) {
  return text.replace(/[\n\r\t]+/g, " ").trim().slice(0, MAX_ALT);
}

/** @returns {Node | null} a figure from the host's JSON: src and alt; null if it says no image */
export function newFigure(json) {
  let given = null;

  try {
    given = JSON.parse(json);
  } catch {
    return null;
  }
  return isDigest(given?.src) && typeof given.alt === "string"
    ? nodes.figure.create(null, nodes.image.create({ src: given.src, alt: cleanAlt(given.alt) }))
    : null;
}

/** @returns {{node: Node, at: number} | null} the image that is selected, or whose caption is */
export function imageAround({ selection }) {
  const { $from, node } = selection;

  if (node?.type === nodes.figure) {
    return { node: node.firstChild, at: selection.from + 1 };
  }
  for (let depth = $from.depth; depth > 0; depth--) {
    if ($from.node(depth).type === nodes.figure) {
      return { node: $from.node(depth).firstChild, at: $from.start(depth) };
    }
  }
  return null;
}

function setAttribute(name, value) {
  return (state, dispatch) => {
    const image = imageAround(state);

    if (!image || image.node.attrs[name] === value) {
      return false;
    }
    dispatch?.(state.tr.setNodeAttribute(image.at, name, value));
    return true;
  };
}

function setWidth(width) {
  return /^(?:100|[1-9][0-9])%$/.test(width) || width === ""
    ? setAttribute("width", width || null)
    : () => false;
}

/* The same picture, larger or smaller: the host has both. */
function setSource(src) {
  return isDigest(src) ? setAttribute("src", src) : () => false;
}

export const imageCommands = {
  "set-image-alt": (text) => setAttribute("alt", cleanAlt(text)),
  "image-width": setWidth,
  "set-image-source": setSource,
};

/* One element for as long as the picture is the same: another one would load it again, and the text
 * below would jump. */
function imageView(node) {
  const dom = document.createElement("img");
  let source = null;

  const update = (next) => {
    if (next.type !== nodes.image || (source !== null && next.attrs.src !== source)) {
      return false;
    }
    source = next.attrs.src;
    const [, attributes] = next.type.spec.toDOM(next);
    for (const name of ["src", "alt", "width"]) {
      if (attributes[name] === undefined || attributes[name] === null) {
        dom.removeAttribute(name);
      } else if (dom.getAttribute(name) !== attributes[name]) {
        dom.setAttribute(name, attributes[name]);
      }
    }
    return true;
  };
  update(node);
  return { dom, update };
}

/* Where an image was cut out of its figure, ProseMirror puts one without a source. What is left of
 * such a figure is its caption, as a paragraph. */
function dissolveFigures(before, { doc, tr }) {
  const { position: start, now } = changedBlocks(before, doc);
  const found = [];

  forEachBlock(now, start, (node, position) => {
    if (node.type === nodes.figure && node.firstChild.attrs.src === "") {
      found.push({ node, position });
    }
  });
  if (found.length === 0) {
    return null;
  }
  for (const { node, position } of found.reverse()) {
    const rest = node.childCount > 1 ? node.lastChild.content : null;
    tr.replaceWith(position, position + node.nodeSize, nodes.paragraph.create(null, rest));
  }
  return tr;
}

/* The words come from the host, so that there is one catalogue of translations. */
export function images(hintNow) {
  return new Plugin({
    appendTransaction: (transactions, before, state) =>
      dissolveFigures(before.doc, state),
    props: {
      nodeViews: { image: imageView },
      decorations({ doc }) {
        const hint = hintNow();
        const marks = [];

        doc.forEach((node, offset) => {
          if (hint && node.type === nodes.figure && !node.firstChild.attrs.alt) {
            marks.push(
              Decoration.node(offset, offset + node.nodeSize, {
                class: "no-alt",
                "data-hint": hint,
              }),
            );
          }
        });
        return DecorationSet.create(doc, marks);
      },
    },
  });
}
