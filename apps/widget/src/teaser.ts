import { Memory } from "./memory";

/** Milliseconds that a visitor is left alone before the bubble comes. */
const PATIENCE = 5000;

/** A line beside the button that says what the bot is good for; a press on it opens the panel. */
export class Teaser {
  private readonly memory: Memory;
  private bubble: HTMLElement | null = null;
  private waiting = 0;

  constructor(
    private readonly root: ShadowRoot,
    bot: string,
  ) {
    this.memory = new Memory(`${bot}:teaser`);
  }

  /**
   * Show it once a visit: not again when it was closed or taken, nor on the second page of a site.
   *
   * Nothing is stored until somebody closes or takes it, so where somebody comes from says which page is the first.
   */
  show(text: string, names: { teaser: string; shut: string }, taken: () => void): void {
    if (!text || this.memory.get() || document.referrer.startsWith(`${location.origin}/`)) return;
    this.waiting = window.setTimeout(() => {
      this.bubble = document.createElement("aside");
      this.bubble.className = "teaser";
      this.bubble.setAttribute("aria-label", names.teaser);
      this.bubble.append(
        press(text, taken),
        press("×", () => this.done(), names.shut),
      );
      this.root.prepend(this.bubble);
    }, PATIENCE);
  }

  /** It was closed or taken, or is not needed any more: it does not come again in this tab. */
  done(): void {
    if (this.waiting) this.memory.set("seen");
    this.leave();
  }

  leave(): void {
    clearTimeout(this.waiting);
    this.bubble?.remove();
  }
}

function press(text: string, pressed: () => void, name = ""): HTMLButtonElement {
  const button = document.createElement("button");
  button.textContent = text;
  if (name) button.setAttribute("aria-label", name);
  button.addEventListener("click", pressed);
  return button;
}
