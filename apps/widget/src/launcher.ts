import type { Chat } from "./components/chat";
import { launcherStyle } from "./launcher-style";
import { iconOn, lookOf } from "./look";
import { Teaser } from "./teaser";

export type Name = "open" | "close" | "message" | "answer" | "lead";
export type Listener = (detail: unknown) => void;

/** What a page's own scripts may do with a bot. */
export interface Handle {
  open: () => Promise<void>;
  close: () => void;
  ask: (text: string) => Promise<void>;
  on: (name: Name, listener: Listener) => () => void;
}

export interface Options {
  origin: string;
  bot: string;
  token: string;
  /** Of the button, `#rrggbb`; without one the bot's own. */
  color: string;
  language: string;
}

const BUBBLE = "M4 5h16v11H9l-5 4V5Z";
/** Milliseconds between two returns to the page, should somebody take the button off again and again. */
const PAUSE = 50;
const WORDS = {
  de: {
    open: "Chat öffnen",
    close: "Chat schließen",
    failed: "Der Chat ließ sich nicht laden. Noch einmal versuchen",
    teaser: "Hinweis auf den Chat",
    shut: "Hinweis schließen",
  },
  en: {
    open: "Open chat",
    close: "Close chat",
    failed: "The chat could not be loaded. Try again",
    teaser: "About the chat",
    shut: "Close this hint",
  },
};

/**
 * One bot on a company's page: its button, and its panel once somebody opened it.
 *
 * It belongs to the visit, not to one body: whoever swaps the page takes it off, and it comes back with all that was
 * said. Copies that come out of a stored page are not it, and go.
 */
export class Launcher extends HTMLElement implements Handle {
  bot = "";
  /** Whether a page was swapped since its script ran. */
  carried = false;
  left = false;
  private options!: Options;
  private words = WORDS.de;
  /** Whether no other bot's button stands below: one bubble is enough for a page. */
  private first = false;
  private company = "";
  private panel: Chat | null = null;
  private loading: Promise<Chat> | null = null;
  private teaser!: Teaser;
  private placed = -PAUSE;
  private readonly button = document.createElement("button");
  private readonly listeners = new Map<Name, Set<Listener>>();

  /** Draw the button, the `place`th above the others. */
  setUp(options: Options, place: number): this {
    this.options = options;
    this.bot = options.bot;
    this.words = options.language.toLowerCase().startsWith("en") ? WORDS.en : WORDS.de;
    this.style.setProperty("--place", String(place));
    this.first = !place;
    this.button.hidden = true;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [launcherStyle()];
    root.addEventListener("keydown", (event) => {
      if ((event as KeyboardEvent).key !== "Escape") return;
      if (root.activeElement?.parentElement?.matches(".teaser")) this.teaser.done();
      this.close();
    });
    this.button.append(icon());
    this.button.addEventListener("click", () => {
      if (this.panel && !this.panel.hidden) this.close();
      else this.press();
    });
    root.append(this.button);
    this.teaser = new Teaser(root, options.bot);
    this.show(false);
    this.fit();
    void this.look();
    window.visualViewport?.addEventListener("resize", this.fit);
    return this;
  }

  connectedCallback(): void {
    if (!this.shadowRoot) this.remove();
    this.placed = performance.now();
  }

  disconnectedCallback(): void {
    if (!this.shadowRoot || this.left) return;
    this.carried = true;
    if (performance.now() - this.placed < PAUSE) setTimeout(this.place, PAUSE);
    else queueMicrotask(this.place);
  }

  /** Stand on the page, if need be on one that came meanwhile. */
  readonly place = (): void => {
    if (this.isConnected || this.left) return;
    const body = document.body as HTMLElement | null; // none while a page is put together
    if (body) body.append(this);
    else setTimeout(this.place, PAUSE);
  };

  /** Go for good. */
  leave(): void {
    this.left = true;
    this.teaser.leave();
    window.visualViewport?.removeEventListener("resize", this.fit);
    this.remove();
  }

  readonly open = async (): Promise<void> => {
    this.place();
    this.teaser.done();
    const panel = await (this.loading ??= this.load());
    this.dispatchEvent(new CustomEvent("opening"));
    this.show(true);
    await panel.begin();
    panel.focus();
    this.tell("open", {});
  };

  private readonly press = (): void => {
    this.open().catch(() => null); // the button says it
  };

  readonly close = (): void => {
    if (!this.panel || this.panel.hidden) return;
    this.hide();
    this.button.focus();
  };

  /** Close without taking the focus: another panel opens. */
  hide(): void {
    if (!this.panel || this.panel.hidden) return;
    this.show(false);
    this.tell("close", {});
  }

  readonly ask = async (text: string): Promise<void> => {
    await this.open();
    await this.panel?.ask(text);
  };

  readonly on = (name: Name, listener: Listener): (() => void) => {
    const known = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, known.add(listener));
    return () => void known.delete(listener);
  };

  /** Dress the button as its company; where there is nobody to talk to there is none. */
  private async look(): Promise<void> {
    const look = await lookOf(this.options);
    if (!look) return;
    if (look.company) this.company = `: ${look.company}`;
    const own = /^#[0-9a-f]{6}$/i.test(this.options.color) ? this.options.color : null;
    this.style.setProperty("--color", own ?? look.brand);
    this.style.setProperty("--icon", own ? iconOn(own) : look.on_brand);
    this.show(this.panel !== null && !this.panel.hidden);
    this.button.hidden = false;
    if (this.first && !this.panel) this.teaser.show(look.teaser, this.words, this.press);
  }

  private async load(): Promise<Chat> {
    const { origin, bot, token } = this.options;
    try {
      const { chat } = (await import(/* @vite-ignore */ `${origin}/widget/panel.js`)) as typeof import("./panel");
      this.panel = chat(origin, bot, token);
    } catch (error) {
      this.loading = null;
      this.name(this.words.failed);
      this.button.title = this.words.failed;
      throw error;
    }
    this.button.title = "";
    this.panel.classList.add("panel");
    this.panel.closable = true;
    this.panel.setAttribute("role", "dialog");
    this.panel.setAttribute("aria-label", "Chat");
    for (const name of ["message", "answer", "lead"] as const) {
      this.panel.addEventListener(`empfang-${name}`, (event) => this.tell(name, (event as CustomEvent).detail));
    }
    this.panel.addEventListener("empfang-close", () => this.close());
    this.shadowRoot?.append(this.panel);
    return this.panel;
  }

  private show(open: boolean): void {
    if (this.panel) this.panel.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.name((open ? this.words.close : this.words.open) + this.company);
  }

  private name(label: string): void {
    this.button.setAttribute("aria-label", label);
  }

  private tell(name: Name, detail: unknown): void {
    this.listeners.get(name)?.forEach((listener) => listener(detail));
  }

  private readonly fit = (): void => {
    this.style.setProperty("--visible", `${window.visualViewport?.height ?? innerHeight}px`);
  };
}

function icon(): SVGSVGElement {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  line.setAttribute("d", BUBBLE);
  drawn.append(line);
  return drawn;
}
