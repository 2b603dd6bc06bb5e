import { html, nothing } from "lit";

import { Part } from "./part";

/** Reach somebody; begin anew, take the conversation along, end it, erase it. */
export class Menu extends Part {
  static override properties = { sure: { attribute: false }, begun: { attribute: false } };
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

  private readonly reach = (): void => {
    this.renderRoot.querySelector("details")?.removeAttribute("open");
    this.conversation.reach();
  };

  private withConversation() {
    const { conversation, say } = this;
    return html`<button type="button" @click=${() => conversation.anew()}>${say("anew")}</button>
        <button type="button" @click=${() => conversation.takeAlong()}>${say("download")}</button>
        <button type="button" @click=${() => conversation.end()}>${say("end")}</button>
        <button type="button" @click=${() => conversation.set({ sure: true })}>${say("erase")}</button>`;
  }

  override updated(changed: Map<string, boolean | undefined>): void {
    if (changed.get("sure") === undefined) return;
    this.renderRoot.querySelector<HTMLElement>(this.sure ? "button:not([disabled])" : "summary")?.focus();
  }
}
