import assert from "node:assert/strict";

import { test } from "vitest";

import type { Composer } from "../../src/components/composer";
import { button, draw, one, type } from "../service";

const press = (field: HTMLElement, init: KeyboardEventInit) =>
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", cancelable: true, ...init }));

test("Enter sends, Shift and Enter breaks the line, and so does a word that is being composed", async () => {
  const { root, conversation, drawn } = await draw<Composer>("empfang-composer");
  const field = one<HTMLTextAreaElement>(root, "textarea");
  type(field, "Was kostet das?");
  assert.ok(press(field, { shiftKey: true }));
  assert.ok(press(field, { isComposing: true }));
  assert.equal(conversation.state.entries.length, 0);
  assert.ok(!press(field, {}));
  await drawn();
  assert.equal(conversation.state.entries[0]?.kind, "question");
  assert.equal(field.value, "");
});

test("while an answer comes the draft stays and the button stops", async () => {
  const { root, conversation, service, drawn } = await draw<Composer>("empfang-composer");
  conversation.set({ answering: "m" });
  await drawn();
  const field = one<HTMLTextAreaElement>(root, "textarea");
  type(field, "Und die Lieferzeit?");
  press(field, {});
  await drawn();
  assert.equal(field.value, "Und die Lieferzeit?");
  button(root, "Antwort anhalten").click();
  await drawn();
  assert.deepEqual(service.calls, [{ method: "POST", path: "/api/chat/bot/stop", body: { message_id: "m" } }]);
});
