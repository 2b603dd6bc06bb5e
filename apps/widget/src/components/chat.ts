import { html, LitElement, nothing, type PropertyValues } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { repeat } from "lit/directives/repeat.js";

import type { Appearance } from "../api";
import { Conversation, type Host } from "../conversation";
import { Reading } from "../reading";
import type { Entry, State } from "../state";
import { START } from "../state";
import { styles } from "../styles";
import type { Composer } from "./composer";
import { redraw } from "./part";

/**
 * The conversation with one bot: the whole of the bot's page, and the panel on a company's own site.
 *
 * Fires `empfang-message`, `empfang-answer`, `empfang-lead` and `empfang-close`.
 */
export class Chat extends LitElement implements Host {
  static override styles = styles;
  static override properties = { state: { state: true } };
  /** Whether there is something to close: a panel on another page. */
  closable = false;
  private conversation!: Conversation;
  private state: State = START;
  private readonly reading = new Reading();
  private at = 0;
  private readonly talk = createRef<HTMLElement>();
  private readonly composer = createRef<Composer>();

  /** Name the bot, and how it looks where that is known before it is asked. */
  connect(origin: string, bot: string, token: string, look: Appearance | null = null): this {
    this.conversation = new Conversation(this, origin, bot, token);
    this.conversation.set({ look });
    return this;
  }

  /** Open the session, and go on with the conversation that this tab had. */
  async begin(): Promise<void> {
    await this.conversation.begin();
  }

  /** Ask a question; while an answer comes this does nothing. */
  async ask(text: string): Promise<void> {
    await this.conversation.ask(text);
  }

  /** Put the cursor where a visitor writes. */
  override focus(): void {
    this.composer.value?.focus();
  }

  changed(): void {
    this.state = this.conversation.state;
  }

  fire(name: "message" | "answer" | "lead", detail: object): void {
    this.dispatchEvent(new CustomEvent(`empfang-${name}`, { detail, bubbles: true, composed: true }));
  }

  /** A page that is swapped takes the talk off and so back to its beginning. */
  override connectedCallback(): void {
    super.connectedCallback();
    if (this.talk.value) this.talk.value.scrollTop = this.at;
  }

  override willUpdate(changed: PropertyValues): void {
    const before = changed.get("state") as State | undefined;
    const { look, entries } = this.state;
    if (look && before?.look !== look) this.dress(look);
    if (entries === before?.entries) return;
    if (questions(entries) > questions(before?.entries ?? [])) this.reading.begin();
  }

  override updated(): void {
    requestAnimationFrame(() => this.talk.value && this.reading.follow(this.talk.value)); // when its parts are drawn too
  }

  override render() {
    const { conversation, state } = this;
    const { say } = conversation;
    const { session, entries, spoken } = state;
    return html`<div class="desk">
      <empfang-head .conversation=${conversation} .state=${state} .closable=${this.closable}></empfang-head>
      ${
        session && session.environment !== "production"
          ? html`<p class="stage">${say(session.environment)}</p>`
          : nothing
      }
      <div class="talk" role="log" aria-live="off" aria-label=${say("conversation")} tabindex="0" ${ref(this.talk)} @scroll=${this.scrolled}>
        ${this.greeting()} ${repeat(
          entries,
          ({ key }) => key,
          (entry) => this.entry(entry),
        )} ${this.awaited()}
        ${this.suggestions()}
      </div>
      <p class="only-read" role="status" aria-live="polite">
        ${repeat(
          [spoken],
          ({ key }) => key,
          ({ text }) => html`<span>${text}</span>`,
        )}
      </p>
      ${state.closed ? nothing : html`<empfang-composer .conversation=${conversation} .state=${state} ${ref(this.composer)}></empfang-composer>`}
    </div>`;
  }

  private greeting() {
    const { look, entries, closed } = this.state;
    if (closed) return html`<p class="note" role="status">${closed}</p>`;
    if (look) return html`<article class="said bot"><p>${look.disclosure}</p><p>${look.welcome_message}</p></article>`;
    return entries.length ? nothing : html`<p class="note waiting">${this.conversation.say("loading")}</p>`;
  }

  private entry(entry: Entry) {
    const { conversation, state } = this;
    switch (entry.kind) {
      case "question":
        return html`<article class="said visitor"><span class="only-read">${conversation.say("you")}: </span><p>${entry.text}</p></article>`;
      case "answer":
        return html`<empfang-answer .conversation=${conversation} .entry=${entry}></empfang-answer>
          ${state.answering === null && newest(state.entries) === entry ? this.choices(entry.replies, "replies") : nothing}`;
      case "note":
        return html`<p class="note ${entry.bad ? "bad" : ""}">${entry.text}</p>`;
      case "retry":
        return html`<button type="button" class="act quiet" @click=${() => conversation.again(entry)}>${conversation.say("retry")}</button>`;
      case "contacts":
        return html`<empfang-cards .conversation=${conversation} .entry=${entry}></empfang-cards>`;
      case "transcript":
        return html`<empfang-transcript-form .conversation=${conversation} .entry=${entry}></empfang-transcript-form>`;
      case "email":
        return html`<empfang-email-form .conversation=${conversation} .entry=${entry}></empfang-email-form>`;
    }
  }

  private awaited() {
    const { answering, awaited, entries } = this.state;
    const begun = entries.some((entry) => entry.kind === "answer" && entry.messageId === answering);
    return answering === null || begun ? nothing : html`<p class="note waiting">${awaited}</p>`;
  }

  private suggestions() {
    const { begun, answering, session } = this.state;
    return this.choices(begun || answering !== null ? [] : (session?.suggested_questions ?? []), "suggestions");
  }

  /** Messages that are sent with one press; the buttons go with it, and the cursor stays in the talk. */
  private choices(messages: readonly string[], name: "suggestions" | "replies") {
    if (!messages.length) return nothing;
    const send = (message: string) => {
      this.talk.value?.focus({ preventScroll: true });
      void this.ask(message);
    };
    return html`<div class="suggestions ${name}" role="group" aria-label=${this.conversation.say(name)}>
      ${messages.map((message) => html`<button type="button" @click=${() => send(message)}>${message}</button>`)}
    </div>`;
  }

  private dress({ language, company, colors }: Appearance): void {
    if (this.lang !== language) redraw();
    this.lang = language;
    if (this.closable) this.setAttribute("aria-label", this.conversation.say("title", { company }));
    for (const [name, value] of Object.entries(colors)) {
      const ground = name === "primary" || name === "secondary" ? "-light" : "";
      this.style.setProperty(`--${name.replace("_", "-")}${ground}`, value);
    }
  }

  private scrolled(): void {
    const talk = this.talk.value;
    if (!talk) return;
    this.at = talk.scrollTop;
    this.reading.scrolled(talk);
  }
}

/** What was said last, by either side. */
function newest(entries: readonly Entry[]): Entry | undefined {
  return entries.filter(({ kind }) => kind === "question" || kind === "answer").at(-1);
}

function questions(entries: readonly Entry[]): number {
  return entries.filter(({ kind }) => kind === "question").length;
}
