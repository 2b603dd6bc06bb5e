/** A chat-svc that answers as a test says, and the parts of the panel drawn for it alone. */
import type { LitElement } from "lit";
import { vi } from "vitest";

import type { Appearance, Said, Session } from "../src/api";
import { Conversation } from "../src/conversation";
import type { AnswerEvent, Person } from "../src/events";
import type { Entry } from "../src/state";
import "../src/panel";

export const ORIGIN = "https://empfang.example";
export const LOOK: Appearance = {
  name: "Empfang",
  company: "Tischlerei Brandt",
  primary_color: "#123",
  secondary_color: "#456",
  colors: {
    brand: "#123",
    on_brand: "#fff",
    primary: "#123",
    secondary: "#456",
    primary_dark: "#abc",
    secondary_dark: "#def",
  },
  logo_url: null,
  profile_image_url: null,
  welcome_message: "Guten Tag.",
  disclosure: "Ich bin ein KI-Assistent.",
  language: "de",
  languages: ["de"],
};
export const SESSION: Session = {
  visitor_token: "visitor",
  conversation_id: "conversation",
  environment: "production",
  appearance: LOOK,
  opening_status: { open: false, text: "Geschlossen" },
  suggested_questions: ["Was kostet eine Küche?"],
  contact: { available: true, phone: null, email: null, website: null },
  privacy: {
    url: "https://brandt.example/datenschutz",
    consent_text: "Einverstanden.",
    version: 3,
    language: "de",
    transcript_consent: "Ich möchte es.",
  },
  limits: { message_characters: 4000, messages_per_minute: 20 },
};

/** A person of whom only the name is known. */
export const PERSON: Person = {
  id: "e",
  name: "Erika Brandt",
  position: "",
  specialization: "",
  image_url: null,
  booking_url: null,
};

type Reply = AnswerEvent[] | ReadableStream<Uint8Array> | { status: number; body?: object } | "lost";

export class Service {
  /** What was asked, without sessions: method, path and body. */
  readonly calls: { method: string; path: string; body: unknown }[] = [];
  /** What sessions were opened with. */
  readonly opened: unknown[] = [];
  /** What the next calls get; then all goes well. */
  readonly replies: Reply[] = [];
  transcript: Partial<Said>[] = [];
  session = SESSION;

  constructor() {
    vi.stubGlobal("fetch", (address: string, init: RequestInit) =>
      Promise.resolve().then(() => this.answer(new URL(address).pathname, init)),
    );
  }

  private answer(path: string, { method = "GET", body }: RequestInit): Response {
    if (path.endsWith("/sessions")) {
      this.opened.push(typeof body === "string" ? JSON.parse(body) : null);
      return json(201, this.session);
    }
    this.calls.push({ method, path, body: typeof body === "string" ? JSON.parse(body) : null });
    const reply = this.replies.shift();
    if (reply === "lost") throw new TypeError("lost");
    if (reply instanceof ReadableStream) return new Response(reply);
    if (Array.isArray(reply)) return new Response(streamed(...reply));
    if (reply) return json(reply.status, reply.body ?? {});
    return path.endsWith("/conversation")
      ? json(200, { messages: this.transcript })
      : new Response(null, { status: 204 });
  }
}

/** Events as they are sent. */
export const streamed = (...events: AnswerEvent[]): string =>
  events.map(({ event, data }) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join("");

function json(status: number, body: object): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

interface Drawn<E> {
  element: E;
  root: ParentNode;
  conversation: Conversation;
  service: Service;
  fired: string[];
  focused: () => number;
  /** Until what was done has been drawn. */
  drawn: () => Promise<void>;
}

/** Draw one part, with an entry of the conversation where it shows one. */
export async function draw<E extends LitElement>(
  tag: string,
  entry: Entry | null = null,
  more: object = {},
): Promise<Drawn<E>> {
  document.body.replaceChildren(document.createElement(tag));
  const service = new Service();
  const fired: string[] = [];
  const focus = vi.fn();
  const element = one<E>(document, tag);
  const changed = () => {
    const { entries } = conversation.state;
    Object.assign(
      element,
      entry ? { entry: entries.find(({ key }) => key === entry.key) ?? entry } : { state: conversation.state },
    );
  };
  const conversation: Conversation = new Conversation(
    { changed: () => changed(), focus, fire: (name) => void fired.push(name) },
    ORIGIN,
    "bot",
    "token",
  );
  Object.assign(element, { conversation, ...more });
  conversation.set({ look: LOOK, session: SESSION, entries: entry ? [entry] : [] });
  const drawn = async () => {
    await settled();
    await element.updateComplete;
  };
  await drawn();
  return {
    element,
    root: element.renderRoot,
    conversation,
    service,
    fired,
    focused: () => focus.mock.calls.length,
    drawn,
  };
}

/** Until promises and timers of no delay are through. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve));
}

/** The element that a test needs. */
export function one<E extends Element = HTMLElement>(root: ParentNode, selector: string): E {
  const found = root.querySelector<E>(selector);
  if (!found) throw new Error(`nothing is ${selector}`);
  return found;
}

/** What a part draws inside of another. */
export function inside(root: ParentNode, selector: string): ShadowRoot {
  const { shadowRoot } = one(root, selector);
  if (!shadowRoot) throw new Error(`${selector} draws nothing`);
  return shadowRoot;
}

/** A button by what stands on it or what it is called. */
export function button(root: ParentNode, name: string): HTMLButtonElement {
  const found = [...root.querySelectorAll("button")].find(
    (one) => (one.getAttribute("aria-label") ?? one.textContent.trim()) === name,
  );
  if (!found) throw new Error(`no button ${name}`);
  return found;
}

export function type(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  if (field.type === "checkbox") (field as HTMLInputElement).checked = value === "on";
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
}

/** An element's words, as they stand there. */
export function words(root: ParentNode, selector: string): string[] {
  return [...root.querySelectorAll(selector)].map((found) => found.textContent.replace(/\s+/g, " ").trim());
}
