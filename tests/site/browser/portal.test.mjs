/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The public pages as the real portal serves them. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBrowser, violations } from "./browser.mjs";
import { startPortal } from "./portal.mjs";

const POLICY = "9a8b7c6d-5e4f-4a3b-9c2d-1e0f9a8b7c6d";
const INTERPRETATION = "4f6c0a1b-2c3d-4e5f-8a9b-0c1d2e3f4a5b";
const ANNOUNCEMENT = "1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d";
const META = [
  "SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType",
  "ArticleTitle", "PubDate", "ContentSource",
];

let office;
let browser;
const path = (id) => new URL(office.pages[id]).pathname;

before(async () => {
  office = await startPortal();
  browser = await startBrowser(office.portal.url);
});
after(async () => {
  await browser?.stop();
  await office?.stop();
});

test("the pages are there and pass axe", async () => {
  const paths = ["/", "/zcwj/", "/zcjd/", "/tzgg/", path(POLICY), path(INTERPRETATION), "/search?q=政务公开", "/search"];
  const page = await browser.open("/");
  for (const address of paths) {
    const response = await page.goto(office.portal.url + address);
    assert.equal(response.status(), 200, address);
    assert.deepEqual(await violations(page), [], address);
  }
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("the page has the tags of the annex in their order and its own address", async () => {
  const page = await browser.open(path(POLICY));
  const tags = await page.locator("head meta[name]").evaluateAll((all) =>
    all.map((meta) => [meta.name, meta.content]),
  );
  const names = tags.map(([name]) => name);
  const first = names.indexOf("SiteName");
  assert.deepEqual(names.slice(first, first + 10), META);
  const content = Object.fromEntries(tags);
  assert.match(content.PubDate, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
  assert.ok(Math.abs(Date.parse(content.PubDate.replace(" ", "T") + "+08:00") - Date.now()) < 10 * 60000);
  assert.equal(content.Url, office.pages[POLICY]);
  assert.match(await page.locator("aside.banner").innerText(), /试用站点/);
  await page.context().close();
});

test("policy and interpretation name each other", async () => {
  const page = await browser.open(path(POLICY));
  await page.locator("section.related a", { hasText: "解读" }).click();
  assert.equal(new URL(page.url()).pathname, path(INTERPRETATION));
  await page.locator("section.related a", { hasText: "通知" }).click();
  assert.equal(new URL(page.url()).pathname, path(POLICY));
  await page.context().close();
});

test("a link to a text that was published later is one by now", async () => {
  const page = await browser.open(path(ANNOUNCEMENT));
  await page.locator(".gb-article a").click();
  assert.equal(new URL(page.url()).pathname, path(POLICY));
  assert.equal(await page.locator(`a[href='${path(ANNOUNCEMENT)}']`).count(), 0, "a mere link is no relation");
  await page.context().close();
});

test("attachments come as downloads, pictures as pictures", async () => {
  const page = await browser.open(path(POLICY));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(".attachments a").first().click(),
  ]);
  assert.equal(download.suggestedFilename(), "附件1：重点任务分工及进度安排.docx");
  await page.context().close();
});

test("search finds a word of two characters and says when nothing is found", async () => {
  const page = await browser.open("/");
  await page.getByRole("searchbox").fill("解读");
  await page.getByRole("searchbox").press("Enter");
  await page.waitForURL("**/search?q=*");
  assert.ok((await page.locator(".results li").count()) >= 1);
  await page.getByRole("searchbox").fill("\"><script>alert(1)</script>");
  await page.getByRole("button", { name: "搜索" }).click();
  await page.waitForURL("**/search?q=*script*");
  assert.match(await page.locator(".empty").innerText(), /没有找到与“"><script>alert\(1\)<\/script>”有关的内容/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("an address that does not exist is a page with 404", async () => {
  const page = await browser.open("/");
  const response = await page.goto(office.portal.url + "/zcjd/2026/ffffffffffff.html");
  assert.equal(response.status(), 404);
  assert.equal(await page.locator("h1").innerText(), "页面不存在");
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});

test("pages are revalidated by ETag", async () => {
  const first = await fetch(office.pages[POLICY]);
  const etag = first.headers.get("etag");
  assert.ok(etag);
  const second = await fetch(office.pages[POLICY], { headers: { "If-None-Match": etag } });
  assert.equal(second.status, 304);
  assert.match(first.headers.get("content-security-policy"), /default-src 'none'/);
  assert.equal(first.headers.get("x-content-type-options"), "nosniff");
});

test("the feeds list both, with ids that last", async () => {
  for (const address of ["/feed.atom", "/zcjd/feed.atom"]) {
    const text = await (await fetch(office.portal.url + address)).text();
    assert.match(text, new RegExp(`<id>urn:uuid:${INTERPRETATION}</id>`));
  }
  const map = await (await fetch(office.portal.url + "/sitemap.xml")).text();
  assert.ok(map.includes(`<loc>${office.pages[POLICY]}</loc>`));
});

test("a withdrawn page answers 410 and leaves the lists", async () => {
  const digest = (await office.portal.call("GET", `/documents/${INTERPRETATION}`, { account: "zhaolei" })).head;
  await office.portal.act("zhaolei", INTERPRETATION, digest, "withdraw", { opinion: "内容有误，更正后重新发布。" });
  const page = await browser.open("/");
  const response = await page.goto(office.pages[INTERPRETATION]);
  assert.equal(response.status(), 410);
  assert.equal(await page.locator("h1").innerText(), "页面已撤回");
  assert.deepEqual(await violations(page), []);
  const column = await (await fetch(office.portal.url + "/zcjd/")).text();
  assert.ok(!column.includes(path(INTERPRETATION)));
  const policy = await (await fetch(office.pages[POLICY])).text();
  assert.ok(!policy.includes(path(INTERPRETATION)));
  await page.context().close();
});
