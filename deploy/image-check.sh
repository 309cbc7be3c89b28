#!/usr/bin/env bash
# Builds the container images where no registry of images can be reached, and looks whether they
# work: on stand-in bases made with debootstrap, with the Swift toolchain of this machine mounted
# in. Then runs them in a network of their own and asks them.
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
  stage toolrack toolrack-check
  stage sandbox toolrack-check-sandbox
  image rmi --prune >/dev/null
}

# Builds one stage of the Dockerfile: stage NAME TAG. The layers are kept meanwhile, since both
# start with the same build.
stage() {
  say "Build $1"
  image bud --isolation chroot --format docker --pull-never --layers \
    --volume "$toolchain:/toolchain:ro" \
    --build-arg BUILD_IMAGE=localhost/toolrack-stand-in-build \
    --build-arg RUNTIME_IMAGE=localhost/toolrack-stand-in-runtime \
    --target "$1" --tag "$2" .
}

# In a network namespace of its own: starts each image as it says itself, and asks it.
try() {
  ip link set lo up
  trap finish EXIT
  try_toolrack
  try_sandbox
  image images --format '{{.Name}}: {{.Size}}' | grep -v '^<none>'
}

# Starts the image, and waits until it answers: start IMAGE URL. Sets `container` and `server`.
start() {
  local command
  say "Run $1"
  container=$(image from --pull-never "localhost/$1")
  containers+=("$container")
  mapfile -t command < <(words "$1" Entrypoint && words "$1" Cmd)
  image run --isolation chroot "$container" -- "${command[@]}" &
  server=$!
  for _ in {1..100}; do
    curl --silent --output /dev/null "$2" && return
    kill -0 "$server" || exit 1
    sleep 0.1
  done
}

try_toolrack() {
  start toolrack-check http://127.0.0.1:8080/health
  say "/health"
  expect '"status" *: *"ok"' curl --silent --fail http://127.0.0.1:8080/health
  say "The image's own health check"
  image run --isolation chroot "$container" -- /usr/local/bin/toolrack-health
  say "tools/list, through a gateway's name"
  expect '"lark_send_message"' list_tools
  expect '"echo_text"' list_tools
  expect '"pg_query"' list_tools
  say "The HTTP client, towards a port where nobody is"
  expect 'Failed to connect' call_nobody lark_search_docs '{"query": "x"}'
  say "libpq, towards the same"
  expect 'Connection refused' call_nobody pg_query '{"sql": "SELECT 1"}'
  check_users
  say "End"
  kill -TERM "$(processes | head -n 1)"
  wait "$server"
  echo "ended with status 0"
}

try_sandbox() {
  start toolrack-check-sandbox http://127.0.0.1:9399/sandbox
  say "A token of the local Lark"
  expect '"tenant_access_token"' curl --silent --fail -H 'Content-Type: application/json' \
    -d '{"app_id": "cli_sandbox000000000", "app_secret": "SandboxSecretOnlyForThisMachine0"}' \
    http://127.0.0.1:9399/open-apis/auth/v3/tenant_access_token/internal
  check_users
}

check_users() {
  local pid user
  say "Users"
  for pid in $(processes); do
    user=$(awk '/^Uid:/ { print $2 }' "/proc/$pid/status")
    echo "process $pid ($(tr '\0' ' ' <"/proc/$pid/cmdline")): user $user"
    ((user != 0)) || { echo "It must not run as root." >&2; exit 1; }
  done
}

containers=()
finish() {
  local pids
  mapfile -t pids < <(processes)
  kill -TERM "${pids[@]}" 2>/dev/null || true
  wait
  image rm "${containers[@]}" >/dev/null
}

# The words of Entrypoint or Cmd, one a line: words IMAGE MEMBER
words() {
  image inspect --type image --format "{{range .Docker.Config.$2}}{{println .}}{{end}}" "$1" |
    sed '/^$/d'
}

list_tools() {
  curl --silent --fail http://127.0.0.1:8080/mcp -H 'Host: tools.example.com' \
    -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \
    -H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/list' \
    -d '{"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": {
          "io.modelcontextprotocol/protocolVersion": "2026-07-28",
          "io.modelcontextprotocol/clientCapabilities": {}}}}'
}

# A call that needs libcurl, or libpq, in the image; it fails, and that is right.
call_nobody() {
  local lark='{"appId": "a", "appSecret": "b", "baseURL": "http://127.0.0.1:9"}'
  local pg='{"url": "postgresql://nobody@127.0.0.1:9/nothing"}'
  local file=$cache/nobody.json
  cat >"$file" <<EOF
{"plugin": {"lark": {"egress": ["127.0.0.1:9"], "settings": $lark}, "pg": {"settings": $pg}}}
EOF
  image copy --quiet "$container" "$file" /etc/toolrack/nobody.json >/dev/null
  image run --isolation chroot "$container" -- toolrack call --config /etc/toolrack/nobody.json \
    --plugins /plugins "$1" "$2" || true
}

# Every process of the servers: those of the same network namespace that run one of the programs.
processes() {
  local own folder program
  own=$(readlink /proc/self/ns/net)
  for folder in /proc/[0-9]*; do
    [[ $(readlink "$folder/ns/net") == "$own" ]] || continue
    program=$(readlink "$folder/exe") || continue
    case $program in
    */toolrack | */lark-sandbox) echo "${folder#/proc/}" ;;
    esac
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
