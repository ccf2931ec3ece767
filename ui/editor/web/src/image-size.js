// SPDX-License-Identifier: GPL-3.0-or-later
/* The size of the selected image, by its corner or by keys. It is a share of the text's width in per
 * cent; the image stands in the middle of the text, so that both of its sides move. */

import { NodeSelection, Plugin } from "prosemirror-state";

import { follow } from "./drag.js";
import { imageAround } from "./images.js";
import { schema } from "./schema.js";

const { nodes } = schema;

export const MIN_SHARE = 10;
export const MAX_SHARE = 100;
const STEP = 5;

/**
 * @param {number} width of the image in pixels, from which a corner is moved
 * @param {number} moved to the outside, in pixels
 * @param {number} available the width of the text
 * @returns {number} the new share in per cent
 */
export function shareAfter(width, moved, available) {
  const share = Math.round(((width + 2 * moved) / available) * 100);

  return Math.min(MAX_SHARE, Math.max(MIN_SHARE, share));
}

/** @returns {{dom: Element, img: Element, at: number} | null} the selected image on the page */
function selectedImage(view) {
  const { selection } = view.state;

  if (!view.editable || selection.node?.type !== nodes.figure) {
    return null;
  }
  const dom = view.nodeDOM(selection.from);
  const img = dom?.querySelector?.("img");
  return img ? { dom, img, at: imageAround(view.state).at } : null;
}

function setShare(view, at, share) {
  view.dispatch(view.state.tr.setNodeAttribute(at, "width", share === null ? null : `${share}%`));
}

/** Alt+Shift and an arrow, as for the columns of a table. */
export function resizeImage(direction) {
  return (state, dispatch, view) => {
    const image = view && selectedImage(view);

    if (!image) {
      return false;
    }
    const now = shareAfter(image.img.offsetWidth, 0, image.dom.clientWidth);
    const next = (direction > 0 ? Math.floor(now / STEP) + 1 : Math.ceil(now / STEP) - 1) * STEP;
    const share = Math.min(MAX_SHARE, Math.max(MIN_SHARE, next));
    if (dispatch && share !== now) {
      setShare(view, image.at, share);
    }
    return true;
  };
}

/* A frame over the image with a corner to take; while it is moved, the frame shows what the size will
 * be. It belongs to no document. */
class Frame {
  constructor(view) {
    this.view = view;
    this.drag = null;
    this.dom = document.createElement("div");
    this.dom.className = "image-frame";
    this.dom.setAttribute("aria-hidden", "true");
    this.dom.hidden = true;
    this.corner = this.dom.appendChild(document.createElement("div"));
    document.body.append(this.dom);
    this.place = () => this.update();
    this.corner.addEventListener("mousedown", (event) => this.pressed(event));
    this.corner.addEventListener("dblclick", () => this.natural());
    view.dom.addEventListener("load", this.place, true);
    addEventListener("resize", this.place);
    this.update();
  }

  update() {
    const image = selectedImage(this.view);

    if (this.drag && this.drag.img !== image?.img) {
      this.stop();
    }
    this.dom.hidden = !image;
    if (image) {
      this.draw(image);
    }
  }

  draw({ img, dom }) {
    const box = img.getBoundingClientRect();
    const share = this.drag?.share ?? null;
    const width = share === null ? box.width : (dom.clientWidth * share) / 100;

    this.dom.style.left = `${box.left + scrollX + (box.width - width) / 2}px`;
    this.dom.style.top = `${box.top + scrollY}px`;
    this.dom.style.width = `${width}px`;
    this.dom.style.height = `${box.width > 0 ? (box.height * width) / box.width : 0}px`;
    this.dom.classList.toggle("moves", share !== null);
    this.corner.textContent = share === null ? "" : `${share}%`;
  }

  pressed(event) {
    const image = event.button === 0 ? selectedImage(this.view) : null;

    if (!image) {
      return;
    }
    /* The selection stays on the image. */
    event.preventDefault();
    this.drag = { ...image, x: event.clientX, width: image.img.offsetWidth, share: null };
    this.drag.stop = follow(event, {
      moved: (at) => this.dragged(at),
      dropped: () => this.dropped(),
      cancelled: () => {
        this.stop();
        this.update();
      },
    });
  }

  dragged(event) {
    const { dom, x, width, share } = this.drag;
    if (share !== null || event.clientX !== x) {
      this.drag.share = shareAfter(width, event.clientX - x, dom.clientWidth);
      this.draw(this.drag);
    }
  }

  dropped() {
    const { at, share } = this.drag;

    this.stop();
    if (share !== null) {
      setShare(this.view, at, share);
    }
  }

  natural() {
    const image = selectedImage(this.view);

    if (image) {
      setShare(this.view, image.at, null);
    }
  }

  stop() {
    this.drag?.stop();
    this.drag = null;
  }

  destroy() {
    this.stop();
    this.view.dom.removeEventListener("load", this.place, true);
    removeEventListener("resize", this.place);
    this.dom.remove();
  }
}

/* A press on the image selects the figure; beside it, the text. */
function selectPressed(view, position, node, at, event) {
  const { state } = view;

  if (node.type !== nodes.figure || event.target.nodeName !== "IMG") {
    return false;
  }
  view.dispatch(state.tr.setSelection(NodeSelection.create(state.doc, at)));
  return true;
}

export function imageSize() {
  return new Plugin({
    props: { handleClickOn: selectPressed },
    view: (view) => new Frame(view),
  });
}
