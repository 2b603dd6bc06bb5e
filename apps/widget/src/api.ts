import { EventParser, type ServerEvent } from "./stream";
import type { Language } from "./texts";

export interface Appearance {
  name: string;
  company: string;
  colors: Record<"brand" | "on_brand" | "primary" | "secondary" | "primary_dark" | "secondary_dark", string>;
  logo_url: string | null;
  welcome_message: string;
  disclosure: string;
  language: Language;
}
export interface Consent {
  consent_text: string | null;
  privacy_url: string | null;
  version: number | null;
  language: string | null;
}
export interface Session {
  visitor_token: string;
  conversation_id: string;
  environment: "production" | "staging" | "preview";
  appearance: Appearance;
  opening_status: { open?: boolean; text?: string };
  suggested_questions: string[];
  privacy: { url: string | null; consent_text: string | null; version: number | null; language: string | null };
}
export interface Citation {
  n: number;
  title: string;
  url: string;
  quote: string;
  page?: number | null;
}
export interface Person {
  id: string;
  name: string;
  position?: string | null;
  specialization?: string | null;
  image_url?: string | null;
}
export interface Said {
  message_id: string;
  role: "visitor" | "assistant";
  text: string;
  citations: Citation[];
  rating: number | null;
}

/** An answer of 400 and more; `detail` is meant for the visitor. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly detail: string | undefined,
  ) {
    super(detail ?? String(status));
  }
}

/** The stream ended before the answer did. */
export class BrokenOff extends Error {}

/** A visitor's connection to one bot: the session and the calls that need it. */
export class Api {
  session: Session | null = null;
  private opening: Promise<Session> | null = null;

  constructor(
    readonly origin: string,
    readonly bot: string,
    private readonly token: string,
    private readonly resumed: () => string | null,
  ) {}

  /** The session, opened when there is none. */
  async ready(): Promise<Session> {
    this.opening ??= this.open(this.resumed()).catch((error: unknown) => {
      this.opening = null;
      throw error;
    });
    return this.opening;
  }

  /** Begin another conversation, or go on with a given one. */
  async open(conversation: string | null = null): Promise<Session> {
    const opening = this.request("POST", "/sessions", { token: this.token, ...(conversation ? { conversation } : {}) })
      .then((answer) => answer.json() as Promise<Session>)
      .then((session) => (this.session = session));
    this.opening = opening;
    return opening;
  }

  /** A call with the visitor's token, which is renewed once when it has run out. `path` may begin at the root. */
  async call(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    await this.ready();
    try {
      return await this.request(method, path, body, signal, true);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      await this.open(this.session?.conversation_id ?? null);
      return this.request(method, path, body, signal, true);
    }
  }

  /** Ask, and hand over each event of the answer. Throws `Refused` and `BrokenOff`. */
  async ask(id: string, text: string, signal: AbortSignal, take: (event: ServerEvent) => void): Promise<void> {
    const answer = await this.call("POST", "/messages", { message_id: id, text }, signal);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new EventParser();
    let done = false;
    for (;;) {
      const { value, done: over } = await reader.read();
      if (over) break;
      for (const event of parser.feed(value)) {
        if (event.name === "error") throw refusal(503, (event.data as { problem: unknown }).problem);
        done ||= event.name === "done";
        take(event);
      }
    }
    if (!done) throw new BrokenOff();
  }

  private async request(
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
    known = false,
  ): Promise<Response> {
    const url = path.startsWith("/api/") ? path : `/api/chat/${this.bot}${path}`;
    const answer = await fetch(this.origin + url, {
      method,
      signal: signal ?? null,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      headers: {
        ...(body ? { "Content-Type": "application/json" } : {}),
        ...(known && this.session ? { "X-Visitor-Token": this.session.visitor_token } : {}),
      },
      body: body ? JSON.stringify(body) : null,
    });
    if (!answer.ok) throw refusal(answer.status, await answer.json().catch(() => null));
    return answer;
  }
}

function refusal(status: number, problem: unknown): Refused {
  const known = (problem ?? {}) as { type?: string; detail?: string };
  return new Refused(status, known.type?.split("/").at(-1) ?? "", known.detail);
}
