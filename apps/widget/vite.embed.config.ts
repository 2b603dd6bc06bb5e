import { defineConfig } from "vite";

import { squeezed } from "./squeezed.ts";

/** The loader that a company puts into its site: a classic script, so that one tag is enough. */
export default defineConfig({
  plugins: [squeezed()],
  build: {
    outDir: "../../services/chat-svc/src/chat_svc/api/page/widget",
    emptyOutDir: false,
    target: "es2022",
    lib: { entry: "src/embed.ts", formats: ["iife"], name: "empfang_loader", fileName: () => "embed.js" },
  },
});
