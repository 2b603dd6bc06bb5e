import assert from "node:assert/strict";

import { test } from "vitest";

import { blocksOf, plain } from "../src/blocks";
import type { Citation } from "../src/events";

const cited = (n: number, quote: string, host = "brandt.example"): Citation => ({
  n,
  quote,
  title: "Preise",
  url: `https://${host}/preise`,
});
const shown = (text: string, mode: string | null, citations: Citation[] = []) =>
  blocksOf({ text, mode, citations, complete: true });

const PAGES = [
  "24. Dezember bis 2. Januar: Werk geschlossen.\n3. Januar: Notdienst erreichbar.",
  "1. Anfrage\n2. Aufmaß\n3. Angebot",
  "Die Grundplatte misst 600*400*20 mm, **ohne** Griff.",
  "Die Mindermenge [3] und die Menge [1] stehen in der Preisliste.",
  "# Technik\n- `make` _und_ __init__\n* [Preise](https://boese.example/)",
  "A  B   C\\*D <b>E</b> ~~F~~",
  "Satz eins. [1]\nSatz zwei.",
];

for (const mode of ["quoted", "configured", "smalltalk", null]) {
  test(`text of a page is shown letter for letter (${mode ?? "not yet known"})`, () => {
    for (const text of PAGES) {
      assert.deepEqual(shown(text, mode), [{ kind: "paragraph", parts: [{ kind: "text", text }] }]);
    }
  });
}

test("the number behind a quotation leads to its source, one inside of it does not", () => {
  for (const text of PAGES) {
    const blocks = shown(`${text} [1]\n\nNoch [2] etwas [1] [2]`, "quoted", [
      cited(1, text),
      cited(2, "Noch [2] etwas [1]"),
    ]);
    assert.deepEqual(blocks, [
      {
        kind: "paragraph",
        parts: [
          { kind: "text", text },
          { kind: "citation", n: 1 },
        ],
      },
      {
        kind: "paragraph",
        parts: [
          { kind: "text", text: "Noch [2] etwas [1]" },
          { kind: "citation", n: 2 },
        ],
      },
    ]);
  }
});

test("a quotation that was cut, or is written otherwise, still has its source", () => {
  for (const quote of ["Eins…", "ganz anders"]) {
    assert.deepEqual(shown("Eins zwei [1] drei. [1]", "quoted", [cited(1, quote)]), [
      {
        kind: "paragraph",
        parts: [
          { kind: "text", text: "Eins zwei [1] drei." },
          { kind: "citation", n: 1 },
        ],
      },
    ]);
  }
});

const ADDRESSES: [written: string, found: string][] = [
  ["https://brandt.example/preise.", "https://brandt.example/preise"],
  ["(https://brandt.example/preise)", "https://brandt.example/preise"],
  ["(siehe https://brandt.example/preise_(neu)).", "https://brandt.example/preise_(neu)"],
  ["„https://brandt.example/preise“", "https://brandt.example/preise"],
  ['"https://brandt.example/?a=1&b=2",', "https://brandt.example/?a=1&b=2"],
  ["<https://brandt.example/>", "https://brandt.example/"],
  ["https://brandt.example/über-uns!", "https://brandt.example/über-uns"],
  ["https://brandt.example/preise…", "https://brandt.example/preise"],
];

test("links end where the address ends, in a model's words and in a page's", () => {
  for (const mode of ["model", "quoted"]) {
    for (const [written, found] of ADDRESSES) {
      const blocks = shown(written, mode, [cited(1, "")]);
      const parts = blocks.flatMap((block) => (block.kind === "paragraph" ? block.parts : []));
      const links = parts.flatMap((part) => (part.kind === "link" ? [part.text] : []));
      assert.deepEqual(links, [found], `${mode}: ${written}`);
      assert.equal(plain(blocks), written);
    }
  }
});

test("a host is known in both spellings", () => {
  const written = "https://müller-bau.example/kontakt";
  for (const host of ["müller-bau.example", "xn--mller-bau-q9a.example"]) {
    assert.deepEqual(shown(`${written}, bitte`, "quoted", [cited(1, "", host)]), [
      {
        kind: "paragraph",
        parts: [
          { kind: "link", text: written, url: "https://xn--mller-bau-q9a.example/kontakt" },
          { kind: "text", text: ", bitte" },
        ],
      },
    ]);
  }
});

test("addresses of other hosts are text", () => {
  const text = "https://brandt.example@boese.example/ und https://boese.example";
  assert.deepEqual(shown(text, "quoted", [cited(1, "")]), [{ kind: "paragraph", parts: [{ kind: "text", text }] }]);
});

test("a model's markup is none of the words", () => {
  const text = "Die **Küche** kostet 9.800 Euro [1].\n\n1. Anfrage\n2. Aufmaß\n- Eiche";
  const words = "Die Küche kostet 9.800 Euro.\n\n1. Anfrage\n2. Aufmaß\n\n- Eiche";
  assert.equal(plain(shown(text, "model", [cited(1, "")])), words);
});
