/** What a tab remembers of a conversation, from the first message on: its id, so that the next page goes on with it. */
export class Memory {
  private readonly key: string;
  /** What is remembered where the browser lets nothing be kept: it lasts as long as the page. */
  private here: string | null = null;

  constructor(bot: string) {
    this.key = `empfang:${bot}`;
  }

  /** The conversation's id; null without one. */
  get(): string | null {
    try {
      return sessionStorage.getItem(this.key) ?? this.here;
    } catch {
      return this.here;
    }
  }

  set(conversation: string | null): void {
    this.here = conversation;
    try {
      if (conversation) sessionStorage.setItem(this.key, conversation);
      else sessionStorage.removeItem(this.key);
    } catch {
      // `here` has it
    }
  }
}
