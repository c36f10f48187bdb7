-- What was last seen of a running target of disaster restores. The body is the record as JSON; the
-- secret holds its roles with their passwords, encrypted with the key in the file facts.key.
create table target_facts (
  target text primary key,
  taken_at text not null,
  body text not null check (json_valid(body)),
  secret text not null
) strict;
