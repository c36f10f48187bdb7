// Talks to the bot. The token is of this start of the bot: a new start gives a new one.

let token = '';

export class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  if (response.status === 401) location.reload(); // the bot then serves the page to sign in
  throw new Refused(body.error || 'http', body.message || `The bot answered ${response.status}.`);
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refused('offline', 'The bot cannot be reached. Nothing was sent.');
  }
  return answer(response);
}

export const get = (path, query = {}) => ask(`/api/${path}?${new URLSearchParams(query)}`);

export async function state(person, channel) {
  const snapshot = await get('state', { person, channel });
  token = snapshot.token;
  return snapshot;
}

export function send(path, body) {
  return ask(`/api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Console-Token': token },
    body: JSON.stringify(body),
  });
}

// Server-sent events, from a cursor on. Reconnects until it is closed; a connection that stays
// silent for longer than two heartbeats counts as lost.
export class Feed {
  constructor(person, cursor, handlers) {
    Object.assign(this, { person, cursor, handlers, wait: 500, over: false });
    this.open();
  }

  open() {
    const query = new URLSearchParams({ person: this.person, cursor: this.cursor });
    this.source = new EventSource(`/api/events?${query}`);
    this.source.addEventListener('ping', () => this.alive());
    this.source.addEventListener('reset', () => { this.close(); this.handlers.reset(); });
    this.source.addEventListener('full', () => this.lost());
    for (const kind of ['message', 'ephemeral']) {
      this.source.addEventListener(kind, (event) => {
        this.alive();
        if (event.lastEventId) this.cursor = event.lastEventId;
        this.handlers[kind](JSON.parse(event.data));
      });
    }
    this.source.onerror = () => this.lost();
    this.watch();
  }

  alive() {
    this.wait = 500;
    this.watch();
    this.handlers.online();
  }

  watch() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.lost(), 25000);
  }

  lost() {
    if (this.over) return;
    this.source.close();
    clearTimeout(this.timer);
    this.handlers.offline();
    this.timer = setTimeout(() => {
      get('who').catch(() => {}); // notices that the sign-in has ended
      this.open();
    }, this.wait);
    this.wait = Math.min(this.wait * 1.6, 5000);
  }

  close() {
    this.over = true;
    clearTimeout(this.timer);
    this.source.close();
  }
}
