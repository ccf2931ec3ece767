// SPDX-License-Identifier: GPL-3.0-or-later
/* From XHTML to nodes and back: what the schema allows comes back as it went in. */

import assert from "node:assert/strict";
import test from "node:test";

import { content, load, parseBody } from "./modules.mjs";

const { isAddress, schema } = await load("schema");
const { readDocument, writeDocument } = await load("xhtml");

const DIGEST = `sm3:${"0a".repeat(32)}`;

/* Each one is in canonical form. */
const bodies = {
  "empty paragraph": '<p id="a"/>',
  "classes of paragraphs":
    '<p class="center no-indent" id="a">a</p><p class="no-indent" id="b">b</p>' +
    '<p class="addressee" id="c">c</p><p class="signature" id="d">d</p><p class="date" id="e">e</p>' +
    '<p class="note" id="f">f</p><p class="left" id="g">g</p><p class="right" id="h">h</p>',
  headings: '<h2 id="a">一、</h2><h3 id="b">（一）</h3><h4 id="c">1.</h4><h5 id="d">（1）</h5>',
  "marks in their order":
    '<p id="a"><a href="https://www.gov.cn/"><strong><em><u><s><sub><span class="hei">x</span>' +
    "</sub></s></u></em></strong></a></p>",
  "marks that share elements":
    '<p id="a"><strong>a<em>b</em></strong><em>c</em><sup>d</sup><span class="kai">e</span></p>',
  "line breaks": '<p id="a">a<br/>b<strong>c<br/>d</strong></p>',
  "special characters": '<p id="a">&lt;b&gt; &amp;amp; 𠮷 a  b "q"</p>',
  "lists in lists":
    '<ol class="cjk-paren" id="a" start="3"><li id="b"><p id="c">a</p><ul id="d"><li id="e">' +
    '<p class="left" id="f">b</p><p id="g">c</p></li></ul><p id="h">d</p></li></ol>',
  "list styles": ["paren", "wide-paren", "circled", "cjk", "cjk-paren"]
    .map((name, i) => `<ol class="${name}" id="l${i}"><li id="i${i}"><p id="p${i}">x</p></li></ol>`)
    .join(""),
  table:
    '<table id="a"><caption id="b">表1</caption><tbody><tr><th colspan="2" data-colwidth="10,20" ' +
    'scope="col"><p id="c">a</p></th></tr><tr><td rowspan="2"><p id="d">b</p></td><th scope="row">' +
    '<ul id="e"><li id="f"><p id="g">c</p></li></ul></th></tr><tr><td><p id="h">d</p></td></tr>' +
    "</tbody></table>",
  figure:
    `<figure id="a"><img alt="图 &quot;一&quot;" src="${DIGEST}" width="50%"/><figcaption id="b">` +
    `图<strong>1</strong></figcaption></figure><figure id="c"><img alt="" src="${DIGEST}"/></figure>`,
  "quotation and rule":
    '<blockquote id="a"><p id="b">a</p><ul id="c"><li id="d"><p id="e">b</p></li></ul></blockquote>' +
    '<hr id="f"/>',
  "kinds of addresses": [
    "mailto:a@b.cn",
    "tel:+86-10-1",
    "#b1",
    "document:01234567-89ab-cdef-0123-456789abcdef",
  ]
    .map((href, i) => `<p id="p${i}"><a href="${href}">x</a></p>`)
    .join(""),
};

for (const [name, body] of Object.entries(bodies)) {
  test(`round trip: ${name}`, () => {
    const doc = readDocument("标题", parseBody(body));
    const written = writeDocument(doc);

    assert.equal(written.title, "标题");
    assert.equal(content(written.body), body);
  });
}

test("inner marks win over outer ones of their kind", () => {
  const doc = readDocument(
    "",
    parseBody('<p id="a"><sub><sup>a</sup></sub><span class="hei"><span class="kai">b</span></span></p>'),
  );

  assert.equal(
    content(writeDocument(doc).body),
    '<p id="a"><sup>a</sup><span class="kai">b</span></p>',
  );
});

test("what the schema does not know is refused", () => {
  for (const body of [
    "<div>a</div>",
    "<p><b>a</b></p>",
    "<h1>a</h1>",
    "<p><script>1</script></p>",
    "<ul><p>a</p></ul>",
    "<constructor></constructor>",
    "<p><toString>a</toString></p>",
    '<figure><img alt="" src="https://example.com/x.png"/><p>a</p></figure>',
  ]) {
    assert.throws(() => readDocument("", parseBody(body)), `${body} was read`);
  }
});

test("a body without blocks gets a paragraph", () => {
  assert.equal(readDocument("", null).childCount, 2);
  assert.equal(readDocument("", parseBody("")).childCount, 2);
});

test("forbidden characters never leave", () => {
  const doc = schema.nodes.doc.create(null, [
    schema.nodes.title.create(null, schema.text("a\u202eb")),
    schema.nodes.paragraph.create({ id: "a" }, schema.text("a\u0001\u2066b\ud800c\td\ufeff")),
  ]);
  const { title, body } = writeDocument(doc);

  assert.equal(title, "ab");
  assert.equal(content(body), '<p id="a">abc d</p>');
});

test("addresses", () => {
  const good = ["http://a", "https://www.gov.cn/a?b#c", "https://例子.cn/", "mailto:a@b.cn", "tel:110"];
  const bad = [
    "javascript:alert(1)",
    "https://",
    "https:///x",
    "https://a:99999/",
    'https://a"b',
    "data:text/html,x",
    "file:///etc/passwd",
    "/relative",
    " https://a",
    "https://a\n",
    "",
    null,
    `https://a/${"x".repeat(2000)}`,
  ];

  good.forEach((href) => assert.ok(isAddress(href), href));
  bad.forEach((href) => assert.ok(!isAddress(href), String(href)));
});
