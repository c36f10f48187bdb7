-- Which message a job's thread hangs under, once it is posted.
create table chat_thread (
  thread text primary key,
  front_end text not null,
  channel text not null,
  message text not null
) strict;

-- Messages that are not in their chat yet, in the order in which they were handed in.
create table outbox (
  id integer primary key autoincrement,
  front_end text not null,
  channel text not null,
  thread text not null,
  reply integer not null check (reply in (0, 1)),
  card text not null check (json_valid(card)),
  since text not null
) strict;

create unique index outbox_one_headline on outbox (thread) where reply = 0;
