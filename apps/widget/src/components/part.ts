import { LitElement } from "lit";

import type { Conversation } from "../conversation";
import { styles } from "../styles";
import type { Say } from "../texts";

/** A part of the panel: it draws what it is given of the conversation's state, and keeps nothing itself. */
export abstract class Part extends LitElement {
  static override styles = styles;
  conversation!: Conversation;

  protected get say(): Say {
    return this.conversation.say;
  }
}
