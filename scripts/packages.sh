#!/usr/bin/env bash
# Installs the Debian packages that are missing; asks apt for nothing where none is.
#
#   packages.sh [COMMAND=]PACKAGE...
#
# COMMAND=PACKAGE is satisfied by that command, whoever provides it.
set -euo pipefail

missing=()
for wanted in "$@"; do
  package=${wanted#*=}
  command=${wanted%%=*}
  if [[ $wanted == *=* ]]; then
    [[ -x /usr/sbin/$command ]] || command -v "$command" >/dev/null || missing+=("$package")
  elif ! dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed; then
    missing+=("$package")
  fi
done
((${#missing[@]})) || exit 0

if ! command -v apt-get >/dev/null; then
  echo "Install what Debian calls ${missing[*]}, then try again: there is no apt-get here." >&2
  exit 1
fi
as_root=()
((EUID == 0)) || as_root=(sudo)
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive ${RUNLEVEL:+"RUNLEVEL=$RUNLEVEL"}
  timeout --kill-after=10 600 apt-get -q -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3)
echo "Installing ${missing[*]}"
"${apt[@]}" update >/dev/null
"${apt[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null
