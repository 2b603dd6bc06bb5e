const STYLE = `
  :host { all: initial; }
  :host > button { position: fixed; right: max(20px, env(safe-area-inset-right)); bottom: calc(max(20px, env(safe-area-inset-bottom)) + var(--place, 0) * 72px); z-index: 2147483000; width: 60px; height: 60px;
    border: 2px solid #fff; border-radius: 50%; background: var(--color); color: var(--icon); cursor: pointer; box-shadow: 0 4px 16px rgb(0 0 0 / .2); display: grid; place-items: center; padding: 0; }
  button[hidden] { display: none; }
  button:focus-visible { outline: 3px solid #1b2026; box-shadow: 0 0 0 3px #fff; outline-offset: 3px; }
  .teaser { position: fixed; right: calc(max(20px, env(safe-area-inset-right)) + 72px); bottom: max(20px, env(safe-area-inset-bottom)); z-index: 2147483000; display: flex; max-width: min(300px, calc(100vw - 124px)); min-height: 60px;
    border-radius: 12px; background: #fff; color: #1b2026; font: 16px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; box-shadow: 0 4px 16px rgb(0 0 0 / .2); }
  .teaser button { padding: 10px 0 10px 16px; border: 0; border-radius: inherit; background: none; color: inherit; font: inherit; text-align: left; overflow-wrap: anywhere; cursor: pointer; }
  .teaser button + button { flex: none; align-self: start; width: 44px; height: 44px; padding: 0; color: #566170; text-align: center; font-size: 20px; }
  @media (prefers-reduced-motion: no-preference) { .teaser { animation: come .15s ease-out; } @keyframes come { from { opacity: 0; transform: translateY(4px); } } }
  svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
  .panel { position: fixed; right: 20px; bottom: 92px; z-index: 2147483001; width: 400px; height: min(640px, calc(100dvh - 112px)); border-radius: 12px; box-shadow: 0 8px 28px rgb(15 23 42 / .25); overflow: hidden; }
  .panel[hidden] { display: none; }
  @media (max-width: 480px) { .panel { inset: 0; width: 100%; height: var(--visible, 100dvh); border-radius: 0; } }
`;

/** A sheet that a strict policy of the page allows. */
export function launcherStyle(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  return sheet;
}
