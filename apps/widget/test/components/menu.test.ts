import assert from "node:assert/strict";

import { test } from "vitest";

import type { Menu } from "../../src/components/menu";
import { chat } from "../../src/panel";
import { button, draw, inside, LOOK, one, ORIGIN, Service, SESSION, settled } from "../service";

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

test("the language is changed at once, for the next questions and the next page", async () => {
  sessionStorage.clear();
  const service = new Service();
  const appearance = { ...LOOK, languages: ["de", "en"] as ("de" | "en")[] };
  service.session = { ...SESSION, appearance };
  const element = chat(ORIGIN, "bot", "token");
  document.body.append(element);
  await element.begin();
  await settled();
  const menu = inside(one(element.renderRoot, "empfang-head").shadowRoot ?? element, "empfang-menu");
  const field = () => inside(element.renderRoot, "empfang-composer").querySelector("textarea")?.placeholder;
  service.replies.push({
    status: 200,
    body: { appearance: { ...appearance, language: "en", disclosure: "I am an AI." } },
  });
  button(menu, "English").click();
  await settled();
  assert.equal(field(), "Write a message …");
  assert.equal(element.lang, "en");
  assert.equal(one(element.renderRoot, ".said p").textContent, "I am an AI.");
  assert.equal(service.calls[0]?.path, "/api/chat/bot/greeting");
  assert.equal(sessionStorage.length, 0);
  await element.ask("What does a kitchen cost?");
  await settled();
  assert.equal((service.calls[1]?.body as { language: string }).language, "en");
  assert.equal(field(), "Write a message …");
  assert.equal(sessionStorage.getItem("empfang:bot:language"), "en");
  assert.equal(button(menu, "Deutsch").lang, "de");
});
