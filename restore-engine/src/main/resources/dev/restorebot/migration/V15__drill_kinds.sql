-- A database may have drills of two kinds, each with its own schedule.
alter table drill add column kind text not null default 'TEST';
drop index drill_by_time;
create unique index drill_by_time on drill (database, kind, due_at) where scheduled = 1;

create table drill_schedule_of_kind (
  database text not null,
  kind text not null,
  since text not null,
  primary key (database, kind)
) strict;
insert into drill_schedule_of_kind select database, 'TEST', since from drill_schedule;
drop table drill_schedule;
alter table drill_schedule_of_kind rename to drill_schedule;
