#!/usr/bin/env bash
# Builds the container image where no registry of images can be reached, and looks whether it works:
# on stand-in bases made with debootstrap, with the Swift toolchain of this machine mounted in. Then
# runs it in a network of its own and asks it.
#
# Needs root (chroot, mounts, a network namespace). CACHE keeps the bases for the next time.
set -euo pipefail
cd "$(dirname "$0")/.."

((EUID == 0)) || exec sudo --preserve-env=PATH,CACHE "$PWD/deploy/image-check.sh"

suite=bookworm
mirror=http://deb.debian.org/debian
cache=${CACHE:-/var/tmp/toolrack-image-check}
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
path=/toolchain/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# What the swift image has beyond Debian's minimum.
build_packages=binutils,ca-certificates,git,libc6-dev,libcurl4,libgcc-12-dev,libncurses6
build_packages+=,libsqlite3-0,libstdc++-12-dev,libuuid1,libxml2,tzdata,zlib1g

say() { printf '\n== %s\n' "$*"; }

# buildah, with images and containers of its own, and no other program to run them.
image() {
  local command=$1
  shift
  buildah --root "$cache/storage" --runroot "$cache/run" --storage-driver vfs "$command" "$@"
}

# Makes a stand-in base image, once: base NAME [PACKAGE,...]
base() {
  local name=$1 packages=${2:-} folder=$work/$1 from
  if image inspect --type image "$name" >/dev/null 2>&1; then return; fi
  say "Base $name"
  debootstrap --variant=minbase ${packages:+"--include=$packages"} "$suite" "$folder" "$mirror" \
    >"$work/$name.log" || { tail -n 20 "$work/$name.log" >&2; exit 1; }
  rm -rf "$folder"/var/cache/apt/archives/*.deb "$folder"/var/lib/apt/lists/*
  from=$(image from scratch)
  image add --quiet "$from" "$folder" / >/dev/null
  image config --env "PATH=$path" "$from"
  image commit --quiet --rm "$from" "$name" >/dev/null
  rm -rf "$folder"
}

build() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$cache"
  image rm --all >/dev/null
  base toolrack-stand-in-build "$build_packages"
  base toolrack-stand-in-runtime
  say "Build"
  image bud --isolation chroot --format docker --pull-never \
    --volume "$toolchain:/toolchain:ro" \
    --build-arg BUILD_IMAGE=localhost/toolrack-stand-in-build \
    --build-arg RUNTIME_IMAGE=localhost/toolrack-stand-in-runtime \
    --tag toolrack-check .
  image rmi --prune >/dev/null
}

# In a network namespace of its own: starts the image as it says itself, and asks it.
try() {
  local server pid status command
  ip link set lo up
  say "Run"
  container=$(image from --pull-never localhost/toolrack-check)
  trap finish EXIT
  mapfile -t command < <(words Entrypoint && words Cmd)
  image run --isolation chroot "$container" -- "${command[@]}" &
  server=$!
  for _ in {1..100}; do
    curl --silent --output /dev/null http://127.0.0.1:8080/health && break
    kill -0 "$server" || exit 1
    sleep 0.1
  done

  say "/health"
  expect '"status" *: *"ok"' curl --silent --fail http://127.0.0.1:8080/health
  say "The image's own health check"
  image run --isolation chroot "$container" -- /usr/local/bin/toolrack-health
  say "tools/list, through a gateway's name"
  expect '"lark_send_message"' list_tools
  expect '"echo_text"' list_tools
  say "The HTTP client, towards a port where nobody is"
  expect 'Failed to connect' call_nobody
  say "Users"
  for pid in $(processes); do
    status=$(awk '/^Uid:/ { print $2 }' "/proc/$pid/status")
    echo "process $pid ($(tr '\0' ' ' <"/proc/$pid/cmdline")): user $status"
    ((status != 0)) || { echo "It must not run as root." >&2; exit 1; }
  done
  say "End"
  kill -TERM "$(processes | head -n 1)"
  wait "$server"
  echo "ended with status 0"
  image images --format '{{.Name}}: {{.Size}}' | grep -v '^<none>'
}

finish() {
  kill -TERM $(processes) 2>/dev/null || true
  wait
  image rm "$container" >/dev/null
}

# The words of Entrypoint or Cmd, one a line.
words() {
  image inspect --type image --format "{{range .Docker.Config.$1}}{{println .}}{{end}}" \
    toolrack-check | sed '/^$/d'
}

list_tools() {
  curl --silent --fail http://127.0.0.1:8080/mcp -H 'Host: tools.example.com' \
    -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \
    -H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/list' \
    -d '{"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": {
          "io.modelcontextprotocol/protocolVersion": "2026-07-28",
          "io.modelcontextprotocol/clientCapabilities": {}}}}'
}

# A call that needs libcurl in the image; it fails, and that is right.
call_nobody() {
  local settings='{"appId": "a", "appSecret": "b", "baseURL": "http://127.0.0.1:9"}'
  local file=$cache/nobody.json
  echo "{\"plugin\": {\"lark\": {\"egress\": [\"127.0.0.1:9\"], \"settings\": $settings}}}" >"$file"
  image copy --quiet "$container" "$file" /etc/toolrack/nobody.json >/dev/null
  image run --isolation chroot "$container" -- toolrack call --config /etc/toolrack/nobody.json \
    --plugins /plugins lark_search_docs '{"query": "x"}' || true
}

# Every process of the server: those of the same network namespace that run `toolrack`.
processes() {
  local own folder
  own=$(readlink /proc/self/ns/net)
  for folder in /proc/[0-9]*; do
    if [[ $(readlink "$folder/ns/net") == "$own" && $(readlink "$folder/exe") == */toolrack ]]; then
      echo "${folder#/proc/}"
    fi
  done 2>/dev/null | sort -n
}

# expect PATTERN COMMAND...: runs it, shows the beginning of its answer, fails without the pattern.
expect() {
  local pattern=$1 answer
  shift
  answer=$("$@")
  printf '%.300s\n' "$answer"
  grep -q "$pattern" <<<"$answer" || { echo "There is no $pattern in it." >&2; exit 1; }
}

case ${1:-} in
try) try ;;
*) build && exec unshare --net "$0" try ;;
esac
