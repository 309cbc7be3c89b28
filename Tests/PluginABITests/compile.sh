#!/bin/sh
# Proves that the contract's header stands alone: as C11 and C++17, with gcc and clang, pedantic and
# without a warning, in under 400 lines. Also that the Echo plugin compiles as strictly and exports
# its entry only. (PluginKit proves the header from Swift.) A clang that is missing is said.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
header=$root/Sources/PluginABI/include/toolrack_plugin.h
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  echo "compile.sh: $*" >&2
  exit 1
}

# compile COMPILER STANDARD SUFFIX: the header alone, twice, so that its guard is tested too.
compile() {
  if ! command -v "$1" >/dev/null; then
    echo "skipped: $1 is not installed"
    return
  fi
  printf '#include "%s"\n#include "%s"\nint unit;\n' "$header" "$header" >"$scratch/unit.$3"
  "$1" "-std=$2" -Wall -Wextra -pedantic -Werror -fsyntax-only "$scratch/unit.$3" ||
    fail "$1 -std=$2 does not accept the header"
  echo "ok: $1 -std=$2"
}

compile gcc c11 c
compile g++ c++17 cc
compile clang c11 c
compile clang++ c++17 cc

lines=$(wc -l <"$header")
[ "$lines" -lt 400 ] || fail "the header has $lines lines; fewer than 400 are allowed"
echo "ok: $lines lines"

"${CC:-cc}" -std=c11 -O2 -Wall -Wextra -pedantic -Werror -fPIC -shared -fvisibility=hidden \
  -I "$(dirname "$header")" -o "$scratch/echo.so" "$root/Plugins/Echo/echo.c"
exports=$(nm -D --defined-only "$scratch/echo.so" | awk '{ print $3 }')
[ "$exports" = toolrack_plugin_entry_v1 ] || fail "echo.so exports: $exports"
echo "ok: echo.so exports its entry only"
