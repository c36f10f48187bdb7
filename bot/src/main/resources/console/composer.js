// The command line with its completions.

import { $, el } from './dom.js';
import { get } from './api.js';

export class Composer {
  // submit(text) sends a command; it returns a promise of whether the bot took it.
  constructor(submit) {
    Object.assign(this, { submit, input: $('text'), list: $('options'), items: [], at: -1, asked: 0,
      past: [], back: 0 });
    this.input.addEventListener('input', () => this.later());
    this.input.addEventListener('focus', () => { if (this.input.value) this.later(); });
    this.input.addEventListener('keydown', (event) => this.key(event));
    this.input.addEventListener('blur', () => setTimeout(() => this.hide(), 150));
    $('composer').addEventListener('submit', (event) => { event.preventDefault(); this.send(); });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 60);
  }

  async ask() {
    const turn = ++this.asked;
    const typed = this.text();
    try {
      const items = await get('complete', { text: typed.slice(0, 300) });
      if (turn === this.asked && typed === this.text()) this.show(items);
    } catch {
      this.hide();
    }
  }

  // The text after /restore, which people also type.
  text() {
    return this.input.value.replace(/^\s*\/(restore(\s+|$))?/i, '');
  }

  show(items) {
    this.items = items.filter((item) => item !== this.text().trim());
    this.at = -1;
    this.list.replaceChildren(...this.items.map((item, i) => {
      const option = el('li', { id: `option${i}`, role: 'option', 'aria-selected': 'false', text: item });
      option.addEventListener('mousedown', (event) => { event.preventDefault(); this.take(i); });
      return option;
    }));
    this.open(this.items.length > 0 && document.activeElement === this.input);
  }

  open(yes) {
    this.list.hidden = !yes;
    this.input.setAttribute('aria-expanded', String(yes));
    if (!yes) this.input.removeAttribute('aria-activedescendant');
  }

  hide() {
    this.asked++;
    clearTimeout(this.timer);
    this.at = -1;
    this.open(false);
  }

  mark(at) {
    this.at = at;
    [...this.list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === at)));
    if (at >= 0) {
      this.input.setAttribute('aria-activedescendant', `option${at}`);
      this.list.children[at].scrollIntoView({ block: 'nearest' });
    }
  }

  take(at) {
    const item = this.items[at];
    this.input.value = item.includes(' ') ? item : `${item} `;
    this.hide();
    this.later();
    this.input.focus();
  }

  key(event) {
    const open = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (open && step) {
      event.preventDefault();
      this.mark((this.at + step + this.items.length) % this.items.length);
    } else if (open && event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault();
      this.take(Math.max(0, this.at));
    } else if (open && event.key === 'Enter' && this.at >= 0) {
      event.preventDefault();
      this.take(this.at);
    } else if (open && event.key === 'Escape') {
      event.stopPropagation();
      this.hide();
    } else if (step && (this.back > 0 || !this.input.value)) {
      event.preventDefault();
      this.recall(-step);
    }
  }

  recall(step) {
    this.back = Math.max(0, Math.min(this.past.length, this.back + step));
    this.input.value = this.back ? this.past[this.past.length - this.back] : '';
  }

  async send() {
    const text = this.text().trim();
    this.hide();
    if (this.sending) return;
    this.sending = true;
    const taken = await this.submit(text);
    this.sending = false;
    if (taken) {
      if (text && this.past.at(-1) !== text) this.past.push(text);
      this.back = 0;
      if (this.text().trim() === text) this.input.value = '';
    }
  }
}
