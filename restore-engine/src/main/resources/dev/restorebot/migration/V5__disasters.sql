-- A disaster restore as it stands; the body is the record as JSON, without any secret.
create table disaster (
  seq integer primary key autoincrement,
  id text not null unique,
  target text not null,
  state text not null,
  holds integer not null check (holds in (0, 1)),
  body text not null check (json_valid(body)),
  version integer not null
) strict;

-- One at a time a target.
create unique index disaster_by_target on disaster (target) where holds = 1;

-- What happened to it. Nothing here is ever changed or removed.
create table disaster_event (
  seq integer primary key autoincrement,
  disaster_id text not null references disaster (id),
  at text not null,
  state text not null
) strict;

create trigger disaster_event_is_not_changed before update on disaster_event
begin
  select raise(abort, 'the history of disaster restores is append-only');
end;

create trigger disaster_event_is_not_removed before delete on disaster_event
begin
  select raise(abort, 'the history of disaster restores is append-only');
end;
