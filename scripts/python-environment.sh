#!/usr/bin/env bash
# Makes a Python virtual environment with the given requirements.
#
#   python-environment.sh FOLDER REQUIREMENTS
set -euo pipefail

folder=$1
requirements=$2

# Whether this Python is new enough and can make an environment that has pip.
usable() {
  "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null
}

python=python3
if ! usable "$python"; then
  "$(dirname "$0")/packages.sh" python3 python3-venv
  python=/usr/bin/python3
  usable "$python" || { echo "Python 3.10 or later is needed, with venv." >&2; exit 1; }
fi
rm -rf "$folder"
"$python" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --retries 5 --no-compile \
  --requirement "$requirements"
# Compiling on every core takes half the time; a file that does not compile is nobody's module.
"$folder/bin/python" -m compileall -q -j 0 "$folder/lib" >/dev/null 2>&1 || true
