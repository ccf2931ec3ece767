/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The public pages in a real browser. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { INTERPRETATION_PAGE, PAGES, POLICY_PAGE, start, violations } from "./browser.mjs";

const WIDTHS = [320, 768, 1280];
let site;

before(async () => {
  site = await start();
});
after(() => site?.stop());

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const [name, path] of Object.entries(PAGES))
  test(`${name}: no axe violation, nothing refused, no sideways scroll`, async () => {
    const page = await site.open(path);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      assert.deepEqual(await violations(page), [], `axe at ${width} px`);
      assert.equal(await overflow(page), 0, `sideways scroll at ${width} px`);
    }
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });

test("the policy refuses an inline script", async () => {
  const page = await site.open(POLICY_PAGE);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
    return globalThis.ran === true;
  });
  assert.equal(ran, false);
  assert.ok(page.problems.some((text) => text.includes("Content Security Policy")));
  await page.context().close();
});

test("the size of the text changes and is remembered", async () => {
  const page = await site.open(POLICY_PAGE);
  const size = () => page.locator(".gb-article > p").first().evaluate((p) => getComputedStyle(p).fontSize);
  assert.equal(await size(), "18px");
  await page.getByRole("button", { name: "大", exact: true }).click();
  assert.equal(await size(), "22px");
  assert.equal(await page.getByRole("button", { name: "大", exact: true }).getAttribute("aria-pressed"), "true");
  assert.equal(await page.getByRole("button", { name: "中", exact: true }).getAttribute("aria-pressed"), "false");
  await page.reload();
  assert.equal(await size(), "22px");
  await page.goto(site.url + INTERPRETATION_PAGE);
  assert.equal(await size(), "22px");
  await page.getByRole("button", { name: "小", exact: true }).press("Enter");
  assert.equal(await size(), "16px");
  await page.context().close();
});

test("large text does not scroll sideways on a phone", async () => {
  const page = await site.open(POLICY_PAGE, { viewport: { width: 320, height: 640 } });
  await page.getByRole("button", { name: "大", exact: true }).click();
  assert.equal(await overflow(page), 0);
  await page.context().close();
});

test("a link to a foreign host asks first", async () => {
  const page = await site.open(POLICY_PAGE);
  const visited = [];
  await page.context().route("https://**", (route) => {
    visited.push(route.request().url());
    return route.fulfill({ body: "ok", contentType: "text/plain" });
  });
  const dialog = page.getByRole("dialog");
  const link = page.locator("a.leaves").first();

  await link.click();
  await dialog.waitFor();
  assert.match(await dialog.innerText(), /您访问的链接即将离开“示例县人民政府”门户网站，是否继续？/);
  assert.match(await dialog.innerText(), /https:\/\/www\.example\.org\/standard\?a=1&b=2/);
  assert.equal(await page.evaluate(() => document.activeElement.closest("dialog") !== null), true);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  assert.equal(await dialog.isVisible(), false);
  assert.equal(await link.evaluate((a) => a === document.activeElement), true, "focus returns to the link");

  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "放弃" }).click();
  assert.equal(await dialog.isVisible(), false);
  assert.deepEqual(visited, []);

  await link.click();
  const [popup] = await Promise.all([
    page.context().waitForEvent("page"),
    dialog.getByRole("button", { name: "继续访问" }).click(),
  ]);
  await popup.waitForLoadState();
  assert.deepEqual(visited, ["https://www.example.org/standard?a=1&b=2"]);
  assert.equal(await popup.evaluate(() => globalThis.opener), null);
  assert.equal(new URL(page.url()).pathname, POLICY_PAGE);
  await page.context().close();
});

test("a link to a host on the list does not ask", async () => {
  const page = await site.open(POLICY_PAGE);
  await page.context().route("https://www.gov.cn/**", (route) =>
    route.fulfill({ body: "ok", contentType: "text/plain" }),
  );
  await page.locator(".gb-article a[href^='https://www.gov.cn/']").click();
  await page.waitForURL("https://www.gov.cn/**");
  await page.context().close();
});

test("everything else works without scripts", async () => {
  const page = await site.open(POLICY_PAGE, { javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  assert.equal(await page.locator(".meta-tools").isVisible(), false);
  assert.equal(await page.locator("dialog").isVisible(), false);
  assert.equal(await page.locator("a.leaves").first().getAttribute("href"), "https://www.example.org/standard?a=1&b=2");
  assert.match(await page.locator(".gb-article").innerText(), /坚持以公开为常态、不公开为例外/);
  await page.locator("section.related a[href^='/zcjd/']").click();
  assert.equal(new URL(page.url()).pathname, INTERPRETATION_PAGE);
  await page.getByRole("searchbox").fill("工作");
  await page.getByRole("button", { name: "搜索" }).click();
  assert.equal(new URL(page.url()).search, "?q=" + encodeURIComponent("工作"));
  await page.context().close();
});

test("the keyboard reaches the text and shows where it is", async () => {
  const page = await site.open(POLICY_PAGE);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "跳到正文" });
  assert.equal(await skip.evaluate((a) => a === document.activeElement), true);
  assert.ok((await skip.boundingBox()).y >= 0, "the skip link shows when it has the focus");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "_main");
  await page.keyboard.press("Tab");
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "none");
  await page.context().close();
});

test("the text has the measures of the design", async () => {
  const page = await site.open(INTERPRETATION_PAGE, { viewport: { width: 1280, height: 800 } });
  const measures = await page.locator("#b3").evaluate((p) => {
    const style = getComputedStyle(p);
    return {
      width: p.getBoundingClientRect().width,
      lineHeight: (parseFloat(style.lineHeight) / parseFloat(style.fontSize)).toFixed(2),
      indent: parseFloat(style.textIndent) / parseFloat(style.fontSize),
      align: style.textAlign,
    };
  });
  assert.deepEqual(measures, { width: 760, lineHeight: "1.90", indent: 2, align: "justify" });
  await page.context().close();
});

test("paper: black on white, with the addresses of links", async () => {
  const page = await site.open(POLICY_PAGE);
  const folder = mkdtempSync(join(tmpdir(), "gongbao-print-"));
  const file = join(folder, "page.pdf");
  writeFileSync(file, await page.pdf({ format: "A4", printBackground: false }));
  const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  rmSync(folder, { recursive: true });

  assert.match(text, /示例县人民政府门户网站/);
  assert.match(text, /2026-03-03 17:26/);
  assert.match(text, /文中链接/);
  assert.match(text, /https:\/\/www\.example\.org\/standard\?a=1&b=2/);
  assert.match(text, /扫一扫在手机打开当前页/);
  assert.doesNotMatch(text, /跳到正文|【字体|打印|您现在所在的位置|继续访问|订阅更新/);

  await page.emulateMedia({ media: "print" });
  const coloured = await page.evaluate(() =>
    [...document.querySelectorAll("main *, footer *")]
      .filter((element) => element.getClientRects().length > 0 && element.textContent.trim() !== "")
      .filter((element) => getComputedStyle(element).color !== "rgb(0, 0, 0)")
      .map((element) => `${element.localName}.${element.className} ${getComputedStyle(element).color}`),
  );
  assert.deepEqual(coloured, []);
  await page.context().close();
});

test("the code names the page's own address", async () => {
  const page = await site.open(POLICY_PAGE);
  const box = await page.locator("svg.qr-code").boundingBox();
  assert.ok(box.width >= 120 && box.height >= 120);
  await page.context().close();
});
