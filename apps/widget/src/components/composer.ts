import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { createRef, ref } from "lit/directives/ref.js";

import { LONGEST } from "../conversation";
import { webAddress } from "../links";
import type { State } from "../state";
import { Part } from "./part";

/** Pixels of the field at most: five lines. */
const FEW_LINES = 144;

/** Where a visitor writes; while an answer comes, the button stops it. */
export class Composer extends Part {
  static override properties = { state: { attribute: false } };
  state!: State;
  private readonly field = createRef<HTMLTextAreaElement>();

  override render() {
    const { conversation, say } = this;
    const { draft, answering, session } = this.state;
    const busy = answering !== null;
    const privacy = webAddress(session?.privacy.url);
    const type = (event: Event) => conversation.set({ draft: (event.target as HTMLTextAreaElement).value });
    return html`<footer class="foot">
      <form class="ask ${busy ? "busy" : ""}" @submit=${this.submitted}>
        <label class="only-read" for="text">${say("write")}</label>
        <textarea id="text" rows="1" maxlength=${LONGEST} placeholder=${say("write")} autocomplete="off" .value=${live(draft)} ${ref(this.field)} @input=${type} @keydown=${this.pressed}></textarea>
        <button aria-label=${say(busy ? "stop" : "send")}>
          <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
            <path class="fly" d="M3 11.5 20.5 4l-6 17-3.2-6.8L3 11.5Z" />
            <rect class="halt" x="6" y="6" width="12" height="12" rx="2" />
          </svg>
        </button>
      </form>
      <p class="small">
        ${say("can_err")}
        ${privacy ? html`<a href=${privacy.href} target="_blank" rel="noopener noreferrer">${say("privacy")}</a>` : nothing}
      </p>
    </footer>`;
  }

  override updated(changed: Map<string, State | undefined>): void {
    const field = this.field.value;
    if (!field || changed.get("state")?.draft === this.state.draft) return;
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, FEW_LINES)}px`;
  }

  /** Put the cursor into the field. */
  override focus(): void {
    this.field.value?.focus({ preventScroll: true });
  }

  private submitted(event: Event): void {
    event.preventDefault();
    if (this.state.answering === null) this.conversation.send();
    else this.conversation.stop();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.conversation.send();
  }
}
