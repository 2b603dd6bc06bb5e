import { html, LitElement, nothing, type PropertyValues } from "lit";
import { createRef, ref } from "lit/directives/ref.js";

import type { Answer } from "./answer";
import { blocksOf, plain } from "./blocks";
import { Api, type Appearance, Refused, type Session } from "./api";
import type { Cards } from "./cards";
import type { EmailForm } from "./forms";
import type { Cards as Shown, Consent, EmailPrompt, ServerEvent } from "./events";
import { webAddress } from "./links";
import { Memory } from "./store";
import { styles } from "./styles";
import { catalogue, type Say } from "./texts";
import { download } from "./transcript";

/** How near the end of the talk somebody must be, in pixels, for it to follow what comes. */
const NEAR = 120;
const LONGEST = 4000;
const FEW_LINES = 144;
/** Milliseconds that an answer has to end after it was stopped. */
const PATIENCE = 1500;

/** An id for a message; `crypto.randomUUID` exists on safe origins only. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * The conversation with one bot: the whole of the bot's page, and the panel on a company's own site.
 *
 * Fires `empfang-message`, `empfang-answer`, `empfang-lead` and `empfang-close`.
 */
export class Chat extends LitElement {
  static override styles = styles;
  static override properties = {
    look: { attribute: false },
    session: { state: true },
    busy: { state: true },
    sure: { state: true },
  };
  /** Known before the session on the bot's own page; the session brings it elsewhere. */
  look: Appearance | null = null;
  /** Whether there is something to close: a panel on another page. */
  closable = false;
  private api!: Api;
  private memory!: Memory;
  private say: Say = catalogue("de");
  private session: Session | null = null;
  private busy: AbortController | null = null;
  private sure = false;
  private asked = "";
  private readonly talk = createRef<HTMLElement>();
  private readonly field = createRef<HTMLTextAreaElement>();
  private readonly spoken = createRef<HTMLElement>();

  /** Name the bot. Nothing is asked for and nothing kept before `begin`. */
  connect(origin: string, bot: string, token: string): this {
    this.memory = new Memory(bot);
    this.api = new Api(origin, bot, token, () => this.memory.get());
    return this;
  }

  /** Open the session, and go on with the conversation that this tab had. */
  async begin(): Promise<void> {
    if (this.session) return;
    try {
      const session = await this.api.ready();
      this.known(session);
      if (this.memory.get()) await this.recall(session);
    } catch (error) {
      this.note(error instanceof Refused && error.detail ? error.detail : this.say("failed"), true);
    }
  }

  /** Put the cursor where a visitor writes. */
  override focus(): void {
    this.field.value?.focus({ preventScroll: true });
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has("look") || !this.look) return;
    this.say = catalogue(this.look.language);
    this.lang = this.look.language;
    if (this.closable) this.ariaLabel = this.say("title", { company: this.look.company });
    for (const [name, value] of Object.entries(this.look.colors)) {
      const ground = name === "primary" || name === "secondary" ? "-light" : "";
      this.style.setProperty(`--${name.replace("_", "-")}${ground}`, value);
    }
  }

  override render() {
    const { say, look } = this;
    return html`<div class="desk" @tell=${(event: CustomEvent<string>) => this.tell(event.detail)} @sent=${() => this.fire("lead")}>
      ${this.head()}
      ${this.session && this.session.environment !== "production" ? html`<p class="stage">${say(this.session.environment)}</p>` : nothing}
      <div class="talk" role="log" aria-live="off" aria-label=${say("conversation")} tabindex="0" ${ref(this.talk)}>
        ${look ? html`<article class="said bot"><p>${look.disclosure}</p><p>${look.welcome_message}</p></article>` : html`<p class="note waiting">${say("loading")}</p>`}
        ${this.suggestions()}
      </div>
      <p class="only-read" role="status" aria-live="polite" ${ref(this.spoken)}></p>
      <footer class="foot">
        <form class="ask ${this.busy ? "busy" : ""}" @submit=${this.submitted}>
          <label class="only-read" for="text">${say("write")}</label>
          <textarea id="text" rows="1" maxlength=${LONGEST} placeholder=${say("write")} autocomplete="off" ${ref(this.field)} @input=${this.grow} @keydown=${this.pressed}></textarea>
          <button aria-label=${say(this.busy ? "stop" : "send")}>
            <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path class="fly" d="M3 11.5 20.5 4l-6 17-3.2-6.8L3 11.5Z" /><rect class="halt" x="6" y="6" width="12" height="12" rx="2" /></svg>
          </button>
        </form>
        <p class="small">${say("can_err")} ${this.privacy()}</p>
      </footer>
    </div>`;
  }

  private head() {
    const { say, look } = this;
    const status = this.session?.opening_status;
    const logo = look?.logo_url ? webAddress(look.logo_url, this.api.origin) : null;
    return html`<header class="head">
      ${logo ? html`<img class="logo" src=${logo.href} alt="" width="80" referrerpolicy="no-referrer" />` : html`<span class="logo drawn" aria-hidden="true">${look?.company.slice(0, 1)}</span>`}
      <div class="who">
        <h1>${look?.company}</h1>
        ${status?.text ? html`<p class="status ${status.open ? "open" : ""}"><span class="dot" aria-hidden="true"></span>${status.text}</p>` : nothing}
      </div>
      ${this.memory?.get() ? this.menu() : nothing}
      ${this.closable ? html`<button type="button" class="close" aria-label=${say("close")} @click=${() => this.fire("close")}>×</button>` : nothing}
    </header>`;
  }

  private menu() {
    const { say } = this;
    if (this.sure) {
      return html`<div class="menu" role="alertdialog" aria-label=${say("erase_sure")}>
        <div class="choices"><button type="button" disabled>${say("erase_sure")}</button><button type="button" @click=${this.erase}>${say("erase_now")}</button><button type="button" @click=${() => (this.sure = false)}>${say("cancel")}</button></div>
      </div>`;
    }
    return html`<details class="menu">
      <summary aria-label=${say("menu")}><span aria-hidden="true">⋯</span></summary>
      <div class="choices">
        <button type="button" @click=${this.keep}>${say("download")}</button>
        <button type="button" @click=${this.end}>${say("end")}</button>
        <button type="button" @click=${() => (this.sure = true)}>${say("erase")}</button>
      </div>
    </details>`;
  }

  private suggestions() {
    const questions = this.memory?.get() || this.busy ? [] : (this.session?.suggested_questions ?? []);
    if (!questions.length) return nothing;
    return html`<div class="suggestions" role="group" aria-label=${this.say("suggestions")}>
      ${questions.map((question) => html`<button type="button" @click=${() => this.ask(question)}>${question}</button>`)}
    </div>`;
  }

  private privacy() {
    const url = webAddress(this.session?.privacy.url);
    return url ? html`<a href=${url.href} target="_blank" rel="noopener noreferrer">${this.say("privacy")}</a>` : nothing;
  }

  private known(session: Session): void {
    this.session = session;
    this.look = session.appearance;
  }

  private async recall(session: Session): Promise<void> {
    if (this.memory.get() !== session.conversation_id) return this.memory.set(session.conversation_id);
    await this.updateComplete;
    const messages = await this.api.transcript();
    for (const said of messages) {
      if (said.role === "visitor") this.said(said.text);
      else Object.assign(this.answer(said.message_id), { text: said.text, mode: said.mode ?? null, citations: said.citations, rating: said.rating, complete: true });
    }
    if (!messages.length) this.memory.set(null);
    this.requestUpdate();
  }

  /** Ask a question; while an answer comes this does nothing. */
  async ask(text: string, id: string = uuid(), repeated = false): Promise<void> {
    const words = text.trim().slice(0, LONGEST);
    if (!words || this.busy) return;
    this.busy = new AbortController();
    this.asked = id;
    const { signal } = this.busy;
    if (!repeated) this.said(words);
    const waiting = this.add(Object.assign(document.createElement("p"), { className: "note waiting", textContent: this.say("thinking") }));
    this.fire("message", { text: words });
    let answer: Answer | null = null;
    try {
      this.known(await this.api.ready());
      this.memory.set(this.session!.conversation_id);
      await this.api.ask({ message_id: id, text: words }, signal, (event) => {
        if (event.name === "delta" && !answer) {
          waiting.remove();
          answer = this.answer(id);
        }
        this.take(event, answer);
      });
    } catch (error) {
      this.failed(error, words, id, signal.aborted);
    } finally {
      waiting.remove();
      this.busy = null;
      const given = answer as Answer | null;
      if (given) {
        const follow = this.near();
        given.complete = true;
        if (follow) void given.updateComplete.then(() => this.bottom());
        const words = plain(blocksOf(given));
        this.tell(words);
        this.fire("answer", { text: words });
      }
      this.focus();
    }
  }

  private take({ name, data }: ServerEvent, answer: Answer | null): void {
    const follow = this.near();
    if (name === "delta" && answer) answer.text += data.text;
    else if (name === "replace" && answer) answer.text = data.text;
    else if (name === "done" && answer) answer.mode = data.mode;
    else if (name === "citations" && answer) answer.citations = data;
    if (name === "done" && data.stopped) this.note(this.say("stopped"));
    else if (name === "notice") this.note(data.text);
    else if (name === "cards") this.cards(data);
    else if (name === "email_prompt") this.form(data);
    if (follow) void (answer?.updateComplete ?? Promise.resolve()).then(() => this.bottom());
  }

  private failed(error: unknown, words: string, id: string, stopped: boolean): void {
    if (stopped) return this.note(this.say("stopped"));
    const over = error instanceof Refused && /conversation-(ended|erased)$/.test(error.type);
    if (over) {
      this.memory.set(null);
      void this.api.open();
      this.note(this.say("expired"));
    } else this.note(error instanceof Refused && error.detail ? error.detail : this.say("failed"), true);
    const again = Object.assign(document.createElement("button"), { type: "button", className: "act quiet", textContent: this.say("retry") });
    again.onclick = () => {
      again.remove();
      void this.ask(words, over ? uuid() : id, true);
    };
    this.add(again);
  }

  private said(words: string): void {
    const bubble = Object.assign(document.createElement("article"), { className: "said visitor" });
    const who = Object.assign(document.createElement("span"), { className: "only-read", textContent: `${this.say("you")}: ` });
    bubble.append(who, Object.assign(document.createElement("p"), { textContent: words }));
    this.add(bubble);
    this.bottom();
  }

  private answer(messageId: string): Answer {
    return this.add(Object.assign(document.createElement("empfang-answer") as Answer, { api: this.api, say: this.say, messageId }));
  }

  private cards(shown: Shown): void {
    const { url, ...rest } = this.session!.privacy;
    const consent: Consent = { privacy_url: url, ...rest };
    this.add(Object.assign(document.createElement("empfang-cards") as Cards, { api: this.api, say: this.say, consent, ...shown }));
  }

  private form({ prompt, trigger, ...consent }: EmailPrompt): void {
    const form = Object.assign(document.createElement("empfang-email-form") as EmailForm, { api: this.api, say: this.say, consent, prompt, trigger });
    form.addEventListener("later", () => {
      form.remove();
      this.focus();
    });
    this.add(form);
  }

  private note(words: string, bad = false): void {
    this.add(Object.assign(document.createElement("p"), { className: bad ? "note bad" : "note", textContent: words }));
    this.tell(words);
  }

  private add<T extends HTMLElement>(element: T): T {
    const follow = this.near();
    this.talk.value?.append(element);
    if (follow) this.bottom();
    return element;
  }

  private near(): boolean {
    const talk = this.talk.value;
    return !talk || talk.scrollHeight - talk.scrollTop - talk.clientHeight < NEAR;
  }

  private bottom(): void {
    const talk = this.talk.value;
    if (talk) talk.scrollTop = talk.scrollHeight;
  }

  private tell(words: string): void {
    if (this.spoken.value) this.spoken.value.textContent = words;
  }

  private fire(name: "message" | "answer" | "lead" | "close", detail: object = {}): void {
    this.dispatchEvent(new CustomEvent(`empfang-${name}`, { detail, bubbles: true, composed: true }));
  }

  private submitted(event: Event): void {
    event.preventDefault();
    if (this.busy) return this.stop(this.busy);
    const field = this.field.value;
    if (!field?.value.trim()) return;
    const words = field.value;
    field.value = "";
    this.grow();
    void this.ask(words);
  }

  /** Have the answer end; the connection is cut when it does not end by itself. */
  private stop(busy: AbortController): void {
    void this.api.stop({ message_id: this.asked }).catch(() => busy.abort());
    setTimeout(() => busy.abort(), PATIENCE);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!this.busy) this.field.value?.form?.requestSubmit();
  }

  private grow(): void {
    const field = this.field.value;
    if (!field) return;
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, FEW_LINES)}px`;
  }

  private async keep(): Promise<void> {
    const messages = await this.api.transcript();
    download(messages, this.look!.company, this.say);
  }

  private async end(): Promise<void> {
    await this.over(() => this.api.end(), "ended");
  }

  private async erase(): Promise<void> {
    this.sure = false;
    if (!(await this.over(() => this.api.erase(), "erased"))) return;
    for (const element of [...this.talk.value!.children]) {
      if (/^(ARTICLE|EMPFANG-)/.test(element.tagName) && element !== this.talk.value!.firstElementChild) element.remove();
    }
  }

  private async over(call: () => Promise<void>, words: "ended" | "erased"): Promise<boolean> {
    try {
      await call();
    } catch {
      this.note(this.say("not_sent"), true);
      return false;
    }
    this.memory.set(null);
    this.note(this.say(words));
    this.known(await this.api.open());
    return true;
  }
}
