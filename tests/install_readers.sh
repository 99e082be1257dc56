#!/usr/bin/env bash
# Installs the readers of tests/readers/requirements.txt into build/readers, a virtual environment of their own.
#
# Does nothing when they are there. Without PyPI the tests that need them are skipped, and say so.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=tests/readers/requirements.txt
folder=build/readers
cmp -s "$wanted" "$folder/installed.txt" && exit 0
echo "installing the readers of $wanted"
rm -rf "$folder"
python3 -m venv "$folder"
if "$folder/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"; then
  cp "$wanted" "$folder/installed.txt"
else
  echo "PyPI cannot be reached: the tests of these readers will be skipped"
fi
