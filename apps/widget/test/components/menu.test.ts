import assert from "node:assert/strict";

import { test } from "vitest";

import type { Menu } from "../../src/components/menu";
import { button, draw } from "../service";

test("erasing asks first", async () => {
  const { root, element, conversation, service, drawn } = await draw<Menu>("empfang-menu");
  const chosen = async (name: string) => {
    button(root, name).click();
    element.sure = conversation.state.sure;
    await drawn();
  };
  await chosen("Meine Daten löschen");
  await chosen("Abbrechen");
  assert.deepEqual(service.calls, []);
  await chosen("Meine Daten löschen");
  assert.equal((root as ShadowRoot).activeElement?.textContent, "Ja, löschen");
  await chosen("Ja, löschen");
  assert.deepEqual(
    service.calls.map(({ method, path }) => [method, path]),
    [["DELETE", "/api/chat/bot/conversation"]],
  );
});

test("a conversation can be ended", async () => {
  const { root, service, conversation, drawn } = await draw<Menu>("empfang-menu");
  button(root, "Gespräch beenden").click();
  await drawn();
  assert.equal(service.calls[0]?.path, "/api/chat/bot/end");
  assert.match(conversation.state.spoken.text, /beendet/);
});
