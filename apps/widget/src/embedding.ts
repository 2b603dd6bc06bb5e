import { type Handle, Launcher, type Listener, type Name, type Options } from "./launcher";

declare global {
  interface Window {
    Empfang?: Embedding;
  }
  interface HTMLElementTagNameMap {
    "empfang-launcher": Launcher;
  }
}

const TAG = "empfang-launcher";

/** The bots on this page, by itself a handle on the first. There is one, however often a page runs the script. */
export class Embedding implements Handle {
  private bots: Launcher[] = [];

  /** Put a bot on the page, or know again the one that is there. */
  embed(options: Options): void {
    for (const launcher of this.bots) {
      if (launcher.carried && launcher.bot !== options.bot && !named(launcher.bot)) launcher.leave();
    }
    this.bots = this.bots.filter(({ left }) => !left);
    const known = this.bots.find(({ bot }) => bot === options.bot);
    if (known) known.carried = false;
    (known ?? this.added(options)).place();
  }

  readonly get = (wanted: string): Handle | undefined => this.bots.find(({ bot }) => bot === wanted);
  readonly open = async (): Promise<void> => this.bots[0]?.open();
  readonly close = (): void => this.bots[0]?.close();
  readonly ask = async (text: string): Promise<void> => this.bots[0]?.ask(text);
  readonly on = (name: Name, listener: Listener): (() => void) => this.bots[0]?.on(name, listener) ?? (() => undefined);

  private added(options: Options): Launcher {
    const launcher = document.createElement(TAG).setUp(options, this.bots.length);
    launcher.addEventListener("opening", () => {
      for (const other of this.bots) if (other !== launcher) other.hide();
    });
    this.bots.push(launcher);
    return launcher;
  }
}

/** Whether a tag of the page that is shown now names this bot. */
function named(bot: string): boolean {
  return [...document.scripts].some((script) => script.dataset["bot"] === bot);
}

/** The one of the first script that ran, whatever the page did to the name since. */
export function embedding(): Embedding {
  if (!customElements.get(TAG)) customElements.define(TAG, Launcher);
  const element = customElements.get(TAG) as typeof Launcher & { embedding?: Embedding };
  return (window.Empfang = element.embedding ??= new Embedding());
}
