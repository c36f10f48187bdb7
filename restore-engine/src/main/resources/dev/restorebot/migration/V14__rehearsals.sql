-- Rehearsals: recorded before anything of them is made, so that what a killed process left is found.
create table rehearsal (
  seq integer primary key,
  id text not null unique,
  target text not null,
  ended integer not null,
  body text not null
) strict;
create index rehearsal_open on rehearsal (seq) where ended = 0;
create index rehearsal_by_target on rehearsal (target, seq);
