import assert from "node:assert/strict";

import { test } from "vitest";

import type { Sources } from "../../src/components/sources";
import { draw, words } from "../service";

test("a passage is named, quoted and linked; a script is no link", async () => {
  const citations = [
    { n: 1, title: "Preise", url: "https://brandt.example/preise", quote: "Eine Zeile.", page: 4 },
    { n: 2, title: "Böse", url: "javascript:alert(1)", quote: "Noch eine." },
  ];
  const { root, element } = await draw<Sources>("empfang-sources", null, { citations });
  assert.deepEqual(words(root, "summary"), ["1 · Preise, Seite 4", "2 · Böse"]);
  assert.deepEqual(words(root, "blockquote"), ["Eine Zeile.", "Noch eine."]);
  assert.deepEqual(
    [...root.querySelectorAll("a")].map(({ href, rel }) => [href, rel]),
    [["https://brandt.example/preise", "noopener noreferrer"]],
  );
  element.show(2);
  assert.deepEqual(
    [...root.querySelectorAll("details")].map(({ open }) => open),
    [false, true],
  );
});
