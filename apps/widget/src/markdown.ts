/** The little Markdown that answers are written in, as a tree: nothing of it can become markup by itself. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "strong" | "em"; parts: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; text: string; url: string }
  | { kind: "citation"; n: number };

export type Block = { kind: "paragraph"; parts: Inline[] } | { kind: "list"; ordered: boolean; items: Inline[][] };

const ITEM = /^\s*(?:[-*•]|(\d{1,3})[.)])\s+(.*)$/;
const INLINE = /\s?\[(\d{1,3})\]|`([^`\n]+)`|\*\*([^*\n]+)\*\*|\*([^*\n]+)\*|!?\[([^\]\n]*)\]\(([^)\s]+)\)|(https?:\/\/[^\s<>()"']+)/g;

/** The blocks of an answer. `hosts` are those that links may lead to: the cited pages'. */
export function parse(text: string, hosts: ReadonlySet<string>): Block[] {
  const blocks: Block[] = [];
  for (const chunk of text.trim().split(/\n{2,}/)) {
    let lines: string[] = [];
    const flush = () => {
      if (lines.length) blocks.push({ kind: "paragraph", parts: inline(lines.join("\n"), hosts) });
      lines = [];
    };
    for (const line of chunk.split("\n")) {
      const item = ITEM.exec(line);
      if (!item) {
        lines.push(line.replace(/^#{1,6}\s+/, ""));
        continue;
      }
      flush();
      const ordered = item[1] !== undefined;
      const last = blocks.at(-1);
      const parts = inline(item[2] ?? "", hosts);
      if (last?.kind === "list" && last.ordered === ordered) last.items.push(parts);
      else blocks.push({ kind: "list", ordered, items: [parts] });
    }
    flush();
  }
  return blocks;
}

/** The parts of a line. Pictures become their description, links to other hosts their text. */
export function inline(text: string, hosts: ReadonlySet<string>): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    if (found.index > end) parts.push({ kind: "text", text: text.slice(end, found.index) });
    end = found.index + found[0].length;
    const [whole, cited, code, strong, em, label, target, bare] = found;
    if (cited !== undefined) parts.push({ kind: "citation", n: Number(cited) });
    else if (code !== undefined) parts.push({ kind: "code", text: code });
    else if (strong !== undefined) parts.push({ kind: "strong", parts: inline(strong, hosts) });
    else if (em !== undefined) parts.push({ kind: "em", parts: inline(em, hosts) });
    else parts.push(linked(label ?? bare ?? whole, target ?? bare ?? "", whole.startsWith("!"), hosts));
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

function linked(label: string, target: string, picture: boolean, hosts: ReadonlySet<string>): Inline {
  const url = picture ? null : webAddress(target);
  return url && hosts.has(url.host) ? { kind: "link", text: label, url: url.href } : { kind: "text", text: label };
}

/** A web address, or null for anything else, scripts above all. */
export function webAddress(text: string | null | undefined, base?: string): URL | null {
  try {
    const url = new URL(text ?? "", base);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** An answer as plain text: for copying, reading out and keeping. */
export function plain(text: string): string {
  return text.replace(/\s?\[\d{1,3}\]/g, "").replace(/\*\*([^*\n]+)\*\*/g, "$1").trim();
}
