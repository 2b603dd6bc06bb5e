/** The events of an answer's stream, as chat-svc's OpenAPI document describes them. */
import type { AnswerEvent, Card, Cards, CitationOut, EmailPrompt, PrivacyOut, TextPart } from "./generated/chat";

export type { AnswerEvent, Cards, EmailPrompt };
export type { CitationOut as Citation, Card as Person };

/** How an answer was made. Only a model writes markup. */
export type Mode = TextPart["mode"];

/** What a visitor is asked to agree to; without a version there is no text, and nothing may be stored. */
export interface Consent {
  readonly consent_text: string | null;
  readonly privacy_url: string | null;
  readonly version: number | null;
  readonly language: PrivacyOut["language"];
}
