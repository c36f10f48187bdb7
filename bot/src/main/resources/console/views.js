// What is shown in the place of a channel: the history of databases, and what a search found.

import { get } from './api.js';
import { sign } from './card.js';
import { chart } from './chart.js';
import { $, el, middle, moment, visible, zone } from './dom.js';
import { databaseOf, jobOf } from './facts.js';
import { channelPath, historyPath, jobPath } from './route.js';

const OUTCOMES = { PASSED: ['GOOD', 'passed'], FAILED: ['BAD', 'failed'], COULD_NOT_VERIFY: ['UNSURE', 'could not verify'] };

function size(bytes) {
  if (bytes === 0) return '0';
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return bytes >= 1e3 ? `${(bytes / 1e3).toFixed(1)} kB` : `${Math.round(bytes)} B`;
}

function time(millis) {
  if (millis === 0) return '0';
  const seconds = millis / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function counted(runs) {
  return Object.entries(OUTCOMES).map(([outcome, [, word]]) => [runs.filter((run) => run.outcome === outcome).length, word])
    .filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`).join(' · ');
}

function points(runs, value) {
  return runs.map((run) => {
    const [tone, word] = OUTCOMES[run.outcome] || ['UNSURE', run.outcome];
    return { at: run.at, value: value(run) ?? null, tone, path: jobPath(run.job),
      label: `${word}: ${run.backup}, ${moment(run.at)}${run.millis ? `, ${time(run.millis)}` : ''}` };
  });
}

function section(database, runs, drill, width) {
  const oldest = [...runs].sort((a, b) => a.at - b.at);
  const box = el('section', { class: 'database', 'aria-label': visible(database) },
    el('h3', {}, el('a', { class: 'link', href: historyPath(database), text: database }),
      el('span', { class: 'counts', text: counted(runs) })),
    el('p', { class: 'hint', text: drill ? `Next drill: ${moment(drill.at)}` : 'Next drill: not scheduled' }));
  if (runs.length) {
    box.append(el('div', { class: 'charts' },
      chart('Restore time', points(oldest, (run) => run.millis), time, drill?.at, width),
      chart('Size of the backup', points(oldest, (run) => run.bytes), size, drill?.at, width)));
    box.append(el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': visible(`Tests of ${database}`) },
      el('table', {}, el('thead', {}, el('tr', {}, ...['Verdict', 'Tested', 'Backup', 'Took', 'Size'].map((name) =>
        el('th', { scope: 'col', text: name })))),
      el('tbody', {}, ...[...oldest].reverse().map((run) => {
        const [tone, word] = OUTCOMES[run.outcome] || ['UNSURE', run.outcome];
        return el('tr', {},
          el('td', { 'data-label': 'Verdict' }, el('a', { class: `link verdictlink ${tone}`, href: jobPath(run.job) }, sign(tone), ` ${word}`)),
          el('td', { 'data-label': 'Tested', class: 'nowrap', text: moment(run.at) }),
          el('td', { 'data-label': 'Backup', class: 'nowrap', title: visible(run.backup), text: middle(run.backup, 40) }),
          el('td', { 'data-label': 'Took', class: 'nowrap', text: run.millis ? time(run.millis) : '–' }),
          el('td', { 'data-label': 'Size', class: 'nowrap', text: run.bytes ? size(run.bytes) : '–' }));
      })))));
  }
  return box;
}

export async function history(database) {
  const { runs, drills } = await get('history');
  const names = [...new Set([...runs.map((run) => run.database), ...drills.map((drill) => drill.database)])]
    .filter((name) => !database || name === database);
  const wide = $('view').clientWidth - 40;
  const width = Math.max(260, Math.min(wide >= 760 ? (wide - 20) / 2 : wide, 620));
  return [
    el('h2', { text: database ? `History of ${database}` : 'History' }),
    el('p', { class: 'hint' }, `Times are in ${zone(Date.now())}. ● passed, ✕ failed, ◇ could not verify; a dashed line is the next drill. Select a mark to open its thread. `,
      database ? el('a', { class: 'link', href: historyPath(''), text: 'All databases' }) : null),
    ...names.map((name) => section(name, runs.filter((run) => run.database === name), drills.find((drill) => drill.database === name), width)),
    names.length ? null : el('p', { text: database ? 'No test of this database is recorded.' : 'No test restore has ended yet. Send: test latest' }),
  ];
}

export async function search(text, use) {
  const { threads, backups } = await get('search', { text });
  const test = (backup) => {
    const button = el('button', { type: 'button', text: 'Test', 'aria-label': visible(`Test ${backup.name}`) });
    button.addEventListener('click', () => use(`test ${backup.name}`));
    return button;
  };
  return [
    el('h2', { text: `Search: ${text}` }),
    el('h3', { text: `Threads (${threads.length})` }),
    threads.length ? el('ul', { class: 'found' }, ...threads.map((thread) => el('li', {},
      el('a', { class: 'link', href: channelPath(thread.channel, thread.id) }, sign(thread.card.tone), ' ', visible(thread.card.title)),
      el('span', { class: 'hint', text: [moment(thread.at), databaseOf(thread.card), jobOf(thread.card)].filter(Boolean).join(' · ') }))))
      : el('p', { class: 'hint', text: 'No thread holds this text.' }),
    el('h3', { text: `Backups (${backups.length})` }),
    backups.length ? el('ul', { class: 'found' }, ...backups.map((backup) => el('li', {},
      el('span', { class: 'name', title: visible(backup.name), text: middle(backup.name, 60) }),
      el('span', { class: 'hint', text: `${backup.age} · ${backup.size} · tested: ${backup.tested}` }),
      el('span', { class: 'buttons' }, test(backup)))))
      : el('p', { class: 'hint', text: 'No backup has this text in its name.' }),
  ];
}
