# shellcheck shell=bash
# For scripts that start several servers, to be sourced. All of them end with the script, also on
# Ctrl-C.

started=()
finish() {
  trap '' INT TERM
  local pid
  for pid in "${started[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  wait "${started[@]}" 2>/dev/null || true
}
trap 'finish; exit 0' INT TERM
trap finish EXIT

# Waits until a URL answers; fails where the process that should serve it has ended.
await() {
  local pid=$1 address=$2 attempt
  for attempt in {1..200}; do
    kill -0 "$pid" 2>/dev/null || return 1
    curl --silent --output /dev/null --max-time 2 "$address" && return 0
    sleep 0.05
  done
  echo "$address did not answer within $((attempt / 20)) s." >&2
  return 1
}

taken() {
  echo "Is port $1 taken? Then try: $2" >&2
  exit 1
}
