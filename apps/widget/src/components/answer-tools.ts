import { html, nothing, svg } from "lit";
import { live } from "lit/directives/live.js";

import { copy, rate } from "../feedback";
import { bringIntoView } from "../reading";
import type { Answer } from "../state";
import { Part } from "./part";

const THUMB = "M7 11v9H4v-9h3Zm0 0 4-8c1.5 0 2.5 1 2.2 2.6L12.5 10H19a2 2 0 0 1 2 2.3l-1 6A2 2 0 0 1 18 20H7";

/** What a visitor may do with an answer: judge it, say why, copy it. */
export class AnswerTools extends Part {
  static override properties = { entry: { attribute: false } };
  entry!: Answer;

  override render() {
    const { conversation, entry, say } = this;
    return html`<div class="tools">
      ${this.thumb(1, say("helpful"))}${this.thumb(-1, say("not_helpful"))}
      <button type="button" @click=${() => copy(conversation, entry)}>${say(entry.copied ? "copied" : "copy")}</button>
      ${entry.comment === null ? nothing : this.comment(entry.comment)}
    </div>`;
  }

  override updated(changed: Map<string, Answer | undefined>): void {
    const opened = this.entry.comment !== null && changed.get("entry")?.comment === null;
    const form = opened ? this.renderRoot.querySelector("form") : null;
    if (!form) return;
    form.querySelector("textarea")?.focus({ preventScroll: true });
    bringIntoView(form);
  }

  private thumb(turned: 1 | -1, label: string) {
    const judge = () => rate(this.conversation, this.entry, turned);
    const turn = turned < 0 ? "rotate(180 12 12)" : "";
    return html`<button type="button" title=${label} aria-label=${label} aria-pressed=${this.entry.rating === turned} @click=${judge}>
      <svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${THUMB} transform=${turn} />`}</svg>
    </button>`;
  }

  private comment(written: string) {
    const { conversation, entry, say } = this;
    const send = (event: Event) => {
      event.preventDefault();
      void rate(conversation, entry, -1, written.trim());
    };
    const type = (event: Event) => conversation.change(entry, { comment: (event.target as HTMLTextAreaElement).value });
    return html`<form class="comment" @submit=${send}>
      <label>${say("comment_label")}<textarea rows="2" maxlength="2000" .value=${live(written)} @input=${type}></textarea></label>
      <button class="act quiet">${say("comment_send")}</button>
    </form>`;
  }
}
