import assert from "node:assert/strict";

import { afterEach, beforeEach, test, vi } from "vitest";

import { type Embedding, embedding } from "../src/embedding";
import { Launcher, type Options } from "../src/launcher";
import { iconOn } from "../src/look";

const OPTIONS: Options = { origin: "https://empfang.example", bot: "a", token: "t", color: "", language: "de" };
const OTHER = { ...OPTIONS, bot: "b" };

/** Until everything that waits for the end of a page's own script has run. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 120));
const buttons = () => [...document.querySelectorAll("empfang-launcher")].filter(({ shadowRoot }) => shadowRoot);

/** What libraries do that swap pages. */
const SWAPS: Record<string, () => void> = {
  "a new body": () => document.documentElement.replaceChild(document.createElement("body"), document.body),
  "the body's content": () => {
    document.body.innerHTML = "<h1>Kontakt</h1>";
  },
  "a morph": () => buttons().forEach((button) => button.remove()),
  "a stored copy": () => document.documentElement.replaceChild(document.body.cloneNode(true), document.body),
};

const LOOK = { company: "Tischlerei Brandt", brand: "#7a4a21", on_brand: "#ffffff", teaser: "" };
const answers = (answer: () => Response) => vi.stubGlobal("fetch", () => Promise.resolve().then(answer));
const drawn = () => buttons()[0]?.shadowRoot?.querySelector("button");

beforeEach(() => {
  answers(() => new Response(JSON.stringify(LOOK)));
  document.body.innerHTML = "<h1>Start</h1>";
});
afterEach(() => {
  vi.useRealTimers();
  sessionStorage.clear();
  for (const launcher of document.querySelectorAll<Launcher>("empfang-launcher")) launcher.leave();
  delete (Launcher as { embedding?: Embedding }).embedding;
});

for (const [name, swap] of Object.entries(SWAPS)) {
  test(`the button outlives ${name}, with the script run again and without`, async () => {
    embedding().embed(OPTIONS);
    const [button] = buttons();
    for (const again of [false, true, false]) {
      await settled();
      swap();
      if (again) embedding().embed(OPTIONS);
      await settled();
      assert.deepEqual(buttons(), [button]);
      assert.equal(document.querySelectorAll("empfang-launcher").length, 1);
    }
  });
}

test("a page that takes the button off again and again does not hang", async () => {
  embedding().embed(OPTIONS);
  let taken = 0;
  const watch = new MutationObserver(() => {
    taken += buttons().length;
    buttons().forEach((button) => button.remove());
  });
  watch.observe(document.body, { childList: true });
  buttons()[0]?.remove();
  await settled();
  watch.disconnect();
  assert.ok(taken < 10, String(taken));
  await settled();
  assert.equal(buttons().length, 1);
});

test("several bots have a button each, and keep it", async () => {
  embedding().embed(OPTIONS);
  embedding().embed(OTHER);
  await settled();
  document.body.innerHTML =
    '<script type="text/plain" data-bot="a"></script><script type="text/plain" data-bot="b"></script>';
  embedding().embed(OPTIONS);
  embedding().embed(OTHER);
  await settled();
  assert.equal(buttons().length, 2);
  assert.notEqual(window.Empfang?.get("a"), window.Empfang?.get("b"));
});

test("the bot of another part of the site takes the place of the one before", async () => {
  embedding().embed(OPTIONS);
  await settled();
  document.body.innerHTML = '<script type="text/plain" data-bot="b"></script>';
  await settled();
  embedding().embed(OTHER);
  await settled();
  assert.equal(buttons().length, 1);
  assert.equal(window.Empfang?.get("a"), undefined);
});

test("a page may do to the name what it wants", () => {
  Object.assign(window, { Empfang: document.createElement("a") });
  embedding().embed(OPTIONS);
  delete window.Empfang;
  embedding().embed(OPTIONS);
  assert.equal(buttons().length, 1);
  assert.ok(embedding().get("a"));
});

test("the button has the bot's colour, an icon that can be seen, and the company's name", async () => {
  embedding().embed(OPTIONS);
  await settled();
  assert.equal(drawn()?.hidden, false);
  assert.equal(drawn()?.getAttribute("aria-label"), "Chat öffnen: Tischlerei Brandt");
  assert.equal(buttons()[0]?.style.getPropertyValue("--color"), "#7a4a21");
  assert.equal(buttons()[0]?.style.getPropertyValue("--icon"), "#ffffff");
});

test("a page's own colour goes before, and the icon follows it", async () => {
  for (const [color, icon] of [
    ["#f2c300", "#111827"],
    ["#102030", "#ffffff"],
  ] as const) {
    assert.equal(iconOn(color), icon);
  }
  embedding().embed({ ...OPTIONS, color: "#f2c300" });
  await settled();
  assert.equal(buttons()[0]?.style.getPropertyValue("--color"), "#f2c300");
  assert.equal(buttons()[0]?.style.getPropertyValue("--icon"), "#111827");
});

test("a link that leads nowhere has no button, a host that does not answer a plain one", async () => {
  answers(() => new Response(null, { status: 204 }));
  embedding().embed(OPTIONS);
  await settled();
  assert.equal(drawn()?.hidden, true);
  answers(() => {
    throw new TypeError("lost");
  });
  embedding().embed(OTHER);
  await settled();
  const other = buttons()[1]?.shadowRoot?.querySelector("button");
  assert.equal(other?.hidden, false);
  assert.equal(other.getAttribute("aria-label"), "Chat öffnen");
});

const bubble = () => buttons()[0]?.shadowRoot?.querySelector(".teaser");
const press = (label: string) => {
  const found = [...(bubble()?.querySelectorAll("button") ?? [])];
  found.find((one) => (one.getAttribute("aria-label") ?? one.textContent) === label)?.click();
};
async function teased(text: string): Promise<void> {
  answers(() => new Response(JSON.stringify({ ...LOOK, teaser: text })));
  vi.useFakeTimers();
  embedding().embed(OPTIONS);
  await vi.advanceTimersByTimeAsync(6000);
}

test("a line beside the button comes after a while, stores nothing, and stays text", async () => {
  await teased("Fragen? <b>Ich</b> antworte.");
  assert.equal(bubble()?.querySelector("button")?.textContent, "Fragen? <b>Ich</b> antworte.");
  assert.equal(bubble()?.closest("[aria-live]"), null);
  assert.equal(sessionStorage.length, 0);
});

test("no line is configured, none comes", async () => {
  await teased("");
  assert.equal(bubble(), null);
});

test("a line that was closed does not come again in this tab", async () => {
  await teased("Fragen?");
  press("Hinweis schließen");
  assert.equal(bubble(), null);
  assert.deepEqual([sessionStorage.length, sessionStorage.getItem("empfang:a:teaser")], [1, "seen"]);
  document.querySelectorAll<Launcher>("empfang-launcher").forEach((found) => found.leave());
  delete (Launcher as { embedding?: Embedding }).embedding;
  await teased("Fragen?");
  assert.equal(bubble(), null);
});

test("whoever opens the panel has no use for the line", async () => {
  answers(() => new Response(JSON.stringify({ ...LOOK, teaser: "Fragen?" })));
  vi.useFakeTimers();
  embedding().embed(OPTIONS);
  await vi.advanceTimersByTimeAsync(1000);
  window.Empfang?.open().catch(() => null);
  await vi.advanceTimersByTimeAsync(6000);
  assert.equal(bubble(), null);
  assert.equal(sessionStorage.getItem("empfang:a:teaser"), "seen");
});

test("on the second page of a site the line does not come", async () => {
  vi.spyOn(document, "referrer", "get").mockReturnValue(`${location.origin}/start`);
  await teased("Fragen?");
  assert.equal(bubble(), null);
});
