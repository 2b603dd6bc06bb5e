"use strict";
(() => {
  const given = JSON.parse(document.getElementById("page-data").textContent);
  const t = (id, values = {}) => given.texts[id].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const id = (name) => document.getElementById(name);
  const talk = id("talk"), text = id("text"), form = id("ask"), send = id("send"), spoken = id("spoken");
  const chat = `/api/chat/${given.bot}`;
  let session = null, opening = null, stream = null;

  const make = (tag, properties = {}, ...children) => {
    const { data, ...rest } = properties;
    const element = Object.assign(document.createElement(tag), rest);
    for (const [name, value] of Object.entries(data || {})) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const near = () => talk.scrollHeight - talk.scrollTop - talk.clientHeight < 120;
  const add = (element) => { const follow = near(); talk.append(element); if (follow) talk.scrollTop = talk.scrollHeight; return element; };
  const note = (words, bad = false) => add(make("p", { className: bad ? "note bad" : "note" }, words));
  const link = (url) => { try { const found = new URL(url, location.href); return /^https?:$/.test(found.protocol) ? found.href : null; } catch { return null; } };
  const uuid = () => crypto.randomUUID ? crypto.randomUUID() : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> c / 4).toString(16));

  async function problem(answer) {
    try { return await answer.json(); } catch { return { detail: t("not_sent") }; }
  }

  async function open(resume) {
    const answer = await fetch(`${chat}/sessions`, { method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: given.token, ...(resume ? { conversation: resume } : {}) }) });
    if (!answer.ok) throw Object.assign(new Error("session"), { problem: await problem(answer) });
    session = await answer.json();
    return session;
  }
  const ready = () => opening ??= open().then(welcome).catch((error) => { opening = null; throw error; });

  function welcome() {
    const { opening_status: status, privacy } = session;
    if (status.text) {
      id("status").hidden = false;
      id("status").classList.toggle("open", !!status.open);
      id("status-text").textContent = status.text;
    }
    const url = privacy.url && link(privacy.url);
    if (url) { id("privacy").href = url; id("privacy").hidden = false; }
    for (const question of session.suggested_questions) {
      id("suggestions").append(make("button", { type: "button", onclick: () => ask(question) }, question));
    }
  }

  const call = async (method, path, body, again = true) => {
    await ready();
    const answer = await fetch(path, { method, headers: { "X-Visitor-Token": session.visitor_token, ...(body ? { "Content-Type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}) });
    if (answer.status === 401 && again) { await open(session.conversation_id); return call(method, path, body, false); }
    return answer;
  };

  function busy(on) {
    form.classList.toggle("busy", on);
    send.setAttribute("aria-label", t(on ? "stop" : "send"));
  }

  async function ask(words, messageId = uuid(), shown = false) {
    words = words.trim();
    if (!words || stream) return;
    id("suggestions").hidden = true;
    if (!shown) { add(make("article", { className: "said visitor" }, make("span", { className: "only-read" }, `${t("you")}: `), make("p", {}, words))); talk.scrollTop = talk.scrollHeight; }
    const waiting = add(make("p", { className: "note waiting" }, t("thinking")));
    stream = new AbortController();
    const mine = stream;
    busy(true);
    const answer = new Answer(messageId, waiting);
    try {
      await read(words, messageId, answer, mine.signal);
      id("menu").hidden = false;
    } catch (error) {
      waiting.remove();
      if (mine.signal.aborted) { answer.end(); note(t("stopped")); }
      else if (error.problem?.type?.endsWith("conversation-ended") || error.problem?.type?.endsWith("conversation-erased")) {
        note(t("expired"));
        await open().catch(() => {});
        retry(words, uuid());
      } else { note(error.problem?.detail || t("failed"), true); retry(words, messageId); }
    } finally {
      waiting.remove();
      stream = null;
      busy(false);
      text.focus({ preventScroll: true });
    }
  }

  function retry(words, messageId) {
    const again = make("button", { type: "button", className: "act quiet" }, t("retry"));
    again.onclick = () => { again.remove(); ask(words, messageId, true); };
    add(again);
  }

  async function read(words, messageId, answer, signal, again = true) {
    await ready();
    const response = await fetch(`${chat}/messages`, { method: "POST", signal,
      headers: { "Content-Type": "application/json", "X-Visitor-Token": session.visitor_token, Accept: "text/event-stream" },
      body: JSON.stringify({ message_id: messageId, text: words }) });
    if (response.status === 401 && again) { await open(session.conversation_id); return read(words, messageId, answer, signal, false); }
    if (!response.ok) throw Object.assign(new Error("refused"), { problem: await problem(response) });
    const reader = response.body.getReader(), decoder = new TextDecoder();
    let rest = "", done = false;
    for (;;) {
      const { value, done: over } = await reader.read();
      if (over) break;
      rest += decoder.decode(value, { stream: true });
      const blocks = rest.split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const name = /^event: (.*)$/m.exec(block)?.[1], data = /^data: (.*)$/m.exec(block)?.[1];
        if (!name || !data) continue;
        const follow = near();
        answer.take(name, JSON.parse(data));
        if (follow) talk.scrollTop = talk.scrollHeight;
        done ||= name === "done";
      }
    }
    if (!done) throw new Error("broken");
  }

  class Answer {
    constructor(messageId, waiting) { Object.assign(this, { messageId, waiting, text: "", bubble: null, citations: [], ended: false }); }

    take(name, data) {
      if (name === "delta") { this.text += data.text; this.draw(); }
      else if (name === "replace") { this.text = data.text; this.draw(); }
      else if (name === "citations") { this.citations = data; this.draw(); this.sources(); }
      else if (name === "cards") cards(data);
      else if (name === "email_prompt") emailForm(data);
      else if (name === "notice") note(data.text);
      else if (name === "done") this.end();
      else if (name === "error") throw Object.assign(new Error("answer"), { problem: data.problem });
    }

    draw() {
      if (!this.bubble) {
        this.waiting.remove();
        this.body = make("div");
        this.bubble = add(make("article", { className: "said bot", data: { "aria-live": "off" } }, make("span", { className: "only-read" }, `${t("assistant")}: `), this.body));
      }
      this.body.replaceChildren(...this.text.trim().split(/\n{2,}/).map((paragraph) => {
        const element = make("p");
        for (const part of paragraph.split(/(\s?\[\d+\])/)) {
          const n = /^\s?\[(\d+)\]$/.exec(part)?.[1];
          if (!n) { element.append(part); continue; }
          const citation = this.citations.find((found) => String(found.n) === n);
          if (!citation) continue;
          const reference = make("a", { href: "#" }, n);
          reference.setAttribute("aria-label", t("source", { n, title: citation.title }));
          reference.onclick = (event) => { event.preventDefault(); const found = this.list?.querySelector(`[data-n="${n}"]`); if (found) { found.open = true; found.querySelector("summary").focus(); found.scrollIntoView({ block: "nearest" }); } };
          element.append(make("sup", { className: "ref" }, reference));
        }
        return element;
      }));
    }

    sources() {
      this.list = make("ul", { className: "sources", data: { "aria-label": t("sources") } });
      for (const { n, title, url, quote, page } of this.citations) {
        const address = link(url);
        const details = make("details", { data: { "data-n": String(n) } }, make("summary", {}, `${n} · ${title}${page ? `, ${t("page_number", { page })}` : ""}`), make("blockquote", {}, quote));
        if (address) details.append(make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, t("open_page")));
        this.list.append(make("li", {}, details));
      }
      this.bubble?.append(this.list);
    }

    end() {
      if (this.ended || !this.bubble) return;
      this.ended = true;
      spoken.textContent = this.text.replace(/\s?\[\d+\]/g, "");
      this.bubble.after(tools(this));
      if (near()) talk.scrollTop = talk.scrollHeight;
    }
  }

  const THUMB = "M7 11v9H4v-9h3Zm0 0 4-8c1.5 0 2.5 1 2.2 2.6L12.5 10H19a2 2 0 0 1 2 2.3l-1 6A2 2 0 0 1 18 20H7";
  function icon(path, turned) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(svg.namespaceURI, "path");
    line.setAttribute("d", path);
    if (turned) line.setAttribute("transform", "rotate(180 12 12)");
    svg.append(line);
    return svg;
  }

  function tools(answer) {
    const bar = make("div", { className: "tools" });
    const rate = async (rating, comment) => {
      const sent = await call("POST", `${chat}/feedback`, { message_id: answer.messageId, rating, ...(comment ? { comment } : {}) }).catch(() => null);
      return !!sent?.ok;
    };
    const thumbs = [[1, "helpful"], [-1, "not_helpful"]].map(([rating, words]) => {
      const button = make("button", { type: "button", title: t(words), data: { "aria-label": t(words), "aria-pressed": "false" } }, icon(THUMB, rating < 0));
      button.onclick = async () => {
        if (!(await rate(rating))) { spoken.textContent = t("not_sent"); return; }
        for (const other of thumbs) other.setAttribute("aria-pressed", String(other === button));
        spoken.textContent = t("rated");
        bar.querySelector(".comment")?.remove();
        if (rating < 0) bar.append(comment(rate));
      };
      return button;
    });
    const copy = make("button", { type: "button" }, t("copy"));
    copy.onclick = async () => { try { await navigator.clipboard.writeText(answer.text.replace(/\s?\[\d+\]/g, "")); copy.textContent = t("copied"); } catch { copy.remove(); } };
    bar.append(...thumbs, copy);
    return bar;
  }

  function comment(rate) {
    const area = make("textarea", { rows: 2, maxLength: 2000 });
    const button = make("button", { type: "submit", className: "act quiet" }, t("comment_send"));
    const element = make("form", { className: "comment" }, make("label", {}, t("comment_label"), area), button);
    element.onsubmit = async (event) => {
      event.preventDefault();
      if (await rate(-1, area.value.trim())) element.replaceChildren(make("p", { className: "small" }, t("rated")));
      else spoken.textContent = t("not_sent");
    };
    return element;
  }

  function avatar(person) {
    if (person.image_url && link(person.image_url)) return make("img", { src: person.image_url, alt: "", width: 60, height: 60, loading: "lazy" });
    const svg = icon("M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 9c0-4 3.6-6 8-6s8 2 8 6");
    svg.setAttribute("fill", "none");
    svg.setAttribute("stroke", "currentColor");
    svg.setAttribute("stroke-width", "1.2");
    return svg;
  }

  const field = (label, input) => make("label", {}, label, input);
  function agreement(consent) {
    const box = make("input", { type: "checkbox", name: "consent" });
    const words = make("span", {}, consent.consent_text || "");
    const url = consent.privacy_url && link(consent.privacy_url);
    if (url) words.append(" ", make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, t("privacy")));
    return { box, label: make("label", { className: "agree" }, box, words), value: () => ({ accepted: true, number: consent.version, language: consent.language }) };
  }
  const valid = (email) => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email);
  function complain(wrong, input, words) {
    wrong.textContent = words;
    wrong.hidden = false;
    if (input) { input.setAttribute("aria-invalid", "true"); input.focus(); }
  }

  function cards({ layout, heading, persons }) {
    const list = make("div", { className: `persons ${layout}` });
    const box = make("section", { className: "box" }, make("h2", {}, heading), list);
    for (const person of persons) {
      const button = make("button", { type: "button", className: "act" }, t("contact_button"));
      button.setAttribute("aria-label", `${t("contact_button")}: ${person.name}`);
      const about = make("div", {}, make("strong", {}, person.name));
      if (person.position) about.append(make("span", {}, person.position));
      if (person.specialization) about.append(make("small", {}, person.specialization));
      button.onclick = () => { box.querySelector("form")?.remove(); box.append(contactForm(person, box)); box.querySelector("form input").focus(); };
      list.append(make("div", { className: "person" }, avatar(person), about, ...(session.privacy.version ? [button] : [])));
    }
    add(box);
  }

  function contactForm(person, box) {
    const name = make("input", { name: "name", autocomplete: "name", maxLength: 200 });
    const email = make("input", { name: "email", type: "email", autocomplete: "email", placeholder: t("email_example"), maxLength: 254 });
    const phone = make("input", { name: "phone", type: "tel", autocomplete: "tel", maxLength: 40 });
    const message = make("textarea", { name: "message", rows: 2, maxLength: 2000 });
    const { privacy } = session;
    const consent = agreement({ consent_text: privacy.consent_text, privacy_url: privacy.url, version: privacy.version, language: privacy.language });
    const wrong = make("p", { className: "wrong", hidden: true, role: "alert" });
    const submit = make("button", { type: "submit", className: "act" }, t("contact_send"));
    const cancel = make("button", { type: "button", className: "act quiet" }, t("cancel"));
    const element = make("form", { className: "fields", noValidate: true }, make("strong", {}, t("contact_to", { name: person.name })), field(t("your_name"), name),
      field(t("your_email"), email), field(t("your_phone"), phone), field(t("your_message"), message), consent.label, wrong, make("div", { className: "acts" }, submit, cancel));
    cancel.onclick = () => element.remove();
    element.onsubmit = async (event) => {
      event.preventDefault();
      for (const input of [email, phone, consent.box]) input.removeAttribute("aria-invalid");
      if (!email.value.trim() && !phone.value.trim()) return complain(wrong, email, t("one_of_both"));
      if (email.value.trim() && !valid(email.value.trim())) return complain(wrong, email, t("email_invalid"));
      if (!consent.box.checked) return complain(wrong, consent.box, t("consent_needed"));
      submit.disabled = true;
      const body = { person_id: person.id, consent: consent.value() };
      for (const [key, input] of Object.entries({ name, email, phone, message })) if (input.value.trim()) body[key] = input.value.trim();
      const answer = await call("POST", `/api/chatbots/${given.bot}/contact-requests`, body).catch(() => null);
      submit.disabled = false;
      if (!answer?.ok) return complain(wrong, null, answer?.status === 422 ? t(email.value.trim() ? "email_invalid" : "one_of_both") : t("not_sent"));
      box.replaceChildren(make("p", { role: "status" }, t("contact_thanks", { name: person.name })));
    };
    return element;
  }

  function emailForm(prompt) {
    const email = make("input", { name: "email", type: "email", autocomplete: "email", placeholder: t("email_example"), maxLength: 254 });
    const consent = agreement(prompt);
    const wrong = make("p", { className: "wrong", hidden: true, role: "alert" });
    const submit = make("button", { type: "submit", className: "act" }, t("email_send"));
    const later = make("button", { type: "button", className: "act quiet" }, t("later"));
    const element = make("form", { className: "fields", noValidate: true }, field(t("your_email"), email), consent.label, wrong, make("div", { className: "acts" }, submit, later));
    const box = make("section", { className: "box" }, make("h2", {}, t("form_heading")), make("p", {}, prompt.prompt), element);
    later.onclick = async () => { box.remove(); text.focus(); await call("POST", `${chat}/email-prompt/decline`).catch(() => null); };
    element.onsubmit = async (event) => {
      event.preventDefault();
      for (const input of [email, consent.box]) input.removeAttribute("aria-invalid");
      if (!valid(email.value.trim())) return complain(wrong, email, t("email_invalid"));
      if (!consent.box.checked) return complain(wrong, consent.box, t("consent_needed"));
      submit.disabled = true;
      const answer = await call("POST", `/api/chatbots/${given.bot}/capture-email`, { email: email.value.trim(), consent: consent.value(), purpose: "contact", context: prompt.trigger }).catch(() => null);
      submit.disabled = false;
      if (!answer?.ok) return complain(wrong, answer?.status === 422 ? email : null, t(answer?.status === 422 ? "email_invalid" : "not_sent"));
      box.replaceChildren(make("h2", {}, t("form_heading")), make("p", { role: "status" }, t("email_thanks")));
    };
    add(box);
  }

  const grow = () => { text.style.height = "auto"; text.style.height = `${Math.min(text.scrollHeight + 2, 144)}px`; };
  text.addEventListener("input", grow);
  text.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); if (!stream) form.requestSubmit(); } });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (stream) { stream.abort(); return; }
    const words = text.value;
    if (!words.trim()) return;
    text.value = "";
    grow();
    ask(words);
  });
  const over = (method, path, words) => async () => {
    id("menu").open = false;
    const answer = await call(method, path).catch(() => null);
    if (!answer?.ok) { note(t("not_sent"), true); return; }
    if (method === "DELETE") for (const element of [...talk.children].slice(1)) if (element.id !== "suggestions" && element.tagName !== "NOSCRIPT") element.remove();
    note(t(words));
    id("menu").hidden = true;
    await open().catch(() => {});
  };
  id("end").onclick = over("POST", `${chat}/end`, "ended");
  id("erase").onclick = over("DELETE", `${chat}/conversation`, "erased");
  ready().catch((error) => note(error.problem?.detail || t("failed"), true));
})();
