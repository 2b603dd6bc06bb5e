import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

import { Refused } from "../api";
import type { Consent } from "../events";
import type { ConsentIn } from "../generated/lead";
import { webAddress } from "../links";
import { bringIntoView } from "../reading";
import type { Contacts, Email, FormState, Transcript } from "../state";
import { Part } from "./part";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

export type Values = FormState["values"];
export type Wrong = FormState["wrong"];

/** Whether mail could be sent there. */
export function isAddress(text: string | undefined): boolean {
  return EMAIL.test(text ?? "");
}

/** What all forms share: consent, errors at the field that is wrong, sending once. */
export abstract class Form<Entry extends Contacts | Email | Transcript> extends Part {
  static override properties = { entry: { attribute: false } };
  entry!: Entry;

  protected abstract readonly consent: Consent;
  protected abstract check(values: Values): Wrong;
  /** Send it, and return what is said then. */
  protected abstract deliver(values: Values, consent: ConsentIn): Promise<string>;

  override updated(changed: Map<string, Entry | undefined>): void {
    const before = changed.get("entry")?.form.wrong;
    const { wrong, thanks } = this.entry.form;
    if (wrong && before !== wrong) {
      this.renderRoot.querySelector(".acts")?.scrollIntoView({ block: "nearest" });
      const field = this.renderRoot.querySelector<HTMLElement>("[aria-invalid=true]");
      field?.focus({ preventScroll: true });
      field?.closest(".field")?.scrollIntoView({ block: "nearest" });
    }
    if (thanks && changed.get("entry") && !changed.get("entry")?.form.thanks) {
      this.renderRoot.querySelector("[role=status]")?.scrollIntoView({ block: "nearest" });
    }
  }

  /** Take the visitor here: all of the form in view, or its beginning, and the cursor in its first field. */
  protected arrive(): void {
    this.renderRoot.querySelector("input")?.focus({ preventScroll: true });
    bringIntoView(this);
  }

  protected field(name: string, label: string, { type = "text", complete = name, example = "" } = {}): TemplateResult {
    const { values, wrong } = this.entry.form;
    const invalid = wrong?.field === name;
    return html`<div class="field"><label
      >${label}<input
        name=${name}
        type=${type}
        autocomplete=${complete}
        placeholder=${example}
        maxlength="254"
        .value=${live(values[name] ?? "")}
        aria-invalid=${invalid}
        aria-describedby=${invalid ? "wrong" : nothing}
    /></label>${this.wrong(name)}</div>`;
  }

  /** What is wrong, beside the field at fault; without a field, beside the button. */
  private wrong(name: string) {
    const { wrong } = this.entry.form;
    return wrong?.field === name ? html`<p class="wrong" id="wrong" role="alert">${wrong.text}</p>` : nothing;
  }

  protected framed(fields: unknown, submit: string, other: unknown): TemplateResult {
    const { sending } = this.entry.form;
    return html`<form class="fields" novalidate @submit=${this.submitted} @input=${this.typed}>
      ${fields} ${this.agreement()}
      ${this.wrong("")}
      <div class="acts"><button class="act" ?disabled=${sending}>${submit}</button>${other}</div>
    </form>`;
  }

  private agreement() {
    const { values, wrong } = this.entry.form;
    const url = webAddress(this.consent.privacy_url);
    const invalid = wrong?.field === "consent";
    return html`<div class="field">${this.wrong("consent")}<label class="agree"
      ><input
        type="checkbox"
        name="consent"
        .checked=${live(values["consent"] === "on")}
        aria-invalid=${invalid}
        aria-describedby=${invalid ? "wrong" : nothing}
      /><span
        >${this.consent.consent_text}
        ${url ? html`<a href=${url.href} target="_blank" rel="noopener noreferrer">${this.say("privacy")}</a>` : nothing}</span
      ></label
    ></div>`;
  }

  private put(patch: Partial<FormState>): void {
    const form = { ...this.entry.form, ...patch };
    this.conversation.change<Contacts | Email | Transcript>(this.entry, { form });
  }

  private typed(event: Event): void {
    const data = [...new FormData(event.currentTarget as HTMLFormElement)];
    this.put({
      values: Object.fromEntries(data.map(([name, value]) => [name, typeof value === "string" ? value : ""])),
      wrong: null,
    });
  }

  private async submitted(event: Event): Promise<void> {
    event.preventDefault();
    const { sending, values: typed } = this.entry.form;
    if (sending) return;
    const values = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value.trim()]));
    const unconsented = values["consent"] ? null : { field: "consent", text: this.say("consent_needed") };
    const wrong = this.check(values) ?? unconsented;
    this.put({ wrong, sending: !wrong });
    if (!wrong) await this.sent(values);
  }

  private async sent(values: Values): Promise<void> {
    const { version, language } = this.consent;
    const consent: ConsentIn = { accepted: true, number: version ?? 0, language: language === "en" ? "en" : "de" };
    try {
      this.put({ thanks: await this.deliver(values, consent), sending: false });
    } catch (error) {
      const { status, detail = "" } = error instanceof Refused ? error : { status: 0 };
      const address = status === 422;
      const text = (status === 429 && detail) || this.say(address ? "email_invalid" : "not_sent");
      this.put({ wrong: { field: address ? "email" : "", text }, sending: false });
    }
  }
}
