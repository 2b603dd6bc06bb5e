import type { Appearance, Language, Session } from "./api";
import type { Written } from "./blocks";
import type { Cards, Consent, EmailPrompt } from "./events";

/** What a form holds. `wrong` names the field, or none when nothing typed is at fault. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>;
  readonly wrong: { readonly field: string; readonly text: string } | null;
  readonly sending: boolean;
  /** What is said once it was sent. */
  readonly thanks: string;
}
export const EMPTY: FormState = { values: {}, wrong: null, sending: false, thanks: "" };

/** An entry keeps its key as long as it is shown. */
interface Keyed {
  readonly key: number;
}

/** What a visitor asked. */
export interface Question extends Keyed {
  readonly kind: "question";
  readonly text: string;
}

export interface Answer extends Keyed, Written {
  readonly kind: "answer";
  /** The id of its question. */
  readonly messageId: string;
  readonly rating: number | null;
  /** What a visitor writes about it; null without a field to write in. */
  readonly comment: string | null;
  readonly copied: boolean;
  /** What a visitor may go on with, as long as nothing else was asked. */
  readonly replies: readonly string[];
}

/** A line of the platform itself: a notice or an error. */
export interface Note extends Keyed {
  readonly kind: "note";
  readonly text: string;
  readonly bad: boolean;
}

/** A question that can be asked once more. */
export interface Retry extends Keyed {
  readonly kind: "retry";
  readonly text: string;
  readonly messageId: string;
}

export interface Contacts extends Keyed, Readonly<Cards> {
  readonly kind: "contacts";
  readonly consent: Consent;
  /** The id of the person whom a visitor writes to. */
  readonly to: string | null;
  /** Whether the others are shown too. */
  readonly all: boolean;
  /** Whether a visitor asked for it, and is taken there. */
  readonly wanted: boolean;
  readonly form: FormState;
}

export interface Email extends Keyed, Readonly<EmailPrompt> {
  readonly kind: "email";
  readonly wanted: boolean;
  readonly form: FormState;
}

export interface Transcript extends Keyed {
  readonly kind: "transcript";
  readonly consent: Consent;
  readonly form: FormState;
}

export type Entry = Question | Answer | Note | Retry | Contacts | Email | Transcript;
type WithoutKey<E> = E extends Entry ? Omit<E, "key"> : never;
export type NewEntry = WithoutKey<Entry>;

/** All that is shown of a conversation. Every change makes a new one. */
export interface State {
  /** Known before the session on the bot's own page; the session brings it elsewhere. */
  readonly look: Appearance | null;
  readonly session: Session | null;
  /** The language that a visitor chose; null as long as the bot's own will do. */
  readonly chosen: Language | null;
  /** Whether there is a conversation to go on with. */
  readonly begun: boolean;
  readonly entries: readonly Entry[];
  readonly draft: string;
  /** The id of the question that is being answered. */
  readonly answering: string | null;
  /** What is said until its answer begins. */
  readonly awaited: string;
  /** Why there is nobody to talk to here; empty when there is. */
  readonly closed: string;
  /** Whether a visitor is asked if they are sure to erase everything. */
  readonly sure: boolean;
  /** What is read out. */
  readonly spoken: { readonly key: number; readonly text: string };
}

export const START: State = {
  look: null,
  session: null,
  chosen: null,
  begun: false,
  entries: [],
  draft: "",
  answering: null,
  awaited: "",
  closed: "",
  sure: false,
  spoken: { key: 0, text: "" },
};

/** What somebody who writes to a person is asked to agree to. */
export function consentOf(session: Session | null): Consent {
  const { url = null, consent_text = null, version = null, language = null } = session?.privacy ?? {};
  return { privacy_url: url, consent_text, version, language };
}
