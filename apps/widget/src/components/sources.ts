import { html, nothing } from "lit";

import type { Citation } from "../events";
import { webAddress } from "../links";
import { Part } from "./part";

/** The passages behind an answer, each with its page. */
export class Sources extends Part {
  static override properties = { citations: { attribute: false } };
  citations: readonly Citation[] = [];

  override render() {
    return html`<ul class="sources" aria-label=${this.say("sources")}>
      ${this.citations.map((citation) => this.source(citation))}
    </ul>`;
  }

  /** Open a passage and bring it into view. */
  show(n: number): void {
    const found = this.renderRoot.querySelector<HTMLDetailsElement>(`[data-n="${n}"]`);
    if (!found) return;
    found.open = true;
    found.querySelector("summary")?.focus();
    found.scrollIntoView({ block: "nearest" });
  }

  private source({ n, title, url, quote, page }: Citation) {
    const { say } = this;
    const address = webAddress(url);
    return html`<li>
      <details data-n=${n}>
        <summary>${n} · ${title}${page ? `, ${say("page_number", { page })}` : ""}</summary>
        <blockquote>${quote}</blockquote>
        ${
          address
            ? html`<a href=${address.href} target="_blank" rel="noopener noreferrer">${say("open_page")}</a>`
            : nothing
        }
      </details>
    </li>`;
  }
}
