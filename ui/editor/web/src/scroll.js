// SPDX-License-Identifier: GPL-3.0-or-later
/* Bringing a place of the text onto the screen. ProseMirror scrolls to a selection of the page's
 * own, which a reader does not have. */

/* Moves nothing that can be seen already; a heading comes to the top, so that its section follows. */
export function showPosition(view, position) {
  const { node } = view.domAtPos(position);
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const { top, bottom } = element.getBoundingClientRect();

  if (top < 0 || bottom > document.documentElement.clientHeight) {
    const block = /^H[2-5]$/.test(element.nodeName) ? "start" : "nearest";
    element.scrollIntoView({ behavior: "instant", block, inline: "nearest" });
  }
}
