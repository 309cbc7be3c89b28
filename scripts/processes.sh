# shellcheck shell=bash
# For scripts that start several servers, to be sourced. All of them end with the script, also on
# Ctrl-C.

started=()
finish() {
  trap '' HUP INT TERM
  local pid
  for pid in "${started[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  wait "${started[@]}" 2>/dev/null || true
}
trap 'finish; exit 0' HUP INT TERM
trap finish EXIT

# Starts a server on the loopback, and waits until it answers.
#
#   start PORT PATH ADVICE COMMAND...
#
# ADVICE is the command that takes another port.
start() {
  local port=$1 path=$2 advice=$3 url
  url=http://127.0.0.1:$port$path
  shift 3
  # Who is there already would answer in place of the new one.
  if is_taken "$port"; then refuse "$port" "$advice"; fi
  launch "$@"
  await $! "$url" || refuse "$port" "$advice"
}

# Starts a server in a process group of its own: the terminal's Ctrl-C is for this script alone,
# which ends each server once. Servers take a second signal as the wish to end at once.
launch() {
  set -m
  "$@" </dev/null &
  set +m
  started+=($!)
}

# Waits until a process has made a file; fails where it ends without.
await_file() {
  local pid=$1 file=$2
  for _ in {1..600}; do
    if [[ -e $file ]]; then return; fi
    kill -0 "$pid" 2>/dev/null || return 1
    sleep 0.05
  done
  return 1
}

is_taken() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Waits until a URL answers; fails where the process that should serve it has ended.
await() {
  local pid=$1 address=$2 attempt
  for attempt in {1..200}; do
    kill -0 "$pid" 2>/dev/null || return 1
    if curl --silent --output /dev/null --max-time 2 "$address"; then
      kill -0 "$pid" 2>/dev/null
      return
    fi
    sleep 0.05
  done
  echo "$address did not answer within $((attempt / 20)) s." >&2
  return 1
}

refuse() {
  # First, so that the advice is the last line.
  finish
  echo "Is port $1 taken? Then try: $2" >&2
  exit 1
}
