-- The audit log. Times are ISO-8601 in UTC. The triggers stop mistakes; who has the file can drop
-- them, and the chain of hashes shows what was done then.
create table audit_entry (
  number integer primary key,
  at text not null,
  by_id text not null,
  by_name text not null,
  place text not null,
  what text not null,
  subject text not null,
  detail text not null check (json_valid(detail)),
  previous text not null,
  hash text not null
) strict;

create index audit_entry_by_subject on audit_entry (subject, number);

create trigger audit_entry_is_not_changed before update on audit_entry
begin
  select raise(abort, 'the audit log is append-only');
end;

create trigger audit_entry_is_not_removed before delete on audit_entry
begin
  select raise(abort, 'the audit log is append-only');
end;

-- "insert or replace" removes a row without asking the trigger above.
create trigger audit_entry_is_not_replaced before insert on audit_entry
when exists (select 1 from audit_entry where number = new.number)
begin
  select raise(abort, 'the audit log is append-only');
end;

-- The newest entry once more, so that a log that was cut at its end is noticed.
create table audit_head (
  one integer primary key check (one = 1),
  number integer not null,
  hash text not null
) strict;

insert into audit_head (one, number, hash)
values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

create trigger audit_head_goes_forward before update on audit_head
when new.number <> old.number + 1
begin
  select raise(abort, 'the audit log is append-only');
end;

create trigger audit_head_is_not_removed before delete on audit_head
begin
  select raise(abort, 'the audit log is append-only');
end;
