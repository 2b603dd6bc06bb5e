import type { Plugin } from "vite";

const STYLES = /\/src\/(?:styles|launcher-style)\.ts$/;

/** Takes the blanks out of styles, and the indentation out of templates: bytes that every visitor would load. */
export function squeezed(): Plugin {
  return {
    name: "squeezed",
    enforce: "pre",
    transform(code, id) {
      if (!STYLES.test(id)) return null;
      const tight = (css: string) =>
        css
          .replace(/\s+/g, " ")
          .replace(/ ?([{};,]) ?/g, "$1")
          .replace(/: /g, ":")
          .replace(/;}/g, "}");
      return { code: code.replace(/`[^`]*`/g, tight), map: null };
    },
    // a newline and blanks are indentation wherever code is minified; "\n" of a text has none behind it
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "chunk") file.code = file.code.replace(/\n {2,}/g, " ");
      }
    },
  };
}
