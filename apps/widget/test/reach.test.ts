import assert from "node:assert/strict";

import { test } from "vitest";

import { reachable } from "../src/reach";

const links = (text: string) =>
  reachable(text).flatMap((part) => (part.kind === "link" ? [`${part.text} > ${part.url}`] : []));

const CALLED: [text: string, number: string][] = [
  ["Telefon 0421 5550123, gern auch abends", "0421 5550123 > tel:04215550123"],
  ["Rufen Sie an: +49 (0)40 / 23 45-67.", "+49 (0)40 / 23 45-67 > tel:+4940234567"],
  ["(0 41 31) 12 34 56", ""],
  ["Tel. (04131) 123456", "(04131) 123456 > tel:04131123456"],
  ["0049 89 1234567", "0049 89 1234567 > tel:+49891234567"],
  ["0800-3301000 (kostenlos)", "0800-3301000 > tel:08003301000"],
];

test("numbers of telephones can be called, as they are written", () => {
  for (const [text, found] of CALLED) assert.deepEqual(links(text), found ? [found] : [], text);
});

test("addresses of mail can be written to", () => {
  assert.deepEqual(links("Mail an info@meier-bau.example."), [
    "info@meier-bau.example > mailto:info@meier-bau.example",
  ]);
  assert.deepEqual(links("(E-Mail:büro@müller.example)"), ["büro@müller.example > mailto:büro@müller.example"]);
});

const NONE = [
  "01.12.2026 bis 06.01.2027",
  "01/12/2026",
  "Maße 600 x 400 x 20 mm",
  "22.000 bis 38.000 €",
  "IBAN DE02 1203 0000 0000 2020 51",
  "Fax: 040 1234567",
  "https://boese.example/040-1234567",
  "https://info@boese.example/",
  "Artikel 4711-0815",
  "javascript:alert(1)",
];

test("other numbers and addresses stay text", () => {
  for (const text of NONE) assert.deepEqual(reachable(text), [{ kind: "text", text }], text);
});

test("no letter is lost", () => {
  for (const text of [...NONE, ...CALLED.map(([one]) => one), "a@b.de c@d.de 040 1234567"]) {
    assert.equal(
      reachable(text)
        .map((part) => ("text" in part ? part.text : ""))
        .join(""),
      text,
    );
  }
});
