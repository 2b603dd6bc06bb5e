/** What a tab remembers of a conversation, from the first message on: its id, so that the next page goes on with it. */
export class Memory {
  private readonly key: string;

  constructor(bot: string) {
    this.key = `empfang:${bot}`;
  }

  /** The conversation's id; null without one, or where the browser lets nothing be kept. */
  get(): string | null {
    try {
      return sessionStorage.getItem(this.key);
    } catch {
      return null;
    }
  }

  set(conversation: string | null): void {
    try {
      if (conversation) sessionStorage.setItem(this.key, conversation);
      else sessionStorage.removeItem(this.key);
    } catch {
      // the conversation goes on without it, as long as the page is open
    }
  }
}
