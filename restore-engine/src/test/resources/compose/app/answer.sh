# One request on standard input, one answer on standard output.
read -r method path rest
while read -r header && [ "${#header}" -gt 1 ]; do :; done
answer() {
  printf 'HTTP/1.1 %s\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s' "$1" "${#2}" "$2"
}
ask() {
  if body=$(psql -XAtc "$1" 2>&1); then answer '200 OK' "$body"; else
    echo "ERROR: $body" >&2
    answer '500 Internal Server Error' 'the database did not answer'
  fi
}
# A version of the application that does not get on with what is restored.
if [ -e /app/broken ] && [ "$path" = /readyz ]; then
  ask "SELECT 1 / (SELECT count(*)::int FROM items WHERE name = 'lost')"
  exit
fi
# One that knows nobody, whatever was restored.
if [ -e /app/no-login ] && [ "$path" = /login ]; then
  echo 'ERROR: user asha is not known' >&2
  answer '401 Unauthorized' 'who are you?'
  exit
fi
case $path in
  /readyz) ask "SELECT 'ready' FROM users LIMIT 1" ;;
  /login) ask "SELECT 'welcome ' || name FROM users ORDER BY id LIMIT 1" ;;
  /items) ask "SELECT string_agg(name, ',' ORDER BY id) FROM items" ;;
  /download) ask "SELECT body FROM assignment_documents ORDER BY id LIMIT 1" ;;
  /upload)
    file=$(psql -XAtc "SELECT storage_path FROM assignment_documents ORDER BY id LIMIT 1")
    if [ -f "/srv/uploads/$file" ]; then answer '200 OK' "$(cat "/srv/uploads/$file")"; else
      answer '404 Not Found' 'no such upload'
    fi
    ;;
  *) answer '404 Not Found' 'not found' ;;
esac
