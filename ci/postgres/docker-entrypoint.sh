#!/usr/bin/env bash
# Does what the entrypoint of the official `postgres` image does, as far as its
# documentation promises it, so that the product meets the same contract here.
set -Eeo pipefail

fail() { printf 'Error: %s\n' "$1" >&2; exit 1; }

# Value of $1, or the content of the file that $1_FILE names, or $2.
from_env_or_file() {
  local name=$1 file_name=$1_FILE value=${2-}
  [ -z "${!name-}" ] || [ -z "${!file_name-}" ] || fail "both $name and $file_name are set (but are exclusive)"
  if [ -n "${!name-}" ]; then value=${!name}; elif [ -n "${!file_name-}" ]; then value=$(<"${!file_name}"); fi
  export "$name=$value"
  unset "$file_name"
}

read_settings() {
  from_env_or_file POSTGRES_PASSWORD
  from_env_or_file POSTGRES_USER postgres
  from_env_or_file POSTGRES_DB "$POSTGRES_USER"
  from_env_or_file POSTGRES_INITDB_ARGS
  : "${POSTGRES_HOST_AUTH_METHOD:=}"
  initialised=
  if [ -s "$PGDATA/PG_VERSION" ]; then initialised=true; fi
}

make_directories() {
  mkdir -p "$PGDATA" /var/run/postgresql ${POSTGRES_INITDB_WALDIR:+"$POSTGRES_INITDB_WALDIR"}
  # Not every volume allows it, and postgres itself says so when it matters.
  chmod 0700 "$PGDATA" || :
  chmod 2777 /var/run/postgresql 2>/dev/null || :
  if [ "$(id -u)" = 0 ]; then
    find "$PGDATA" ${POSTGRES_INITDB_WALDIR:+"$POSTGRES_INITDB_WALDIR"} \! -user postgres -exec chown postgres '{}' +
    find /var/run/postgresql \! -user postgres -exec chown postgres '{}' +
  fi
}

require_password() {
  [ -n "$POSTGRES_PASSWORD" ] || [ "$POSTGRES_HOST_AUTH_METHOD" = trust ] || fail \
    "Database is uninitialized and superuser password is not specified.
       Set POSTGRES_PASSWORD to a non-empty value (or, for trust without a password,
       POSTGRES_HOST_AUTH_METHOD=trust; anybody may then connect as anybody)."
}

init_cluster() {
  # POSTGRES_INITDB_ARGS is shell words, as in the official image.
  eval 'initdb --username="$POSTGRES_USER" --pwfile=<(printf "%s\n" "$POSTGRES_PASSWORD")' \
    '${POSTGRES_INITDB_WALDIR:+--waldir="$POSTGRES_INITDB_WALDIR"}' "$POSTGRES_INITDB_ARGS"
  local method=$POSTGRES_HOST_AUTH_METHOD
  [ -n "$method" ] || method=$(postgres -C password_encryption "${@:2}")
  printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
}

sql_in() { # DATABASE psql-argument...
  PGHOST='' PGHOSTADDR='' psql -v ON_ERROR_STOP=1 --no-password --no-psqlrc \
    --username "$POSTGRES_USER" --dbname "$@"
}

create_database() {
  local there
  there=$(sql_in postgres -v db="$POSTGRES_DB" --tuples-only <<<"SELECT 1 FROM pg_database WHERE datname = :'db';")
  [ -n "$there" ] || sql_in postgres -v db="$POSTGRES_DB" <<<'CREATE DATABASE :"db";'
}

run_init_files() {
  local f
  for f in /docker-entrypoint-initdb.d/*; do
    printf '%s: %s\n' "$0" "$f"
    # shellcheck disable=SC1090
    case $f in
      *.sh) if [ -x "$f" ]; then "$f"; else . "$f"; fi ;;
      *.sql) sql_in "$POSTGRES_DB" -f "$f" ;;
      *.sql.gz) gunzip -c "$f" | sql_in "$POSTGRES_DB" ;;
      *.sql.zst) zstd -dc "$f" | sql_in "$POSTGRES_DB" ;;
    esac
  done
}

initialise() {
  require_password
  init_cluster "$@"
  # Until everything is there the server listens on the Unix socket only: a
  # client outside must not mistake this one for the real one.
  PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}
  export PGPASSWORD
  PGUSER=${PGUSER:-$POSTGRES_USER} pg_ctl -D "$PGDATA" -w start \
    -o "$(printf '%q ' "${@:2}" -c listen_addresses= -p "${PGPORT:-5432}")"
  create_database
  run_init_files
  pg_ctl -D "$PGDATA" -m fast -w stop
  unset PGPASSWORD
  printf '\n%s\n\n' 'PostgreSQL init process complete; ready for start up.'
}

asks_for_help() {
  local word
  for word; do
    case $word in -'?' | --help | --describe-config | -V | --version) return 0 ;; esac
  done
  return 1
}

if [ "${1:0:1}" = - ]; then set -- postgres "$@"; fi
if [ "$1" = postgres ] && ! asks_for_help "$@"; then
  read_settings
  make_directories
  if [ "$(id -u)" = 0 ]; then
    export HOME=/var/lib/postgresql
    exec setpriv --reuid postgres --regid postgres --init-groups -- "$0" "$@"
  fi
  if [ -n "$initialised" ]; then
    printf '\n%s\n\n' 'PostgreSQL Database directory appears to contain a database; Skipping initialization'
  else
    initialise "$@"
  fi
fi
exec "$@"
