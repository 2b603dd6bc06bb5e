/** Pixels between the upper edge and the question whose answer is read. */
const ABOVE = 16;
/** Of the height that a question may take before its beginning goes: its answer is to be seen. */
const QUESTION = 0.4;

/**
 * Where somebody reads in the talk: it follows what comes until the last question stands at the upper edge, so that
 * the answer's beginning stays in view whatever comes behind it. Whoever scrolls up by hand stays where they are.
 */
export class Reading {
  private follows = false;
  private put = 0;

  /** Something was asked: from now on its answer is read. */
  begin(): void {
    this.follows = true;
  }

  /** The visitor went somewhere else. */
  leave(): void {
    this.follows = false;
  }

  /** A scroll that is none of ours, nor made by a shorter talk, is the visitor's. */
  scrolled(talk: HTMLElement): void {
    const atEnd = talk.scrollTop + talk.clientHeight >= talk.scrollHeight - 2;
    if (talk.scrollTop < this.put - 2 && !atEnd) this.follows = false;
  }

  /** Go on to what came, as far as the answer's beginning allows. */
  follow(talk: HTMLElement): void {
    if (!this.follows) return;
    talk.scrollTop = Math.max(talk.scrollTop, this.end(talk));
    this.put = talk.scrollTop;
  }

  private end(talk: HTMLElement): number {
    const end = talk.scrollHeight - talk.clientHeight;
    const question = [...talk.querySelectorAll(".visitor")].at(-1)?.getBoundingClientRect();
    if (!question) return end;
    const edge = talk.getBoundingClientRect().top - talk.scrollTop;
    const beginning = question.top - edge - ABOVE;
    return Math.min(end, Math.max(beginning, question.bottom - edge - talk.clientHeight * QUESTION));
  }
}

/** Bring something that was asked for into view: all of it, or its beginning where it is higher than the talk. */
export function bringIntoView(element: HTMLElement, within = 1): void {
  const talk = element.getRootNode() instanceof ShadowRoot ? talkOf(element) : null;
  const high = talk !== null && element.getBoundingClientRect().height > talk.clientHeight * within;
  element.scrollIntoView({ block: high ? "start" : "nearest" });
}

/** The talk that an element stands in, through the shadow roots between. */
function talkOf(element: Element): Element | null {
  let found: Element | null = element;
  while (found && !found.closest(".talk")) {
    const root = found.getRootNode();
    found = root instanceof ShadowRoot ? root.host : null;
  }
  return found?.closest(".talk") ?? null;
}
