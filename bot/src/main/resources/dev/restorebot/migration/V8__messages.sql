-- What was said in the console. "change" grows with every post and edit, so that a page that was
-- away asks for everything after the last change it saw.
create table console_message (
  id integer primary key autoincrement,
  channel text not null,
  root integer references console_message (id),
  card text not null,
  posted_at integer not null,
  replies integer not null default 0,
  change integer not null
);

create index console_message_channel on console_message (channel, root, id);
create index console_message_root on console_message (root, id);
create unique index console_message_change on console_message (change);
