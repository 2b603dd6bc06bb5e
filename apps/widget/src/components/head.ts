import { html, nothing } from "lit";

import { webAddress } from "../links";
import type { State } from "../state";
import { Part } from "./part";

/** Who answers here and whether somebody is in; what can be done with the conversation. */
export class Head extends Part {
  static override properties = { state: { attribute: false } };
  state!: State;
  /** Whether there is something to close: a panel on another page. */
  closable = false;

  override render() {
    const { conversation, say } = this;
    const { look, session, begun, sure } = this.state;
    const status = session?.opening_status;
    const logo = look?.logo_url ? webAddress(look.logo_url, conversation.api.origin) : null;
    return html`<header class="head">
      ${
        logo
          ? html`<img class="logo" src=${logo.href} alt="" width="80" referrerpolicy="no-referrer" />`
          : html`<span class="logo drawn" aria-hidden="true">${look?.company.slice(0, 1)}</span>`
      }
      <div class="who">
        <h1>${look?.company}</h1>
        ${
          status?.text
            ? html`<p class="status ${status.open ? "open" : ""}"><span class="dot" aria-hidden="true"></span>${status.text}</p>`
            : nothing
        }
      </div>
      ${begun || session?.contact.cards || session?.contact.form || (session && session.appearance.languages.length > 1) ? html`<empfang-menu .conversation=${conversation} .look=${look} .begun=${begun} .sure=${sure}></empfang-menu>` : nothing}
      ${
        this.closable
          ? html`<button type="button" class="close" aria-label=${say("close")} @click=${this.close}>×</button>`
          : nothing
      }
    </header>`;
  }

  private close(): void {
    this.dispatchEvent(new CustomEvent("empfang-close", { bubbles: true, composed: true }));
  }
}
