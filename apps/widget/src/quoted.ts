import type { Block, Inline } from "./blocks";
import type { Citation } from "./events";
import { ADDRESS, address, webAddress } from "./links";

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
  return paragraphs.filter((parts) => parts.length).map((parts) => ({ kind: "paragraph", parts }));
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
    if (found.index > end) parts.push({ kind: "text", text: text.slice(end, found.index) });
    parts.push({ kind: "link", text: written, url: url.href });
    end = found.index + written.length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}
