import type { Appearance } from "./api";
import { Answer } from "./components/answer";
import { AnswerTools } from "./components/answer-tools";
import { Chat } from "./components/chat";
import { Composer } from "./components/composer";
import { ContactForm } from "./components/contact-form";
import { Contacts } from "./components/contacts";
import { EmailForm } from "./components/email-form";
import { Head } from "./components/head";
import { Menu } from "./components/menu";
import { Sources } from "./components/sources";
import { TranscriptForm } from "./components/transcript-form";

declare global {
  interface HTMLElementTagNameMap {
    "empfang-chat": Chat;
  }
}

const elements = {
  "empfang-chat": Chat,
  "empfang-head": Head,
  "empfang-menu": Menu,
  "empfang-composer": Composer,
  "empfang-answer": Answer,
  "empfang-sources": Sources,
  "empfang-answer-tools": AnswerTools,
  "empfang-cards": Contacts,
  "empfang-contact-form": ContactForm,
  "empfang-email-form": EmailForm,
  "empfang-transcript-form": TranscriptForm,
};
for (const [name, element] of Object.entries(elements)) {
  if (!customElements.get(name)) customElements.define(name, element);
}

/** A conversation that is not yet begun. */
export function chat(origin: string, bot: string, token: string, look: Appearance | null = null): Chat {
  return document.createElement("empfang-chat").connect(origin, bot, token, look);
}

const page = document.getElementById("empfang-page");
if (page?.textContent) {
  const { bot, token, look } = JSON.parse(page.textContent) as { bot: string; token: string; look: Appearance };
  const element = chat(location.origin, bot, token, look);
  document.getElementById("empfang")?.append(element);
  void element.begin();
}
