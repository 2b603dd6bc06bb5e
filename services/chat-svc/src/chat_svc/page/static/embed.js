/* Loads an Empfang assistant into any site:
   <script src="https://<host>/embed.js" data-bot="<id>" data-token="<token>" async></script> */
(() => {
  "use strict";
  const own = document.currentScript;
  if (!own || !own.dataset.bot || !own.dataset.token || document.getElementById("empfang-opener")) return;
  const german = (document.documentElement.lang || navigator.language || "de").toLowerCase().startsWith("de");
  const words = german ? { open: "Chat öffnen", close: "Chat schließen", title: "KI-Assistent" } : { open: "Open chat", close: "Close chat", title: "AI assistant" };
  const host = new URL(own.src).origin;
  const color = /^#[0-9a-f]{6}$/i.test(own.dataset.color || "") ? own.dataset.color : "#1f4e79";
  const button = document.createElement("button");
  button.id = "empfang-opener";
  button.type = "button";
  const style = (element, values) => Object.assign(element.style, values);
  style(button, { position: "fixed", right: "20px", bottom: "20px", zIndex: 2147483000, width: "60px", height: "60px", borderRadius: "50%",
    border: "2px solid #fff", background: color, color: "#fff", cursor: "pointer", boxShadow: "0 4px 16px rgba(0,0,0,.2)", font: "26px/1 system-ui" });
  let frame = null;
  const show = (open) => {
    if (open && !frame) {
      frame = document.createElement("iframe");
      frame.title = words.title;
      frame.src = `${host}/bot/${encodeURIComponent(own.dataset.bot)}?token=${encodeURIComponent(own.dataset.token)}`;
      frame.referrerPolicy = "no-referrer";
      style(frame, { position: "fixed", zIndex: 2147482999, border: "1px solid #d9dee4", background: "#fff", boxShadow: "0 8px 28px rgba(15,23,42,.18)", colorScheme: "normal" });
      document.body.append(frame);
      fit();
    }
    if (frame) frame.hidden = !open;
    if (frame) frame.style.display = open ? "block" : "none";
    button.textContent = open ? "×" : "…";
    button.setAttribute("aria-label", open ? words.close : words.open);
    button.setAttribute("aria-expanded", String(open));
    if (open) frame.focus();
  };
  const fit = () => {
    if (!frame) return;
    const small = innerWidth < 480;
    style(frame, small
      ? { inset: "0 0 92px 0", width: "100%", height: "calc(100% - 92px)", borderRadius: "0" }
      : { inset: "auto 20px 92px auto", width: "400px", height: `${Math.min(640, innerHeight - 112)}px`, borderRadius: "12px" });
  };
  addEventListener("resize", fit);
  addEventListener("keydown", (event) => { if (event.key === "Escape" && frame && !frame.hidden) { show(false); button.focus(); } });
  button.addEventListener("click", () => show(!frame || frame.hidden));
  show(false);
  document.body.append(button);
})();
