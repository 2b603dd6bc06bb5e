import assert from "node:assert/strict";

import { beforeEach, test } from "vitest";

import type { Chat } from "../../src/components/chat";
import type { AnswerEvent } from "../../src/events";
import { chat } from "../../src/panel";
import { button, inside, one, ORIGIN, Service, SESSION, settled, streamed, words } from "../service";

const DONE = {
  mode: "quoted",
  grounded: true,
  answered: true,
  usage: { total_tokens: 0 },
  answer_id: "a",
  stopped: false,
  replayed: false,
  quick_replies: [] as string[],
} as const;
const ANSWER: AnswerEvent[] = [
  { event: "start", data: { message_id: "m", answer_id: "a", conversation_id: "c" } },
  { event: "delta", data: { text: "Ab 9.800 ", mode: "quoted" } },
  { event: "delta", data: { text: "Euro.", mode: "quoted" } },
  { event: "notice", data: { kind: "offline", text: "Morgen wieder." } },
  { event: "done", data: DONE },
];
let service: Service;

beforeEach(() => {
  sessionStorage.clear();
  document.body.innerHTML = "";
  service = new Service();
});

async function opened(): Promise<Chat> {
  const element = chat(ORIGIN, "bot", "token");
  document.body.append(element);
  await element.begin();
  await settled();
  return element;
}

const bubbles = (element: Chat) =>
  [...element.renderRoot.querySelectorAll(".talk > :is(.visitor, .note, empfang-answer)")].map(
    (found) => (found.shadowRoot ? one(found.shadowRoot, "p") : (found.querySelector("p") ?? found)).textContent,
  );

test("it greets, suggests and keeps nothing before the first question", async () => {
  const { renderRoot: root, lang } = await opened();
  assert.deepEqual(words(root, ".said p"), ["Ich bin ein KI-Assistent.", "Guten Tag."]);
  assert.deepEqual(words(root, ".suggestions button"), SESSION.suggested_questions);
  assert.equal(lang, "de");
  assert.equal(sessionStorage.length, 0);
});

test("who has to wait is told so until the answer begins", async () => {
  const element = await opened();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const send = async (...events: AnswerEvent[]) => {
    await writer.write(new TextEncoder().encode(streamed(...events)));
    await settled();
  };
  const text = "Sie sind gleich an der Reihe …";
  service.replies.push(readable);
  const asking = element.ask("Was kostet eine Küche?");
  await settled();
  assert.deepEqual(words(element.renderRoot, ".waiting"), ["Ich sehe in den Unterlagen nach …"]);
  await send({ event: "waiting", data: { text } });
  assert.deepEqual(words(element.renderRoot, ".waiting"), [text]);
  assert.deepEqual(words(element.renderRoot, "[role=status]"), [text]);
  await send(...ANSWER);
  await writer.close();
  await asking;
  assert.deepEqual(words(element.renderRoot, ".waiting"), []);
  assert.deepEqual(bubbles(element), ["Was kostet eine Küche?", "Ab 9.800 Euro.", "Morgen wieder."]);
});

test("a question, its answer and what follows stand in the order in which they came", async () => {
  const element = await opened();
  const fired: unknown[] = [];
  for (const name of ["message", "answer"]) {
    element.addEventListener(`empfang-${name}`, (event) => fired.push([name, (event as CustomEvent<unknown>).detail]));
  }
  service.replies.push(ANSWER);
  await element.ask("Was kostet eine Küche?");
  await settled();
  assert.deepEqual(bubbles(element), ["Was kostet eine Küche?", "Ab 9.800 Euro.", "Morgen wieder."]);
  assert.deepEqual(fired, [
    ["message", { text: "Was kostet eine Küche?" }],
    ["answer", { text: "Ab 9.800 Euro." }],
  ]);
  assert.deepEqual(words(element.renderRoot, "[role=status]"), ["Ab 9.800 Euro."]);
  assert.equal(sessionStorage.getItem("empfang:bot"), "visitor");
  assert.ok(!element.renderRoot.querySelector(".suggestions"));
});

test("the newest answer offers how to go on, until something is asked", async () => {
  const element = await opened();
  const replies = () => words(element.renderRoot, ".replies button");
  service.replies.push([
    ...ANSWER.slice(0, -1),
    { event: "done", data: { ...DONE, quick_replies: ["Und die Lieferzeit?"] } },
  ]);
  await element.ask("Was kostet eine Küche?");
  await settled();
  assert.deepEqual(replies(), ["Und die Lieferzeit?"]);
  service.replies.push(ANSWER);
  button(element.renderRoot, "Und die Lieferzeit?").click();
  await settled();
  assert.equal(element.renderRoot.querySelectorAll(".visitor").length, 2);
  assert.deepEqual(replies(), []);
});

test("what is drawn stays the same element when more comes", async () => {
  const element = await opened();
  service.replies.push(ANSWER, ANSWER);
  await element.ask("eins");
  await settled();
  const drawn = [...element.renderRoot.querySelectorAll(".talk > .visitor, .talk > empfang-answer")];
  await element.ask("zwei");
  await settled();
  const now = [...element.renderRoot.querySelectorAll(".talk > .visitor, .talk > empfang-answer")];
  assert.deepEqual(now.slice(0, drawn.length), drawn);
  assert.equal(now.length, 2 * drawn.length);
});

test("a lost connection keeps the question, and what came of an answer gives way to the whole", async () => {
  const element = await opened();
  service.replies.push(ANSWER.slice(0, 2), ANSWER);
  await element.ask("Was kostet eine Küche?");
  await settled();
  assert.match(bubbles(element).at(-1) ?? "", /abgerissen/);
  button(element.renderRoot, "Noch einmal senden").click();
  await settled();
  const [question, ...rest] = bubbles(element);
  assert.equal(question, "Was kostet eine Küche?");
  assert.deepEqual(rest.slice(-2), ["Ab 9.800 Euro.", "Morgen wieder."]);
  assert.equal(element.renderRoot.querySelectorAll(".visitor, empfang-answer").length, 2);
  const asked = service.calls.map(({ body }) => (body as { message_id: string }).message_id);
  assert.equal(asked[0], asked[1]);
});

test("a conversation of this tab goes on, with quotations as they stood there", async () => {
  sessionStorage.setItem("empfang:bot", "former");
  service.transcript = [
    { role: "visitor", message_id: "m", text: "Wann?" },
    {
      role: "assistant",
      message_id: "m",
      text: "24. Dezember\n3. Januar",
      mode: "quoted",
      citations: [],
      quick_replies: ["Wann?"],
    },
  ];
  assert.deepEqual(bubbles(await opened()), ["Wann?", "24. Dezember\n3. Januar"]);
  assert.deepEqual(service.opened, [{ token: "token", resume: "former" }]);
  assert.equal(sessionStorage.getItem("empfang:bot"), "visitor");
});

test("a conversation that is over is not gone on with, and nothing is remembered of it", async () => {
  sessionStorage.setItem("empfang:bot", "former");
  assert.deepEqual(bubbles(await opened()), []);
  assert.equal(sessionStorage.length, 0);
});

test("opening it twice at once asks once", async () => {
  sessionStorage.setItem("empfang:bot", "former");
  service.transcript = [{ role: "visitor", message_id: "m", text: "Wann?" }];
  const element = chat(ORIGIN, "bot", "token");
  document.body.append(element);
  await Promise.all([element.begin(), element.begin()]);
  await settled();
  assert.deepEqual(bubbles(element), ["Wann?"]);
});

test("a token that is over is renewed by itself, and the new one is remembered", async () => {
  const element = await opened();
  service.replies.push(ANSWER);
  await element.ask("eins");
  await settled();
  service.session = { ...SESSION, visitor_token: "renewed" };
  service.replies.push({ status: 401 }, ANSWER);
  await element.ask("zwei");
  await settled();
  assert.deepEqual(service.opened.at(-1), { token: "token", resume: "visitor" });
  assert.equal(sessionStorage.getItem("empfang:bot"), "renewed");
});

test("erasing leaves a word of it and nothing else", async () => {
  const element = await opened();
  service.replies.push(ANSWER);
  await element.ask("Was kostet eine Küche?");
  await settled();
  const menu = () => inside(inside(element.renderRoot, "empfang-head"), "empfang-menu");
  button(menu(), "Meine Daten löschen").click();
  await settled();
  button(menu(), "Ja, löschen").click();
  await settled();
  assert.deepEqual(bubbles(element), ["Das Gespräch ist gelöscht."]);
  assert.equal(sessionStorage.length, 0);
});

test("it goes on where it is put on another page while an answer comes", async () => {
  const element = await opened();
  service.replies.push(ANSWER);
  const asked = element.ask("Was kostet eine Küche?");
  element.remove();
  await settled();
  document.body.append(element);
  await asked;
  await settled();
  assert.deepEqual(bubbles(element), ["Was kostet eine Küche?", "Ab 9.800 Euro.", "Morgen wieder."]);
});
