// Draws one card.

import { copy, el, visible, withCode } from './dom.js';

export const TONES = {
  INFO: { sign: 'i', word: 'Information' },
  RUNNING: { sign: '▶', word: 'Running' },
  GOOD: { sign: '✓', word: 'Passed or done' },
  WARN: { sign: '!', word: 'Warning' },
  BAD: { sign: '✕', word: 'Failed' },
  UNSURE: { sign: '?', word: 'Could not verify' },
};

export function sign(tone) {
  const known = TONES[tone] || TONES.INFO;
  return el('span', { class: `sign ${tone}`, role: 'img', 'aria-label': known.word, text: known.sign });
}

const NUMBER = /^[-+\u2212\u00b1]?\d[\d.,\u00a0 ]*( ?(%|[kKMGT]?i?B|ms|s|min|h))?$/;

function numeric(rows, column) {
  const cells = rows.map((row) => row[column] ?? '').filter((cell) => cell !== '' && cell !== '–' && cell !== '-');
  return cells.length > 0 && cells.every((cell) => NUMBER.test(cell));
}

function table(view) {
  const right = view.columns.map((_, i) => numeric(view.rows, i));
  const side = (i) => (right[i] ? 'number' : null);
  const size = view.rows.length > 8 ? ` · ${view.rows.length} rows` : '';
  const box = el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': visible(view.title) },
    el('table', {},
      el('thead', {}, el('tr', {}, ...view.columns.map((name, i) =>
        el('th', { scope: 'col', class: side(i), text: name })))),
      el('tbody', {}, ...view.rows.map((row) =>
        el('tr', {}, ...row.map((cell, i) => el('td', { class: side(i), text: cell })))))));
  return el('figure', { class: 'table' }, el('figcaption', { text: view.title + size }), box);
}

function progress(fraction, title) {
  const percent = Math.round(Math.max(0, Math.min(1, fraction)) * 100);
  const fill = el('div', { class: 'fill' });
  fill.style.width = `${percent}%`;
  return el('div', { class: 'progress' },
    el('div', { class: 'track', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100,
      'aria-valuenow': percent, 'aria-label': visible(title) }, fill),
    el('span', { class: 'percent', text: `${percent} %` }));
}

function code(lines) {
  const text = lines.join('\n');
  const button = el('button', { type: 'button', class: 'copy', text: 'Copy' });
  button.addEventListener('click', () => copy(text, button));
  return el('div', { class: 'code' }, el('pre', { tabindex: 0 }, el('code', { text })), button);
}

function paragraph(line) {
  const long = line.length > 1200;
  return el('p', { class: long ? 'text long' : 'text', tabindex: long ? 0 : null }, ...withCode(line));
}

function button(each, press) {
  const node = el('button', { type: 'button', class: (each.style || 'NORMAL').toLowerCase(),
    'data-key': JSON.stringify([each.action, each.value]), text: each.label });
  node.addEventListener('click', () => press(each, node));
  return node;
}

// A verdict in capitals at the beginning, such as PASSED or COULD NOT VERIFY, is set large.
const VERDICT = /^[A-Z][A-Z -]{4,}[A-Z](?=[\s:.,\u2013\u2014]|$)/;

function heading(card) {
  const verdict = VERDICT.exec(card.title)?.[0];
  if (!verdict) return el('strong', {}, ...withCode(card.title));
  return el('strong', {}, el('span', { class: 'verdict', text: verdict }),
    el('span', { class: 'rest' }, ...withCode(card.title.slice(verdict.length))));
}

// press(button, node) is called for a click.
export function draw(card, press) {
  const body = el('div', { class: `card ${card.tone}` },
    el('div', { class: 'title' }, sign(card.tone), heading(card)));
  if (typeof card.progress === 'number') body.append(progress(card.progress, card.title));
  for (const line of card.lines || []) body.append(paragraph(line));
  if (card.fields?.length) {
    body.append(el('dl', {}, ...card.fields.map((field) =>
      el('div', {}, el('dt', { text: field.label }), el('dd', {}, ...withCode(field.value))))));
  }
  if (card.table) body.append(table(card.table));
  if (card.picture) body.append(el('img', { class: 'picture', src: `data:image/png;base64,${card.picture.png}`, alt: card.picture.alt }));
  if (card.code?.length) body.append(code(card.code));
  if (card.buttons?.length) {
    body.append(el('div', { class: 'buttons' }, ...card.buttons.map((each) => button(each, press))));
  }
  return body;
}

// Puts a newer drawing in an older one's place without losing focus, scrolling or the bar's glide.
export function replace(old, fresh) {
  const focus = old.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const scrolls = [...old.querySelectorAll('.scroll')].map((box) => [box.scrollTop, box.scrollLeft]);
  const bar = old.querySelector('.fill');
  const newBar = fresh.querySelector('.fill');
  const width = newBar?.style.width;
  if (bar && newBar) newBar.style.width = bar.style.width;
  old.replaceWith(fresh);
  [...fresh.querySelectorAll('.scroll')].forEach((box, i) => {
    if (scrolls[i]) [box.scrollTop, box.scrollLeft] = scrolls[i];
  });
  if (focus) [...fresh.querySelectorAll('button')].find((b) => b.dataset.key === focus)?.focus();
  if (bar && newBar) requestAnimationFrame(() => { newBar.style.width = width; });
}
