#!/bin/sh
# Builds the fixture plugins into a directory: Tests/Fixtures/build.sh OUTDIR
# Needs a C compiler only ($CC, or cc).
set -eu

[ $# -eq 1 ] || { echo "usage: $0 OUTDIR" >&2; exit 2; }
out=$1
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"

# compile NAME SOURCE [FLAG...]: renamed into place, so that a running test never sees half a file.
compile() {
  name=$1 source=$2
  shift 2
  "${CC:-cc}" -std=c11 -O1 -Wall -Wextra -pedantic -Werror -fPIC -shared -fvisibility=hidden \
    -I "$here/../../Sources/PluginABI/include" -o "$out/.$name.so" "$source" "$@"
  mv "$out/.$name.so" "$out/$name.so"
}

for source in "$here"/*.c; do
  compile "$(basename "$source" .c)" "$source"
done
compile blocking_two "$here/blocking.c" -DMAXIMUM_CONCURRENCY=2

# The same lists under two names, and lists that are wrong in one place.
compile supplies_two "$here/supplies.c"
compile bad_prompt "$here/bad_lists.c" '-DPROMPTS="[{\"name\":\"a\",\"title\":1}]"'
compile bad_resource "$here/bad_lists.c" -DPROMPTS='"[]"' \
  '-DRESOURCES="[{\"uri\":\"no scheme\",\"name\":\"a\"}]"'
compile bad_template "$here/bad_lists.c" -DPROMPTS='"[]"' \
  '-DTEMPLATES="[{\"uriTemplate\":\"test://{a\",\"name\":\"a\"}]"'
compile never_lists "$here/failing_lists.c" -DTIMES=0

# Needs a library that is not there.
compile libtoolrack_absent "$here/no_entry.c" -Wl,-soname,libtoolrack_absent.so
compile missing_library "$here/mirror.c" -Wl,--no-as-needed "$out/libtoolrack_absent.so"
rm "$out/libtoolrack_absent.so"

# Files that are no plugins at all.
echo "this is a text file" >"$out/text.so"
: >"$out/empty.so"
head -c 200 "$out/mirror.so" >"$out/truncated.so"
cp "$out/mirror.so" "$out/wrong_machine.so"
printf '\363\000' | dd of="$out/wrong_machine.so" bs=1 seek=18 conv=notrunc 2>/dev/null
