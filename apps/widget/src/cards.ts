import { html, LitElement, nothing } from "lit";

import type { Api } from "./api";
import type { Consent, Person } from "./events";
import { ContactForm } from "./forms";
import { webAddress } from "./links";
import { styles } from "./styles";
import type { Say } from "./texts";

/** The company's contact persons, and the form to one of them. */
export class Cards extends LitElement {
  static override styles = styles;
  api!: Api;
  say!: Say;
  heading = "";
  layout: "horizontal" | "vertical" = "horizontal";
  persons: Person[] = [];
  consent!: Consent;

  override render() {
    return html`<section class="box">
      <h2>${this.heading}</h2>
      <div class="persons ${this.layout}">${this.persons.map((person) => this.card(person))}</div>
      <div id="form"></div>
    </section>`;
  }

  private card(person: Person) {
    const { say } = this;
    const image = person.image_url ? webAddress(person.image_url, this.api.origin) : null;
    return html`<div class="person">
      ${image
        ? html`<img src=${image.href} alt="" width="60" height="60" loading="lazy" referrerpolicy="no-referrer" />`
        : html`<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.2">
            <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 9c0-4 3.6-6 8-6s8 2 8 6" />
          </svg>`}
      <div>
        <strong>${person.name}</strong>
        ${person.position ? html`<span>${person.position}</span>` : nothing}
        ${person.specialization ? html`<small>${person.specialization}</small>` : nothing}
      </div>
      ${this.consent.version
        ? html`<button type="button" class="act" aria-label="${say("contact_button")}: ${person.name}" @click=${() => this.write(person)}>
            ${say("contact_button")}
          </button>`
        : nothing}
    </div>`;
  }

  private write(person: Person): void {
    const form = Object.assign(document.createElement("empfang-contact-form") as ContactForm, {
      api: this.api,
      say: this.say,
      consent: this.consent,
      person,
    });
    this.renderRoot.querySelector("#form")?.replaceChildren(form);
  }
}
