import { html, LitElement, nothing, type PropertyValues } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { repeat } from "lit/directives/repeat.js";

import type { Appearance } from "../api";
import { Conversation, type Host } from "../conversation";
import type { Entry, State } from "../state";
import { START } from "../state";
import { styles } from "../styles";
import type { Composer } from "./composer";

/** How near the end of the talk somebody must be, in pixels, for it to follow what comes. */
const NEAR = 120;
/** Pixels between the upper edge and a question whose answer is long. */
const ABOVE = 16;

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
  private follows = false;
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
    const { look, entries, answering } = this.state;
    if (look && before?.look !== look) this.dress(look);
    const asked = entries.length !== before?.entries.length && entries.at(-1)?.kind === "question";
    const comes =
      entries.length > (before?.entries.length ?? 0) || answering !== before?.answering || answering !== null;
    this.follows = asked || (comes && this.near());
  }

  override updated(): void {
    if (this.follows) requestAnimationFrame(() => this.follow()); // when its parts are drawn too
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
      <empfang-composer .conversation=${conversation} .state=${state} ${ref(this.composer)}></empfang-composer>
    </div>`;
  }

  private greeting() {
    const { look, entries } = this.state;
    if (look) return html`<article class="said bot"><p>${look.disclosure}</p><p>${look.welcome_message}</p></article>`;
    return entries.length ? nothing : html`<p class="note waiting">${this.conversation.say("loading")}</p>`;
  }

  private entry(entry: Entry) {
    const { conversation } = this;
    switch (entry.kind) {
      case "question":
        return html`<article class="said visitor"><span class="only-read">${conversation.say("you")}: </span><p>${entry.text}</p></article>`;
      case "answer":
        return html`<empfang-answer .conversation=${conversation} .entry=${entry}></empfang-answer>`;
      case "note":
        return html`<p class="note ${entry.bad ? "bad" : ""}">${entry.text}</p>`;
      case "retry":
        return html`<button type="button" class="act quiet" @click=${() => conversation.again(entry)}>${conversation.say("retry")}</button>`;
      case "contacts":
        return html`<empfang-cards .conversation=${conversation} .entry=${entry}></empfang-cards>`;
      case "email":
        return html`<empfang-email-form .conversation=${conversation} .entry=${entry}></empfang-email-form>`;
    }
  }

  private awaited() {
    const { answering, entries } = this.state;
    const begun = entries.some((entry) => entry.kind === "answer" && entry.messageId === answering);
    return answering === null || begun
      ? nothing
      : html`<p class="note waiting">${this.conversation.say("thinking")}</p>`;
  }

  private suggestions() {
    const { begun, answering, session } = this.state;
    const questions = begun || answering !== null ? [] : (session?.suggested_questions ?? []);
    if (!questions.length) return nothing;
    return html`<div class="suggestions" role="group" aria-label=${this.conversation.say("suggestions")}>
      ${questions.map((question) => html`<button type="button" @click=${() => this.ask(question)}>${question}</button>`)}
    </div>`;
  }

  private dress({ language, company, colors }: Appearance): void {
    this.lang = language;
    if (this.closable) this.setAttribute("aria-label", this.conversation.say("title", { company }));
    for (const [name, value] of Object.entries(colors)) {
      const ground = name === "primary" || name === "secondary" ? "-light" : "";
      this.style.setProperty(`--${name.replace("_", "-")}${ground}`, value);
    }
  }

  private scrolled(): void {
    this.at = this.talk.value?.scrollTop ?? 0;
  }

  /** The end of the talk, as long as the last question stays in view: its answer is what a visitor wants to read. */
  private end(talk: HTMLElement): number {
    const question = [...talk.querySelectorAll(".visitor")].at(-1);
    const end = talk.scrollHeight - talk.clientHeight;
    if (!question) return end;
    const top = question.getBoundingClientRect().top - talk.getBoundingClientRect().top + talk.scrollTop;
    return Math.min(end, top - ABOVE);
  }

  private near(): boolean {
    const talk = this.talk.value;
    return !talk || this.end(talk) - talk.scrollTop < NEAR;
  }

  private follow(): void {
    const talk = this.talk.value;
    if (talk) talk.scrollTop = Math.max(talk.scrollTop, this.end(talk));
  }
}
