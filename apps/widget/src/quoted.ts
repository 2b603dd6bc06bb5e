import type { Block, Inline } from "./blocks";
import type { Citation } from "./events";
import { ADDRESS, address, webAddress } from "./links";
import { reachable } from "./reach";
import { isRow, type Line, tables } from "./rows";

/**
 * Text that no model wrote, letter for letter: numbers, asterisks and brackets in it are a page's own. Only the number
 * that chat-svc puts behind each quoted passage leads to its source, and addresses of `hosts` are links.
 */
export function quoted(text: string, citations: readonly Citation[], hosts: ReadonlySet<string>): Block[] {
  const paragraphs: Inline[][] = [[]];
  const write = (piece: string) => {
    piece.split(/\n{2,}/).forEach((paragraph, number) => {
      if (number) paragraphs.push([]);
      paragraphs.at(-1)?.push(...withLinks(paragraph, hosts));
    });
  };
  let end = 0;
  for (const { n, at, length } of marks(text, citations)) {
    write(text.slice(end, at));
    paragraphs.at(-1)?.push({ kind: "citation", n });
    end = at + length;
  }
  write(text.slice(end));
  return paragraphs.filter((parts) => parts.length).flatMap(inBlocks);
}

/** A paragraph as it stands there, its rows and its items as such. */
function inBlocks(parts: Inline[]): Block[] {
  const kindOf = (line: Line) => (isRow(line) ? "row" : isItem(line) ? "item" : "text");
  const runs: { kind: string; lines: Line[] }[] = [];
  for (const line of linesOf(parts)) {
    const kind = kindOf(line);
    if (runs.at(-1)?.kind === kind) runs.at(-1)?.lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  if (runs.every(({ kind, lines }) => kind === "text" || (kind === "item" && lines.length < 2))) {
    return [{ kind: "paragraph", parts }];
  }
  return runs.flatMap(({ kind, lines }): Block[] => {
    if (kind === "row") return tables(lines);
    if (kind === "item" && lines.length > 1) return [{ kind: "list", start: null, items: lines.map(withoutMark) }];
    const kept = lines.flatMap((line, number): Line => (number ? [{ kind: "text", text: "\n" }, ...line] : line));
    return [{ kind: "paragraph", parts: kept }];
  });
}

const ITEM = /^\s*[-•–]\s+(?=\S)/;

function isItem([first]: Line): boolean {
  return first?.kind === "text" && ITEM.test(first.text);
}

function withoutMark([first, ...rest]: Line): Line {
  return first?.kind === "text" ? [{ kind: "text", text: first.text.replace(ITEM, "") }, ...rest] : [];
}

function linesOf(parts: Inline[]): Line[] {
  const lines: Line[] = [[]];
  for (const part of parts) {
    if (part.kind !== "text") lines.at(-1)?.push(part);
    else
      part.text.split("\n").forEach((text, number) => {
        if (number) lines.push([]);
        if (text) lines.at(-1)?.push({ kind: "text", text });
      });
  }
  return lines.filter((line) => line.length);
}

/** Where the passages' numbers stand: behind what was quoted, at the end of a paragraph. */
function marks(text: string, citations: readonly Citation[]): { n: number; at: number; length: number }[] {
  let end = 0;
  return citations.flatMap(({ n, quote }) => {
    const whole = quote.replace(/…$/, ""); // a long one was cut
    const begins = text.indexOf(whole, end);
    const mark = ` [${n}]`;
    let at = text.indexOf(mark, begins < 0 ? end : begins + whole.length);
    while (at >= 0 && !/^(\n\n|\s*$)/.test(text.slice(at + mark.length))) at = text.indexOf(mark, at + 1);
    if (at < 0) return [];
    end = at + mark.length;
    return [{ n, at, length: mark.length }];
  });
}

function withLinks(text: string, hosts: ReadonlySet<string>): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const found of text.matchAll(new RegExp(ADDRESS, "giu"))) {
    const written = address(found[0]);
    const url = webAddress(written);
    if (!url || !hosts.has(url.host)) continue;
    parts.push(...reachable(text.slice(end, found.index)));
    parts.push({ kind: "link", text: written, url: url.href });
    end = found.index + written.length;
  }
  parts.push(...reachable(text.slice(end)));
  return parts;
}
