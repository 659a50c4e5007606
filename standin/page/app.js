// The chat page: the list of chats, the open chat, and what one can do in it.

import { act, answerTo, base64, get, listen } from "./api.js";
import { commandsFor, Composer } from "./composer.js";
import { clock, glance, show } from "./messages.js";
import { People } from "./people.js";

const $ = (id) => document.getElementById(id);
const KINDS = { private: "private chat", group: "group", supergroup: "supergroup", channel: "channel" };
const TONES = { private: 0, group: 1, supergroup: 2, channel: 3 };
const SEEN = `wirewatch-seen-${location.port}`;
const NEAR_END_PX = 90;
const ANEW_MS = 60000; // a start takes ten seconds, and longer on a machine that does much else

const narrow = matchMedia("(max-width: 700px)");
const page = { anewUntil: 0, atEnd: true, chats: [], status: { commands: [] }, open: null, thread: "all", seen: load(), waiting: 0 };

function load() {
  try {
    return JSON.parse(localStorage.getItem(SEEN)) || {};
  } catch {
    return {};
  }
}

const inView = () => !narrow.matches || $("desk").dataset.view === "chat";
const current = () => page.chats.find((chat) => chat.id === page.open);

const beginsAnew = () => Date.now() < page.anewUntil;

// While it begins anew, what the run that ends still has to say is no news, nor that it is away.
function drawStatus(text, lost = false) {
  $("status").textContent = beginsAnew() ? "Beginning anew …" : text || "Wirewatch local mode";
  $("status").classList.toggle("lost", lost && !beginsAnew());
}

const drawLost = () => drawStatus("The stand-in does not answer; waiting for it to come back", true);

function toast(text) {
  $("toast").textContent = text;
  $("toast").classList.add("shown");
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => $("toast").classList.remove("shown"), 3500);
}

function alertBox(text) {
  $("alert").querySelector("p").textContent = text;
  if (!$("alert").open) $("alert").showModal();
}

async function attempt(doing) {
  try {
    return await doing();
  } catch (problem) {
    toast(problem.message);
    return null;
  }
}

const out = (chat) => ["left", "kicked", "blocked", "deleted", "deactivated"].includes(chat.membership);

const MEMBERSHIPS = {
  administrator: "the bot is admin",
  blocked: "you have blocked the bot",
  deactivated: "this person's account is gone",
  deleted: "this chat is deleted",
  kicked: "the bot was removed",
  left: "the bot has left",
};

function subtitle(chat) {
  const words = MEMBERSHIPS[chat.membership] || "";
  return [chat.type === "private" ? "bot" : KINDS[chat.type], words]
    .filter(Boolean).join(", ");
}

const title = (chat) => (chat.type === "private" ? `Wirewatch (${chat.title})` : chat.title);

function face(node, chat) {
  node.textContent = title(chat)[0];
  node.dataset.tone = TONES[chat.type];
}

function chatButton(chat) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.chat = chat.id;
  button.innerHTML = '<span class="face" aria-hidden="true"></span><span class="who"></span><time></time>'
    + '<span class="glance"></span><span class="unread" hidden></span>';
  button.addEventListener("click", () => openChat(chat.id));
  return button;
}

function drawChats() {
  for (const chat of page.chats) {
    const button = $("chats").querySelector(`[data-chat="${chat.id}"]`) || $("chats").appendChild(chatButton(chat));
    const unread = Math.max(0, chat.by_bot - (page.seen[chat.id] || 0));
    const part = (name) => button.querySelector(name);
    face(part(".face"), chat);
    part(".who").textContent = title(chat);
    part(".glance").textContent = chat.last ? glance(chat.last) : KINDS[chat.type];
    part("time").textContent = chat.last ? clock(chat.last.date) : "";
    part(".unread").textContent = unread;
    part(".unread").hidden = !unread || (chat.id === page.open && inView());
    part(".unread").setAttribute("aria-label", `${unread} unread`);
    button.setAttribute("aria-current", String(chat.id === page.open && inView()));
  }
  for (const button of $("chats").querySelectorAll("button")) {
    if (!page.chats.some((chat) => String(chat.id) === button.dataset.chat)) button.remove();
  }
}

function drawHead(chat) {
  $("title").textContent = title(chat);
  $("subtitle").textContent = subtitle(chat);
  face($("face"), chat);
  const threads = chat.is_forum ? [["all", "All"], ["1", "General"], ...chat.topics.filter((t) => t.thread_id !== 1)
    .map((topic) => [String(topic.thread_id), topic.name + (topic.closed ? " (closed)" : "")])] : [];
  $("threads").hidden = !threads.length;
  $("threads").replaceChildren(...threads.map(([id, name]) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.role = "tab";
    tab.textContent = name;
    tab.setAttribute("aria-selected", String(page.thread === id));
    tab.addEventListener("click", () => { page.thread = id; refresh(true); });
    return tab;
  }));
  people.draw(chat);
  drawActs(chat);
}

const PRIVATE_ACTS = [["blocked", "Block the bot"], ["member", "Unblock the bot"]];
const OUTSIDE_ACTS = [["member", "Add the bot"], ["administrator", "Add the bot as admin"]];
const INSIDE_ACTS = [["administrator", "Make the bot admin"], ["member", "Make the bot a plain member"], ["kicked", "Remove the bot"]];

function drawActs(chat) {
  const known = chat.type === "private" ? PRIVATE_ACTS : out(chat) ? OUTSIDE_ACTS : INSIDE_ACTS;
  const acts = known.filter(([membership]) => membership !== chat.membership);
  $("acts").replaceChildren(...acts.map(([membership, words]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", () => {
      $("more").open = false;
      attempt(() => act("set_membership", { chat_id: chat.id, membership, user_id: people.in(chat) }));
    });
    return button;
  }));
}

function drawMessages(chat, messages, jump) {
  const byId = new Map(messages.map((message) => [message.message_id, message]));
  const inThread = (message) => page.thread === "all" || String(message.thread_id || 1) === page.thread;
  const present = messages.filter((message) => !message.deleted && inThread(message));
  const key = `${chat.id} ${page.thread}`;
  const arrived = show($("messages"), present, { chat, thread: page.thread, byId, key, me: people.in(chat) });
  if (!present.length) {
    const words = chat.type === "private" ? "Press Start, then ask for anything: /help" : "Nothing here yet. Type / to see what the bot can do.";
    $("messages").innerHTML = '<li class="empty"></li>';
    $("messages").firstChild.textContent = words;
  }
  if (jump) page.atEnd = true;
  if (!page.atEnd) page.waiting += arrived;
  keepAtEnd();
  const pinned = byId.get(chat.pinned);
  $("pinned").hidden = !pinned;
  $("pinned").textContent = pinned ? `Pinned: ${glance(pinned)}` : "";
  $("pinned").dataset.goto = chat.pinned || "";
  $("start").hidden = chat.type !== "private" || chat.membership !== "unknown";
  for (const id of ["text", "send", "commands"]) $(id).hidden = !$("start").hidden;
  document.querySelector(".attach").hidden = !$("start").hidden;
}

// Pictures grow after they were placed: whoever reads at the end stays there.
function keepAtEnd() {
  if (page.atEnd) $("scroll").scrollTop = $("scroll").scrollHeight;
  drawDown();
}

function scrolled() {
  const scroll = $("scroll");
  page.atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END_PX;
  drawDown();
}

function drawDown() {
  if (page.atEnd) page.waiting = 0;
  $("down").hidden = page.atEnd;
  $("down").textContent = page.waiting ? `↓ ${page.waiting}` : "↓";
}

function openChat(id) {
  page.open = id;
  page.thread = "all";
  page.waiting = 0;
  composer.clear();
  $("desk").dataset.view = "chat";
  history.replaceState(null, "", `#${id}`);
  refresh(true);
}

let refreshing = null;
let again = false;

async function refresh(jump = false) {
  if (refreshing && !jump) {
    again = true;
    return;
  }
  refreshing = redraw(jump).catch((problem) => toast(problem.message));
  await refreshing;
  refreshing = null;
  if (again) {
    again = false;
    refresh();
  }
}

async function redraw(jump) {
  const asked = page.open;
  const [status, chats, messages] = await Promise.all([
    get("status"), get("chats"), asked === null ? [] : get(`chats/${asked}?last=300`),
  ]);
  if (page.status.run && page.status.run !== status.run) {
    location.reload();
    return;
  }
  page.status = status;
  $("anew").hidden = !status.can_begin_anew || beginsAnew();
  page.chats = chats;
  drawStatus(status.text);
  if (asked !== page.open) return;
  const chat = current();
  if (chat && inView()) {
    page.seen[chat.id] = chat.by_bot;
    localStorage.setItem(SEEN, JSON.stringify(page.seen));
  }
  drawChats();
  if (!chat) return;
  drawHead(chat);
  drawMessages(chat, messages, jump);
}

const here = () => {
  const thread = ["all", "1"].includes(page.thread) ? {} : { thread_id: Number(page.thread) };
  const chat = current();
  return { chat_id: chat.id, ...(chat.type === "channel" ? {} : { user_id: people.in(chat) }), ...thread };
};

const say = (text) => attempt(() => act("say", { ...here(), text })).then(() => refresh(true));

async function press(button) {
  button.classList.add("waiting");
  await attempt(async () => {
    const args = { chat_id: page.open, message_id: Number(button.dataset.message), button: button.dataset.press };
    const pressed = await act("press", { ...args, user_id: people.in(current()) });
    const told = await answerTo(pressed.query_id);
    if (told.answer) (told.alert ? alertBox : toast)(told.answer);
  });
  button.classList.remove("waiting");
}

function goTo(id) {
  const target = $("messages").querySelector(`[data-id="${id}"]`);
  if (!target) return;
  target.scrollIntoView({ block: "center", behavior: "smooth" });
  target.classList.remove("flash");
  requestAnimationFrame(() => target.classList.add("flash"));
}

async function sendFile(input) {
  const file = input.files[0];
  if (!file) return;
  const content = await base64(file);
  input.value = "";
  const args = { ...here(), name: file.name, mime_type: file.type || "application/octet-stream", content_base64: content };
  await attempt(() => act("upload_base64", args));
  refresh(true);
}

async function beginAnew() {
  if ($("sure").returnValue !== "yes" || beginsAnew()) return; // a dialog that closed before may tell it only now
  localStorage.removeItem(SEEN);
  page.seen = {};
  page.anewUntil = Date.now() + ANEW_MS;
  drawStatus();
  $("anew").hidden = true;
  await attempt(() => act("begin_anew", {}).catch((problem) => {
    page.anewUntil = 0;
    refresh();
    throw problem;
  }));
}

function openInvite(id, code) {
  openChat(id);
  say(`/start ${code}`);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link && people.invited(link.href, page.status.bot?.username, page.chats)) event.preventDefault();
  const button = event.target.closest("[data-press], [data-copy], [data-command], [data-goto]");
  if (!$("more").contains(event.target)) $("more").open = false;
  if (!button || button.closest("#menu")) return;
  if (button.dataset.press) press(button);
  else if (button.dataset.copy) navigator.clipboard.writeText(button.dataset.copy).then(() => toast("Copied"));
  else if (button.dataset.command) say(button.dataset.command);
  else if (button.dataset.goto) goTo(button.dataset.goto);
});
$("anew").addEventListener("click", () => { $("sure").returnValue = ""; $("sure").showModal(); });
$("sure").addEventListener("close", beginAnew);
$("back").addEventListener("click", () => { $("desk").dataset.view = "list"; drawChats(); });
narrow.addEventListener("change", drawChats);
$("start").addEventListener("click", () => say("/start"));
$("file").addEventListener("change", () => sendFile($("file")));
$("scroll").addEventListener("scroll", scrolled, { passive: true });
new ResizeObserver(keepAtEnd).observe($("messages"));
new ResizeObserver(keepAtEnd).observe($("scroll"));
$("down").addEventListener("click", () => { $("scroll").scrollTo({ top: $("scroll").scrollHeight, behavior: "smooth" }); });
const people = new People({
  select: $("person"), dialog: $("invited"), onChange: () => refresh(true), onInvite: openInvite,
});
const composer = new Composer($("composer"), { commands: () => commandsFor(page.status.commands, current()), send: say });

listen(() => refresh(), drawStatus, drawLost);
const wanted = Number(location.hash.slice(1));
get("chats").then((chats) => {
  page.chats = chats;
  const first = chats.find((chat) => chat.id === wanted) || chats[0];
  if (!first) return;
  if (wanted || !narrow.matches) openChat(first.id);
  else refresh();
});
