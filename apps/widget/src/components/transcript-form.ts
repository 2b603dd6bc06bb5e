import { html } from "lit";

import type { Consent } from "../events";
import type { Transcript } from "../state";
import { Form, isAddress, type Values, type Wrong } from "./form";

/** Where a visitor wants the conversation mailed. It was asked for: the cursor goes there. */
export class TranscriptForm extends Form<Transcript> {
  protected get consent(): Consent {
    return this.entry.consent;
  }

  override render() {
    const { conversation, entry, say } = this;
    const heading = html`<h2>${say("mail")}</h2>`;
    if (entry.form.thanks)
      return html`<section class="box">${heading}<p role="status">${entry.form.thanks}</p></section>`;
    const cancel = html`<button type="button" class="act quiet" @click=${() => conversation.drop(entry)}>${say("cancel")}</button>`;
    const email = this.field("email", say("your_email"), { type: "email", example: say("email_example") });
    return html`<section class="box">${heading}${this.framed(email, say("send"), cancel)}</section>`;
  }

  override firstUpdated(): void {
    this.arrive();
  }

  protected check({ email }: Values): Wrong {
    return isAddress(email) ? null : { field: "email", text: this.say("email_invalid") };
  }

  protected async deliver({ email = "" }: Values): Promise<string> {
    await this.conversation.api.mailTranscript({ email, consent: true, language: this.conversation.state.chosen });
    return this.say("mail_thanks");
  }
}
