import { type Answer, type Entry, type NewEntry, START, type State } from "./state";
import { catalogues, type Say } from "./texts";

/** Holds a conversation's state. Every change makes a new one and says so. */
export class Store {
  state = START;
  private keys = 0;

  constructor(private readonly changed: () => void) {}

  get say(): Say {
    return catalogues[this.state.look?.language === "en" ? "en" : "de"];
  }

  set(patch: Partial<State>): void {
    this.state = { ...this.state, ...patch };
    this.changed();
  }

  /** Change an entry that is still there. */
  change<E extends Entry>({ key }: E, patch: Partial<E>): void {
    this.set({ entries: this.state.entries.map((entry) => (entry.key === key ? { ...entry, ...patch } : entry)) });
  }

  /** Have something read out. */
  tell(text: string): void {
    this.set({ spoken: { key: ++this.keys, text } });
  }

  protected add(entry: NewEntry): void {
    this.set({ entries: [...this.state.entries, { ...entry, key: ++this.keys }] });
  }

  protected keep(wanted: (entry: Entry) => boolean): void {
    this.set({ entries: this.state.entries.filter(wanted) });
  }

  /** A line of the platform itself, read out too. */
  protected note(text: string, bad = false): void {
    this.add({ kind: "note", text, bad });
    this.tell(text);
  }

  protected answerTo(id: string): Answer | undefined {
    return this.state.entries.find((entry): entry is Answer => entry.kind === "answer" && entry.messageId === id);
  }
}
