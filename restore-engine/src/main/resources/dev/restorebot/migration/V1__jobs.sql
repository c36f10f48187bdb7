-- One row says who this store is: the owner label of its sandboxes.
create table store_identity (
  one integer primary key check (one = 1),
  owner text not null
) strict;

-- A job as it stands. Times are ISO-8601 in UTC with nine decimals, so they sort as text.
create table job (
  seq integer primary key autoincrement,
  id text not null unique,
  backup text not null,
  file text not null,
  requested_by_id text not null,
  requested_by_name text not null,
  origin text not null,
  state text not null,
  outcome text,
  reason text check (json_valid(reason)),
  sandbox text check (json_valid(sandbox)),
  expires_at text,
  report text,
  created_at text not null,
  changed_at text not null,
  version integer not null
) strict;

create index job_by_state on job (state);
create index job_by_age on job (created_at, seq);

-- What happened to it. Nothing here is ever changed or removed.
create table job_event (
  seq integer primary key autoincrement,
  job_id text not null references job (id),
  at text not null,
  what text not null,
  by_id text not null,
  by_name text not null,
  detail text not null
) strict;

create index job_event_by_job on job_event (job_id, seq);

create trigger job_event_is_not_changed before update on job_event
begin
  select raise(abort, 'the history of jobs is append-only');
end;

create trigger job_event_is_not_removed before delete on job_event
begin
  select raise(abort, 'the history of jobs is append-only');
end;
