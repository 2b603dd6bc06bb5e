import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { de } from "../src/texts/de";
import { en } from "../src/texts/en";

const BUILT = new URL("../../../services/chat-svc/src/chat_svc/api/page/widget/", import.meta.url);

test("loader and panel stay under 30 kB, gzipped", () => {
  const bytes = ["embed.js", "panel.js"].map((name) => gzipSync(readFileSync(new URL(name, BUILT))).length);
  assert.ok(bytes[0]! + bytes[1]! <= 30_000, String(bytes));
});

test("both languages say the same things with the same values", () => {
  for (const [id, german] of Object.entries(de)) {
    const english = en[id as keyof typeof de];
    assert.deepEqual(german.match(/\{\w+\}/g)?.sort(), english.match(/\{\w+\}/g)?.sort(), id);
  }
});
