import assert from "node:assert/strict";

import { test } from "vitest";

import { type Block, blocksOf, type Inline, plain } from "../src/blocks";
import type { Citation } from "../src/events";

const CITED: Citation = { n: 1, quote: "Art", title: "Preise", url: "https://meier.example/preise" };
const shown = (text: string, mode = "quoted") => blocksOf({ text, mode, citations: [CITED], complete: true });
const words = (parts: Inline[]) => parts.map((part) => ("text" in part ? part.text : "#")).join("");
const table = (block: Block | undefined) =>
  block?.kind === "table" ? [block.head, ...block.rows.map((row) => row.map(words))] : null;

test("rows that name the same columns are one table, with the source behind the last", () => {
  const [before, rows, ...rest] = shown("Unsere Preise:\nArt: Tür | Preis: 900 €\nArt: Tor | Preis: 2.000 € [1]");
  assert.equal(before?.kind, "paragraph");
  assert.deepEqual(table(rows), [
    ["Art", "Preis"],
    ["Tür", "900 €"],
    ["Tor", "2.000 €#"],
  ]);
  assert.deepEqual(rest, []);
});

test("a single row, and one of many columns, reads from the top", () => {
  assert.deepEqual(table(shown("Art: Tür | Maß: 90 cm | Preis: 900 €")[0]), [
    [],
    ["Art", "Tür"],
    ["Maß", "90 cm"],
    ["Preis", "900 €"],
  ]);
});

test("a model's table is one", () => {
  assert.deepEqual(table(shown("| Art | Preis |\n|---|---|\n| Tür | 900 € |\n| Tor | 2.000 € |", "model")[0]), [
    ["Art", "Preis"],
    ["Tür", "900 €"],
    ["Tor", "2.000 €"],
  ]);
});

test("items of a page are a list, a single dash is none", () => {
  const [list] = shown("- Eiche\n- Buche");
  assert.deepEqual(list?.kind === "list" ? list.items.map(words) : null, ["Eiche", "Buche"]);
  assert.equal(shown("- Eiche")[0]?.kind, "paragraph");
});

test("what is copied has no bars, and nothing is lost of a line without names", () => {
  assert.equal(
    plain(shown("Art: Tür | Preis: 900 €\nArt: Tor | Preis: 2.000 €")),
    "Art: Tür, Preis: 900 €\nArt: Tor, Preis: 2.000 €",
  );
  assert.equal(plain(shown("A | B")), "A | B");
});
