import { LitElement } from "lit";

import type { Conversation } from "../conversation";
import { styles } from "../styles";
import type { Say } from "../texts";

const shown = new Set<LitElement>();

/** Draw every part once more: what they are given is the same, the language is another. */
export function redraw(): void {
  shown.forEach((part) => part.requestUpdate());
}

/** A part of the panel: it draws what it is given of the conversation's state, and keeps nothing itself. */
export abstract class Part extends LitElement {
  static override styles = styles;
  conversation!: Conversation;

  override connectedCallback(): void {
    super.connectedCallback();
    shown.add(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    shown.delete(this);
  }

  protected get say(): Say {
    return this.conversation.say;
  }
}
