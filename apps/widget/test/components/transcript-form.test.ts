import assert from "node:assert/strict";

import { test } from "vitest";

import type { TranscriptForm } from "../../src/components/transcript-form";
import { EMPTY, type Transcript } from "../../src/state";
import { button, draw, one, type } from "../service";

const ENTRY: Transcript = {
  kind: "transcript",
  key: 1,
  consent: { consent_text: "Ich möchte es.", privacy_url: null, version: null, language: "de" },
  form: EMPTY,
};

async function filled() {
  const drawn = await draw<TranscriptForm>("empfang-transcript-form", ENTRY);
  type(one(drawn.root, "input[name=email]"), "anna@example.com");
  await drawn.drawn();
  return drawn;
}

test("the conversation goes by mail once somebody agreed, and that is no lead", async () => {
  const { root, service, fired, drawn } = await filled();
  button(root, "Senden").click();
  await drawn();
  assert.match(one(root, "[role=alert]").textContent, /Zustimmung/);
  assert.deepEqual(service.calls, []);
  type(one(root, "input[name=consent]"), "on");
  await drawn();
  button(root, "Senden").click();
  await drawn();
  assert.deepEqual(service.calls, [
    {
      method: "POST",
      path: "/api/chat/bot/transcript-mails",
      body: { email: "anna@example.com", consent: true, language: null },
    },
  ]);
  assert.match(one(root, "[role=status]").textContent, /per E-Mail/);
  assert.deepEqual(fired, []);
});

test("too many are refused in the service's words, beside the button", async () => {
  const { root, service, drawn } = await filled();
  type(one(root, "input[name=consent]"), "on");
  await drawn();
  service.replies.push({ status: 429, body: { detail: "Morgen geht es wieder." } });
  button(root, "Senden").click();
  await drawn();
  assert.equal(one(root, "[role=alert]").textContent, "Morgen geht es wieder.");
});

test("it can be left", async () => {
  const { root, conversation, drawn } = await filled();
  button(root, "Abbrechen").click();
  await drawn();
  assert.deepEqual(conversation.state.entries, []);
});
