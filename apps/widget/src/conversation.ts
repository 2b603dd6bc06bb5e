import { Api, type Language, Refused, type Session } from "./api";
import { blocksOf, plain } from "./blocks";
import type { AnswerEvent, Cards, Person } from "./events";
import { uuid } from "./ids";
import { Memory } from "./memory";
import { consentOf, type Email, EMPTY, type Entry, type Retry } from "./state";
import { Store } from "./store";
import { download } from "./transcript";

/** Letters of a question, as the service takes it. */
export const LONGEST = 4000;
/** Milliseconds that an answer has to end after it was stopped. */
const PATIENCE = 1500;
/** What a link answers that leads nowhere, or to a bot that is closed. */
const CLOSED = new Set([404, 410]);

/** Who shows a conversation. */
export interface Host {
  changed(): void;
  /** Put the cursor where a visitor writes. */
  focus(): void;
  fire(name: "message" | "answer" | "lead", detail: object): void;
}

/** A visitor's conversation with one bot: its state, and all that changes it. */
export class Conversation extends Store {
  readonly api: Api;
  private readonly memory: Memory;
  private readonly chosen: Memory;
  private beginning: Promise<void> | null = null;
  private asking = new AbortController();

  /** Nothing is asked for and nothing kept before `begin`. */
  constructor(
    private readonly host: Host,
    origin: string,
    bot: string,
    token: string,
  ) {
    super(() => host.changed());
    this.memory = new Memory(bot);
    this.chosen = new Memory(`${bot}:language`);
    const language = this.chosen.get() as Language | null;
    this.api = new Api(
      origin,
      bot,
      token,
      () => this.memory.get(),
      (session) => {
        if (this.memory.get() !== null) this.remember(session.visitor_token);
      },
      () => this.state.chosen,
    );
    this.state = { ...this.state, begun: this.memory.get() !== null, chosen: language };
  }

  /** Open the session, and go on with the conversation that this tab had. */
  async begin(): Promise<void> {
    this.beginning ??= this.opened().catch((error: unknown) => {
      this.beginning = null;
      if (error instanceof Refused && CLOSED.has(error.status)) this.set({ closed: this.reason(error) });
      else this.note(this.reason(error), true);
    });
    return this.beginning;
  }

  /** Ask a question; while an answer comes this does nothing. */
  async ask(text: string, id = uuid(), repeated = false): Promise<void> {
    const words = text.trim().slice(0, LONGEST);
    if (!words || this.state.answering !== null) return;
    this.asking = new AbortController();
    const { signal } = this.asking;
    this.set({ answering: id, awaited: this.say("thinking") });
    if (!repeated) this.add({ kind: "question", text: words });
    this.host.fire("message", { text: words });
    try {
      const session = await this.api.ready();
      this.known(session);
      this.remember(session.visitor_token);
      const { chosen: language } = this.state;
      await this.api.ask({ message_id: id, text: words, language }, signal, (event) => this.take(id, event));
    } catch (error) {
      this.failed(error, words, id, signal.aborted);
    }
    this.set({ answering: null });
    const answer = this.answerTo(id);
    if (answer) {
      const complete = { ...answer, complete: true };
      this.change(answer, complete);
      const said = plain(blocksOf(complete));
      this.tell(said);
      this.host.fire("answer", { text: said });
    }
    this.host.focus();
  }

  /** Ask what is written. */
  send(): void {
    const { draft } = this.state;
    if (!draft.trim() || this.state.answering !== null) return;
    this.set({ draft: "" });
    void this.ask(draft);
  }

  /** Ask once more; what came of the answer before gives way to the whole. */
  again({ key, text, messageId }: Retry): void {
    const stays = (entry: Entry) => entry.key !== key && !(entry.kind === "answer" && entry.messageId === messageId);
    this.keep(stays);
    void this.ask(text, messageId, true);
  }

  /** Have the answer end; the connection is cut when it does not end by itself. */
  stop(): void {
    const { asking } = this;
    if (this.state.answering === null) return;
    this.api.stop({ message_id: this.state.answering }).catch(() => asking.abort());
    setTimeout(() => asking.abort(), PATIENCE);
  }

  /** No address for now: the form goes and does not come again. */
  async later(email: Email): Promise<void> {
    this.drop(email);
    await this.api.declineEmailPrompt().catch(() => null);
  }

  /** What a visitor does not want goes. */
  drop({ key }: Entry): void {
    this.keep((entry) => entry.key !== key);
    this.host.focus();
  }

  /** A visitor opens the page on which somebody is booked; it opens whether that can be told or not. */
  async booking({ id }: Person): Promise<void> {
    await this.api.openBooking({ person_id: id }).catch(() => null);
  }

  /** A visitor left how to reach them. */
  reached(): void {
    this.host.fire("lead", {});
  }

  /** Save the conversation as a file. */
  async takeAlong(): Promise<void> {
    try {
      download(await this.api.recall(), this.state.look?.company ?? "", this.say);
    } catch {
      this.note(this.say("not_sent"), true);
    }
  }

  /** Speak another language from now on: the widget at once, the bot with the next answer. */
  async speak(chosen: Language): Promise<void> {
    const { look, begun } = this.state;
    if (look) this.set({ chosen, look: { ...look, language: chosen } });
    this.remember(begun ? this.memory.get() : null);
    this.tell(this.say("speaking"));
    const session = await this.api.greet(chosen).catch(() => null); // then only the panel's own words have changed
    if (session) this.known(session);
  }

  /** Ask where the conversation is to be mailed. */
  mail(): void {
    const consent = {
      ...consentOf(this.state.session),
      consent_text: this.state.session?.privacy.transcript_consent ?? null,
    };
    this.keep(({ kind }) => kind !== "transcript");
    this.add({ kind: "transcript", consent, form: EMPTY });
  }

  /** Show how somebody is reached, without a question. */
  reach(): void {
    const { cards, form } = this.state.session?.contact ?? {};
    this.keep((entry) => !("wanted" in entry && entry.wanted && !entry.form.thanks));
    if (cards) this.contacts(cards, true);
    else if (form) this.add({ kind: "email", ...form, wanted: true, form: EMPTY });
  }

  /** Leave this conversation and begin another. */
  async anew(): Promise<void> {
    this.asking.abort();
    try {
      await this.api.end();
      this.remember(null);
      this.set({ entries: [], draft: "" });
      this.known(await this.api.open());
      this.tell(this.say("fresh"));
    } catch {
      this.note(this.say("not_sent"), true);
    }
    this.host.focus();
  }

  async end(): Promise<void> {
    await this.over(() => this.api.end(), "ended");
  }

  async erase(): Promise<void> {
    this.set({ sure: false });
    this.asking.abort();
    await this.over(() => this.api.erase(), "erased");
  }

  private async opened(): Promise<void> {
    const session = await this.api.ready();
    this.known(session);
    if (this.memory.get() === null) return;
    this.remember(session.visitor_token);
    const messages = await this.api.recall();
    for (const {
      role,
      text,
      message_id: messageId,
      mode = null,
      citations,
      rating = null,
      quick_replies: replies,
    } of messages) {
      if (role === "visitor") this.add({ kind: "question", text });
      else
        this.add({
          kind: "answer",
          messageId,
          text,
          mode,
          citations,
          rating,
          replies,
          complete: true,
          comment: null,
          copied: false,
        });
    }
    if (!messages.length) this.remember(null);
  }

  private known(session: Session): void {
    const { appearance } = session;
    this.set({ session, look: { ...appearance, language: this.state.chosen ?? appearance.language } });
  }

  private remember(token: string | null): void {
    this.memory.set(token);
    this.chosen.set(token && this.state.chosen);
    this.set({ begun: token !== null });
  }

  private take(id: string, { event, data }: AnswerEvent): void {
    const answer = this.answerTo(id);
    if (event === "delta" && !answer) {
      const { text, mode } = data;
      const blank = { citations: [], replies: [], rating: null, complete: false, comment: null, copied: false };
      this.add({ kind: "answer", messageId: id, text, mode, ...blank });
    } else if ((event === "delta" || event === "replace") && answer) {
      const { text, mode } = data;
      this.change(answer, { text: event === "delta" ? answer.text + text : text, mode });
    } else if (event === "citations" && answer) this.change(answer, { citations: data });
    else if (event === "waiting") {
      this.set({ awaited: data.text });
      this.tell(data.text);
    } else if (event === "notice") this.note(data.text);
    else if (event === "cards") this.contacts(data, false);
    else if (event === "email_prompt") this.add({ kind: "email", ...data, wanted: false, form: EMPTY });
    else if (event === "done") {
      if (answer) this.change(answer, { mode: data.mode, replies: data.quick_replies });
      if (data.stopped) this.note(this.say("stopped"));
    }
  }

  private contacts(cards: Cards, wanted: boolean): void {
    const consent = consentOf(this.state.session);
    this.add({ kind: "contacts", ...cards, consent, to: null, all: false, wanted, form: EMPTY });
  }

  private failed(error: unknown, text: string, id: string, stopped: boolean): void {
    if (stopped) {
      this.note(this.say("stopped"));
      return;
    }
    const over = error instanceof Refused && /conversation-(ended|erased)$/.test(error.type);
    if (over) {
      this.remember(null);
      void this.api.open().catch(() => null); // the next question says what is wrong
      this.note(this.say("expired"));
    } else this.note(this.reason(error), true);
    this.add({ kind: "retry", text, messageId: over ? uuid() : id });
  }

  private reason(error: unknown): string {
    return error instanceof Refused && error.detail ? error.detail : this.say("failed");
  }

  private async over(call: () => Promise<void>, words: "ended" | "erased"): Promise<void> {
    try {
      await call();
    } catch {
      this.note(this.say("not_sent"), true);
      return;
    }
    this.remember(null);
    if (words === "erased") this.set({ entries: [] });
    this.note(this.say(words));
    this.known(await this.api.open());
  }
}
