import { html } from "lit";

import type { Consent } from "../events";
import type { ConsentIn } from "../generated/lead";
import type { Email } from "../state";
import { Form, isAddress, type Values, type Wrong } from "./form";

/** The e-mail form that an answer brings up. It comes by itself: the visitor stays where they are until they open it. */
export class EmailForm extends Form<Email> {
  protected get consent(): Consent {
    return this.entry;
  }

  override render() {
    const { conversation, entry, say } = this;
    if (entry.form.thanks) {
      return html`<section class="box"><h2>${say("form_heading")}</h2><p role="status">${entry.form.thanks}</p></section>`;
    }
    if (entry.folded) {
      const open = () => conversation.change(entry, { folded: false, wanted: true });
      return html`<button type="button" class="act" @click=${open}>${say("form_open")}</button>`;
    }
    const later = html`<button type="button" class="act quiet" @click=${() => conversation.later(entry)}>${say("later")}</button>`;
    const email = this.field("email", say("your_email"), { type: "email", example: say("email_example") });
    return html`<section class="box">
      <h2>${say("form_heading")}</h2>
      <p>${entry.prompt}</p>
      ${this.framed(email, say("email_send"), later)}
    </section>`;
  }

  override firstUpdated(): void {
    if (this.entry.wanted) this.arrive();
  }

  override updated(changed: Map<string, Email | undefined>): void {
    super.updated(changed);
    if (changed.get("entry")?.folded && !this.entry.folded) this.arrive();
  }

  protected check({ email }: Values): Wrong {
    return isAddress(email) ? null : { field: "email", text: this.say("email_invalid") };
  }

  protected async deliver({ email = "" }: Values, consent: ConsentIn): Promise<string> {
    await this.conversation.api.captureEmail({ email, consent, purpose: "contact", context: this.entry.trigger });
    this.conversation.reached();
    return this.say("email_thanks");
  }
}
