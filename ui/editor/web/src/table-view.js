// SPDX-License-Identifier: GPL-3.0-or-later
/* How tables look and feel: a box that scrolls a wide table, the widths of the columns, and the
 * borders between columns that a pointer can take and move. prosemirror-tables has a plugin for the
 * last, which takes the element around the rows for the table's; with a caption it is not. */

import { Plugin, PluginKey } from "prosemirror-state";
import { TableMap } from "prosemirror-tables";
import { Decoration, DecorationSet } from "prosemirror-view";

import { forEachBlock, redraw } from "./changes.js";
import { completed, moved, widthsOf, writeWidths } from "./columns.js";
import { follow } from "./drag.js";
import { schema } from "./schema.js";

const { nodes } = schema;
const key = new PluginKey("columns");

/* How near to a border the pointer takes it, in pixels. */
const REACH = 5;

/* ───── The widths, drawn ───── */

/* The policy of the page allows no style in markup, but widths set here. */
function setShares(columns, widths) {
  const total = widths.reduce((sum, width) => sum + width, 0);

  Array.from(columns.children).forEach((column, index) => {
    column.style.width = total > 0 ? `${(widths[index] / total) * 100}%` : "";
  });
}

function columnGroup(widths) {
  const group = document.createElement("colgroup");

  widths.forEach(() => group.append(document.createElement("col")));
  setShares(group, widths);
  return group;
}

function decorationFor(block, position) {
  const table = block.lastChild;
  const widths = widthsOf(table);
  const shown = widths.some((width) => width > 0) ? completed(widths) : widths;
  const at = position + 1 + block.content.size - table.nodeSize;

  return Decoration.widget(at, () => columnGroup(shown), {
    ignoreSelection: true,
    key: `columns ${shown.join(" ")}`,
    side: -1,
  });
}

function decorationsOf(blocks, start) {
  const found = [];

  forEachBlock(blocks, start, (node, position) => {
    if (node.type === nodes.table_block) {
      found.push(decorationFor(node, position));
    }
  });
  return found;
}

/* As on the portal: body.xsl. */
function boxClasses(columns) {
  if (columns > 14) {
    return "table table-broadest";
  }
  if (columns > 8) {
    return "table table-broad";
  }
  return columns > 3 ? "table table-wide" : "table";
}

function tableBlockView(node) {
  const dom = document.createElement("div");
  const contentDOM = dom.appendChild(document.createElement("table"));
  const update = (block) => {
    if (block.type !== nodes.table_block) {
      return false;
    }
    contentDOM.id = block.attrs.id ?? "";
    dom.className = boxClasses(TableMap.get(block.lastChild).width);
    return true;
  };
  update(node);
  return {
    dom,
    contentDOM,
    update,
    /* Only the box itself: what happens to the content is the view's business. */
    ignoreMutation: (mutation) => mutation.type === "attributes" && mutation.target === dom,
  };
}

/* ───── The borders, moved ───── */

/* The table and the column before the border that the pointer is at; null away from any border. The
 * outer borders do not move: a table is as wide as the text. */
function borderAt(view, event) {
  const cell = event.target.closest?.("td, th");
  const dom = cell?.closest("table");

  if (!dom || !view.dom.contains(dom)) {
    return null;
  }
  const { left, right } = cell.getBoundingClientRect();
  const isAfter = right - event.clientX <= REACH;
  if (!isAfter && event.clientX - left > REACH) {
    return null;
  }
  const $cell = view.state.doc.resolve(view.posAtDOM(cell, 0));
  const depth = tableDepth($cell);
  if (!depth) {
    return null;
  }
  const table = $cell.node(depth);
  const start = $cell.start(depth);
  const map = TableMap.get(table);
  const rect = map.findCell($cell.before(depth + 2) - start);
  const column = (isAfter ? rect.right : rect.left) - 1;

  return column >= 0 && column < map.width - 1 ? { dom, table, start, column } : null;
}

function tableDepth($position) {
  for (let depth = $position.depth; depth > 0; depth--) {
    if ($position.node(depth).type === nodes.table) {
      return depth;
    }
  }
  return 0;
}

/* Where each column begins and ends on the screen. A column whose border no cell shows lies evenly
 * between those that are known. */
function measure(dom, table) {
  const map = TableMap.get(table);
  const edges = Array(map.width + 1).fill(null);
  const rows = dom.tBodies[0].rows;

  table.forEach((row, offset, rowIndex) => {
    let index = 0;
    row.forEach((cell, cellOffset) => {
      const { left, right } = map.findCell(offset + 1 + cellOffset);
      const box = rows[rowIndex].cells[index].getBoundingClientRect();
      edges[left] ??= box.left;
      edges[right] ??= box.right;
      index += 1;
    });
  });
  for (let i = 1; i < map.width; i++) {
    if (edges[i] === null) {
      const next = edges.findIndex((edge, at) => at > i && edge !== null);
      edges[i] = edges[i - 1] + (edges[next] - edges[i - 1]) / (next - i + 1);
    }
  }
  return edges;
}

/* A line over the page; it belongs to no document, and no pointer can hit it. */
function line() {
  const dom = document.createElement("div");

  dom.className = "column-line";
  dom.setAttribute("aria-hidden", "true");
  dom.hidden = true;
  document.body.append(dom);
  return {
    show({ dom: table, column }, edges) {
      const box = table.tBodies[0].getBoundingClientRect();
      dom.hidden = false;
      dom.style.left = `${edges[column + 1] + scrollX}px`;
      dom.style.top = `${box.top + scrollY}px`;
      dom.style.height = `${box.height}px`;
      document.body.classList.add("moves-column");
    },
    hide() {
      dom.hidden = true;
      document.body.classList.remove("moves-column");
    },
    remove: () => dom.remove(),
  };
}

class Borders {
  constructor(view) {
    this.view = view;
    this.line = line();
    this.drag = null;
  }

  /** Nothing is drawn while keys are pressed: the text may have moved. */
  update(view, before) {
    if (!this.drag && view.state.doc !== before.doc) {
      this.line.hide();
    } else if (this.drag && view.state.doc.nodeAt(this.drag.start - 1) !== this.drag.table) {
      this.stop();
    }
  }

  hovered(event) {
    if (this.drag || event.buttons) {
      return;
    }
    const border = this.view.editable ? borderAt(this.view, event) : null;
    if (border) {
      this.line.show(border, measure(border.dom, border.table));
    } else {
      this.line.hide();
    }
  }

  pressed(event) {
    const border = this.view.editable && event.button === 0 ? borderAt(this.view, event) : null;

    if (!border) {
      return false;
    }
    event.preventDefault();
    const edges = measure(border.dom, border.table);
    const widths = edges.slice(1).map((edge, index) => Math.round(edge - edges[index]));
    this.drag = { ...border, edges, widths, x: event.clientX, now: widths };
    this.drag.stop = follow(event, {
      moved: (at) => this.dragged(at),
      dropped: () => this.dropped(),
      cancelled: () => this.stop(),
    });
    return true;
  }

  dragged(event) {
    const { dom, column, widths, x, edges } = this.drag;
    this.drag.now = moved(widths, column, event.clientX - x);
    const group = dom.querySelector("colgroup");
    if (group) {
      setShares(group, this.drag.now);
    }
    const shift = this.drag.now[column] - widths[column];
    this.line.show(
      this.drag,
      edges.map((edge, index) => (index === column + 1 ? edge + shift : edge)),
    );
  }

  dropped() {
    const { table, start, widths, now } = this.drag;
    const { view } = this;

    if (String(now) !== String(widths)) {
      view.dispatch(writeWidths(view.state.tr, table, start, now));
    }
    this.stop();
  }

  stop() {
    const group = this.drag?.dom.querySelector("colgroup");
    if (group && this.view.state.doc.nodeAt(this.drag.start - 1) === this.drag.table) {
      const widths = widthsOf(this.drag.table);
      setShares(group, widths.some((width) => width > 0) ? completed(widths) : widths);
    }
    this.drag?.stop();
    this.drag = null;
    this.line.hide();
  }

  destroy() {
    if (this.drag) {
      this.stop();
    }
    this.line.hide();
    this.line.remove();
  }
}

export function tableView() {
  let borders = null;

  return new Plugin({
    key,
    state: {
      init: (config, { doc }) =>
        DecorationSet.create(doc, decorationsOf(doc.content.content, 0)),
      apply: (tr, drawn) => (tr.docChanged ? redraw(drawn, tr, decorationsOf) : drawn),
    },
    view(view) {
      borders = new Borders(view);
      return borders;
    },
    props: {
      decorations: (state) => key.getState(state),
      nodeViews: { table_block: tableBlockView },
      handleDOMEvents: {
        mousemove: (view, event) => {
          borders.hovered(event);
          return false;
        },
        mouseleave: (view, event) => {
          borders.hovered(event);
          return false;
        },
        mousedown: (view, event) => borders.pressed(event),
      },
    },
  });
}
