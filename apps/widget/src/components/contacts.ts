import { html, nothing } from "lit";

import type { Person } from "../events";
import { webAddress } from "../links";
import { bringIntoView } from "../reading";
import { type Contacts as Entry, EMPTY } from "../state";
import { Part } from "./part";

/** The company's contact persons, and the form to one of them. */
export class Contacts extends Part {
  static override properties = { entry: { attribute: false } };
  entry!: Entry;

  override render() {
    const { conversation, entry } = this;
    const form = (person: Person) =>
      html`<empfang-contact-form .conversation=${conversation} .entry=${entry} .person=${person}></empfang-contact-form>`;
    return html`<section class="box">
      <h2>${entry.heading}</h2>
      <div class="persons ${entry.layout}">
        ${this.shown.map((person) => [this.card(person), person.id === entry.to ? form(person) : nothing])}
      </div>
      ${
        this.shown.length < entry.persons.length
          ? html`<button type="button" class="act quiet more" @click=${() => conversation.change(entry, { all: true })}>${this.say("contacts_more")}</button>`
          : nothing
      }
    </section>`;
  }

  override firstUpdated(): void {
    if (this.entry.wanted) this.arrive(this.entry.persons[0]);
  }

  override updated(changed: Map<string, Entry | undefined>): void {
    const before = changed.get("entry");
    if (before?.to && !this.entry.to) this.act(before.to, "button")?.focus(); // the form was closed
    if (before && !before.all && this.entry.all) this.arrive(this.entry.persons[before.first]);
  }

  /** The fitting person, or all once somebody asked for the others. */
  private get shown(): readonly Person[] {
    const { all, persons, first } = this.entry;
    return all ? persons : persons.slice(0, first);
  }

  private act(id: string | undefined, kind: string): HTMLElement | null {
    const cards = [...this.renderRoot.querySelectorAll<HTMLElement>(".person")];
    return cards.find(({ dataset }) => dataset["person"] === id)?.querySelector<HTMLElement>(kind) ?? null;
  }

  private arrive(person: Person | undefined): void {
    if (!person) return;
    const target = this.act(person.id, "button, a");
    target?.focus({ preventScroll: true });
    bringIntoView(this.entry.all ? (target?.closest<HTMLElement>(".person") ?? this) : this);
  }

  private card(person: Person) {
    const { conversation, entry, say } = this;
    const image = person.image_url ? webAddress(person.image_url, conversation.api.origin) : null;
    const booking = webAddress(person.booking_url);
    const write = () => conversation.change(entry, { to: person.id, form: EMPTY });
    return html`<div class="person" data-person=${person.id}>
      ${
        image
          ? html`<img src=${image.href} alt="" width="60" height="60" loading="lazy" referrerpolicy="no-referrer" />`
          : html`<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.2">
            <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 9c0-4 3.6-6 8-6s8 2 8 6" />
          </svg>`
      }
      <div>
        <strong>${person.name}</strong>
        ${person.position ? html`<span>${person.position}</span>` : nothing}
        ${person.specialization ? html`<small>${person.specialization}</small>` : nothing}
      </div>
      <div class="acts">
      ${
        booking
          ? html`<a
            class="act"
            href=${booking.href}
            target="_blank"
            rel="noopener noreferrer"
            aria-label="${say("contact_book")}: ${person.name}"
            @click=${() => void conversation.booking(person)}
            >${say("contact_book")}</a
          >`
          : nothing
      }
      ${
        entry.consent.version
          ? html`<button type="button" class="act" aria-label="${say("contact_button")}: ${person.name}" @click=${write}>
            ${say("contact_button")}
          </button>`
          : nothing
      }
      </div>
    </div>`;
  }
}
