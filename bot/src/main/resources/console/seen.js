// How many replies of each thread each person has seen, in this browser.

const KEY = 'restore-bot-seen';
const KEPT = 500;

function load() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
}

const all = load();

function save() {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // Without storage everything is new after a reload: nothing else is lost.
  }
}

// What was there when somebody first came counts as seen.
export function welcome(person, messages) {
  if (all[person]) return;
  all[person] = Object.fromEntries(messages.map((message) => [message.id, message.replies]));
  save();
}

export function unread(person, message) {
  return Math.max(0, message.replies - (all[person]?.[message.id] ?? 0));
}

export function mark(person, message) {
  const mine = (all[person] ??= {});
  if (mine[message.id] === message.replies) return;
  mine[message.id] = message.replies;
  const ids = Object.keys(mine);
  if (ids.length > KEPT) delete mine[ids.sort((a, b) => a - b)[0]];
  save();
}
