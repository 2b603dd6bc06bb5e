import type { Citation } from "./events";
import { webAddress } from "./links";
import { parse } from "./markdown";
import { quoted } from "./quoted";

/** Text as a tree: nothing of it can become markup by itself. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "strong" | "em"; parts: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; text: string; url: string }
  | { kind: "citation"; n: number };

/**
 * A list has the number of its first item, or null where items are not numbered. A table has the names of its columns,
 * or none; `named` ones have them at the beginning of each row.
 */
export type Block =
  | { kind: "paragraph"; parts: Inline[] }
  | { kind: "list"; start: number | null; items: Inline[][] }
  | { kind: "table"; head: string[]; rows: Inline[][][]; named?: true };

/** An answer as far as it has come. Without a mode nobody has said yet who wrote it. */
export interface Written {
  readonly text: string;
  readonly mode: string | null;
  readonly citations: readonly Citation[];
  readonly complete: boolean;
}

/** How an answer is shown: a model's with its markup, any other letter for letter. Links lead to cited hosts only. */
export function blocksOf({ text, mode, citations, complete }: Written): Block[] {
  const hosts = new Set(citations.flatMap(({ url }) => webAddress(url)?.host ?? []));
  if (mode !== "model") return quoted(text, citations, hosts);
  return parse(text, hosts, complete ? new Set(citations.map(({ n }) => n)) : null);
}

/** The words alone: for copying, reading out and keeping. */
export function plain(blocks: readonly Block[]): string {
  const said = blocks.map((block) => {
    if (block.kind === "paragraph") return words(block.parts);
    if (block.kind === "table") return written(block);
    const mark = (index: number) => (block.start === null ? "-" : `${block.start + index}.`);
    return block.items.map((item, index) => `${mark(index)} ${words(item)}`).join("\n");
  });
  return said.join("\n\n").trim();
}

/** A table's rows, each with its names. */
function written({ head, rows, named }: Extract<Block, { kind: "table" }>): string {
  const lines = rows.map((row) => {
    if (named) return row.map(words).join(": ");
    return row.map((cell, at) => (head[at] ? `${head[at]}: ${words(cell)}` : words(cell))).join(", ");
  });
  return lines.join("\n");
}

function words(parts: readonly Inline[]): string {
  return parts.map((part) => ("text" in part ? part.text : "parts" in part ? words(part.parts) : "")).join("");
}
