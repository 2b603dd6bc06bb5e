import { html } from "lit";

import { Part } from "./part";

/** Take the conversation along, end it, erase it. */
export class Menu extends Part {
  static override properties = { sure: { attribute: false } };
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
        <button type="button" @click=${() => conversation.takeAlong()}>${say("download")}</button>
        <button type="button" @click=${() => conversation.end()}>${say("end")}</button>
        <button type="button" @click=${() => conversation.set({ sure: true })}>${say("erase")}</button>
      </div>
    </details>`;
  }

  override updated(changed: Map<string, boolean | undefined>): void {
    if (changed.get("sure") === undefined) return;
    this.renderRoot.querySelector<HTMLElement>(this.sure ? "button:not([disabled])" : "summary")?.focus();
  }
}
