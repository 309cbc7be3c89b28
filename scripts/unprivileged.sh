#!/usr/bin/env bash
# Runs a command as somebody who is not root: PostgreSQL refuses to serve for root. It is
# interrupted when who started it ends.
#
#   unprivileged.sh COMMAND...
#   unprivileged.sh --who      prints the user
set -euo pipefail

user=$(id -un)
if ((EUID == 0)); then
  user=postgres
  id -u "$user" >/dev/null 2>&1 || user=nobody
fi
if [[ $1 == --who ]]; then
  echo "$user"
  exit
fi

become=(setpriv --pdeathsig INT)
((EUID)) || become+=("--reuid=$user" "--regid=$(id -g "$user")" --clear-groups)
if ((EUID)) || "${become[@]}" -- test -w /dev/null; then exec "${become[@]}" -- "$@"; fi

# Some containers close /dev/null to everyone but root: this command sees one of its own.
null=$(mktemp -u)
mknod -m 666 "$null" c 1 3
# shellcheck disable=SC2016
exec unshare --mount -- sh -ec 'mount --bind "$0" /dev/null; rm "$0"; exec "$@"' \
  "$null" "${become[@]}" -- "$@"
