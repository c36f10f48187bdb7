// Draws one card.

import { cell, copy, el, visible, withCode } from './dom.js';
import { asksApproval, checksOf } from './facts.js';

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
  const cells = rows.map((row) => row[column] ?? '').filter((each) => each !== '' && each !== '–' && each !== '-');
  return cells.length > 0 && cells.every((each) => NUMBER.test(each));
}

// Chats that show a row as a sentence need the column's name in the cell; a table has it in its head.
const bare = (text, column) => (column && text.startsWith(`${column}: `) ? text.slice(column.length + 2) : text);

function table(view) {
  const right = view.columns.map((_, i) => numeric(view.rows, i));
  const side = (i) => (right[i] ? 'number' : null);
  const size = view.rows.length > 8 ? ` · ${view.rows.length} rows` : '';
  const box = el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': visible(view.title) },
    el('table', {},
      el('thead', {}, el('tr', {}, ...view.columns.map((name, i) =>
        el('th', { scope: 'col', class: side(i), text: name })))),
      el('tbody', {}, ...view.rows.map((row) =>
        el('tr', {}, ...row.map((text, i) =>
          el('td', { class: side(i), 'data-label': visible(view.columns[i] ?? '') }, ...cell(bare(text, view.columns[i])))))))));
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
  const checks = checksOf(card);
  const rest = card.title.slice(verdict.length);
  const large = el('span', { class: 'verdict', text: verdict });
  if (!checks) return el('strong', {}, large, el('span', { class: 'rest' }, ...withCode(rest)));
  // Read aloud, the counts come last; they are shown beside the verdict.
  const [, colon, name] = /^(:?\s*)([^]*)$/.exec(rest);
  return el('strong', { class: 'counted' }, large,
    el('span', { class: 'rest' }, el('span', { class: 'hidden', text: colon }), ...withCode(name)),
    el('span', { class: 'counts', text: checks }));
}

// The files of a report; their addresses can be kept and sent to others.
export function reportLinks(id) {
  const file = (name) => `/report/${encodeURIComponent(id)}/${name}`;
  return el('p', { class: 'files' },
    el('a', { href: file('report.html'), class: 'link', text: 'Open the report' }),
    el('a', { href: `${file('report.html')}?download`, class: 'link', text: 'Download HTML' }),
    el('a', { href: `${file('report.json')}?download`, class: 'link', text: 'Download JSON' }));
}

// A step that is done: a line of the thread's timeline that opens.
export function stage(card) {
  const box = el('details', { class: `stage ${card.tone}`, open: card.tone === 'WARN' || card.tone === 'BAD' },
    el('summary', {}, sign(card.tone === 'INFO' ? 'GOOD' : card.tone), el('b', { text: card.stage }), el('span', {}, ...withCode(card.title))));
  for (const line of card.lines || []) box.append(paragraph(line));
  if (card.fields?.length) box.append(facts(card.fields));
  return box;
}

function facts(fields) {
  return el('dl', {}, ...fields.map((field) =>
    el('div', {}, el('dt', { text: field.label }), el('dd', {}, ...cell(field.value)))));
}

// press(button, node) is called for a click; more are buttons of the page.
export function draw(card, press, more = []) {
  const asks = asksApproval(card);
  const body = el('div', { class: `card ${card.tone}${asks ? ' asks' : ''}` },
    el('div', { class: 'title' }, sign(card.tone), heading(card)));
  if (typeof card.progress === 'number') body.append(progress(card.progress, card.title));
  if (card.figures?.length) {
    body.append(el('dl', { class: 'figures' }, ...card.figures.map((figure) =>
      el('div', {}, el('dt', { text: figure.label }), el('dd', {}, ...withCode(figure.value))))));
  }
  for (const line of card.lines || []) body.append(paragraph(line));
  const shown = (card.fields || []).filter((each) => each.label !== 'Checks' || !VERDICT.test(card.title));
  if (shown.length) body.append(facts(shown));
  if (card.table) body.append(table(card.table));
  if (card.picture) body.append(el('img', { class: 'picture', src: `data:image/png;base64,${card.picture.png}`, alt: card.picture.alt }));
  if (card.code?.length) body.append(code(card.code));
  if (card.report) body.append(reportLinks(card.report));
  if (card.buttons?.length || more.length) {
    body.append(el('div', { class: 'buttons' }, ...more, ...(card.buttons || []).map((each) => button(each, press))));
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
