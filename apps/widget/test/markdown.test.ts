import assert from "node:assert/strict";

import { test } from "vitest";

import { inline, parse, plain, webAddress } from "../src/markdown";

const hosts = new Set(["brandt.example"]);

test("paragraphs, lists and emphasis are told apart", () => {
  assert.deepEqual(parse("Ja.\n\n- **Eiche** [1]\n- *Esche*\n1. eins", hosts), [
    { kind: "paragraph", parts: [{ kind: "text", text: "Ja." }] },
    {
      kind: "list",
      ordered: false,
      items: [
        [{ kind: "strong", parts: [{ kind: "text", text: "Eiche" }] }, { kind: "citation", n: 1 }],
        [{ kind: "em", parts: [{ kind: "text", text: "Esche" }] }],
      ],
    },
    { kind: "list", ordered: true, items: [[{ kind: "text", text: "eins" }]] },
  ]);
});

test("links lead to cited hosts only, and pictures nowhere", () => {
  assert.deepEqual(inline("[Preise](https://brandt.example/preise)", hosts), [
    { kind: "link", text: "Preise", url: "https://brandt.example/preise" },
  ]);
  for (const text of ["[x](https://boese.example/)", "[x](javascript:alert(1))", "![x](https://brandt.example/p.png)"]) {
    assert.ok(inline(text, hosts).every((part) => part.kind === "text"), text);
  }
});

test("markup stays text", () => {
  assert.deepEqual(parse("<img src=x onerror=alert(1)>", hosts), [
    { kind: "paragraph", parts: [{ kind: "text", text: "<img src=x onerror=alert(1)>" }] },
  ]);
});

/** All text of a tree of blocks and parts. */
function texts(node: unknown): string {
  if (Array.isArray(node)) return node.map(texts).join("");
  const { text = "", parts = [], items = [] } = node as { text?: string; parts?: unknown[]; items?: unknown[] };
  return text + texts(parts) + texts(items);
}

test("no word is lost, however it is written", () => {
  const letters = "ab*`[]1!-\n #_<>";
  let seed = 7;
  const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648) >> 8;
  for (let round = 0; round < 2000; round++) {
    const text = Array.from({ length: next() % 60 }, () => letters[next() % letters.length]).join("");
    const kept = (written: string) => written.replace(/[^ab]/g, "");
    assert.equal(kept(texts(parse(text, hosts))), kept(text), JSON.stringify(text));
  }
});

test("a web address is http or nothing", () => {
  assert.equal(webAddress("javascript:alert(1)"), null);
  assert.equal(webAddress("/media/a.png", "https://x.example")?.href, "https://x.example/media/a.png");
  assert.equal(webAddress(null), null);
});

test("plain text has no marks", () => {
  assert.equal(plain("Die **Küche** kostet 9.800 Euro [1]."), "Die Küche kostet 9.800 Euro.");
});
