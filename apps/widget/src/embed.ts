/**
 * Puts a bot on a company's own site:
 * <script src="https://<host>/embed.js" data-bot="<id>" data-token="<token>" async></script>
 *
 * Draws a button; the conversation itself is loaded when somebody opens it. Several bots on one page have a button each.
 */
import { embedding } from "./embedding";

const script = document.currentScript as HTMLScriptElement | null;
if (script) {
  const { bot, token, color = "", language = document.documentElement.lang || navigator.language } = script.dataset;
  if (bot && token) embedding().embed({ origin: new URL(script.src).origin, bot, token, color, language });
}
