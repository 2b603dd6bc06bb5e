import { html, LitElement, nothing } from "lit";
import { createRef, ref } from "lit/directives/ref.js";

import { type Api, Refused } from "./api";
import type { Consent, Person } from "./events";
import type { ConsentIn } from "./generated/lead";
import { webAddress } from "./links";
import { styles } from "./styles";
import type { Say } from "./texts";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

/** What both forms share: consent, errors at the field that is wrong, sending once. */
abstract class Form extends LitElement {
  static override styles = styles;
  static override properties = {
    wrong: { state: true },
    sending: { state: true },
    thanks: { state: true },
  };
  api!: Api;
  say!: Say;
  consent!: Consent;
  protected wrong: { field: string; text: string } | null = null;
  protected sending = false;
  protected thanks = "";
  private readonly form = createRef<HTMLFormElement>();

  protected field(name: string, label: string, options: { type?: string; complete?: string; example?: string } = {}) {
    const invalid = this.wrong?.field === name;
    return html`<label
      >${label}<input
        name=${name}
        type=${options.type ?? "text"}
        autocomplete=${options.complete ?? name}
        placeholder=${options.example ?? ""}
        maxlength="254"
        aria-invalid=${invalid}
        aria-describedby=${invalid ? "wrong" : nothing}
    /></label>`;
  }

  protected agreement() {
    const url = webAddress(this.consent.privacy_url);
    const invalid = this.wrong?.field === "consent";
    return html`<label class="agree"
      ><input type="checkbox" name="consent" aria-invalid=${invalid} aria-describedby=${invalid ? "wrong" : nothing} /><span
        >${this.consent.consent_text}
        ${url ? html`<a href=${url.href} target="_blank" rel="noopener noreferrer">${this.say("privacy")}</a>` : nothing}</span
      ></label
    >`;
  }

  protected framed(fields: unknown, submit: string, other: unknown) {
    const wrong = html`<p class="wrong" id="wrong" role="alert" ?hidden=${!this.wrong}>${this.wrong?.text}</p>`;
    return html`<form class="fields" novalidate ${ref(this.form)} @submit=${this.submitted} @input=${() => (this.wrong = null)}>
      ${fields} ${this.agreement()} ${wrong}
      <div class="acts"><button class="act" ?disabled=${this.sending}>${submit}</button>${other}</div>
    </form>`;
  }

  protected abstract check(values: Record<string, string>): { field: string; text: string } | null;
  protected abstract send(values: Record<string, string>, consent: ConsentIn): Promise<string>;

  override firstUpdated(): void {
    this.form.value?.querySelector("input")?.focus({ preventScroll: true });
  }

  private async submitted(event: Event): Promise<void> {
    event.preventDefault();
    if (this.sending || !this.form.value) return;
    const data = new FormData(this.form.value);
    const values = Object.fromEntries([...data].map(([key, value]) => [key, String(value).trim()]));
    this.wrong =
      this.check(values) ?? (values["consent"] ? null : { field: "consent", text: this.say("consent_needed") });
    if (!this.wrong) await this.delivered(values);
    await this.updateComplete;
    if (this.wrong) this.form.value.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }

  private async delivered(values: Record<string, string>): Promise<void> {
    this.sending = true;
    try {
      const { version, language } = this.consent;
      const consent: ConsentIn = { accepted: true, number: version ?? 0, language: language === "en" ? "en" : "de" };
      this.thanks = await this.send(values, consent);
      this.dispatchEvent(new CustomEvent("sent", { bubbles: true, composed: true }));
    } catch (error) {
      const address = error instanceof Refused && error.status === 422;
      this.wrong = { field: address ? "email" : "", text: this.say(address ? "email_invalid" : "not_sent") };
    }
    this.sending = false;
  }
}

/** The e-mail form that an answer brings up. */
export class EmailForm extends Form {
  prompt!: string;
  trigger!: string;

  override render() {
    const { say } = this;
    if (this.thanks) return html`<section class="box"><h2>${say("form_heading")}</h2><p role="status">${this.thanks}</p></section>`;
    const later = html`<button type="button" class="act quiet" @click=${this.later}>${say("later")}</button>`;
    const email = this.field("email", say("your_email"), { type: "email", example: say("email_example") });
    return html`<section class="box"><h2>${say("form_heading")}</h2><p>${this.prompt}</p>${this.framed(email, say("email_send"), later)}</section>`;
  }

  override firstUpdated(): void {
    // it comes by itself: the visitor stays where they are
  }

  protected check(values: Record<string, string>) {
    return EMAIL.test(values["email"] ?? "") ? null : { field: "email", text: this.say("email_invalid") };
  }

  protected async send(values: Record<string, string>, consent: ConsentIn): Promise<string> {
    await this.api.captureEmail({ email: values["email"] ?? "", consent, purpose: "contact", context: this.trigger });
    return this.say("email_thanks");
  }

  private async later(): Promise<void> {
    this.dispatchEvent(new CustomEvent("later", { bubbles: true, composed: true }));
    await this.api.declineEmailPrompt().catch(() => null);
  }
}

/** A message to a person of the company. */
export class ContactForm extends Form {
  person!: Person;

  override render() {
    const { say } = this;
    if (this.thanks) return html`<p role="status">${this.thanks}</p>`;
    const cancel = html`<button type="button" class="act quiet" @click=${() => this.remove()}>${say("cancel")}</button>`;
    const message = html`<label>${say("your_message")}<textarea name="message" rows="2" maxlength="2000"></textarea></label>`;
    const fields = html`<strong>${say("contact_to", { name: this.person.name })}</strong>
      ${this.field("name", say("your_name"))}
      ${this.field("email", say("your_email"), { type: "email", example: say("email_example") })}
      ${this.field("phone", say("your_phone"), { type: "tel", complete: "tel" })} ${message}`;
    return this.framed(fields, say("contact_send"), cancel);
  }

  protected check(values: Record<string, string>) {
    const { email, phone } = values;
    if (!email && !phone) return { field: "email", text: this.say("one_of_both") };
    return !email || EMAIL.test(email) ? null : { field: "email", text: this.say("email_invalid") };
  }

  protected async send(values: Record<string, string>, consent: ConsentIn): Promise<string> {
    const given = Object.entries(values).filter(([key, value]) => value && key !== "consent");
    await this.api.requestContact({ person_id: this.person.id, consent, ...Object.fromEntries(given) });
    return this.say("contact_thanks", { name: this.person.name });
  }
}
