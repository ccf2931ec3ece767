/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The browser and the pages of the tests. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { startServer } from "./server.mjs";

export const POLICY_PAGE = "/zcwj/2026/9a8b7c6d5e4f.html";
export const INTERPRETATION_PAGE = "/zcjd/2026/4f6c0a1b2c3d.html";

/** One page of every type. */
export const PAGES = {
  home: "/",
  column: "/tzgg/page-2.html",
  policy: POLICY_PAGE,
  interpretation: INTERPRETATION_PAGE,
  luhe: "/luhe.html",
  repealed: "/repealed.html",
  preview: "/preview.html",
  search: "/search?q=工作&page=2",
  "search without a hit": "/search-nothing.html",
  "not found": "/404.html",
  gone: "/410.html",
};

/** Starts a browser with nothing of the user's, for the site at url. */
export async function startBrowser(url) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

  return {
    url,
    /** A page that records what the policy refused and what failed. */
    async open(path, options = {}) {
      const context = await browser.newContext({ locale: "zh-CN", ...options });
      const page = await context.newPage();
      page.problems = [];
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning")
          page.problems.push(message.text());
      });
      page.on("pageerror", (error) => page.problems.push(String(error)));
      await page.goto(url + path, { waitUntil: "load" });
      return page;
    },
    stop: () => browser.close(),
  };
}

/** Renders the samples with RENDER_SAMPLES, serves them, and starts a browser. */
export async function start() {
  const renderSamples = process.env.RENDER_SAMPLES;
  if (!renderSamples)
    throw new Error("RENDER_SAMPLES names no program");
  const folder = mkdtempSync(join(tmpdir(), "gongbao-site-"));
  const server = await startServer(folder);
  execFileSync(renderSamples, [folder, server.url], { stdio: ["ignore", "ignore", "inherit"] });
  const browser = await startBrowser(server.url);

  return {
    ...browser,
    async stop() {
      await browser.stop();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What axe has to say about the page, in words. */
export async function violations(page) {
  if (!(await page.evaluate(() => "axe" in globalThis)))
    await page.evaluate(axe.source);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return result.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}
