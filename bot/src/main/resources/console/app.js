// The page: what it knows, and how it shows it.

import { Feed, Refused, get, send, state } from './api.js';
import { TONES, draw, replace, sign, stage } from './card.js';
import { Composer } from './composer.js';
import { $, Follower, clock, copy, date, day, el, middle, visible } from './dom.js';
import { asksLead, databaseOf, hasSandbox, isVerdict, jobOf } from './facts.js';
import * as route from './route.js';
import * as seen from './seen.js';
import * as views from './views.js';

const known = { person: '', channel: '', people: [], channels: [], thread: null, started: 0, reports: new Set() };
let heads = new Map(); // id → headline of this channel
let linked = null; // the open thread's headline, when it is older than those that are shown
let replies = new Map(); // id → reply of the open thread
let answers = new Map(); // id → answer only to me
let feed = null;
const log = new Follower($('log'), $('newest'));
const threadLog = new Follower($('threadlog'), $('newreplies'));
let hiddenNews = 0; // messages that arrived while another tab was open
let hiddenVerdict = '';
let connect; // called when the first state has come: a command typed before it waits
const connected = new Promise((done) => { connect = done; });

const remember = (name, value) => { try { localStorage.setItem(`restore-bot-${name}`, value); } catch { /* not kept */ } };
const recall = (name) => { try { return localStorage.getItem(`restore-bot-${name}`); } catch { return null; } };
const head = (id) => heads.get(id) ?? (linked?.id === id ? linked : undefined);
const me = () => known.people.find((person) => person.id === known.person);

// ---- drawing one message

function bubble(message, inThread) {
  const own = message.answers !== undefined;
  const item = el('li', { class: own ? 'message own' : 'message', 'data-id': message.id });
  const head = el('div', { class: 'by' }, el('b', { text: 'restore-bot' }),
    el('span', { class: 'app', text: 'BOT' }), clock(message.at));
  if (own) {
    head.append(el('span', { class: 'answers' }, 'answers ', el('code', { text: message.answers })));
    const close = el('button', { type: 'button', class: 'dismiss', text: 'Dismiss' });
    close.addEventListener('click', () => { dismiss(message.id); item.remove(); });
    item.append(el('div', { class: 'only' }, el('span', { 'aria-hidden': 'true', text: '◉ ' }), 'Only visible to you', close));
  }
  item.append(el('img', { class: 'avatar', src: '/icon.svg', alt: '' }), el('div', { class: 'body' }, head,
    drawn(message, inThread)));
  if (message.card.stage) item.classList.add('staged');
  if (message.form) item.querySelector('.body').append(form(message, item));
  if (!own && !inThread) item.querySelector('.body').append(threadLink(message));
  item.shown = JSON.stringify(message.card);
  return item;
}

function drawn(message, inThread) {
  if (message.card.stage && inThread) return el('div', { class: 'card staging' }, stage(message.card));
  return draw(message.card, (button, node) => press(message, button, node), shortcuts(message));
}

// Where a verdict's report and its sandbox are, beside its buttons.
function shortcuts(message) {
  const job = jobOf(message.card);
  if (message.root !== undefined || message.answers !== undefined || !job || !isVerdict(message.card)) return [];
  const more = [];
  if (known.reports.has(job)) {
    more.push(el('a', { class: 'report', href: `/report/${encodeURIComponent(job)}/report.html`, text: 'Report' }));
  }
  if (hasSandbox(message.card)) {
    const connecting = el('button', { type: 'button', text: 'Connect' });
    connecting.addEventListener('click', () => sandbox(message.id));
    more.push(connecting);
  }
  return more;
}

async function sandbox(id) {
  if (known.thread !== id) await show(id, true);
  const command = [...$('replies').querySelectorAll('.code')].at(-1);
  if (!command) return;
  threadLog.following = false;
  command.scrollIntoView({ block: 'center' });
  command.querySelector('.copy').focus({ preventScroll: true });
}

// What the bot asks for in words.
function form(message, item) {
  const inputs = message.form.inputs.map((input, i) => {
    const id = `${message.id}-${i}`;
    const node = el(input.kind === 'TEXT' ? 'textarea' : 'input', { id, name: input.name, required: true,
      maxlength: input.most, rows: input.kind === 'TEXT' ? 3 : null, 'aria-describedby': input.hint ? `${id}-hint` : null,
      type: input.kind === 'SECRET' ? 'password' : input.kind === 'LINE' ? 'text' : null, autocomplete: 'off', spellcheck: input.kind === 'TEXT' });
    return { node, label: input.label, row: el('p', {}, el('label', { for: id, text: input.label }), node,
      input.hint ? el('span', { class: 'hint', id: `${id}-hint`, text: input.hint }) : null) };
  });
  const error = el('p', { class: 'error', role: 'alert', hidden: true });
  const submit = el('button', { type: 'submit', class: 'primary', text: message.form.submit });
  const box = el('form', { class: 'ask', autocomplete: 'off' }, ...inputs.map((input) => input.row), error,
    el('div', { class: 'buttons' }, submit));
  box.addEventListener('submit', async (event) => {
    event.preventDefault();
    const blank = inputs.find(({ node }) => !node.value.trim());
    if (blank) {
      error.textContent = `${visible(blank.label)}: this field is required.`;
      error.hidden = false;
      blank.node.focus();
      return;
    }
    submit.disabled = true;
    const values = Object.fromEntries(inputs.map(({ node }) => [node.name, node.value]));
    try {
      known.started = Date.now();
      await send('form', { person: known.person, message: message.id, values });
      dismiss(message.id);
      item.remove();
    } catch (fault) {
      error.textContent = visible(fault.message);
      error.hidden = false;
      submit.disabled = false;
    }
  });
  setTimeout(() => { if (!document.hidden && item.isConnected) inputs[0].node.focus(); }, 100);
  return box;
}

function threadLink(message) {
  const fresh = seen.unread(known.person, message);
  const count = message.replies;
  const words = count === 0 ? 'Open thread' : `${count} ${count === 1 ? 'reply' : 'replies'}`;
  const link = el('button', { type: 'button', class: fresh ? 'replies fresh' : 'replies',
    'aria-label': `${words}${fresh ? `, ${fresh} new` : ''}: ${visible(message.card.title)}` }, words);
  if (fresh) link.append(el('span', { class: 'badge', text: `${fresh} new` }));
  link.addEventListener('click', () => show(message.id, true));
  return link;
}

function put(list, message, inThread) {
  const old = list.querySelector(`:scope > [data-id="${message.id}"]`);
  const shown = JSON.stringify(message.card);
  if (!old) {
    insert(list, bubble(message, inThread), message);
  } else {
    if (old.shown !== shown) {
      replace(old.querySelector('.card'), drawn(message, inThread));
      old.shown = shown;
    }
    old.querySelector('.replies')?.replaceWith(threadLink(message));
  }
}

// Messages are in the order of their time; an answer only to me is where it arrived.
function insert(list, item, message) {
  const key = message.answers === undefined ? message.id : Infinity;
  item.dataset.at = message.at;
  const after = [...list.children].reverse().find((each) => each.dataset.id && (key === Infinity
    ? Number(each.dataset.at) <= message.at
    : each.dataset.id.startsWith('e') ? Number(each.dataset.at) < message.at : Number(each.dataset.id) < key));
  if (after) after.after(item); else list.prepend(item);
}

function days() {
  const list = $('messages');
  list.querySelectorAll('.day').forEach((each) => each.remove());
  let last = '';
  for (const item of [...list.children]) {
    const name = day(Number(item.dataset.at));
    if (name !== last) item.before(el('li', { class: 'day' }, el('span', { text: name })));
    last = name;
  }
}

// ---- the whole

function drawAll() {
  $('messages').replaceChildren();
  for (const message of heads.values()) put($('messages'), message, false);
  for (const answer of answers.values()) place(answer);
  days();
  $('empty').hidden = $('messages').children.length > 0;
  drawSide();
}

function drawSide() {
  $('channels').replaceChildren(...known.channels.map((name) => {
    const link = el('button', { type: 'button', 'aria-current': name === known.channel ? 'true' : null, text: `# ${name}` });
    link.addEventListener('click', () => choose(name));
    return el('li', {}, link);
  }));
  const newest = [...heads.values()].filter((message) => jobOf(message.card))
    .sort((a, b) => b.id - a.id).slice(0, 12);
  $('jobs').replaceChildren(...newest.map((message) => {
    const fresh = seen.unread(known.person, message);
    const job = jobOf(message.card);
    const about = databaseOf(message.card);
    const link = el('button', { type: 'button', 'aria-current': message.id === known.thread ? 'true' : null,
      title: visible(message.card.title) },
    sign(message.card.tone), el('span', { class: 'about' },
      el('span', { class: 'name', text: middle(about || message.card.title, 24) }),
      el('span', { class: 'at' }, date(message.at), el('span', { class: 'job', text: ` · ${job}` }))));
    if (fresh) link.append(el('span', { class: 'badge', 'aria-label': `${fresh} new`, text: fresh }));
    link.addEventListener('click', () => show(message.id, true));
    return el('li', {}, link);
  }));
}

function drawPeople() {
  $('person').replaceChildren(...known.people.map((person) => el('option', { value: person.id,
    text: person.role ? `${person.name} (${person.role})` : person.name })));
  $('person').value = known.person;
  $('who').hidden = known.people.length < 2;
  $('face').textContent = me().name.slice(0, 1);
  $('face').dataset.hue = known.people.indexOf(me()) % 6;
  $('channel').textContent = `# ${known.channel}`;
}

function title() {
  document.title = `${hiddenVerdict}${hiddenNews ? `(${hiddenNews}) ` : ''}restore-bot console`;
}

function say(text) {
  $('said').textContent = visible(text);
}

function menu(shown) {
  document.body.classList.toggle('menu', shown);
  $('menu').setAttribute('aria-expanded', String(shown));
}

// ---- threads

const pathOf = (message) => {
  const job = jobOf(message.card);
  return job ? route.jobPath(job) : route.channelPath(message.channel, message.id);
};

// Opens a thread and puts its address into the browser's history.
async function show(id, byHand) {
  route.go(route.channelPath(known.channel, id));
  view(null);
  await open(id, byHand);
}

async function open(id, byHand) {
  const message = head(id);
  if (!message) return;
  const again = known.thread === id;
  known.thread = id;
  if (!again) {
    replies = new Map();
    $('replies').replaceChildren();
  }
  $('thread').hidden = false;
  document.body.classList.add('threaded');
  drawThreadHead();
  for (const answer of answers.values()) if (answer.root === id) place(answer);
  if (byHand) ($('close').offsetParent ? $('close') : $('back')).focus();
  const loaded = await get('thread', { root: id }).catch(() => []);
  if (known.thread !== id) return;
  for (const reply of loaded) addReply(reply, true);
  read();
  if (again) return;
  if (isVerdict(head(id).card) || asksLead(head(id).card)) threadLog.toStart(); else threadLog.toEnd();
}

function drawThreadHead() {
  const message = head(known.thread);
  const list = $('headline');
  if (list.firstChild?.dataset?.id === String(message.id)) put(list, message, true);
  else list.replaceChildren(bubble(message, true));
  $('threadtitle').replaceChildren(sign(message.card.tone), ' ', middle(message.card.title, 64));
  $('threadtitle').title = visible(message.card.title);
  $('count').textContent = message.replies === 1 ? '1 reply' : `${message.replies} replies`;
}

function addReply(reply, loading) {
  const old = replies.get(reply.id);
  if (old && old.change >= reply.change) return;
  replies.set(reply.id, reply);
  if (reply.card.report && !known.reports.has(reply.card.report)) {
    known.reports.add(reply.card.report);
    reported();
  }
  put($('replies'), reply, true);
  if (!old) threadLog.came();
  if (!old && !loading) say(reply.card.title);
}

// A headline whose report has come gets its button.
function reported() {
  for (const message of heads.values()) {
    if (!known.reports.has(jobOf(message.card))) continue;
    for (const item of document.querySelectorAll(`#messages > [data-id="${message.id}"], #headline > [data-id="${message.id}"]`)) {
      replace(item.querySelector('.card'), drawn(message, false));
    }
  }
}

function read() {
  const message = heads.get(known.thread);
  if (!message || document.hidden) return;
  seen.mark(known.person, message);
  $('messages').querySelector(`[data-id="${message.id}"] .replies`)?.replaceWith(threadLink(message));
  drawSide();
}

function leaveThread() {
  route.go(route.channelPath(known.channel));
  closeThread();
}

function closeThread() {
  const link = $('messages').querySelector(`[data-id="${known.thread}"] .replies`);
  known.thread = null;
  $('thread').hidden = true;
  document.body.classList.remove('threaded');
  drawSide();
  if (document.activeElement !== $('text')) (link || $('text')).focus({ preventScroll: true });
}

// ---- what comes in

function gotMessage(message) {
  if (message.channel !== known.channel) return;
  if (message.root !== undefined) {
    if (message.root === known.thread) addReply(message);
    return;
  }
  const old = heads.get(message.id);
  if (old && old.change >= message.change) return;
  if (linked?.id === message.id) linked = message;
  if (!old && linked === message) {
    if (message.id === known.thread) drawThreadHead();
    return;
  }
  if (!old && heads.size > 0 && message.id < Math.min(...heads.keys())) return; // older than shown
  heads.set(message.id, message);
  board(1000);
  put($('messages'), message, false);
  $('empty').hidden = true;
  if (!old) {
    days();
    say(message.card.title);
  } else if (old.card.tone !== message.card.tone) {
    say(message.card.title);
  }
  if (!old) log.came();
  const verdict = ['GOOD', 'BAD', 'UNSURE'].includes(message.card.tone) && old?.card.tone !== message.card.tone;
  if (document.hidden && verdict) hiddenVerdict = `${TONES[message.card.tone].sign} ${visible(message.card.title)} · `;
  if (document.hidden && (!old || old.card.tone !== message.card.tone || old.replies < message.replies)) {
    hiddenNews++;
    title();
  }
  if (message.id === known.thread) {
    drawThreadHead();
    read();
  }
  drawSide();
  if (!old) mine(message);
}

// The first headline after my command is what I asked for, unless it names somebody else only.
function mine(message) {
  if (Date.now() - known.started > 20000) return;
  const text = JSON.stringify(message.card);
  const others = known.people.some((person) => person.id !== known.person && text.includes(person.name));
  if (others && !text.includes(me().name)) return;
  known.started = 0;
  show(message.id, false);
}

function place(answer) {
  if (answer.channel !== known.channel) return null;
  if (answer.root !== undefined && answer.root !== known.thread) return null;
  const inThread = answer.root !== undefined;
  put(inThread ? $('replies') : $('messages'), answer, inThread);
  $('empty').hidden = $('messages').children.length > 0;
  return inThread ? threadLog : log;
}

const dismissed = () => new Set(JSON.parse(sessionStorage.getItem('restore-bot-dismissed') || '[]'));

function dismiss(id) {
  answers.delete(id);
  sessionStorage.setItem('restore-bot-dismissed', JSON.stringify([...dismissed(), `${known.start}${id}`].slice(-300)));
}

function gotPrivate(answer) {
  if (answers.has(answer.id) || dismissed().has(`${known.start}${answer.id}`)) return;
  answers.set(answer.id, answer);
  // Nobody sees an answer in the channel while a thread is in its place.
  if (answer.root === undefined && known.thread !== null && !$('log').offsetParent) leaveThread();
  const stream = place(answer);
  days();
  stream?.toEnd();
  say(answer.card.title);
}

// ---- what goes out

function fault(error) {
  $('faulttext').textContent = error ? visible(error.message) : '';
  $('fault').hidden = !error;
}

async function command(text) {
  fault(null);
  await connected;
  known.started = Date.now();
  try {
    await send('command', { person: known.person, channel: known.channel, text });
    log.toEnd();
    return true;
  } catch (error) {
    known.started = 0;
    fault(error);
    if (error instanceof Refused && error.code === 'token') begin();
    return false;
  }
}

async function press(message, button, node) {
  fault(null);
  if (button.confirm && !(await asked(button))) return;
  node.disabled = true;
  node.classList.add('busy');
  if (['command', 'test'].includes(button.action)) known.started = Date.now();
  try {
    await send('button', { person: known.person, message: String(message.id), action: button.action, value: button.value,
      thread: Boolean(node.closest('#thread')) });
  } catch (error) {
    fault(error);
    if (error instanceof Refused && error.code === 'token') begin();
  }
  setTimeout(() => { node.disabled = false; node.classList.remove('busy'); }, 1500);
}

function asked(button) {
  const box = $('confirm');
  $('question').textContent = visible(button.confirm);
  $('yes').textContent = visible(button.label);
  $('no').textContent = button.action === 'cancel' ? 'Keep running' : 'Back';
  $('yes').className = button.style === 'DANGER' ? 'danger' : 'primary';
  return new Promise((done) => {
    box.onclose = () => done(box.returnValue === 'yes');
    box.returnValue = '';
    box.showModal();
    (button.style === 'DANGER' ? $('no') : $('yes')).focus();
  });
}

// ---- the address

// Shows in the place of the channel what a function makes; null shows the channel.
async function view(make) {
  const box = $('view');
  document.body.classList.toggle('viewing', Boolean(make));
  box.hidden = !make;
  if (!make) {
    box.replaceChildren();
    return;
  }
  const turn = (box.turn = {});
  const parts = await make().catch((error) => [el('p', { class: 'error', text: error.message })]);
  if (box.turn !== turn || box.hidden) return;
  box.replaceChildren(...parts.filter(Boolean));
  box.scrollTop = 0;
}

const use = (text) => {
  route.go(route.channelPath(known.channel));
  follow();
  $('text').value = text;
  $('text').focus();
};

// Shows what the address says.
async function follow() {
  const wanted = route.read();
  if (wanted.view === 'history' || wanted.view === 'search') {
    if (known.thread !== null) closeThread();
    $('findtext').value = wanted.text || '';
    await view(() => (wanted.view === 'history' ? views.history(wanted.database) : views.search(wanted.text, use)));
    return;
  }
  view(null);
  let { channel, thread } = wanted;
  try {
    const message = wanted.view === 'job' ? await get('job', { id: wanted.job })
      : thread && !heads.has(thread) ? await get('message', { id: thread }) : null;
    if (message) {
      linked = message;
      ({ channel, id: thread } = message);
    }
  } catch (error) {
    fault(error);
    thread = null;
  }
  if (channel && channel !== known.channel && known.channels.includes(channel)) {
    await enter(channel);
    return;
  }
  if (thread && head(thread)) await open(thread, false);
  else if (known.thread !== null) closeThread();
}

// ---- the status board: read again every half minute, and when something has changed

let boardTimer;

function board(soon) {
  clearTimeout(boardTimer);
  boardTimer = setTimeout(async () => {
    if (!$('banner').hidden) return; // begins again with the connection
    try {
      const [card] = await get('board');
      const box = $('board');
      const shown = JSON.stringify(card ?? null);
      if (box.shown !== shown) {
        box.shown = shown;
        box.hidden = !card;
        if (card) {
          if (box.tone !== card.tone) box.open = card.tone === 'BAD' || card.tone === 'WARN';
          box.tone = card.tone;
          $('boardtitle').replaceChildren(sign(card.tone), ' ', visible(card.title));
          $('boardcard').replaceChildren(draw(card, () => {}));
        }
      }
    } catch { /* the banner says that the bot cannot be reached */ }
    board(30000);
  }, soon);
}

// ---- beginning

async function begin() {
  feed?.close();
  try {
    const start = await state(known.person, known.channel);
    known.channels = start.channels;
    known.people = start.people;
    known.start = start.cursor.split('-')[0];
    known.reports = new Set(await get('reports'));
    heads = new Map(start.messages.map((message) => [message.id, message]));
    answers = new Map(start.ephemerals.filter((answer) => !dismissed().has(known.start + answer.id))
      .map((answer) => [answer.id, answer]));
    $('older').hidden = !start.more;
    seen.welcome(known.person, start.messages);
    $('notice').textContent = start.notice;
    $('signout').hidden = !start.signsOut;
    drawPeople();
    drawAll();
    log.toEnd();
    known.thread = null; // read again
    await follow();
    listen(start.cursor);
    connect();
    board(0);
  } catch (error) {
    offline(error.code === 'offline' ? undefined : error.message);
    setTimeout(begin, 1500);
  }
}

function listen(cursor) {
  feed = new Feed(known.person, cursor, {
    message: gotMessage, ephemeral: gotPrivate, reset: begin, online, offline: () => offline() });
}

function online() {
  if (!$('banner').hidden) {
    say('Connected again.');
    $('banner').hidden = true;
    board(0);
  }
  $('send').disabled = false;
}

function offline(why) {
  $('banner').textContent = why || 'Connection to the bot lost. This page may be out of date. Reconnecting …';
  $('banner').hidden = false;
  $('send').disabled = true;
}

async function enter(channel) {
  known.channel = channel;
  remember('channel', channel);
  if (known.thread !== null) closeThread();
  await begin();
}

function choose(channel) {
  route.go(route.channelPath(channel));
  if (channel === known.channel) follow(); else enter(channel);
}

async function older() {
  const first = $('messages').querySelector('.message');
  const top = first.getBoundingClientRect().top;
  const page = await get('messages', { channel: known.channel, before: Math.min(...heads.keys()) });
  heads = new Map([...page.messages.map((message) => [message.id, message]), ...heads]);
  for (const message of [...page.messages].reverse()) put($('messages'), message, false);
  days();
  $('older').hidden = !page.more;
  $('log').scrollTop += first.getBoundingClientRect().top - top; // what was read stays in its place
}

function wire() {
  const composer = new Composer(command);
  $('person').addEventListener('change', async (event) => {
    known.person = event.target.value;
    known.started = 0;
    remember('person', known.person);
    await begin();
  });
  $('signout').addEventListener('click', () => send('sign-out', {}).then(() => location.reload(), fault));
  $('faultclose').addEventListener('click', () => fault(null));
  $('menu').addEventListener('click', () => menu(!document.body.classList.contains('menu')));
  $('side').addEventListener('click', (event) => { if (event.target.closest('button')) menu(false); });
  $('older').addEventListener('click', () => older().catch(fault));
  $('close').addEventListener('click', leaveThread);
  $('back').addEventListener('click', leaveThread);
  $('link').addEventListener('click', () => copy(`${location.origin}/${pathOf(head(known.thread))}`, $('link')));
  $('find').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = $('findtext').value.trim();
    route.go(text ? route.searchPath(text) : route.channelPath(known.channel));
    menu(false);
    follow();
  });
  $('historylink').addEventListener('click', () => { route.go(route.historyPath('')); follow(); });
  window.addEventListener('popstate', follow);
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth === width || route.read().view !== 'history') return;
    width = window.innerWidth;
    follow();
  });
  $('yes').addEventListener('click', () => $('confirm').close('yes'));
  $('no').addEventListener('click', () => $('confirm').close('no'));
  document.querySelectorAll('[data-try]').forEach((button) => button.addEventListener('click', () => {
    composer.input.value = button.dataset.try;
    composer.send();
  }));
  document.addEventListener('keydown', (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === '/' && !typing && !$('confirm').open) {
      event.preventDefault();
      $('text').focus();
    } else if (event.key === 'Escape' && document.body.classList.contains('menu')) {
      menu(false);
    } else if (event.key === 'Escape' && known.thread !== null && !$('confirm').open) {
      leaveThread();
    } else if (event.key === 'Escape' && !$('view').hidden) {
      choose(known.channel);
    }
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    hiddenNews = 0;
    hiddenVerdict = '';
    title();
    read();
  });
}

async function first() {
  wire();
  for (;;) {
    try {
      const who = await get('who');
      known.people = who.people;
      known.channels = who.channels;
      break;
    } catch (error) {
      offline(error.code === 'offline' ? undefined : error.message);
      await new Promise((done) => setTimeout(done, 1500));
    }
  }
  const person = recall('person');
  const channel = recall('channel');
  known.person = known.people.some((each) => each.id === person) ? person : known.people[0].id;
  known.channel = known.channels.includes(channel) ? channel : known.channels[0];
  const asked = route.read().channel;
  if (known.channels.includes(asked)) known.channel = asked;
  await begin();
  $('text').focus();
}

first();
