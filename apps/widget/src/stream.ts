import type { AnswerEvent } from "./events";

/** Cuts a stream of text into server-sent events. Comments, which keep the connection open, are no events. */
export class EventParser {
  private rest = "";

  /** The events that are complete with this piece of text. */
  feed(text: string): AnswerEvent[] {
    this.rest = (this.rest + text).replaceAll("\r\n", "\n");
    const blocks = this.rest.split("\n\n");
    this.rest = blocks.pop() ?? "";
    return blocks.flatMap((block) => {
      const fields = block.split("\n").map((line) => line.split(/:\s?(.*)/s));
      const event = fields.find(([field]) => field === "event")?.[1];
      const data = fields.filter(([field]) => field === "data").map(([, value]) => value ?? "");
      return event && data.length ? [{ event, data: JSON.parse(data.join("\n")) as unknown } as AnswerEvent] : [];
    });
  }
}
