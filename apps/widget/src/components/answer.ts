import { html, nothing, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";

import { type Block, blocksOf, type Inline } from "../blocks";
import type { Answer as Entry } from "../state";
import { Part } from "./part";
import type { Sources } from "./sources";

/** One answer: its text while it comes, its sources, and what a visitor may do with it. */
export class Answer extends Part {
  static override properties = { entry: { attribute: false } };
  entry!: Entry;
  private readonly sources = createRef<Sources>();

  override render() {
    const { conversation, entry } = this;
    const blocks = blocksOf(entry);
    const tabled = blocks.some(({ kind }) => kind === "table") ? "tabled" : "";
    return html`<article class="said bot ${tabled}">
        <span class="only-read">${this.say("assistant")}: </span>
        <div>${blocks.map((block) => this.block(block))}</div>
        ${
          entry.citations.length
            ? html`<empfang-sources .conversation=${conversation} .citations=${entry.citations} ${ref(this.sources)}></empfang-sources>`
            : nothing
        }
      </article>
      ${
        entry.complete
          ? html`<empfang-answer-tools .conversation=${conversation} .entry=${entry}></empfang-answer-tools>`
          : nothing
      }`;
  }

  private block(block: Block): TemplateResult {
    if (block.kind === "paragraph") return html`<p>${this.inline(block.parts)}</p>`;
    if (block.kind === "table") return this.table(block);
    const items = block.items.map((item) => html`<li>${this.inline(item)}</li>`);
    return block.start === null ? html`<ul>${items}</ul>` : html`<ol start=${block.start}>${items}</ol>`;
  }

  private table({ head, rows, named }: Extract<Block, { kind: "table" }>): TemplateResult {
    return html`<table>
      ${head.length ? html`<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>` : nothing}
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>${row.map((cell, at) => (named && !at ? html`<th scope="row">${this.inline(cell)}</th>` : html`<td>${this.inline(cell)}</td>`))}</tr>`,
        )}
      </tbody>
    </table>`;
  }

  private inline(parts: Inline[]): unknown[] {
    return parts.map((part) => {
      if (part.kind === "text") return part.text;
      if (part.kind === "code") return html`<code>${part.text}</code>`;
      if (part.kind === "citation") return this.reference(part.n);
      if (part.kind === "link" && !part.url.startsWith("http")) return html`<a href=${part.url}>${part.text}</a>`;
      if (part.kind === "link") {
        return html`<a href=${part.url} target="_blank" rel="noopener noreferrer">${part.text}</a>`;
      }
      const inner = this.inline(part.parts);
      return part.kind === "strong" ? html`<strong>${inner}</strong>` : html`<em>${inner}</em>`;
    });
  }

  private reference(n: number) {
    const citation = this.entry.citations.find((one) => one.n === n);
    if (!citation) return nothing;
    const label = this.say("source", { n, title: citation.title });
    const show = (event: Event) => {
      event.preventDefault();
      this.sources.value?.show(n);
    };
    return html`<sup class="ref"><a href="#" aria-label=${label} @click=${show}>${n}</a></sup>`;
  }
}
