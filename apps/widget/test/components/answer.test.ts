import assert from "node:assert/strict";

import { test } from "vitest";

import type { Answer as Element } from "../../src/components/answer";
import type { Answer } from "../../src/state";
import { draw, inside, one } from "../service";

const CITATION = { n: 1, title: "Preise", url: "https://brandt.example/preise", quote: "Eine Zeile." };
const ANSWER: Answer = {
  kind: "answer",
  key: 1,
  messageId: "m",
  text: "**Ja** [1], siehe https://brandt.example/a.\n3. drei\n4. vier",
  mode: "model",
  citations: [CITATION],
  complete: true,
  rating: null,
  comment: null,
  copied: false,
  replies: [],
};

test("a model's markup is drawn, with sources, links and the list's numbers", async () => {
  const { root } = await draw<Element>("empfang-answer", ANSWER);
  assert.equal(one(root, "strong").textContent, "Ja");
  assert.equal(one(root, ".ref a").getAttribute("aria-label"), "Quelle 1: Preise");
  assert.equal(one<HTMLAnchorElement>(root, "p > a").href, "https://brandt.example/a");
  assert.equal(one<HTMLOListElement>(root, "ol").getAttribute("start"), "3");
});

test("a quotation is drawn letter for letter", async () => {
  const text = "24. Dezember\n3. Januar: 600*400*20 mm  [3] `x` # y __z__";
  const { root } = await draw<Element>("empfang-answer", { ...ANSWER, mode: "quoted", text: `${text} [1]` });
  const paragraph = one(root, "p");
  one(paragraph, "sup").remove();
  assert.equal(paragraph.textContent, text);
});

test("while it comes there is nothing to do with it, and nothing of it is markup before that is known", async () => {
  const { root } = await draw<Element>("empfang-answer", { ...ANSWER, complete: false, mode: null, citations: [] });
  assert.ok(!root.querySelector("empfang-answer-tools"));
  assert.equal(one(root, "p").textContent, ANSWER.text);
});

test("a number opens its source", async () => {
  const { root, drawn } = await draw<Element>("empfang-answer", ANSWER);
  one(root, ".ref a").click();
  await drawn();
  assert.ok(one<HTMLDetailsElement>(inside(root, "empfang-sources"), "details").open);
});
