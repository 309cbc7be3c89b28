#!/usr/bin/env bash
# A throw-away PostgreSQL with the sample shop, for one machine and one demonstration. It never
# runs as root, listens on a socket in FOLDER alone, and ends with a signal; what is in FOLDER may
# then be removed.
#
#   postgres.sh FOLDER [PORT]   writes the connection string of a role that only reads to FOLDER/url
#
# With PORT it also listens there on the loopback, and lets in whoever comes.
# POSTGRES_PROGRAMS is the folder of its programs, by default Debian's newest.
set -euo pipefail

folder=$(realpath "$1")
cd "$(dirname "$0")/.."
project=$PWD
newest=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort | tail -n 1)
programs=${POSTGRES_PROGRAMS:-$newest}
if [[ ! -x $programs/postgres ]]; then
  echo "There is no PostgreSQL in ${programs%/\*/bin}." >&2
  exit 1
fi

database=shop
reader=shop_reader
chown "$(scripts/unprivileged.sh --who)" "$folder"
# The other user may not enter this folder.
cd /
unprivileged() { "$project/scripts/unprivileged.sh" "$@"; }
# Reads its statements from its input.
psql() {
  "$programs/psql" --no-psqlrc --quiet --set ON_ERROR_STOP=1 --host "$folder" \
    --username postgres --dbname "$@"
}

server=
stop() {
  trap '' HUP INT TERM
  # Ends every session: one that is forgotten would keep the server.
  if [[ $server ]]; then
    kill -INT "$server" 2>/dev/null || true
    wait "$server" || true
  fi
  exit "$1"
}
trap 'stop 0' HUP INT TERM

unprivileged "$programs/initdb" --no-sync --auth=trust --username=postgres --encoding=UTF8 \
  --locale=C.UTF-8 --pgdata "$folder/data" >"$folder/log" 2>&1 ||
  { cat "$folder/log" >&2; exit 1; }

settings=(unix_socket_directories="$folder" fsync=off max_connections=50)
if [[ ${2:-} ]]; then
  settings+=(listen_addresses=127.0.0.1 port="$2")
else
  settings+=(listen_addresses=)
fi
export PGPORT=${2:-5432}
"$project/scripts/unprivileged.sh" "$programs/postgres" -D "$folder/data" "${settings[@]/#/--}" \
  </dev/null >>"$folder/log" 2>&1 &
server=$!
for _ in {1..200}; do
  if "$programs/pg_isready" --quiet --host "$folder"; then break; fi
  kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
  sleep 0.05
done

{
  echo "CREATE DATABASE $database;" | psql postgres
  psql "$database" <"$project/deploy/demo/shop.sql"
  psql "$database" --set role="$reader" <"$project/Plugins/Postgres/SQL/harden.sql"
} >>"$folder/log" 2>&1 || { cat "$folder/log" >&2; stop 1; }
echo "postgresql://$reader@/$database?host=$folder&port=$PGPORT" >"$folder/url.new"
mv "$folder/url.new" "$folder/url"
wait "$server"
