// A list of any length of which only the rows in sight are in the document.

import { element } from "./dom.js";

const BEYOND = 8;

export class VirtualList {
  // `length()` and `make(index)` give what is shown, `key(index)` tells one item from others.
  constructor(label, { length, make, key, indexOf, choose }) {
    Object.assign(this, { length, make, key, indexOf, choose });
    this.sizer = element("div", { role: "presentation", className: "sizer" });
    this.box = element("div", {
      className: "rows", role: "listbox", tabindex: "0", "aria-label": label,
      onscroll: () => this.draw(), onkeydown: (event) => this.typed(event),
    }, this.sizer);
    this.active = null;
    this.pending = false;
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  get rowHeight() {
    return parseFloat(getComputedStyle(this.box).getPropertyValue("--row-height"));
  }

  // Rows came at the top: who has scrolled down keeps what they look at.
  grown(rows) {
    if (this.box.scrollTop > 0) {
      this.sizer.style.height = `${this.length() * this.rowHeight}px`;
      this.box.scrollTop += rows * this.rowHeight;
    }
    this.draw();
  }

  draw() {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => { this.pending = false; this.drawNow(); });
  }

  drawNow() {
    const height = this.rowHeight;
    const length = this.length();
    this.sizer.style.height = `${length * height}px`;
    const first = Math.max(0, Math.floor(this.box.scrollTop / height) - BEYOND);
    const last = Math.min(length, Math.ceil((this.box.scrollTop + this.box.clientHeight) / height) + BEYOND);
    const rows = [];
    let active = null;
    for (let index = first; index < last; index += 1) {
      const key = this.key(index);
      const row = element("div", {
        role: "option", id: `row-${key}`, className: "row",
        "aria-setsize": String(length), "aria-posinset": String(index + 1),
        "aria-selected": String(key === this.active),
        onclick: () => this.pick(index),
      }, ...this.make(index));
      row.style.top = `${index * height}px`;
      if (key === this.active) active = row.id;
      rows.push(row);
    }
    this.sizer.replaceChildren(...rows);
    if (active === null) this.box.removeAttribute("aria-activedescendant");
    else this.box.setAttribute("aria-activedescendant", active);
  }

  typed(event) {
    const at = this.active === null ? -1 : this.indexOf(this.active);
    const page = Math.max(1, Math.floor(this.box.clientHeight / this.rowHeight) - 1);
    const goals = {
      ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page,
      Home: 0, End: this.length() - 1,
    };
    if (event.key in goals && this.length()) {
      event.preventDefault();
      this.move(Math.min(Math.max(goals[event.key], 0), this.length() - 1));
    } else if ((event.key === "Enter" || event.key === " ") && at >= 0) {
      event.preventDefault();
      this.choose(this.active);
    }
  }

  move(index) {
    this.active = this.key(index);
    const top = index * this.rowHeight;
    const { scrollTop, clientHeight } = this.box;
    if (top < scrollTop) this.box.scrollTop = top;
    if (top + this.rowHeight > scrollTop + clientHeight) this.box.scrollTop = top + this.rowHeight - clientHeight;
    this.drawNow();
  }

  pick(index) {
    this.move(index);
    this.choose(this.active);
  }
}
