/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of every page for a look: desktop, phone, and paper as PDF.
 * RENDER_SAMPLES=… node screenshots.mjs FOLDER [PAGE…] */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { PAGES, start } from "./browser.mjs";

const [folder, ...names] = process.argv.slice(2);
const site = await start();

mkdirSync(folder, { recursive: true });
for (const [name, path] of Object.entries(PAGES)) {
  if (names.length > 0 && !names.includes(name))
    continue;
  for (const [form, width] of [["desktop", 1280], ["phone", 360]]) {
    const page = await site.open(path, { viewport: { width, height: 800 } });
    await page.screenshot({ path: join(folder, `${name}-${form}.png`), fullPage: true });
    if (form === "desktop")
      await page.pdf({ path: join(folder, `${name}.pdf`), format: "A4" });
    await page.context().close();
  }
}
await site.stop();
