import { Answer } from "./answer";
import type { Appearance } from "./api";
import { Cards } from "./cards";
import { Chat } from "./chat";
import { ContactForm, EmailForm } from "./forms";

const elements = {
  "empfang-chat": Chat,
  "empfang-answer": Answer,
  "empfang-cards": Cards,
  "empfang-email-form": EmailForm,
  "empfang-contact-form": ContactForm,
};
for (const [name, element] of Object.entries(elements)) {
  if (!customElements.get(name)) customElements.define(name, element);
}

/** A conversation that is not yet begun. */
export function chat(origin: string, bot: string, token: string, look: Appearance | null = null): Chat {
  return Object.assign(document.createElement("empfang-chat") as Chat, { look }).connect(origin, bot, token);
}

const page = document.getElementById("empfang-page");
if (page?.textContent) {
  const { bot, token, look } = JSON.parse(page.textContent) as { bot: string; token: string; look: Appearance };
  const element = chat(location.origin, bot, token, look);
  document.getElementById("empfang")?.append(element);
  void element.begin();
}
