// Draws a chart of test restores as SVG. Its colours are the page's, so it follows dark and light.

import { date, el, visible } from './dom.js';

const HEIGHT = 170;
const LEFT = 74;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 30;

function svg(tag, props, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'text') node.textContent = visible(value);
    else if (value !== undefined && value !== null) node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

// Each verdict has a shape of its own: nobody has to tell colours apart.
function mark(x, y, tone) {
  if (tone === 'GOOD') return svg('circle', { cx: x, cy: y, r: 4.5 });
  if (tone === 'BAD') return svg('path', { d: `M${x - 5} ${y - 5}L${x + 5} ${y + 5}M${x - 5} ${y + 5}L${x + 5} ${y - 5}` });
  return svg('path', { d: `M${x} ${y - 6}L${x + 6} ${y}L${x} ${y + 6}L${x - 6} ${y}Z`, class: 'hollow' });
}

// points: { at, value or null, tone, label, path }; write: a value as text; next: when the next drill is due
export function chart(title, points, write, next, width) {
  const first = Math.min(...points.map((point) => point.at));
  const last = Math.max(...points.map((point) => point.at), next ?? 0);
  const most = Math.max(...points.map((point) => point.value ?? 0)) || 1;
  const inner = width - LEFT - RIGHT;
  const x = (at) => Math.round((LEFT + (last === first ? 0.5 : (at - first) / (last - first)) * inner) * 10) / 10;
  const y = (value) => Math.round((TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM)) * 10) / 10;
  const floor = HEIGHT - BOTTOM;
  const good = points.filter((point) => point.tone === 'GOOD' && point.value !== null);
  const parts = [0, 0.5, 1].flatMap((share) => [
    svg('line', { x1: LEFT, x2: width - RIGHT, y1: y(most * share), y2: y(most * share), class: 'grid' }),
    svg('text', { x: LEFT - 8, y: y(most * share) + 4, class: 'tick end', text: write(most * share) })]);
  parts.push(svg('text', { x: LEFT, y: HEIGHT - 8, class: 'tick', text: date(first) }));
  if (last !== first) {
    parts.push(svg('text', { x: width - RIGHT, y: HEIGHT - 8, class: 'tick end', text: next === last ? `next drill ${date(last)}` : date(last) }));
  }
  if (next) parts.push(svg('line', { x1: x(next), x2: x(next), y1: TOP, y2: floor, class: 'next' }));
  if (good.length > 1) {
    parts.push(svg('polyline', { class: 'line', points: good.map((point) => `${x(point.at)},${y(point.value)}`).join(' ') }));
  }
  for (const point of points) {
    parts.push(svg('a', { href: point.path, class: `mark ${point.tone}`, 'aria-label': visible(point.label) },
      svg('title', { text: point.label }), mark(x(point.at), point.value === null ? floor : y(point.value), point.tone)));
  }
  return el('figure', { class: 'chart' }, el('figcaption', { text: title }),
    svg('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: 'group', 'aria-label': visible(title) }, ...parts));
}
