/** A web address in running text, with whatever touches its end. Brackets and quotation marks are never part of one. */
export const ADDRESS = String.raw`(?<![\p{L}\p{N}])https?:\/\/[^\s<>"'${"`"}„“”‚‘’«»‹›\[\]{}|\\^]+`;

/** What a sentence puts behind an address. As in GitHub Flavored Markdown, section 6.9, and what German adds. */
const BEHIND = /[.,;:!?*_~…–—]+$/;

/** The address itself, of what `ADDRESS` found: no punctuation at its end, and no bracket that was opened before it. */
export function address(found: string): string {
  let kept = found;
  for (;;) {
    const shorter = kept.replace(BEHIND, "");
    const closed = shorter.endsWith(")") && shorter.split(")").length > shorter.split("(").length;
    const next = closed ? shorter.slice(0, -1) : shorter;
    if (next === kept) return kept;
    kept = next;
  }
}

/** A web address, or null for anything else, scripts above all. Its host is in one spelling, with or without umlauts. */
export function webAddress(text: string | null | undefined, base?: string): URL | null {
  try {
    const url = new URL(text ?? "", base);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}
