import { html, nothing } from "lit";

import type { Appearance } from "../api";
import { Part } from "./part";

const NAMES = { de: "Deutsch", en: "English" };

/** Reach somebody; speak another language; begin anew, take the conversation along, end it, erase it. */
export class Menu extends Part {
  static override properties = { sure: { attribute: false }, begun: { attribute: false }, look: { attribute: false } };
  look: Appearance | null = null;
  /** Whether there is a conversation. */
  begun = true;
  /** Whether a visitor is asked if they are sure. */
  sure = false;

  override render() {
    const { conversation, say } = this;
    if (this.sure) {
      return html`<div class="menu" role="alertdialog" aria-label=${say("erase_sure")}>
        <div class="choices">
          <button type="button" disabled>${say("erase_sure")}</button>
          <button type="button" @click=${() => conversation.erase()}>${say("erase_now")}</button>
          <button type="button" @click=${() => conversation.set({ sure: false })}>${say("cancel")}</button>
        </div>
      </div>`;
    }
    return html`<details class="menu">
      <summary aria-label=${say("menu")}><span aria-hidden="true">⋯</span></summary>
      <div class="choices">
        ${this.languages()}
        ${this.reachable ? html`<button type="button" @click=${this.reach}>${say("contact")}</button>` : nothing}
        ${this.begun ? this.withConversation() : nothing}
      </div>
    </details>`;
  }

  /** Whether the menu holds anything. */
  private get reachable(): boolean {
    const { cards, form } = this.conversation.state.session?.contact ?? {};
    return Boolean(cards ?? form);
  }

  /** The languages that are not spoken now, each in its own words. */
  private languages() {
    const others = this.look?.languages.filter((one) => one !== this.look?.language) ?? [];
    const speak = (language: keyof typeof NAMES) => {
      this.fold();
      this.renderRoot.querySelector("summary")?.focus();
      void this.conversation.speak(language);
    };
    return others.map(
      (one) => html`<button type="button" lang=${one} @click=${() => speak(one)}>${NAMES[one]}</button>`,
    );
  }

  private fold(): void {
    this.renderRoot.querySelector("details")?.removeAttribute("open");
  }

  private readonly reach = (): void => {
    this.fold();
    this.conversation.reach();
  };

  private readonly mail = (): void => {
    this.fold();
    this.conversation.mail();
  };

  private withConversation() {
    const { conversation, say } = this;
    return html`<button type="button" @click=${() => conversation.anew()}>${say("anew")}</button>
        <button type="button" @click=${() => conversation.takeAlong()}>${say("download")}</button>
        ${conversation.state.session?.privacy.transcript_consent ? html`<button type="button" @click=${this.mail}>${say("mail")}</button>` : nothing}
        <button type="button" @click=${() => conversation.end()}>${say("end")}</button>
        <button type="button" @click=${() => conversation.set({ sure: true })}>${say("erase")}</button>`;
  }

  override updated(changed: Map<string, boolean | undefined>): void {
    if (changed.get("sure") === undefined) return;
    this.renderRoot.querySelector<HTMLElement>(this.sure ? "button:not([disabled])" : "summary")?.focus();
  }
}
