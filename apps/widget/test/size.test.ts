import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";

import { test } from "vitest";

import { de } from "../src/texts/de";
import { en } from "../src/texts/en";
import built from "../vite.config";

const LIMIT = 30_000;

test("loader and panel stay under 30 kB, gzipped", () => {
  const folder = resolve(import.meta.dirname, "..", built.build?.outDir ?? "");
  const [loader = 0, panel = 0] = ["embed.js", "panel.js"].map(
    (name) => gzipSync(readFileSync(resolve(folder, name))).length,
  );
  console.log(`embed.js ${loader} + panel.js ${panel} = ${loader + panel} of ${LIMIT} bytes, gzipped`);
  assert.ok(loader + panel <= LIMIT);
});

test("both languages say the same things with the same values", () => {
  for (const [id, german] of Object.entries(de)) {
    const english = en[id as keyof typeof de];
    assert.deepEqual(german.match(/\{\w+\}/g)?.sort(), english.match(/\{\w+\}/g)?.sort(), id);
  }
});
