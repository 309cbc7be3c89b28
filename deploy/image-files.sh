#!/usr/bin/env bash
# Lays out what the container image holds beyond its base.
#
#   image-files.sh BUILD OUT
#
# BUILD holds `toolrack` and `liblark.so`. Of the Swift runtime only the libraries that these need
# are taken, from wherever the loader finds them here.
set -euo pipefail
shopt -s inherit_errexit

build=$1
out=$2
cd "$(dirname "$0")/.."

install -D -m 755 "$build/toolrack" "$out/usr/local/bin/toolrack"
install -D -m 755 deploy/toolrack-health "$out/usr/local/bin/toolrack-health"
install -D -m 644 deploy/container.json "$out/etc/toolrack/toolrack.json"
install -D -m 755 "$build/liblark.so" "$out/plugins/lark.so"
${CC:-clang} -O2 -fPIC -shared -fvisibility=hidden -I Sources/PluginABI/include \
  -o "$out/plugins/echo.so" Plugins/Echo/echo.c -lpthread -lm

runtime=/usr/lib/toolrack
mkdir -p "$out$runtime" "$out/etc/ld.so.conf.d"
echo "$runtime" >"$out/etc/ld.so.conf.d/toolrack.conf"
ldd "$build/toolrack" "$build/liblark.so" | awk '$3 ~ /\/swift\// { print $3 }' | sort -u |
  while read -r library; do install -m 644 "$library" "$out$runtime/"; done
if ldd "$build/toolrack" "$build/liblark.so" | grep 'not found'; then
  echo "A library is missing here, so it would be missing in the image." >&2
  exit 1
fi
# And the two that every Swift plugin asks for unless its author says otherwise.
swift=$(dirname "$(ldd "$build/toolrack" | awk '/libswiftCore/ { print $3 }')")
install -m 644 "$swift"/libswift_{StringProcessing,RegexParser}.so "$out$runtime/"
for binary in "$out/usr/local/bin/toolrack" "$out"/plugins/*.so "$out$runtime"/*; do
  strip --strip-unneeded "$binary"
done
