// The line one types in, with the menu of the bot's commands.

const SCOPES = {
  private: ["all_private_chats", "default"],
  group: ["all_chat_administrators", "all_group_chats", "default"],
  supergroup: ["all_chat_administrators", "all_group_chats", "default"],
  channel: ["default"],
};

export function commandsFor(menus, chat) {
  const own = menus.find((menu) => menu.scope.type === "chat" && menu.scope.chat_id === chat?.id);
  if (own?.commands.length) return own.commands;
  for (const scope of SCOPES[chat?.type] || ["default"]) {
    for (const language of ["en", ""]) {
      const found = menus.find((menu) => menu.scope.type === scope && menu.language === language);
      if (found && found.commands.length) return found.commands;
    }
  }
  return [];
}

export class Composer {
  constructor(form, { commands, send }) {
    this.form = form;
    this.text = form.querySelector("#text");
    this.menu = form.querySelector("#menu");
    this.commands = commands;
    this.send = send;
    this.chosen = 0;
    this.text.addEventListener("input", () => this.changed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.menu.addEventListener("click", (event) => this.pick(event.target.closest("li"), true));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    form.querySelector("#commands").addEventListener("click", () => this.open());
  }

  open() {
    if (!this.menu.hidden) return this.close();
    if (!this.text.value) this.text.value = "/";
    this.text.focus();
    this.changed();
  }

  close() {
    this.menu.hidden = true;
    if (this.text.value === "/") this.text.value = "";
  }

  clear() {
    this.text.value = "";
    this.changed();
  }

  submit() {
    const text = this.text.value.trim();
    this.text.value = "";
    this.changed();
    if (text) this.send(text);
  }

  changed() {
    this.text.style.height = "auto";
    if (this.text.value.includes("\n") || this.text.scrollHeight > this.text.clientHeight) {
      this.text.style.height = `${this.text.scrollHeight}px`;
    }
    const typed = /^\/(\w*)$/.exec(this.text.value);
    const found = typed ? this.commands().filter((one) => one.command.startsWith(typed[1].toLowerCase())) : [];
    this.menu.hidden = !found.length;
    this.chosen = 0;
    this.menu.replaceChildren(...found.map((one, index) => this.entry(one, index)));
  }

  entry(command, index) {
    const line = document.createElement("li");
    line.role = "option";
    line.dataset.command = command.command;
    line.setAttribute("aria-selected", String(index === this.chosen));
    const name = document.createElement("b");
    name.textContent = `/${command.command}`;
    const words = document.createElement("span");
    words.textContent = command.description;
    line.append(name, words);
    return line;
  }

  choose(step) {
    const lines = [...this.menu.children];
    this.chosen = (this.chosen + step + lines.length) % lines.length;
    lines.forEach((line, index) => line.setAttribute("aria-selected", String(index === this.chosen)));
    lines[this.chosen].scrollIntoView({ block: "nearest" });
  }

  pick(line, atOnce) {
    if (!line) return;
    this.text.value = `/${line.dataset.command}${atOnce ? "" : " "}`;
    this.menu.hidden = true;
    if (atOnce) this.submit();
    this.text.focus();
  }

  key(event) {
    const open = !this.menu.hidden;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) this.choose(event.key === "ArrowDown" ? 1 : -1);
    else if (open && event.key === "Tab") this.pick(this.menu.children[this.chosen], false);
    else if (open && event.key === "Escape") this.close();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      if (open) this.pick(this.menu.children[this.chosen], true);
      else this.submit();
    } else return;
    event.preventDefault();
  }
}
