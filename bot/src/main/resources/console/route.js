// The address of what the page shows, after the #. It survives a reload, and Back returns to it:
//   #/c/CHANNEL            a channel
//   #/c/CHANNEL/ID         a thread of it
//   #/job/JOB              the thread of a test, a disaster restore or a drill
//   #/history/DATABASE     the tests of a database; without a name, of all
//   #/search/TEXT          what holds a text

function part(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function read() {
  const [kind = '', one = '', two = ''] = location.hash.replace(/^#\/?/, '').split('/').map(part);
  if (kind === 'job' && one) return { view: 'job', job: one };
  if (kind === 'history') return { view: 'history', database: one };
  if (kind === 'search' && one) return { view: 'search', text: one };
  return { view: 'channel', channel: kind === 'c' ? one : '', thread: /^\d{1,15}$/.test(two) ? Number(two) : null };
}

export const channelPath = (channel, thread) =>
  `#/c/${encodeURIComponent(channel)}${thread ? `/${thread}` : ''}`;
export const jobPath = (job) => `#/job/${encodeURIComponent(job)}`;
export const historyPath = (database) => `#/history${database ? `/${encodeURIComponent(database)}` : ''}`;
export const searchPath = (text) => `#/search/${encodeURIComponent(text)}`;

// Goes there; the address that is shown already is not added to the history again.
export function go(path) {
  if (location.hash === path) return false;
  history.pushState(null, '', path);
  return true;
}
