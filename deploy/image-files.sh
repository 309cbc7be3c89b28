#!/usr/bin/env bash
# Lays out what a container image holds beyond its base.
#
#   image-files.sh toolrack BUILD OUT    the host and its plugins
#   image-files.sh sandbox BUILD OUT     the local Lark
#
# BUILD holds what `swift build` made. Of the Swift runtime only the libraries that these need are
# taken, from wherever the loader finds them here.
set -euo pipefail
shopt -s inherit_errexit

image=$1
build=$2
out=$3
cd "$(dirname "$0")/.."

toolrack() {
  install -D -m 755 "$build/toolrack" "$out/usr/local/bin/toolrack"
  install -D -m 755 deploy/toolrack-health "$out/usr/local/bin/toolrack-health"
  install -D -m 644 deploy/container.json "$out/etc/toolrack/toolrack.json"
  install -D -m 755 "$build/liblark.so" "$out/plugins/lark.so"
  install -D -m 755 "$build/libpg.so" "$out/plugins/pg.so"
  # For whoever makes the role that the Postgres plugin takes.
  install -D -m 644 Plugins/Postgres/SQL/harden.sql "$out/usr/share/toolrack/harden.sql"
  ${CC:-clang} -O2 -fPIC -shared -fvisibility=hidden -I Sources/PluginABI/include \
    -o "$out/plugins/echo.so" Plugins/Echo/echo.c -lpthread -lm
  # A gateway loads this one alone.
  install -D -m 755 "$build/libremote.so" "$out/gateway/remote.so"
  runtime "$build/toolrack" "$build"/lib{lark,pg,remote}.so
  # And the two that every Swift plugin asks for unless its author says otherwise.
  local swift
  swift=$(dirname "$(ldd "$build/toolrack" | awk '/libswiftCore/ { print $3 }')")
  install -m 644 "$swift"/libswift_{StringProcessing,RegexParser}.so "$out$libraries/"
}

sandbox() {
  install -D -m 755 "$build/lark-sandbox" "$out/usr/local/bin/lark-sandbox"
  runtime "$build/lark-sandbox"
}

# The libraries of Swift that these files need.
libraries=/usr/lib/toolrack
runtime() {
  mkdir -p "$out$libraries" "$out/etc/ld.so.conf.d"
  echo "$libraries" >"$out/etc/ld.so.conf.d/toolrack.conf"
  ldd "$@" | awk '$3 ~ /\/swift\// { print $3 }' | sort -u |
    while read -r library; do install -m 644 "$library" "$out$libraries/"; done
  if ldd "$@" | grep 'not found'; then
    echo "A library is missing here, so it would be missing in the image." >&2
    exit 1
  fi
}

"$image"
find "$out" -type f |
  while read -r file; do
    case $(head -c 4 "$file" | od -An -c | tr -d ' ') in
    177ELF) strip --strip-unneeded "$file" ;;
    esac
  done
