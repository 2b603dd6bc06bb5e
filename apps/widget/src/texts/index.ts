import { de, type Texts } from "./de";
import { en } from "./en";

export type Language = "de" | "en";
export type Say = (id: keyof Texts, values?: Record<string, string | number>) => string;

/** The texts of a language, with values put in for `{names}`. */
export function catalogue(language: Language): Say {
  const texts = language === "en" ? en : de;
  return (id, values = {}) => texts[id].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
