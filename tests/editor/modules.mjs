// SPDX-License-Identifier: GPL-3.0-or-later
/* The modules of the page, as they stand in the build folder beside their packages: Node looks for
 * a package beside the file that imports it. GB_EDITOR_WEB names that folder. */

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { webcrypto } from "node:crypto";

/* Node 18 has it under another name. */
globalThis.crypto ??= webcrypto;

const web = process.env.GB_EDITOR_WEB;
const require = createRequire(join(web, "package.json"));

export function load(name) {
  return import(pathToFileURL(join(web, "src", `${name}.js`)).href);
}

/* The ES module of a package of ProseMirror: require () would find the other one, whose classes are
 * not those that the page's modules use. */
export function loadPackage(name) {
  return import(pathToFileURL(join(dirname(require.resolve(name)), "index.js")).href);
}

const { DOMParser } = require("@xmldom/xmldom");
const XHTML = "http://www.w3.org/1999/xhtml";

/** A body element from its content. */
export function parseBody(content) {
  const xml = new DOMParser().parseFromString(
    `<body xmlns="${XHTML}">${content}</body>`,
    "application/xhtml+xml",
  );
  return xml.documentElement;
}

/** The content of what the writer gives. */
export function content(body) {
  return body.replace(`<body xmlns="${XHTML}">`, "").replace(/<\/body>$/, "");
}
