import type { Block, Inline } from "./blocks";
import { ADDRESS, address, webAddress } from "./links";
import { reachable } from "./reach";
import { isRow, type Line, tables } from "./rows";

const BULLET = /^\s*[-*•]\s+(.*)$/;
const NUMBERED = /^\s*(\d{1,3})[.)]\s+(.*)$/;
/** Emphasis stands around words, never inside of one: "600*400*20 mm" has none. */
const INLINE = new RegExp(
  [
    String.raw`\\([!-\/:-@\[-${"`"}\{-~])`,
    String.raw` ?\[(\d{1,3})\](?!\()`,
    "`([^`\\n]+)`",
    String.raw`(?<![\p{L}\p{N}*])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?![\p{N}*])`,
    String.raw`(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])`,
    String.raw`!?\[([^\]\n]*)\]\(<?((?:[^()\s<>]|\([^()\s<>]*\))+)>?(?:\s+"[^"\n]*")?\)`,
    `(${ADDRESS})`,
  ].join("|"),
  "giu",
);

interface Known {
  /** The hosts that links may lead to. */
  hosts: ReadonlySet<string>;
  /** The numbers of passages; null while the answer comes, when all are taken for one. */
  numbers: ReadonlySet<number> | null;
}

/** The blocks of an answer in the little Markdown that models write. */
export function parse(text: string, hosts: ReadonlySet<string>, numbers: ReadonlySet<number> | null = null): Block[] {
  const known = { hosts, numbers };
  const blocks: Block[] = [];
  let lines: string[] = [];
  let rows: Line[] = [];
  const flush = () => {
    blocks.push(...tables(rows));
    rows = [];
    if (lines.length) blocks.push({ kind: "paragraph", parts: inline(lines.join("\n"), known) });
    lines = [];
  };
  const add = (number: number | null, item: string) => {
    flush();
    const last = blocks.at(-1);
    const follows = last?.kind === "list" && number === (last.start === null ? null : last.start + last.items.length);
    if (follows) last.items.push(inline(item, known));
    else blocks.push({ kind: "list", start: number, items: [inline(item, known)] });
  };
  for (const { line, number } of numbered(text.trim().split("\n"))) {
    const bullet = BULLET.exec(line);
    if (number !== null) add(number, NUMBERED.exec(line)?.[2] ?? "");
    else if (bullet) add(null, bullet[1] ?? "");
    else if (isRow([{ kind: "text", text: line }])) {
      if (!rows.length) flush();
      rows.push(inline(line.trim(), known));
    } else if (rows.length && line.trim()) {
      flush();
      lines.push(line);
    } else if (line.trim()) lines.push(line.replace(/^#{1,6}\s+/, ""));
    else flush();
  }
  flush();
  return blocks;
}

/** Each line with its number in a list. A number without one before or after it is none: "24. Dezember". */
function numbered(lines: string[]): { line: string; number: number | null }[] {
  const found = lines.map((line) => ({ line, number: Number(NUMBERED.exec(line)?.[1] ?? NaN) }));
  const numbers = found.map(({ number }) => number).filter((number) => !Number.isNaN(number));
  let at = -1;
  return found.map(({ line, number }) => {
    if (Number.isNaN(number)) return { line, number: null };
    at += 1;
    return { line, number: numbers[at - 1] === number - 1 || numbers[at + 1] === number + 1 ? number : null };
  });
}

/** The parts of a line. Pictures become their description, links to other hosts their text. */
function inline(text: string, known: Known): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    parts.push(...reachable(text.slice(end, found.index)));
    const [whole, escaped, cited, code, strong, em, label, target, bare] = found;
    end = found.index + whole.length;
    if (escaped !== undefined) parts.push({ kind: "text", text: escaped });
    else if (cited !== undefined) parts.push(reference(whole, Number(cited), known));
    else if (code !== undefined) parts.push({ kind: "code", text: code });
    else if (strong !== undefined) parts.push({ kind: "strong", parts: inline(strong, known) });
    else if (em !== undefined) parts.push({ kind: "em", parts: inline(em, known) });
    else if (bare === undefined) parts.push(linked(label ?? "", whole.startsWith("!") ? null : target, known));
    else {
      const written = address(bare);
      end = found.index + written.length;
      parts.push(linked(written, written, known));
    }
  }
  parts.push(...reachable(text.slice(end)));
  return parts;
}

function reference(written: string, n: number, { numbers }: Known): Inline {
  return !numbers || numbers.has(n) ? { kind: "citation", n } : { kind: "text", text: written };
}

function linked(label: string, target: string | null | undefined, { hosts }: Known): Inline {
  const url = webAddress(target);
  return url && hosts.has(url.host) ? { kind: "link", text: label, url: url.href } : { kind: "text", text: label };
}
