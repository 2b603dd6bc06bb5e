import js from "@eslint/js";
import { configs as lit } from "eslint-plugin-lit";
import typescript from "typescript-eslint";

export default typescript.config(
  { ignores: ["src/generated/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [typescript.configs.strictTypeChecked, lit["flat/recommended"]],
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // `() => this.open()` as a listener says more than a block around it.
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Numbers in texts and styles are written as they are.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Lit takes listeners that return a promise; each of ours handles its own errors.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      // Lit calls a template's listeners on the element that drew it.
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    files: ["test/**/*.ts"],
    // A test says which element it looks for.
    rules: { "@typescript-eslint/no-unnecessary-type-parameters": "off" },
  },
);
