import assert from "node:assert/strict";

import { test } from "vitest";

import type { Head } from "../../src/components/head";
import { button, draw, LOOK, one, words } from "../service";

test("it names the company, says whether somebody is in, and shows a logo when there is one", async () => {
  const { root, conversation, drawn } = await draw<Head>("empfang-head");
  assert.deepEqual(words(root, "h1, .status, .logo"), ["T", "Tischlerei Brandt", "Geschlossen"]);
  conversation.set({ look: { ...LOOK, logo_url: "/media/logo.png" } });
  await drawn();
  assert.equal(one<HTMLImageElement>(root, "img").src, "https://empfang.example/media/logo.png");
});

test("there is a menu once a conversation has begun", async () => {
  const { root, conversation, drawn } = await draw<Head>("empfang-head");
  assert.ok(!root.querySelector("empfang-menu"));
  conversation.set({ begun: true });
  await drawn();
  assert.ok(root.querySelector("empfang-menu"));
});

test("only a panel can be closed", async () => {
  assert.ok(!(await draw<Head>("empfang-head")).root.querySelector(".close"));
  const { root, element } = await draw<Head>("empfang-head", null, { closable: true });
  let closed = 0;
  element.addEventListener("empfang-close", () => closed++);
  button(root, "Chat schließen").click();
  assert.equal(closed, 1);
});
