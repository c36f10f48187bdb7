// The page: what it knows, and how it shows it.

import { Feed, Refused, get, send, state } from './api.js';
import { TONES, draw, replace, sign } from './card.js';
import { Composer } from './composer.js';
import { $, Follower, clock, day, el, visible } from './dom.js';
import * as seen from './seen.js';

const known = { person: '', channel: '', people: [], channels: [], thread: null, started: 0 };
let heads = new Map(); // id → headline of this channel
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
    draw(message.card, (button, node) => press(message, button, node))));
  if (message.form) item.querySelector('.body').append(form(message, item));
  if (!own && !inThread) item.querySelector('.body').append(threadLink(message));
  item.shown = JSON.stringify(message.card);
  return item;
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
  link.addEventListener('click', () => open(message.id, true));
  return link;
}

function put(list, message, inThread) {
  const old = list.querySelector(`:scope > [data-id="${message.id}"]`);
  const shown = JSON.stringify(message.card);
  if (!old) {
    insert(list, bubble(message, inThread), message);
  } else {
    if (old.shown !== shown) {
      replace(old.querySelector('.card'), draw(message.card, (button, node) => press(message, button, node)));
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
    link.addEventListener('click', () => enter(name));
    return el('li', {}, link);
  }));
  const newest = [...heads.values()].sort((a, b) => b.id - a.id).slice(0, 12);
  $('jobs').replaceChildren(...newest.map((message) => {
    const fresh = seen.unread(known.person, message);
    const link = el('button', { type: 'button', 'aria-current': message.id === known.thread ? 'true' : null },
      sign(message.card.tone), el('span', { class: 'name', text: message.card.title, title: visible(message.card.title) }));
    if (fresh) link.append(el('span', { class: 'badge', 'aria-label': `${fresh} new`, text: fresh }));
    link.addEventListener('click', () => open(message.id, true));
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

async function open(id, byHand) {
  const message = heads.get(id);
  if (!message) return;
  known.thread = id;
  replies = new Map();
  $('thread').hidden = false;
  document.body.classList.add('threaded');
  $('replies').replaceChildren();
  drawThreadHead();
  for (const answer of answers.values()) if (answer.root === id) place(answer);
  if (byHand) $('close').focus();
  const loaded = await get('thread', { root: id }).catch(() => []);
  if (known.thread !== id) return;
  for (const reply of loaded) addReply(reply, true);
  read();
  threadLog.toEnd();
}

function drawThreadHead() {
  const message = heads.get(known.thread);
  const list = $('headline');
  if (list.firstChild?.dataset?.id === String(message.id)) put(list, message, true);
  else list.replaceChildren(bubble(message, true));
  $('threadtitle').replaceChildren(sign(message.card.tone), ' ', visible(message.card.title));
  $('count').textContent = message.replies === 1 ? '1 reply' : `${message.replies} replies`;
}

function addReply(reply, loading) {
  const old = replies.get(reply.id);
  if (old && old.change >= reply.change) return;
  replies.set(reply.id, reply);
  put($('replies'), reply, true);
  if (!old) threadLog.came();
  if (!old && !loading) say(reply.card.title);
}

function read() {
  const message = heads.get(known.thread);
  if (!message || document.hidden) return;
  seen.mark(known.person, message);
  $('messages').querySelector(`[data-id="${message.id}"] .replies`)?.replaceWith(threadLink(message));
  drawSide();
}

function closeThread() {
  const link = $('messages').querySelector(`[data-id="${known.thread}"] .replies`);
  known.thread = null;
  $('thread').hidden = true;
  document.body.classList.remove('threaded');
  drawSide();
  (link || $('text')).focus({ preventScroll: true });
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
  open(message.id, false);
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
    if (known.thread !== null) {
      if (heads.has(known.thread)) open(known.thread, false);
      else closeThread();
    }
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
  $('close').addEventListener('click', closeThread);
  $('back').addEventListener('click', closeThread);
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
      closeThread();
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
  await begin();
  $('text').focus();
}

first();
