create table discord_button (
  id text primary key,
  action text not null,
  value text not null,
  label text not null,
  confirm text,
  used_at integer not null
) without rowid;
create index discord_button_used on discord_button (used_at);
