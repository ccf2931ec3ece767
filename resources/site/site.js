/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a page does beyond showing: size of the text, printing, the notice before a link leaves.
 * Everything else works without this file. It names elements by id with a leading underscore and
 * by data attributes, which a document's text cannot have. */
"use strict";

(() => {
  const SIZES = ["large", "medium", "small"];
  const STORAGE_KEY = "gb-font-size";

  /* Storage is refused in private windows of some browsers; the size then lasts for the page. */
  function readSize() {
    try {
      const size = localStorage.getItem(STORAGE_KEY);
      return SIZES.includes(size) ? size : "medium";
    } catch {
      return "medium";
    }
  }

  function storeSize(size) {
    try {
      localStorage.setItem(STORAGE_KEY, size);
    } catch {
      /* See readSize: nothing to do, and nothing to tell the reader. */
    }
  }

  function applySize(size) {
    document.documentElement.dataset.fontSize = size;
    for (const button of document.querySelectorAll("button[data-font-size]"))
      button.setAttribute("aria-pressed", String(button.dataset.fontSize === size));
  }

  function setUpTools() {
    for (const tools of document.querySelectorAll("[data-needs-script]"))
      tools.hidden = false;
    for (const button of document.querySelectorAll("button[data-font-size]"))
      button.addEventListener("click", () => {
        applySize(button.dataset.fontSize);
        storeSize(button.dataset.fontSize);
      });
    for (const button of document.querySelectorAll("button[data-print]"))
      button.addEventListener("click", () => window.print());
  }

  function setUpLeaving() {
    const dialog = document.getElementById("_leaving");
    const address = document.getElementById("_leaving-address");
    let destination = null;

    /* Without <dialog> the link works as it stands. */
    if (!dialog || typeof dialog.showModal !== "function")
      return;

    document.addEventListener("click", (event) => {
      const link = event.target.closest("a.leaves");
      if (!link)
        return;
      event.preventDefault();
      destination = link.href;
      address.textContent = link.href;
      dialog.showModal();
    });
    dialog.querySelector("[data-leaving=stay]").addEventListener("click", () => dialog.close());
    dialog.querySelector("[data-leaving=go]").addEventListener("click", () => {
      dialog.close();
      window.open(destination, "_blank", "noopener,noreferrer");
    });
  }

  applySize(readSize());
  setUpTools();
  setUpLeaving();
})();
