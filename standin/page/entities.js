// Text and its entities as DOM nodes. Offsets are UTF-16 units, as JavaScript counts.

const SAFE_LINK = /^(https?|tg|mailto|tel):/i;

const PLAIN_TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };

function element(name, className, attributes = {}) {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function link(address, text) {
  const href = SAFE_LINK.test(address) ? address : `http://${address}`;
  return element("a", "", { href, target: "_blank", rel: "noopener noreferrer", title: text === address ? "" : address });
}

function opening(name, className, label) {
  const made = element(name, className, { role: "button", tabindex: "0", "aria-expanded": "false", "aria-label": label });
  const toggle = (event) => {
    if (event.target.closest("a") && made.classList.contains("open")) return;
    event.preventDefault();
    const open = made.classList.toggle("open");
    made.setAttribute("aria-expanded", String(open));
    if (open) made.removeAttribute("aria-label");
  };
  made.addEventListener("click", toggle);
  made.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") toggle(event);
  });
  return made;
}

function pre(entity) {
  const made = element("pre");
  if (entity.language) made.title = entity.language;
  return made;
}

function wrapper(entity, text) {
  if (PLAIN_TAGS[entity.type]) return element(PLAIN_TAGS[entity.type]);
  switch (entity.type) {
    case "text_link": return link(entity.url, text);
    case "url": return link(text, text);
    case "email": return link(`mailto:${text}`, text);
    case "pre": return pre(entity);
    case "blockquote": return element("blockquote");
    case "expandable_blockquote": return opening("blockquote", "expandable", "Quotation, press to unfold");
    case "spoiler": return opening("span", "spoiler", "Hidden text, press to show");
    case "bot_command": return element("button", "command", { type: "button", "data-command": text });
    default: return element("span", entity.type);
  }
}

function fill(parent, text, start, end, entities) {
  let at = start;
  const waiting = [...entities];
  while (waiting.length) {
    const entity = waiting.shift();
    const first = Math.max(entity.offset, at);
    const last = Math.min(entity.offset + entity.length, end);
    if (last <= first) continue;
    parent.append(text.slice(at, first));
    const inner = waiting.filter((other) => other.offset < last);
    const rest = waiting.filter((other) => other.offset + other.length > last);
    const made = wrapper(entity, text.slice(first, last));
    fill(made, text, first, last, inner);
    parent.append(made);
    at = last;
    waiting.splice(0, waiting.length, ...rest);
    if (["pre", "blockquote", "expandable_blockquote"].includes(entity.type) && text[at] === "\n") at += 1;
  }
  parent.append(text.slice(at, end));
}

export function formatted(text, entities) {
  const body = element("div", "body", { dir: "auto" });
  const ordered = [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length);
  fill(body, text, 0, text.length, ordered);
  return body;
}
