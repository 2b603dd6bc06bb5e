import { css } from "lit";

/** Everything stands in the shadow root: nothing of the host page reaches in, nothing leaks out. */
export const styles = css`
  :host {
    --paper: #fff; --bubble: #f1f3f5; --ink: #1b2026; --soft: #566170; --line: #d9dee4;
    --good: #1a7f45; --off: #6b7280; --bad: #b3261e; --radius: 12px; --shadow: 0 8px 28px rgb(15 23 42 / 0.1);
    --primary: var(--primary-light, #1f4e79); --secondary: var(--secondary-light, #4b5563);
    all: initial; display: block; color-scheme: light dark; color: var(--ink);
    font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --paper: #15191f; --bubble: #20262e; --ink: #e8ebef; --soft: #a5b0bd; --line: #343c47;
      --good: #5ccb8b; --off: #9aa4b1; --bad: #ff9a92; --shadow: none;
      --primary: var(--primary-dark, #8db8de); --secondary: var(--secondary-dark, #a5b0bd);
    }
  }
  :host([hidden]), [hidden] { display: none !important; }
  * { box-sizing: border-box; }
  button, input, textarea { font: inherit; color: inherit; }
  a { color: var(--primary); }
  .only-read { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  :focus-visible { outline: 3px solid var(--primary); outline-offset: 2px; }
  .desk { display: flex; flex-direction: column; height: 100%; background: var(--paper); overflow: hidden; border-radius: inherit; container: desk / inline-size; }
  .head { display: flex; align-items: center; gap: 16px; padding: 12px 16px; border-bottom: 1px solid var(--line); }
  .logo { width: 80px; max-height: 56px; object-fit: contain; flex: none; }
  .logo.drawn { width: 48px; height: 48px; border-radius: var(--radius); display: grid; place-items: center; font-size: 22px; font-weight: 600; background: var(--brand); color: var(--on-brand); }
  .who { min-width: 0; flex: 1; }
  .who h1 { margin: 0; font-size: 18px; line-height: 1.3; color: var(--primary); overflow-wrap: anywhere; }
  .status { margin: 2px 0 0; font-size: 14px; color: var(--secondary); display: flex; align-items: center; gap: 6px; }
  .dot { width: 9px; height: 9px; border-radius: 50%; border: 2px solid var(--off); flex: none; }
  .open .dot { background: var(--good); border-color: var(--good); }
  .menu { position: relative; }
  .menu summary { list-style: none; width: 44px; height: 44px; display: grid; place-items: center; cursor: pointer; border-radius: var(--radius); font-size: 22px; color: var(--soft); }
  .menu summary::-webkit-details-marker { display: none; }
  .choices { position: absolute; right: 0; top: 46px; z-index: 2; background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); padding: 4px; }
  .choices button { display: block; width: 100%; min-height: 44px; padding: 0 16px; text-align: left; background: none; border: 0; white-space: nowrap; cursor: pointer; border-radius: 8px; }
  .choices button:hover { background: var(--bubble); }
  .stage { margin: 0; padding: 4px 16px; font-size: 14px; color: var(--soft); background: var(--bubble); border-bottom: 1px solid var(--line); }
  .talk { flex: 1; min-height: 0; overflow-y: auto; overflow-anchor: none; scroll-padding: 8px; padding: 20px 16px; display: flex; flex-direction: column; gap: 12px; overscroll-behavior: contain; }
  .talk:focus-visible { outline-offset: -3px; }
  .said { max-width: min(88%, 600px); padding: 10px 14px; border-radius: var(--radius); overflow-wrap: anywhere; }
  .said p { margin: 0; white-space: pre-wrap; }
  .said p + p { margin-top: 8px; }
  .said.bot { align-self: flex-start; background: var(--bubble); border-bottom-left-radius: 4px; }
  .said.visitor { align-self: flex-end; background: var(--brand); color: var(--on-brand); border-bottom-right-radius: 4px; }
  .waiting { color: var(--soft); }
  .ref { font-size: 12px; line-height: 1; vertical-align: super; }
  .ref a { display: inline-block; min-width: 18px; padding: 5px 2px; margin: -5px 0; text-align: center; color: var(--primary); text-decoration: none; font-weight: 600; }
  .ref a:hover { text-decoration: underline; }
  .sources { margin: 10px 0 0; padding: 8px 0 0; border-top: 1px solid var(--line); list-style: none; font-size: 14px; }
  .sources summary { cursor: pointer; padding: 4px 0; min-height: 28px; color: var(--primary); }
  .sources blockquote { margin: 4px 0 6px; padding: 4px 0 4px 12px; border-left: 3px solid var(--primary); white-space: pre-wrap; }
  .sources a { color: var(--primary); display: inline-block; padding: 6px 0; }
  .tools { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; align-self: flex-start; margin-top: -6px; }
  .tools button { min-width: 44px; min-height: 44px; padding: 0 10px; border: 0; background: none; color: var(--soft); border-radius: var(--radius); cursor: pointer; font-size: 14px; }
  .tools button:hover { background: var(--bubble); color: var(--ink); }
  .tools button[aria-pressed="true"] { color: var(--primary); background: var(--bubble); font-weight: 600; }
  .tools svg { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linejoin: round; vertical-align: middle; }
  .comment { flex-basis: 100%; display: grid; gap: 6px; font-size: 14px; }
  .suggestions { display: flex; flex-wrap: wrap; gap: 8px; }
  .suggestions button { min-height: 44px; padding: 8px 14px; border: 1px solid var(--line); border-radius: 22px; background: var(--paper); color: var(--primary); cursor: pointer; text-align: left; }
  .replies { margin-top: -4px; }
  .replies button { padding: 4px 12px; font-size: 14px; line-height: 1.3; }
  .suggestions button:hover { border-color: var(--primary); }
  .note { align-self: flex-start; margin: 0; padding: 8px 14px; border-left: 3px solid var(--primary); color: var(--soft); font-size: 15px; max-width: 600px; }
  .note.bad { border-color: var(--bad); color: var(--ink); }
  .box { align-self: stretch; border: 1px solid var(--line); border-radius: var(--radius); padding: 16px; }
  .box h2 { margin: 0 0 8px; font-size: 16px; }
  .box > p { margin: 0 0 12px; }
  .persons { display: grid; gap: 12px; }
  .persons.horizontal { grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); }
  .person { display: grid; grid-template-columns: 60px 1fr; gap: 4px 12px; align-content: start; }
  .person img, .person svg { width: 60px; height: 60px; border-radius: 50%; object-fit: cover; background: var(--bubble); grid-row: span 2; }
  .person strong { display: block; color: var(--primary); line-height: 1.3; }
  .person span { display: block; color: var(--secondary); line-height: 1.35; }
  .person small { display: block; color: var(--soft); }
  .person svg { color: var(--soft); padding: 6px; }
  .persons empfang-contact-form { grid-column: 1 / -1; }
  .person .acts { grid-column: 2; margin-top: 4px; }
  form.fields { display: grid; gap: 10px; margin-top: 12px; }
  form.fields label { display: grid; gap: 4px; font-size: 14px; color: var(--soft); }
  .fields input:not([type=checkbox]), .fields textarea, .comment textarea { width: 100%; min-height: 44px; padding: 9px 12px; color: var(--ink); background: var(--paper); border: 1px solid #8a94a1; border-radius: 8px; font-size: 16px; }
  .fields [aria-invalid="true"] { border-color: var(--bad); outline: 1px solid var(--bad); }
  form.fields input::placeholder { color: var(--soft); opacity: 1; }
  form.fields label.agree { grid-template-columns: 24px 1fr; align-items: start; gap: 10px; }
  .agree input { width: 24px; height: 24px; margin: 0; accent-color: var(--brand); }
  .said div ul, .said div ol { margin: 6px 0; padding-left: 22px; }
  .said table { margin: 6px 0; border-collapse: collapse; width: 100%; font-size: 15px; line-height: 1.4; }
  .said th, .said td { padding: 6px 10px 6px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
  .said td:last-child { padding-right: 0; }
  .said.tabled { max-width: 100%; overflow-x: auto; }
  .said th { font-weight: 600; color: var(--soft); }
  .said tr:last-child > * { border-bottom: 0; }
  .said code { background: var(--paper); border-radius: 4px; padding: 0 4px; font-size: 14px; }
  .close { width: 44px; height: 44px; border: 0; background: none; border-radius: var(--radius); font-size: 24px; line-height: 1; color: var(--soft); cursor: pointer; }
  .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 10px; align-items: end; }
  .field { display: grid; gap: 4px; }
  .more { margin-top: 12px; }
  .wrong { margin: 0; color: var(--bad); font-size: 14px; }
  .acts { display: flex; flex-wrap: wrap; gap: 8px; }
  .act { min-height: 44px; padding: 0 16px; border-radius: 8px; border: 1px solid var(--brand); background: var(--brand); color: var(--on-brand); cursor: pointer; justify-self: start; }
  a.act { display: inline-flex; align-items: center; text-decoration: none; }
  .act.quiet { background: none; color: var(--ink); border-color: var(--line); }
  .act:disabled { opacity: .6; cursor: default; }
  .foot { border-top: 1px solid var(--line); padding: 10px 16px max(8px, env(safe-area-inset-bottom)); }
  .ask { display: flex; gap: 8px; align-items: flex-end; }
  .ask textarea { flex: 1; min-height: 48px; max-height: 144px; padding: 11px 14px; border: 1px solid #8a94a1; border-radius: var(--radius); background: var(--paper); resize: none; line-height: 24px; }
  .ask button { flex: none; width: 48px; height: 48px; border: 0; border-radius: var(--radius); background: var(--brand); color: var(--on-brand); cursor: pointer; display: grid; place-items: center; }
  .ask svg { fill: currentColor; }
  .ask .halt, .ask.busy .fly { display: none; }
  .ask.busy .halt { display: block; }
  .small { margin: 6px 0 0; font-size: 13px; color: var(--soft); text-align: center; }
  .small a { color: inherit; display: inline-block; padding: 4px; }
  @media (prefers-reduced-motion: no-preference) {
    .said, .box, .note { animation: come 0.15s ease-out; }
    @keyframes come { from { opacity: 0; transform: translateY(4px); } }
  }
  @container desk (max-width: 480px) {
    .head { gap: 8px; padding: 8px 4px 8px 12px; } .head .logo { width: 56px; } .head .logo.drawn { width: 40px; height: 40px; } .status { font-size: 13px; }
    .said table { font-size: 14px; }
    .head > * + :is(empfang-menu, .close) { margin-left: -6px; } .head .close { margin-left: -10px; } .who h1 { font-size: 16px; }
  }
  @media (max-width: 480px) { .talk { padding: 16px 12px; } .said { max-width: 92%; } .foot { padding-inline: 12px; } }
`;
