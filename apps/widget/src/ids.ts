/** An id for a message; `crypto.randomUUID` exists on safe origins only. */
export function uuid(): string {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const fixed = bytes.map((byte, at) => (at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte));
  const hex = fixed.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
