import assert from "node:assert/strict";

import { test } from "vitest";

import type { Block, Inline } from "../src/blocks";
import { parse } from "../src/markdown";

const hosts = new Set(["brandt.example"]);
const text = (words: string): Inline => ({ kind: "text", text: words });
const paragraph = (...parts: Inline[]): Block => ({ kind: "paragraph", parts });

/** All text of a tree of blocks and parts. */
function texts(node: unknown): string {
  if (Array.isArray(node)) return node.map(texts).join("");
  const { text: own = "", parts = [], items = [] } = node as { text?: string; parts?: unknown[]; items?: unknown[] };
  return own + texts(parts) + texts(items);
}

test("paragraphs, lists and emphasis are told apart", () => {
  assert.deepEqual(parse("Ja.\n\n- **Eiche** [1]\n- *Esche*\n1. eins\n2. zwei", hosts), [
    paragraph(text("Ja.")),
    {
      kind: "list",
      start: null,
      items: [
        [
          { kind: "strong", parts: [text("Eiche")] },
          { kind: "citation", n: 1 },
        ],
        [{ kind: "em", parts: [text("Esche")] }],
      ],
    },
    { kind: "list", start: 1, items: [[text("eins")], [text("zwei")]] },
  ]);
});

test("lists keep their numbers, whatever stands between their items", () => {
  const starts = parse("3. drei\n4. vier\n   - dazu\n5. fünf\n\n6. sechs", hosts).map((block) =>
    block.kind === "list" ? [block.start, block.items.length] : block.kind,
  );
  assert.deepEqual(starts, [
    [3, 2],
    [null, 1],
    [5, 2],
  ]);
});

test("dates, sizes and numbers without a source are no markup", () => {
  for (const words of [
    "24. Dezember bis 2. Januar geschlossen.\n3. Januar offen.",
    "1. Mai: geschlossen",
    "600*400*20 mm, 3 * 4 * 5 und 2**3**4",
    "Die Mindermenge [3]",
    "lade_zeit_max und __init__",
  ]) {
    const blocks = parse(words, hosts, new Set([1]));
    assert.equal(texts(blocks), words);
    assert.doesNotMatch(JSON.stringify(blocks), /"(em|strong|list|citation)"/);
  }
});

test("what is escaped is shown", () => {
  assert.deepEqual(parse(String.raw`600\*400`, hosts), [paragraph(text("600"), text("*"), text("400"))]);
});

test("links lead to cited hosts only, and pictures nowhere", () => {
  for (const target of ["https://brandt.example/preise_(neu)", "<https://brandt.example/preise_(neu)>"]) {
    assert.deepEqual(parse(`[Preise](${target})`, hosts), [
      paragraph({ kind: "link", text: "Preise", url: "https://brandt.example/preise_(neu)" }),
    ]);
  }
  for (const words of ["[x](https://boese.example/)", "[x](javascript:alert)", "![x](https://brandt.example/p.png)"]) {
    assert.deepEqual(parse(words, hosts), [paragraph(text("x"))], words);
  }
});

test("html stays text", () => {
  const words = "<img src=x onerror=alert(1)>";
  assert.deepEqual(parse(words, hosts), [paragraph(text(words))]);
});

test("no word is lost, however it is written", () => {
  const letters = "ab*`[]1!-\n #_<>\\";
  let seed = 7;
  const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648) >> 8;
  for (let round = 0; round < 2000; round++) {
    const words = Array.from({ length: next() % 60 }, () => letters[next() % letters.length]).join("");
    const kept = (written: string) => written.replace(/[^ab]/g, "");
    assert.equal(kept(texts(parse(words, hosts))), kept(words), JSON.stringify(words));
  }
});
