// SPDX-License-Identifier: GPL-3.0-or-later
/* A document that the schema refuses cannot be produced. Ten thousand sequences of edits, the same in
 * every run, each end in a document that ProseMirror's schema allows, that resources/document.rng
 * allows, and that is the same after it was written and read. RANDOM_EDITS=SEED runs one of them. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";

import { content, load, parseBody } from "./modules.mjs";
import { Writer } from "./random-edits.mjs";

const { hasId, withIds } = await load("blocks");
const { readDocument, writeDocument } = await load("xhtml");

const SEQUENCES = 10000;
const BATCH = 500;
const LONGEST = 24;
const schema = join(process.env.G_TEST_SRCDIR, "..", "resources", "document.rng");

function whole({ title, body }) {
  const escaped = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const meta = title ? `<meta><title>${escaped}</title></meta>` : "<meta/>";

  return (
    '<document xmlns="https://gongbao.org/ns/document/1" kind="notice" xml:lang="zh-CN">' +
    `${meta}${body}</document>`
  );
}

/* Writes for a while, and looks at the result. */
function write(seed) {
  const writer = new Writer(seed);

  try {
    for (let left = 1 + writer.below(LONGEST); left > 0; left--) {
      writer.act();
      writer.doc.check();
    }
    const ids = [];
    writer.doc.descendants((node) => {
      if (hasId(node)) {
        ids.push(node.attrs.id);
      }
    });
    assert.ok(!ids.includes(null), "a block without an id");
    assert.equal(new Set(ids).size, ids.length, "two blocks with one id");
    const written = writeDocument(writer.doc);
    const read = withIds(readDocument(written.title, parseBody(content(written.body))));
    assert.deepEqual(writeDocument(read), written, "another document after reading");
    return written;
  } catch (error) {
    error.message = `seed ${seed}: ${error.message}\nafter: ${writer.log.join(", ")}`;
    throw error;
  }
}

function validate(documents, folder) {
  const files = documents.map(({ seed, written }) => {
    const file = join(folder, `${seed}.xml`);
    writeFileSync(file, whole(written));
    return file;
  });
  const { status, stderr } = spawnSync(
    "xmllint",
    ["--noout", "--nonet", "--relaxng", schema, ...files],
    { encoding: "utf8", maxBuffer: 64 << 20 },
  );

  const bad = stderr.split("\n").filter((line) => line && !line.endsWith(" validates"));
  assert.equal(status, 0, bad.slice(0, 12).join("\n"));
}

if (process.env.RANDOM_EDITS) {
  console.log(whole(write(Number(process.env.RANDOM_EDITS))));
} else {
  for (let first = 0; first < SEQUENCES; first += BATCH) {
    test(`sequences ${first} to ${first + BATCH - 1}`, () => {
      const folder = mkdtempSync(join(tmpdir(), "random-edits-"));
      const documents = [];

      try {
        for (let seed = first; seed < first + BATCH; seed++) {
          documents.push({ seed, written: write(seed) });
        }
        validate(documents, folder);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
}
