-- Requests for approval. The body is the request as JSON; the columns beside it are for finding.
create table approval_request (
  seq integer primary key autoincrement,
  id text not null unique,
  state text not null,
  version integer not null,
  body text not null check (json_valid(body))
) strict;

create index approval_request_by_state on approval_request (state);

create trigger approval_request_ended before update on approval_request
when old.state not in ('PENDING', 'APPROVED')
begin
  select raise(abort, 'a request that ended is not changed');
end;

create trigger approval_request_is_not_removed before delete on approval_request
begin
  select raise(abort, 'requests are kept');
end;
