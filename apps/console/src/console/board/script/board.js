// Moves the cards of a board: with the mouse anywhere on a card, with a finger on its grip, and by keyboard, where the
// grip picks a card up and puts it down and the arrows choose the column. What was dropped is told to the page, which
// asks the API and shows the card where it then is.
const EDGE = 48; // pixels from the border of the screen where it scrolls
const STEP = 10;
const SLACK = 5; // a hand that presses moves a little
const PATIENCE = 4_000; // milliseconds that a moved card's grip is waited for

const name = (text) => text.replaceAll(/[^a-zA-Z0-9_-]/g, "-");
const place = (kind, id) => document.querySelector(`.st-key-${name(kind)}-${name(id)}`);
const columnOf = (code) => place("board-column", code)?.closest('[data-testid="stColumn"]');
const cardOf = (id) => place("board-card", id);
const gripOf = (id) => place("icon-board-grip", id)?.querySelector("button");

let board = null; // what the page last said of it: cards, columns, words, where to speak and whom to tell
let held = null; // the card that is in the hand: its id, the column that it is over, and how it is held

function idOf(target) {
  const card = target instanceof Element && target.closest('[class*="st-key-board-card-"]');
  return card ? Object.keys(board.cards).find((id) => cardOf(id) === card) : undefined;
}

function say(word, column) {
  const { name } = board.cards[held.id];
  board.status.textContent = board.words[word]
    .replace("{name}", name)
    .replace("{column}", board.columns[column] ?? "");
}

function mark() {
  const card = held && board.cards[held.id];
  document.body.toggleAttribute("data-dragging", Boolean(held?.ghost));
  for (const code of Object.keys(board.columns)) {
    const column = columnOf(code);
    if (!column) continue;
    column.toggleAttribute("data-may", Boolean(card?.ways.includes(code)));
    column.toggleAttribute("data-over", Boolean(card) && held.over === code && card.ways.includes(code));
  }
  for (const id of Object.keys(board.cards)) cardOf(id)?.toggleAttribute("data-held", held?.id === id);
  for (const id of Object.keys(board.cards)) gripOf(id)?.setAttribute("aria-pressed", String(held?.id === id));
}

function take(id, how) {
  held = { id, over: board.cards[id].column, ...how };
  mark();
  if (held.keyboard) say(board.cards[id].ways.length ? "held" : "none", held.over);
}

function leave(word) {
  if (!held) return;
  if (word) say(word, board.cards[held.id].column);
  held.ghost?.remove();
  held = null;
  mark();
}

function drop() {
  const { id, over } = held;
  if (!board.cards[id].ways.includes(over)) {
    leave("back");
    return;
  }
  board.waiting = { id, focus: Boolean(held.keyboard), until: performance.now() + PATIENCE };
  held.ghost?.remove();
  held = null;
  mark();
  cardOf(id)?.toggleAttribute("data-sent", true);
  board.tell("moved", { id, to: over });
}

// With a pointer.

function ghost(card, event) {
  const box = card.getBoundingClientRect();
  const copy = card.cloneNode(true);
  copy.setAttribute("aria-hidden", "true");
  copy.inert = true;
  copy.toggleAttribute("data-ghost", true);
  copy.style.width = `${box.width}px`;
  document.querySelector('[data-testid="stApp"]').append(copy);
  return { copy, left: event.clientX - box.left, top: event.clientY - box.top };
}

function follow() {
  if (!held?.ghost) return;
  const { x, y } = held;
  held.ghost.style.transform = `translate(${x - held.left}px, ${y - held.top}px)`;
  const under = document.elementsFromPoint(x, y).find((one) => one.closest('[data-testid="stColumn"]'));
  const column = under?.closest('[data-testid="stColumn"]');
  const over = column && Object.keys(board.columns).find((code) => columnOf(code) === column);
  if (over !== held.over) {
    held.over = over;
    mark();
  }
  const row = columnOf(board.cards[held.id].column)?.parentElement;
  row?.scrollBy(x > innerWidth - EDGE ? STEP : x < EDGE ? -STEP : 0, 0);
  const page = document.querySelector('[data-testid="stMain"]');
  page?.scrollBy(0, y > innerHeight - EDGE ? STEP : y < EDGE ? -STEP : 0);
  requestAnimationFrame(follow);
}

function press(event) {
  if (!board || !event.isPrimary || event.button !== 0) return;
  const id = idOf(event.target);
  if (!id || held) return;
  const onGrip = event.target.closest('[class*="st-key-icon-board-grip-"]');
  const onControl = event.target.closest("button, a, input, textarea, [role=combobox], [data-baseweb=select]");
  if (!onGrip && (event.pointerType !== "mouse" || onControl)) return;
  board.pressed = { id, x: event.clientX, y: event.clientY, pointer: event.pointerId };
}

function move(event) {
  const pressed = board?.pressed;
  if (pressed?.pointer === event.pointerId && !held) {
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < SLACK) return;
    getSelection()?.removeAllRanges();
    const { copy, left, top } = ghost(cardOf(pressed.id), event);
    take(pressed.id, { ghost: copy, left, top, x: event.clientX, y: event.clientY });
    requestAnimationFrame(follow);
  }
  if (!held?.ghost) return;
  event.preventDefault();
  held.x = event.clientX;
  held.y = event.clientY;
}

function release(event) {
  if (!board?.pressed || board.pressed.pointer !== event.pointerId) return;
  board.pressed = null;
  if (!held?.ghost) return;
  board.dragged = event.timeStamp; // the click that follows is none
  if (event.type === "pointerup") drop();
  else leave("back");
}

// By keyboard, and by a click for those whom a press and a move at once are too much.

function click(event) {
  if (!board) return;
  const grip = event.target instanceof Element && event.target.closest('[class*="st-key-icon-board-grip-"]');
  const justDragged = event.timeStamp - (board.dragged ?? -1_000) < 300;
  if (!grip && !justDragged) {
    if (!held) return;
    const column = event.target instanceof Element && event.target.closest("[data-may]");
    held.over = column && Object.keys(board.columns).find((code) => columnOf(code) === column);
    if (held.over) event.stopImmediatePropagation();
    drop();
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (justDragged) return;
  const id = idOf(grip);
  if (held?.id === id) drop();
  else if (id) {
    leave();
    take(id, { keyboard: true });
    gripOf(id).focus();
  }
}

function key(event) {
  if (!held) return;
  if (event.key === "Escape") {
    event.preventDefault();
    leave("back");
    return;
  }
  const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!way || !held.keyboard) return;
  event.preventDefault();
  const { column, ways } = board.cards[held.id];
  const reached = Object.keys(board.columns).filter((code) => code === column || ways.includes(code));
  const next = reached[reached.indexOf(held.over) + way];
  if (!next) return;
  held.over = next;
  mark();
  columnOf(next)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  say("over", next);
}

function lost(event) {
  if (held?.keyboard && event.target === gripOf(held.id) && !event.relatedTarget?.closest("[data-may]")) {
    setTimeout(() => held?.keyboard && document.activeElement !== gripOf(held.id) && leave("back"), 300);
  }
}

for (const [kind, listener] of Object.entries({
  pointerdown: press,
  pointermove: move,
  pointerup: release,
  pointercancel: release,
  click,
  keydown: key,
  focusout: lost,
})) {
  document.addEventListener(kind, (event) => board && listener(event), { capture: true, passive: false });
}

function arrived() {
  const waiting = board?.waiting;
  if (!waiting?.focus || performance.now() > waiting.until) return;
  const grip = gripOf(waiting.id);
  if (grip && document.activeElement !== grip) grip.focus();
  setTimeout(arrived, 200); // the card is made anew in its column, and the focus with it
}

export default function ({ data, parentElement, setTriggerValue }) {
  const waiting = board?.waiting;
  leave();
  board = { ...data, waiting, status: parentElement.querySelector("[role=status]"), tell: setTriggerValue };
  mark();
  for (const card of document.querySelectorAll("[data-sent]")) card.removeAttribute("data-sent");
  if (waiting) arrived();
  return () => {
    leave();
    board = null;
  };
}
