import { de, type Texts } from "./de";
import { en } from "./en";

export type Language = "de" | "en";
export type Say = (id: keyof Texts, values?: Record<string, string | number>) => string;

const filled =
  (texts: Texts): Say =>
  (id, values = {}) =>
    texts[id].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));

/** The texts of each language, with values put in for `{names}`. */
export const catalogues: Record<Language, Say> = { de: filled(de), en: filled(en) };
