#!/usr/bin/env bash
# Runs a command while a throw-away PostgreSQL runs; TOOLRACK_POSTGRES is the connection string of
# its superuser.
#
#   with-postgres.sh COMMAND...
set -euo pipefail
scripts=$(dirname "$(realpath "$0")")

# A socket's path is short.
folder=$(mktemp --directory /tmp/toolrack-pg-XXXXXX)
"$scripts/postgres.sh" "$folder" &
server=$!
finish() {
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT
for _ in {1..600}; do
  [[ ! -e $folder/url ]] || break
  kill -0 "$server"
  sleep 0.05
done
TOOLRACK_POSTGRES="postgresql://postgres@/postgres?host=$folder" "$@"
