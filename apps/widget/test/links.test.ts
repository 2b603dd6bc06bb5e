import assert from "node:assert/strict";

import { test } from "vitest";

import { webAddress } from "../src/links";

test("a web address is http or nothing", () => {
  assert.equal(webAddress("javascript:alert(1)"), null);
  assert.equal(webAddress("/media/a.png", "https://x.example")?.href, "https://x.example/media/a.png");
  assert.equal(webAddress(null), null);
});
