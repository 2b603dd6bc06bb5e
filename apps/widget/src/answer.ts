import { html, LitElement, nothing, svg, type TemplateResult } from "lit";

import type { Api } from "./api";
import type { Citation } from "./events";
import { type Block, blocksOf, type Inline, plain } from "./blocks";
import { webAddress } from "./links";
import { styles } from "./styles";
import type { Say } from "./texts";

const THUMB = "M7 11v9H4v-9h3Zm0 0 4-8c1.5 0 2.5 1 2.2 2.6L12.5 10H19a2 2 0 0 1 2 2.3l-1 6A2 2 0 0 1 18 20H7";

/** One answer: its text while it comes, its sources, and what a visitor may do with it. */
export class Answer extends LitElement {
  static override styles = styles;
  static override properties = {
    text: {},
    mode: {},
    citations: {},
    complete: { type: Boolean },
    rating: { state: true },
    commenting: { state: true },
    copied: { state: true },
  };
  api!: Api;
  say!: Say;
  messageId = "";
  text = "";
  mode: string | null = null;
  citations: Citation[] = [];
  complete = false;
  rating: number | null = null;
  private commenting = false;
  private copied = false;

  override render() {
    return html`<article class="said bot">
        <span class="only-read">${this.say("assistant")}: </span>
        <div>${blocksOf(this).map((block) => this.block(block))}</div>
        ${this.citations.length ? this.sources() : nothing}
      </article>
      ${this.complete ? this.tools() : nothing}`;
  }

  private block(block: Block): TemplateResult {
    if (block.kind === "paragraph") return html`<p>${this.inline(block.parts)}</p>`;
    const items = block.items.map((item) => html`<li>${this.inline(item)}</li>`);
    return block.start === null ? html`<ul>${items}</ul>` : html`<ol start=${block.start}>${items}</ol>`;
  }

  private inline(parts: Inline[]): unknown[] {
    return parts.map((part) => {
      if (part.kind === "text") return part.text;
      if (part.kind === "code") return html`<code>${part.text}</code>`;
      if (part.kind === "link") return html`<a href=${part.url} target="_blank" rel="noopener noreferrer">${part.text}</a>`;
      if (part.kind === "citation") return this.reference(part.n);
      const inner = this.inline(part.parts);
      return part.kind === "strong" ? html`<strong>${inner}</strong>` : html`<em>${inner}</em>`;
    });
  }

  private reference(n: number) {
    const citation = this.citations.find((one) => one.n === n);
    if (!citation) return nothing;
    const label = this.say("source", { n, title: citation.title });
    return html`<sup class="ref"><a href="#" aria-label=${label} @click=${(event: Event) => this.show(event, n)}>${n}</a></sup>`;
  }

  private show(event: Event, n: number): void {
    event.preventDefault();
    const found = this.renderRoot.querySelector<HTMLDetailsElement>(`[data-n="${n}"]`);
    if (!found) return;
    found.open = true;
    found.querySelector("summary")?.focus();
    found.scrollIntoView({ block: "nearest" });
  }

  private sources() {
    const { say } = this;
    return html`<ul class="sources" aria-label=${say("sources")}>
      ${this.citations.map(({ n, title, url, quote, page }) => {
        const address = webAddress(url);
        return html`<li>
          <details data-n=${n}>
            <summary>${n} · ${title}${page ? `, ${say("page_number", { page })}` : ""}</summary>
            <blockquote>${quote}</blockquote>
            ${address ? html`<a href=${address.href} target="_blank" rel="noopener noreferrer">${say("open_page")}</a>` : nothing}
          </details>
        </li>`;
      })}
    </ul>`;
  }

  private tools() {
    const { say } = this;
    const thumb = (rating: 1 | -1, label: string) =>
      html`<button type="button" title=${label} aria-label=${label} aria-pressed=${this.rating === rating} @click=${() => this.rate(rating)}>
        <svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${THUMB} transform=${rating < 0 ? "rotate(180 12 12)" : ""} />`}</svg>
      </button>`;
    return html`<div class="tools">
      ${thumb(1, say("helpful"))}${thumb(-1, say("not_helpful"))}
      <button type="button" @click=${this.copy}>${say(this.copied ? "copied" : "copy")}</button>
      ${this.commenting ? this.comment() : nothing}
    </div>`;
  }

  private comment() {
    const { say } = this;
    return html`<form class="comment" @submit=${this.commented}>
      <label>${say("comment_label")}<textarea rows="2" maxlength="2000"></textarea></label>
      <button class="act quiet">${say("comment_send")}</button>
    </form>`;
  }

  private async rate(rating: 1 | -1, comment = ""): Promise<void> {
    const body = { message_id: this.messageId, rating, ...(comment ? { comment } : {}) };
    try {
      await this.api.rate(body);
      this.rating = rating;
      this.commenting = rating < 0 && !comment;
      this.tell(this.say("rated"));
    } catch {
      this.tell(this.say("not_sent"));
    }
  }

  private commented(event: SubmitEvent): void {
    event.preventDefault();
    const comment = this.renderRoot.querySelector<HTMLTextAreaElement>(".comment textarea")?.value.trim() ?? "";
    void this.rate(-1, comment);
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(plain(blocksOf(this)));
      this.copied = true;
    } catch {
      this.tell(this.say("not_sent"));
    }
  }

  /** Have the panel read something out. */
  private tell(text: string): void {
    this.dispatchEvent(new CustomEvent("tell", { detail: text, bubbles: true, composed: true }));
  }
}
