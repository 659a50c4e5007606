// Messages as list items, kept in step with what the stand-in tells: only what changed is made anew.

import { formatted } from "./entities.js";

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const DOCUMENT_ICON = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4v11m0 0l-5-5m5 5l5-5M5 20h14"/></svg>';

export const clock = (seconds) => CLOCK.format(seconds * 1000);
export const day = (seconds) => DAY.format(seconds * 1000);

function make(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function bytes(count) {
  if (count < 1024) return `${count} B`;
  return count < 1048576 ? `${(count / 1024).toFixed(1)} kB` : `${(count / 1048576).toFixed(1)} MB`;
}

export function glance(message) {
  if (message.kind === "service") return service(message);
  if (message.text) return message.text.replace(/\s+/g, " ");
  return message.kind === "photo" ? "Photo" : message.file ? message.file.name : "";
}

function service(message) {
  const told = message.service;
  if (told.forum_topic_created) return `Topic “${told.forum_topic_created.name}” opened`;
  if (told.migrate_to_chat_id) return "This group became a supergroup";
  if (told.migrate_from_chat_id) return "Upgraded from a group";
  return Object.keys(told).join(", ").replaceAll("_", " ");
}

function reply(message, shown) {
  const target = shown.byId.get(message.reply_to);
  const quoted = make("button", "reply");
  quoted.type = "button";
  quoted.append(make("b", "", target ? target.author : "Message"), make("span", "", target ? glance(target) : "deleted"));
  quoted.dataset.goto = message.reply_to;
  return quoted;
}

function file(message) {
  const told = message.file;
  const holder = make("a", message.kind === "photo" ? "photo" : "document");
  holder.href = told.url;
  if (message.kind === "photo") {
    const picture = make("img");
    Object.assign(picture, { src: told.url, alt: message.text || told.name, width: told.width, height: told.height });
    holder.target = "_blank";
    holder.append(picture);
    return holder;
  }
  holder.download = told.name;
  holder.innerHTML = DOCUMENT_ICON;
  const words = make("div");
  words.append(make("b", "", told.name), make("span", "", bytes(told.bytes)));
  holder.append(words);
  return holder;
}

// The page fetches nothing from elsewhere: where Telegram shows a picture stands its address.
function preview(message) {
  const holder = make("a", "document");
  Object.assign(holder, { href: message.preview, target: "_blank", rel: "noreferrer" });
  const words = make("div");
  words.append(make("b", "", "🖼"), make("span", "", new URL(message.preview).host));
  holder.append(words);
  return holder;
}

function foot(message, bubble) {
  const line = make("div", "foot");
  if (message.reactions.length) line.append(make("span", "reactions", message.reactions.join(" ")));
  if (message.silent) line.append(make("span", "", "silent"));
  if (reworded(message)) {
    const edited = make("button", "edited", "edited");
    edited.type = "button";
    edited.title = "Show what it said before";
    edited.addEventListener("click", () => earlier(message, bubble));
    line.append(edited);
  }
  const time = make("time", "", clock(reworded(message) ? message.edit_date : message.date));
  time.title = `${day(message.date)}, ${clock(message.date)} UTC`;
  line.append(time);
  return line;
}

// Telegram marks no edit that changed buttons only.
const reworded = (message) => message.history.some((version) => version.text !== message.text);

function earlier(message, bubble) {
  const shown = bubble.querySelector(".earlier");
  if (shown) return shown.remove();
  const list = make("ol", "earlier");
  for (const version of message.history.slice().reverse()) {
    const item = make("li");
    item.append(make("time", "", `From ${clock(version.at)}`), version.text);
    list.append(item);
  }
  bubble.append(list);
}

function keys(message) {
  const board = make("div", "keys");
  for (const row of message.keyboard) {
    const line = make("div");
    for (const button of row) line.append(key(button, message));
    board.append(line);
  }
  return board;
}

function key(button, message) {
  const made = make(button.url ? "a" : "button", "", button.text);
  if (button.url) {
    Object.assign(made, { href: button.url, target: "_blank", rel: "noopener noreferrer" });
    return made;
  }
  made.type = "button";
  made.title = button.text;
  made.dataset.message = message.message_id;
  if (button.callback_data) made.dataset.press = button.callback_data;
  if (button.copy_text) made.dataset.copy = button.copy_text.text;
  return made;
}

function item(message, shown) {
  const made = make("li", message.kind === "service" ? "service" : "");
  made.dataset.id = message.message_id;
  if (message.kind === "service") {
    made.textContent = service(message);
    return made;
  }
  if (message.sender_id === shown.me) made.classList.add("own");
  const bubble = make("div", "bubble");
  if (shown.chat.type !== "private") bubble.append(author(message, shown));
  if (message.reply_to) bubble.append(reply(message, shown));
  if (message.file) bubble.append(file(message));
  if (message.text) bubble.append(formatted(message.text, message.entities));
  if (message.preview) bubble.append(preview(message));
  bubble.append(foot(message, bubble));
  made.append(bubble);
  if (message.keyboard) made.append(keys(message));
  return made;
}

function author(message, shown) {
  const line = make("div", "author", message.author);
  if (message.by_bot && shown.chat.type !== "channel") line.append(make("span", "bot", " bot"));
  const topic = shown.chat.topics.find((one) => one.thread_id === message.thread_id);
  if (topic && shown.thread === "all") line.append(make("span", "thread", ` · ${topic.name}`));
  return line;
}

// Brings the list into step; gives how many new messages of the bot's have come.
export function show(list, messages, shown) {
  const fresh = list.dataset.key !== shown.key;
  if (fresh) list.replaceChildren();
  list.dataset.key = shown.key;
  const old = new Map([...list.children].map((node) => [node.dataset.id, node]));
  let last = null;
  let arrived = 0;
  let date = "";
  const place = (node) => {
    const next = last ? last.nextSibling : list.firstChild;
    if (node !== next) list.insertBefore(node, next);
    last = node;
  };
  for (const message of messages) {
    if (day(message.date) !== date) {
      date = day(message.date);
      const id = `day ${date}`;
      const line = old.get(id) || Object.assign(make("li", "day", date));
      line.dataset.id = id;
      old.delete(id);
      place(line);
    }
    const signature = JSON.stringify(message);
    const before = old.get(String(message.message_id));
    old.delete(String(message.message_id));
    if (before && before.signature === signature) {
      place(before);
      continue;
    }
    const made = item(message, shown);
    made.signature = signature;
    made.edited = reworded(message) ? message.history.length : 0;
    if (before) {
      before.replaceWith(made);
      if (last === before) last = made;
      if (made.edited !== before.edited) made.classList.add("flash");
    } else if (!fresh) {
      made.classList.add("new");
      arrived += message.by_bot ? 1 : 0;
    }
    place(made);
  }
  for (const gone of old.values()) gone.remove();
  return arrived;
}
