// SPDX-License-Identifier: GPL-3.0-or-later
/* The seconds that autocorrect-node needs to lint a text, the median of five: autocorrect.mjs FILE.
 * GB_AUTOCORRECT is the folder that it is installed in. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.GB_AUTOCORRECT}/index.js`);
const { lintFor } = require("autocorrect-node");
const text = readFileSync(process.argv[2], "utf8");
const times = [];

for (let i = 0; i < 5; i++) {
  const start = process.hrtime.bigint();

  lintFor(text, "text");
  times.push(Number(process.hrtime.bigint() - start) / 1e9);
}
times.sort((a, b) => a - b);
console.log(times[2]);
