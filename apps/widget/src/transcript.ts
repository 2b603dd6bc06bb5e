import type { Said } from "./api";
import { blocksOf, plain } from "./blocks";
import type { Say } from "./texts";

/** A conversation as a text that can be kept: who said what, and the sources. */
export function written(messages: readonly Said[], company: string, say: Say): string {
  const said = messages.map(({ role, text, citations, mode = null }) => {
    const sources = citations.map(({ n, title, url }) => `[${n}] ${title}: ${url}`);
    return [
      `${say(role === "visitor" ? "you" : "assistant")}:`,
      role === "visitor" ? text : plain(blocksOf({ text, mode, citations, complete: true })),
      ...sources,
    ].join("\n");
  });
  return `${[company, ...said].join("\n\n")}\n`;
}

/** Have the browser save it. */
export function download(messages: readonly Said[], company: string, say: Say): void {
  const url = URL.createObjectURL(new Blob([written(messages, company, say)], { type: "text/plain;charset=utf-8" }));
  Object.assign(document.createElement("a"), { href: url, download: say("file") }).click();
  URL.revokeObjectURL(url);
}
