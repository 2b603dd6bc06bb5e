/** What a tab remembers of a conversation, from the first message on: the token that proves it is this visitor's. */
export class Memory {
  private readonly key: string;
  /** What is remembered where the browser lets nothing be kept: it lasts as long as the page. */
  private here: string | null = null;

  constructor(bot: string) {
    this.key = `empfang:${bot}`;
  }

  /** The visitor's token of the conversation; null without one. */
  get(): string | null {
    try {
      return sessionStorage.getItem(this.key) ?? this.here;
    } catch {
      return this.here;
    }
  }

  set(token: string | null): void {
    this.here = token;
    try {
      if (token) sessionStorage.setItem(this.key, token);
      else sessionStorage.removeItem(this.key);
    } catch {
      // `here` has it
    }
  }
}
