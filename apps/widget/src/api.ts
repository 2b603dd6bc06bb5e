import type { AnswerEvent } from "./events";
import type * as chat from "./generated/chat";
import type * as lead from "./generated/lead";
import { EventParser } from "./stream";

export type Appearance = chat.AppearanceOut;
export type Session = chat.SessionOut;
export type Said = chat.SaidOut;
export type Language = Appearance["language"];

/** What the documents call these paths, after the part that names the bot. */
type After<Path, Start extends string> = Path extends `${Start}${infer Rest}` ? Rest : never;
type ChatPath = After<keyof chat.paths, "/api/chat/{bot}">;
type LeadPath = After<keyof lead.paths, "/api/chatbots/{chatbot_id}">;
type Method = "GET" | "POST" | "DELETE";

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
    private readonly renewed: (session: Session) => void,
    private readonly chosen: () => Language | null,
  ) {}

  /** The session, opened when there is none. */
  async ready(): Promise<Session> {
    this.opening ??= this.open(this.resumed()).catch((error: unknown) => {
      this.opening = null;
      throw error;
    });
    return this.opening;
  }

  /** Begin another conversation, or go on with that of a former visitor token. */
  async open(resume: string | null = null): Promise<Session> {
    const language = this.chosen();
    const body: chat.SessionIn = {
      token: this.token,
      ...(resume ? { resume } : {}),
      ...(language ? { language } : {}),
    };
    const opening = this.request("POST", this.chat("/sessions"), body)
      .then((answer) => answer.json() as Promise<Session>)
      .then((session) => (this.session = session));
    this.opening = opening;
    return opening;
  }

  /** Ask, and hand over each event of the answer. Throws `Refused` and `BrokenOff`. */
  async ask(message: chat.MessageIn, signal: AbortSignal, take: (event: AnswerEvent) => void): Promise<void> {
    const answer = await this.call("POST", this.chat("/messages"), message, signal);
    if (!answer.body) throw new BrokenOff();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new EventParser();
    let done = false;
    for (;;) {
      const { value, done: over } = await reader.read();
      if (over) break;
      for (const one of parser.feed(value)) {
        if (one.event === "error") throw refusal(503, one.data.problem);
        done ||= one.event === "done";
        take(one);
      }
    }
    if (!done) throw new BrokenOff();
  }

  /** The session in another language. */
  async greet(language: Language): Promise<Session> {
    const answer = await this.call("GET", `${this.chat("/greeting")}?language=${language}`);
    this.session = { ...(await this.ready()), ...((await answer.json()) as chat.GreetingOut) };
    this.opening = Promise.resolve(this.session);
    return this.session;
  }

  /** Have an answer end. */
  async stop(body: chat.StopIn): Promise<void> {
    await this.call("POST", this.chat("/stop"), body);
  }

  /** Everything said so far. */
  async recall(): Promise<Said[]> {
    const answer = await this.call("GET", this.chat("/conversation"));
    return ((await answer.json()) as chat.RecalledOut).messages;
  }

  async rate(body: chat.FeedbackIn): Promise<void> {
    await this.call("POST", this.chat("/feedback"), body);
  }

  async openBooking(body: chat.BookingIn): Promise<void> {
    await this.call("POST", this.chat("/bookings"), body);
  }

  async declineEmailPrompt(): Promise<void> {
    await this.call("POST", this.chat("/email-prompt/decline"));
  }

  async mailTranscript(body: chat.TranscriptIn): Promise<void> {
    await this.call("POST", this.chat("/transcript-mails"), body);
  }

  async end(): Promise<void> {
    await this.call("POST", this.chat("/end"));
  }

  async erase(): Promise<void> {
    await this.call("DELETE", this.chat("/conversation"));
  }

  async captureEmail(body: lead.EmailCaptureIn): Promise<void> {
    await this.call("POST", this.lead("/capture-email"), body);
  }

  async requestContact(body: lead.ContactRequestIn): Promise<void> {
    await this.call("POST", this.lead("/contact-requests"), body);
  }

  private chat(path: ChatPath): string {
    return `/api/chat/${this.bot}${path}`;
  }

  private lead(path: LeadPath): string {
    return `/api/chatbots/${this.bot}${path}`;
  }

  /** A call with the visitor's token, which is renewed once when it has run out. */
  private async call(method: Method, path: string, body?: object, signal?: AbortSignal): Promise<Response> {
    await this.ready();
    try {
      return await this.request(method, path, body, signal, true);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 401) throw error;
      this.renewed(await this.open(this.session?.visitor_token ?? null));
      return this.request(method, path, body, signal, true);
    }
  }

  private async request(
    method: Method,
    path: string,
    body?: object,
    signal?: AbortSignal,
    known = false,
  ): Promise<Response> {
    const answer = await fetch(this.origin + path, {
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
    if (!answer.ok) throw refusal(answer.status, (await answer.json().catch(() => ({}))) as Partial<chat.ProblemOut>);
    return answer;
  }
}

function refusal(status: number, problem: Partial<chat.ProblemOut> | null): Refused {
  return new Refused(status, problem?.type?.split("/").at(-1) ?? "", problem?.detail);
}
