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

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const DATE = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const MOMENT = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric',
  hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });

export const date = (at) => DATE.format(at);
export const moment = (at) => MOMENT.format(at);
export const zone = (at) => MOMENT.formatToParts(at).find((part) => part.type === 'timeZoneName').value;

// The bot writes times in UTC; the page shows them in the browser's zone, and UTC on hover.
// Addresses of this machine can be opened; others stay text, since anybody may have written them.
const SPECIAL = /\b(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC\b|\b[0-9a-f]{40,128}\b|\bhttp:\/\/127\.0\.0\.1:\d+\/[\w\/-]*/g;

function plain(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(SPECIAL)) {
    nodes.push(document.createTextNode(visible(text.slice(from, found.index))));
    nodes.push(found[1] ? when(`${found[1]}T${found[2]}:00Z`, found[0])
      : found[0].startsWith('http') ? address(found[0]) : short(found[0]));
    from = found.index + found[0].length;
  }
  nodes.push(document.createTextNode(visible(text.slice(from))));
  return nodes;
}

function address(url) {
  return el('a', { href: url, target: '_blank', rel: 'noopener', class: 'link', text: url });
}

function when(iso, written) {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return document.createTextNode(written);
  return el('time', { datetime: iso, title: written, text: moment(at) });
}

// The beginning of a hash, with the whole on hover and to copy.
function short(hash) {
  const button = el('button', { type: 'button', class: 'hashcopy', 'aria-label': `Copy ${hash}`, text: 'Copy' });
  button.addEventListener('click', () => copy(hash, button));
  return el('span', { class: 'hash' }, el('code', { title: hash, text: `${hash.slice(0, 12)}…` }), button);
}

// Pairs of backquotes mark code; one without a partner is just a backquote.
export function withCode(text) {
  const parts = String(text).split('`');
  const even = parts.length % 2 === 0;
  return parts.flatMap((part, i) => {
    if (even && i === parts.length - 1) return plain('`' + part);
    return i % 2 ? [el('code', { text: part })] : plain(part);
  });
}

// A long name without its middle: its beginning and its end tell it apart.
export function middle(name, most) {
  const letters = [...visible(name)];
  if (letters.length <= most) return letters.join('');
  const end = Math.floor((most - 1) / 2);
  return `${letters.slice(0, most - 1 - end).join('')}…${letters.slice(-end).join('')}`;
}

// As withCode, with long words cut in the middle; a click shows the whole.
export function cell(text) {
  const words = String(text);
  if (words.includes('`') || !/\S{45,}/.test(words)) return withCode(words);
  return words.split(/(\S{45,})/).flatMap((word, i) => {
    if (i % 2 === 0 || /\b[0-9a-f]{40,128}\b/.test(word)) return withCode(word);
    const cut = el('button', { type: 'button', class: 'cut', title: visible(word), 'aria-label': visible(word),
      text: middle(word, 40) });
    cut.addEventListener('click', () => cut.replaceWith(document.createTextNode(visible(word))));
    return [cut];
  });
}

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

  toStart() {
    this.following = false;
    this.jump.hidden = true;
    this.box.scrollTop = 0;
    this.top = 0;
  }

  toEnd() {
    this.following = true;
    this.jump.hidden = true;
    this.box.scrollTop = this.box.scrollHeight;
  }
}

export async function copy(text, button) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    const shown = button.closest('.code')?.querySelector('pre') || button.parentElement.querySelector('code');
    if (shown) {
      button.textContent = 'Press Ctrl+C';
      if (!shown.closest('.code')) shown.textContent = text;
      const range = document.createRange();
      range.selectNodeContents(shown);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    } else {
      prompt('Copy this:', text);
    }
  }
  setTimeout(() => { button.textContent = label; }, 2000);
}
