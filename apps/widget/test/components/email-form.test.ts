import assert from "node:assert/strict";

import { test } from "vitest";

import type { EmailForm } from "../../src/components/email-form";
import { type Email, EMPTY } from "../../src/state";
import { button, draw, one, type, words } from "../service";

const EMAIL: Email = {
  kind: "email",
  key: 1,
  prompt: "Sollen wir schreiben?",
  trigger: "initial",
  consent_text: "Einverstanden.",
  privacy_url: "https://brandt.example/d",
  version: 3,
  language: "en",
  wanted: false,
  folded: false,
  form: EMPTY,
};

async function filled(email: string) {
  const drawn = await draw<EmailForm>("empfang-email-form", EMAIL);
  type(one<HTMLInputElement>(drawn.root, "[name=email]"), email);
  type(one<HTMLInputElement>(drawn.root, "[name=consent]"), "on");
  return drawn;
}

test("an address goes out with the consent that was shown", async () => {
  const { root, service, drawn } = await filled("anna@example.com");
  one<HTMLFormElement>(root, "form").requestSubmit();
  await drawn();
  assert.deepEqual(words(root, "[role=status]"), ["Danke. Wir melden uns per E-Mail bei Ihnen."]);
  assert.deepEqual(service.calls[0]?.body, {
    email: "anna@example.com",
    consent: { accepted: true, number: 3, language: "en" },
    purpose: "contact",
    context: "initial",
  });
});

test("an address that the service does not take is said at its field; a lost connection is not the field's fault", async () => {
  const { root, service, drawn } = await filled("anna@example.com");
  for (const [reply, words] of [
    [{ status: 422 }, /name@beispiel\.de/],
    ["lost", /nicht senden/],
  ] as const) {
    service.replies.push(reply);
    one<HTMLFormElement>(root, "form").requestSubmit();
    await drawn();
    assert.match(one(root, "[role=alert]").textContent, words);
    assert.equal(one<HTMLInputElement>(root, "[name=email]").value, "anna@example.com");
  }
  assert.equal(one(root, "[name=email]").getAttribute("aria-invalid"), "false");
});

test("later takes it away", async () => {
  const { root, service, conversation, focused, drawn } = await filled("");
  button(root, "Vielleicht später").click();
  await drawn();
  assert.deepEqual(conversation.state.entries, []);
  assert.equal(service.calls[0]?.path, "/api/chat/bot/email-prompt/decline");
  assert.equal(focused(), 1);
});
