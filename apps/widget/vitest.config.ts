import { defineConfig } from "vitest/config";

/** Lit as browsers get it: its build for servers draws nothing. */
export default defineConfig({
  resolve: { conditions: ["browser"] },
  test: { environment: "happy-dom", include: ["test/**/*.test.ts"], server: { deps: { inline: [/lit/] } } },
});
