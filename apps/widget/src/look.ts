/** How the button of a bot looks, as chat-svc says before anybody opened it. */
export interface Look {
  readonly company: string;
  readonly brand: string;
  readonly on_brand: string;
  /** A line beside the button; empty for none. */
  readonly teaser: string;
}

/** What is shown where the host cannot be asked now: the panel says what is wrong. */
const PLAIN: Look = { company: "", brand: "#1f4e79", on_brand: "#ffffff", teaser: "" };

/** The look of a bot; null for a link that leads nowhere, or to a bot that is closed. */
export async function lookOf({
  origin,
  bot,
  token,
}: {
  origin: string;
  bot: string;
  token: string;
}): Promise<Look | null> {
  try {
    const address = `${origin}/widget/${encodeURIComponent(bot)}/look?token=${encodeURIComponent(token)}`;
    const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (answer.status === 204 || answer.status === 404) return null;
    return answer.ok ? ((await answer.json()) as Look) : PLAIN;
  } catch {
    return PLAIN;
  }
}

/** White or near-black, whichever is easier to see on `#rrggbb` (WCAG 2.2, relative luminance). */
export function iconOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.0593 ? "#ffffff" : "#111827";
}
