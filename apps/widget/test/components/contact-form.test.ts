import assert from "node:assert/strict";

import { test } from "vitest";

import type { ContactForm } from "../../src/components/contact-form";
import { type Contacts, EMPTY } from "../../src/state";
import { draw, one, PERSON, type, words } from "../service";

const CONTACTS: Contacts = {
  kind: "contacts",
  key: 1,
  heading: "Kontakt",
  layout: "vertical",
  persons: [PERSON],
  first: 1,
  consent: { consent_text: "Einverstanden.", privacy_url: "https://brandt.example/d", version: 3, language: "de" },
  to: "e",
  all: false,
  wanted: false,
  form: EMPTY,
};
const form = () => draw<ContactForm>("empfang-contact-form", CONTACTS, { person: PERSON });

test("it needs a way back to the visitor, and their consent", async () => {
  const { root, service, fired, drawn } = await form();
  const submit = async () => {
    one<HTMLFormElement>(root, "form").requestSubmit();
    await drawn();
    return one(root, "[role=alert]").textContent;
  };
  assert.match(await submit(), /E-Mail-Adresse oder eine Telefonnummer/);
  assert.equal((root as ShadowRoot).activeElement?.getAttribute("name"), "email");
  type(one<HTMLInputElement>(root, "[name=email]"), "anna@");
  assert.match(await submit(), /name@beispiel\.de/);
  type(one<HTMLInputElement>(root, "[name=email]"), "");
  type(one<HTMLInputElement>(root, "[name=phone]"), " 089 1 ");
  assert.match(await submit(), /Ohne Ihre Zustimmung/);
  assert.equal((root as ShadowRoot).activeElement?.getAttribute("name"), "consent");
  type(one<HTMLInputElement>(root, "[name=consent]"), "on");
  one<HTMLFormElement>(root, "form").requestSubmit();
  await drawn();
  assert.deepEqual(words(root, "[role=status]"), ["Danke. Erika Brandt meldet sich bei Ihnen."]);
  assert.deepEqual(service.calls, [
    {
      method: "POST",
      path: "/api/chatbots/bot/contact-requests",
      body: { person_id: "e", phone: "089 1", consent: { accepted: true, number: 3, language: "de" } },
    },
  ]);
  assert.deepEqual(fired, ["lead"]);
});

test("what is typed is kept outside of the form", async () => {
  const { root, conversation } = await form();
  type(one<HTMLTextAreaElement>(root, "textarea"), "Bitte um Rückruf");
  assert.equal((conversation.state.entries[0] as Contacts).form.values["message"], "Bitte um Rückruf");
});
