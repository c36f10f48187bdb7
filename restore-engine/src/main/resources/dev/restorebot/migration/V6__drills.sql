-- A drill as it stands; the body is the record as JSON.
create table drill (
  seq integer primary key autoincrement,
  id text not null unique,
  database text not null,
  due_at text not null,
  scheduled integer not null check (scheduled in (0, 1)),
  state text not null,
  body text not null check (json_valid(body)),
  version integer not null
) strict;

-- No month is asked for twice.
create unique index drill_by_time on drill (database, due_at) where scheduled = 1;

-- Since when a schedule is known: what was due before is nobody's fault.
create table drill_schedule (
  database text primary key,
  since text not null
) strict;
