import assert from "node:assert/strict";

import { test } from "vitest";

import type { Contacts as Element } from "../../src/components/contacts";
import type { Person } from "../../src/events";
import { type Contacts, EMPTY } from "../../src/state";
import { PERSON, button, draw, inside, one, settled, words } from "../service";

const CONTACTS: Contacts = {
  kind: "contacts",
  key: 1,
  heading: "Ihr direkter Kontakt",
  layout: "vertical",
  persons: [
    { ...PERSON, position: "Vertrieb", booking_url: "https://termine.example/erika?tag=1" },
    { ...PERSON, id: "j", name: "Jan Weber", specialization: "Küchen", image_url: "/media/jan.webp" },
  ],
  consent: { consent_text: "Einverstanden.", privacy_url: null, version: 3, language: "de" },
  to: null,
  first: 1,
  all: false,
  wanted: false,
  form: EMPTY,
};

test("the first has a card, the others on request, and the form to one stands below theirs", async () => {
  const { root, drawn } = await draw<Element>("empfang-cards", CONTACTS);
  assert.deepEqual(words(root, "strong"), ["Erika Brandt"]);
  button(root, "Weitere Ansprechpartner").click();
  await drawn();
  assert.deepEqual(words(root, "strong"), ["Erika Brandt", "Jan Weber"]);
  assert.equal((root as ShadowRoot).activeElement?.getAttribute("aria-label"), "Kontakt aufnehmen: Jan Weber");
  assert.equal(one<HTMLImageElement>(root, "img").src, "https://empfang.example/media/jan.webp");
  button(root, "Kontakt aufnehmen: Erika Brandt").click();
  await drawn();
  const form = one(root, "empfang-contact-form");
  assert.match(form.previousElementSibling?.textContent ?? "", /Erika/);
  button(inside(root, "empfang-contact-form"), "Abbrechen").click();
  await drawn();
  assert.ok(!root.querySelector("empfang-contact-form"));
  assert.equal((root as ShadowRoot).activeElement?.getAttribute("aria-label"), "Kontakt aufnehmen: Erika Brandt");
});

test("who can be booked has a link, whatever may be written to whom", async () => {
  const [erika, jan] = CONTACTS.persons as [Person, Person];
  const { root, service } = await draw<Element>("empfang-cards", {
    ...CONTACTS,
    first: 2,
    persons: [erika, { ...jan, booking_url: "javascript:alert(1)" }],
    consent: { ...CONTACTS.consent, version: null },
  });
  const link = one<HTMLAnchorElement>(root, "a");
  assert.equal(link.href, "https://termine.example/erika?tag=1");
  assert.equal(link.getAttribute("aria-label"), "Termin buchen: Erika Brandt");
  assert.equal(root.querySelectorAll("a").length, 1);
  link.addEventListener("click", (event) => event.preventDefault());
  link.click();
  await settled();
  assert.deepEqual(service.calls, [{ method: "POST", path: "/api/chat/bot/bookings", body: { person_id: "e" } }]);
});

test("without a text to agree to nobody can be written to", async () => {
  const { root } = await draw<Element>("empfang-cards", {
    ...CONTACTS,
    first: 2,
    consent: { ...CONTACTS.consent, version: null },
  });
  assert.ok(!root.querySelector("button"));
});
