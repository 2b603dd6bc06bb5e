/**
 * Puts a bot on a company's own site:
 * <script src="https://<host>/embed.js" data-bot="<id>" data-token="<token>" async></script>
 *
 * Draws a button; the conversation itself is loaded when somebody opens it. Several bots on one page have a button each.
 */
import type { Chat } from "./chat";

type Name = "open" | "close" | "message" | "answer" | "lead";
interface Handle {
  open(): Promise<void>;
  close(): void;
  ask(text: string): Promise<void>;
  on(name: Name, listener: (detail: unknown) => void): () => void;
}
declare global {
  interface Window {
    Empfang?: Handle & { get(bot: string): Handle | undefined };
  }
}

const STYLE = `
  :host { all: initial; }
  button { position: fixed; right: max(20px, env(safe-area-inset-right)); bottom: calc(max(20px, env(safe-area-inset-bottom)) + var(--place, 0) * 72px); z-index: 2147483000; width: 60px; height: 60px;
    border: 2px solid #fff; border-radius: 50%; background: var(--color); color: #fff; cursor: pointer; box-shadow: 0 4px 16px rgb(0 0 0 / .2); display: grid; place-items: center; padding: 0; }
  button:focus-visible { outline: 3px solid var(--color); outline-offset: 3px; }
  svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
  .panel { position: fixed; right: 20px; bottom: 92px; z-index: 2147483001; width: 400px; height: min(640px, calc(100dvh - 112px)); border-radius: 12px; box-shadow: 0 8px 28px rgb(15 23 42 / .25); overflow: hidden; }
  .panel[hidden] { display: none; }
  @media (max-width: 480px) { .panel { inset: 0; width: 100%; height: var(--visible, 100dvh); border-radius: 0; } }
`;
/** Says which bot's panel opens: there is room for one. */
const OPENING = "empfang-opening";
const BUBBLE = "M4 5h16v11H9l-5 4V5Z";

function start(script: HTMLScriptElement): void {
  const { bot, token, color = "", language = document.documentElement.lang || navigator.language } = script.dataset;
  if (!bot || !token || window.Empfang?.get(bot)) return;
  const origin = new URL(script.src).origin;
  const words = language.toLowerCase().startsWith("en")
    ? ["Open chat", "Close chat", "The chat could not be loaded. Try again"]
    : ["Chat öffnen", "Chat schließen", "Der Chat ließ sich nicht laden. Noch einmal versuchen"];
  const host = document.createElement("div");
  host.dataset["empfang"] = bot;
  host.style.setProperty("--place", String(document.querySelectorAll("[data-empfang]").length));
  host.style.setProperty("--color", /^#[0-9a-f]{6}$/i.test(color) ? color : "#1f4e79");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement("button");
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS(icon.namespaceURI, "path");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  line.setAttribute("d", BUBBLE);
  icon.append(line);
  button.append(icon);
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-label", words[0]!);
  root.append(button);
  document.body.append(host);

  const listeners = new Map<Name, Set<(detail: unknown) => void>>();
  const fire = (name: Name, detail: unknown) => listeners.get(name)?.forEach((listener) => listener(detail));
  let loading: Promise<Chat> | null = null;
  let panel: Chat | null = null;

  const load = async () => {
    const { chat } = (await import(/* @vite-ignore */ `${origin}/widget/panel.js`)) as typeof import("./panel");
    panel = chat(origin, bot, token);
    panel.classList.add("panel");
    panel.closable = true;
    panel.setAttribute("role", "dialog");
    panel.ariaLabel = "Chat";
    for (const name of ["message", "answer", "lead"] as const) {
      panel.addEventListener(`empfang-${name}`, (event) => fire(name, (event as CustomEvent).detail));
    }
    panel.addEventListener("empfang-close", () => handle.close());
    root.append(panel);
    return panel;
  };
  const show = (open: boolean) => {
    if (panel) panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    button.setAttribute("aria-label", words[open ? 1 : 0]!);
  };
  const handle: Handle = {
    async open() {
      const chat = await (loading ??= load().catch((error: unknown) => {
        loading = null;
        button.setAttribute("aria-label", words[2]!);
        button.title = words[2]!;
        throw error;
      }));
      button.title = "";
      dispatchEvent(new CustomEvent(OPENING, { detail: bot }));
      show(true);
      await chat.begin();
      chat.focus();
      fire("open", {});
    },
    close() {
      if (!panel || panel.hidden) return;
      show(false);
      button.focus();
      fire("close", {});
    },
    async ask(text) {
      await handle.open();
      await panel?.ask(text);
    },
    on(name, listener) {
      if (!listeners.has(name)) listeners.set(name, new Set());
      listeners.get(name)!.add(listener);
      return () => void listeners.get(name)!.delete(listener);
    },
  };
  button.addEventListener("click", () => {
    if (panel && !panel.hidden) handle.close();
    else handle.open().catch(() => null);  // the button says it
  });
  addEventListener(OPENING, (event) => {
    if ((event as CustomEvent<string>).detail !== bot && panel && !panel.hidden) {
      show(false);
      fire("close", {});
    }
  });
  root.addEventListener("keydown", (event) => {
    if ((event as KeyboardEvent).key === "Escape") handle.close();
  });
  const fit = () => host.style.setProperty("--visible", `${visualViewport?.height ?? innerHeight}px`);
  visualViewport?.addEventListener("resize", fit);
  fit();

  const others = window.Empfang?.get;
  window.Empfang = { ...(window.Empfang ?? handle), get: (wanted) => (wanted === bot ? handle : others?.(wanted)) };
}

const own = document.currentScript as HTMLScriptElement | null;
if (own) {
  if (document.body) start(own);
  else addEventListener("DOMContentLoaded", () => start(own));
}
