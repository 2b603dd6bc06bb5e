import { html } from "lit";
import { live } from "lit/directives/live.js";

import type { Consent, Person } from "../events";
import type { ConsentIn } from "../generated/lead";
import type { Contacts } from "../state";
import { Form, isAddress, type Values, type Wrong } from "./form";

/** A message to a person of the company. */
export class ContactForm extends Form<Contacts> {
  person!: Person;

  protected get consent(): Consent {
    return this.entry.consent;
  }

  override render() {
    const { conversation, entry, say } = this;
    if (entry.form.thanks) return html`<p role="status">${entry.form.thanks}</p>`;
    const close = () => conversation.change(entry, { to: null });
    const cancel = html`<button type="button" class="act quiet" @click=${close}>${say("cancel")}</button>`;
    const fields = html`<strong>${say("contact_to", { name: this.person.name })}</strong>
      ${this.field("name", say("your_name"))}
      <div class="pair">
        ${this.field("email", say("your_email"), { type: "email" })}
        ${this.field("phone", say("your_phone"), { type: "tel", complete: "tel" })}
      </div>
      <label>${say("your_message")}<textarea name="message" rows="2" maxlength="2000" .value=${live(entry.form.values["message"] ?? "")}></textarea></label>`;
    return this.framed(fields, say("contact_send"), cancel);
  }

  override firstUpdated(): void {
    this.arrive();
  }

  protected check({ email, phone }: Values): Wrong {
    if (!email && !phone) return { field: "email", text: this.say("one_of_both") };
    return !email || isAddress(email) ? null : { field: "email", text: this.say("email_invalid") };
  }

  protected async deliver(values: Values, consent: ConsentIn): Promise<string> {
    const given = Object.entries(values).filter(([name, value]) => value && name !== "consent");
    const body = { person_id: this.person.id, consent, ...Object.fromEntries(given) };
    await this.conversation.api.requestContact(body);
    this.conversation.reached();
    return this.say("contact_thanks", { name: this.person.name });
  }
}
