# Answers HTTP on port 8080, each request by answer.sh, with what the image happens to have.
# A version that lacks something that it needs, and ends.
if [ -e /app/exits ]; then
  echo 'no such file: settings.py' >&2
  exit 3
fi
# A new version of the application migrates the database when it starts, but not the one it has served.
if [ -e /app/migrate ]; then
  psql -XAtqc "UPDATE alembic_version SET version_num = 'd4e5f6'
    WHERE NOT EXISTS (SELECT FROM items WHERE name = 'lost')" >&2
fi
if command -v perl >/dev/null; then
  exec perl -e 'use IO::Socket::INET;
    $s = IO::Socket::INET->new(LocalPort => 8080, Listen => 20, ReuseAddr => 1) or die $!;
    $SIG{CHLD} = "IGNORE";
    while (1) {
      $c = $s->accept or next;
      if (!fork) {
        open STDIN, "<&", $c; open STDOUT, ">&", $c;
        exec "sh", "/app/answer.sh"
      }
      close $c
    }'
fi
exec nc -lk -p 8080 -e sh /app/answer.sh
