/** The events of an answer's stream. The OpenAPI documents do not describe them: this follows chat-svc's code. */
import type { ProblemOut } from "./generated/chat";

/** How an answer was made. Only a model writes markup. */
export type Mode = "model" | "quoted" | "configured" | "smalltalk";

/** A passage behind an answer; `n` is the number in the answer's text. */
export interface Citation {
  n: number;
  title: string;
  url: string;
  quote: string;
  page?: number | null;
}

export interface Person {
  id: string;
  name: string;
  position?: string | null;
  specialization?: string | null;
  booking_url?: string | null;
  image_url?: string | null;
}

/** What a visitor is asked to agree to; without a version there is no text, and nothing may be stored. */
export interface Consent {
  consent_text: string | null;
  privacy_url: string | null;
  version: number | null;
  language: string | null;
}

export interface Cards {
  heading: string;
  layout: "horizontal" | "vertical";
  persons: Person[];
}

export interface EmailPrompt extends Consent {
  prompt: string;
  trigger: string;
}

interface Events {
  start: { message_id: string };
  /** More text. */
  delta: { text: string; mode?: Mode };
  /** The text so far, anew. */
  replace: { text: string; mode?: Mode };
  citations: Citation[];
  cards: Cards;
  email_prompt: EmailPrompt;
  notice: { kind: string; text: string };
  done: { mode: Mode; stopped?: boolean };
  error: { problem: Partial<ProblemOut> };
}

export type ServerEvent = { [Name in keyof Events]: { name: Name; data: Events[Name] } }[keyof Events];
