// Small helpers. Text goes in as text only: nothing here or elsewhere sets markup from data.

export const $ = (id) => document.getElementById(id);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'text') node.textContent = visible(value);
    else if (name === 'class') node.className = value;
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// Characters that would reorder or hide text are shown by their number instead.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

export function visible(text) {
  return String(text).replace(HIDDEN, (c) =>
    `[U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);
}

// Pairs of backquotes mark code; one without a partner is just a backquote.
export function withCode(text) {
  const parts = String(text).split('`');
  const even = parts.length % 2 === 0;
  return parts.map((part, i) => {
    if (even && i === parts.length - 1) return document.createTextNode('`' + visible(part));
    return i % 2 ? el('code', { text: part }) : document.createTextNode(visible(part));
  });
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

export const clock = (at) =>
  el('time', { datetime: new Date(at).toISOString(), title: FULL.format(at), text: TIME.format(at) });

export function day(at) {
  const text = DAY.format(at);
  if (text === DAY.format(Date.now())) return 'Today';
  return text === DAY.format(Date.now() - 86400000) ? 'Yesterday' : text;
}

// Keeps a box at its end while it grows, until somebody scrolls up; then new things only show the
// button that jumps down.
export class Follower {
  constructor(box, jump) {
    Object.assign(this, { box, jump, following: true, top: 0 });
    box.addEventListener('scroll', () => this.scrolled());
    jump.addEventListener('click', () => this.toEnd());
    const watch = new ResizeObserver(() => { if (this.following) this.toEnd(); });
    watch.observe(box);
    for (const child of box.children) watch.observe(child);
  }

  // Growing moves nothing up, so only a person's scrolling up ends the following.
  scrolled() {
    const end = this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < 60;
    this.following = end || (this.following && this.box.scrollTop >= this.top);
    this.top = this.box.scrollTop;
    if (this.following) this.jump.hidden = true;
  }

  came() {
    if (!this.following) this.jump.hidden = false;
  }

  toEnd() {
    this.following = true;
    this.jump.hidden = true;
    this.box.scrollTop = this.box.scrollHeight;
  }
}

export async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'Press Ctrl+C';
    const range = document.createRange();
    range.selectNodeContents(button.closest('.code').querySelector('pre'));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 2000);
}
