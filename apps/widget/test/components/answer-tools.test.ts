import assert from "node:assert/strict";

import { test } from "vitest";

import type { AnswerTools } from "../../src/components/answer-tools";
import type { Answer } from "../../src/state";
import { button, draw, one, type } from "../service";

const ANSWER: Answer = {
  kind: "answer",
  key: 1,
  messageId: "m",
  text: "**Ja** [1]",
  mode: "model",
  citations: [{ n: 1, title: "Preise", url: "https://brandt.example/preise", quote: "Ja" }],
  complete: true,
  rating: null,
  comment: null,
  copied: false,
  replies: [],
};

test("who finds it not helpful may say why, once", async () => {
  const { root, service, conversation, drawn } = await draw<AnswerTools>("empfang-answer-tools", ANSWER);
  button(root, "Nicht hilfreich").click();
  await drawn();
  assert.equal(button(root, "Nicht hilfreich").getAttribute("aria-pressed"), "true");
  type(one<HTMLTextAreaElement>(root, "textarea"), " Die Maße ");
  assert.equal((conversation.state.entries[0] as Answer).comment, " Die Maße ");
  await drawn();
  one<HTMLFormElement>(root, "form").requestSubmit();
  await drawn();
  assert.ok(!root.querySelector("textarea"));
  assert.deepEqual(
    service.calls.map(({ body }) => body),
    [
      { message_id: "m", rating: -1 },
      { message_id: "m", rating: -1, comment: "Die Maße" },
    ],
  );
});

test("a judgement that did not arrive is none", async () => {
  const { root, service, conversation, drawn } = await draw<AnswerTools>("empfang-answer-tools", ANSWER);
  service.replies.push("lost");
  button(root, "Hilfreich").click();
  await drawn();
  assert.equal(button(root, "Hilfreich").getAttribute("aria-pressed"), "false");
  assert.match(conversation.state.spoken.text, /nicht senden/);
});

test("the words are copied without markup", async () => {
  const { root, drawn } = await draw<AnswerTools>("empfang-answer-tools", ANSWER);
  button(root, "Kopieren").click();
  await drawn();
  assert.equal(await navigator.clipboard.readText(), "Ja");
  assert.ok(button(root, "Kopiert"));
});
