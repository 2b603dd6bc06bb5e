import { defineConfig } from "vite";

import { squeezed } from "./squeezed.ts";

/** The panel: one module that the bot's page and the loader on a company's own site both import. */
export default defineConfig({
  plugins: [squeezed()],
  build: {
    outDir: "../../services/chat-svc/src/chat_svc/api/page/widget",
    emptyOutDir: true,
    target: "es2022",
    rolldownOptions: { output: { minify: true } }, // a library's code is left readable otherwise
    lib: { entry: "src/panel.ts", formats: ["es"], fileName: () => "panel.js" },
  },
});
