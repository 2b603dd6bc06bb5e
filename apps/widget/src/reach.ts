import type { Inline } from "./blocks";

/** Addresses of mail and numbers of telephones, neither inside of a web address. */
const MAIL = String.raw`(?<![\p{L}\p{N}._%+@-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,5}\p{L}{2,24}(?![\p{L}\p{N}@-])`;
/** From the country on, or an area code and what follows it: other numbers of a page are none that could be called. */
const CALL = String.raw`(?<![\p{L}\p{N}+.,/:-]|fax[^\n]{0,4})(?:\+[1-9]\d{0,2}|00[1-9]\d|\(0[1-9]\d{1,4}\)|0[1-9]\d{1,4}(?=[ \/–-]))(?:[ \/–-]{0,3}(?:\(0\)|\(?\d{1,12}\)?)){1,7}(?![\p{L}\p{N}]|[.,]\d|\s*(?:€|euro|%|mm|cm|km|kg|m²))`;
const REACH = new RegExp(`(?<!:\\/\\/\\S{0,200})(?:(${MAIL})|(${CALL}))`, "giu");
const FEWEST = 7;
const MOST = 15;

/** Text with what can be called or written to as links. */
export function reachable(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const { 0: found, 1: mail, index } of text.matchAll(REACH)) {
    const number = found.replace(/^(\+|00)(.*)\(0\)/, "$1$2").replace(/(?!^\+)\D/g, "");
    const digits = number.replace(/\D/g, "").length;
    if (!mail && (digits < FEWEST || digits > MOST)) continue;
    if (index > end) parts.push({ kind: "text", text: text.slice(end, index) });
    parts.push({ kind: "link", text: found, url: mail ? `mailto:${mail}` : `tel:${number.replace(/^00/, "+")}` });
    end = index + found.length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}
