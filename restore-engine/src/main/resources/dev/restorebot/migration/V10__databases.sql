-- The database to take of a backup that holds several (pg_dumpall); null when nobody said.
alter table job add column database_name text;
