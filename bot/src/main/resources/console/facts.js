// What a card is about: its job, its database, its verdict.

const JOB = ['Job', 'Disaster restore', 'Drill'];

const field = (card, label) => (card.fields || []).find((each) => each.label === label)?.value;

export const jobOf = (card) => JOB.map((label) => field(card, label)).find((value) => value);

// The database that a card names; else the beginning of the backup's name, up to its date.
export function databaseOf(card) {
  const named = field(card, 'Database');
  if (named) return named;
  const target = / to ([^\s/:]+\/[^\s/:]+)/.exec(card.title)?.[1];
  if (target) return target;
  return /(?:^|\s)([^\s]*?[A-Za-z][^\s]*?)[-_.]?\d{4}-?\d\d-?\d\d/.exec(card.title)?.[1].replace(/^.*\//, '');
}

export const checksOf = (card) => field(card, 'Checks');
export const hasSandbox = (card) => field(card, 'Sandbox kept until') !== undefined;
export const isVerdict = (card) => ['GOOD', 'BAD', 'UNSURE'].includes(card.tone);
export const asksLead = (card) => (card.buttons || []).some((each) => ['approve', 'go', 'keep'].includes(each.action));
export const asksApproval = (card) => (card.buttons || []).some((each) => each.action === 'approve');
