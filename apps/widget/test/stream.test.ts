import assert from "node:assert/strict";

import { test } from "vitest";

import { EventParser } from "../src/stream";

const STREAM =
  ': ping\n\nevent: start\ndata: {"a":1}\n\nevent: delta\r\ndata: {"text":"Grüß: \\n Gott"}\r\n\r\nevent: done\ndata: {}\n\n';

test("events come whole, wherever the stream is cut", () => {
  for (let size = 1; size < STREAM.length; size += 3) {
    const parser = new EventParser();
    const events = [];
    for (let at = 0; at < STREAM.length; at += size) events.push(...parser.feed(STREAM.slice(at, at + size)));
    assert.deepEqual(events, [
      { event: "start", data: { a: 1 } },
      { event: "delta", data: { text: "Grüß: \n Gott" } },
      { event: "done", data: {} },
    ]);
  }
});

test("an unfinished event is kept back", () => {
  assert.deepEqual(new EventParser().feed('event: delta\ndata: {"text":"a"}\n'), []);
});
