// Whom one is at the page: in a private chat its person, elsewhere whoever is chosen; and who opens an invite.

import { REPORTER } from "./api.js";

const CHOSEN = `wirewatch-person-${location.port}`;
const INVITE = /^https:\/\/t\.me\/(\w+)\?start=([\w-]+)$/;

export class People {
  constructor({ select, dialog, onChange, onInvite }) {
    this.select = select;
    this.dialog = dialog;
    this.onInvite = onInvite;
    this.wanted = Number(localStorage.getItem(CHOSEN)) || REPORTER;
    select.addEventListener("change", () => {
      this.wanted = Number(select.value);
      localStorage.setItem(CHOSEN, select.value);
      onChange();
    });
  }

  in(chat) {
    if (chat.type === "private") return chat.id;
    return chat.people.some((one) => one.id === this.wanted) ? this.wanted : (chat.people[0]?.id ?? REPORTER);
  }

  draw(chat) {
    const choice = chat.type === "private" || chat.type === "channel" ? [] : chat.people;
    this.select.hidden = choice.length < 2;
    const shown = JSON.stringify(choice);
    if (this.select.dataset.shown !== shown) {
      this.select.dataset.shown = shown;
      this.select.replaceChildren(...choice.map((one) => new Option(`as ${one.name}`, one.id)));
    }
    this.select.value = String(this.in(chat));
  }

  // A link that invites: asks who opens it, and gives whether it was one.
  invited(address, bot, chats) {
    const found = INVITE.exec(address);
    if (!found || found[1] !== bot) return false;
    const persons = chats.filter((chat) => chat.type === "private");
    this.dialog.querySelector("div").replaceChildren(...persons.map((chat) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = chat.title;
      button.addEventListener("click", () => {
        this.dialog.close();
        this.onInvite(chat.id, found[2]);
      });
      return button;
    }));
    this.dialog.showModal();
    return true;
  }
}
