#!/bin/sh
# Make .venv with the first Python of at least 3.11 that really runs, and install what is locked.
# A shim that stands in the way of a Python which is not there is passed over. The system's own comes
# before others: it is compiled with profiles (a fifth less time for everything) and kept secure by
# the system. PYTHON=… chooses another.
set -eu
cd "$(dirname "$0")/.."

runs() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

complete() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

candidates() {
    echo "${PYTHON:-}"
    for name in python3.11 python3.12 python3.13 python3.14 python3 python; do
        IFS=:
        for folder in /usr/bin $PATH; do
            [ -x "$folder/$name" ] && echo "$folder/$name"
        done
        unset IFS
    done
    return 0
}

if ! runs .venv/bin/python; then
    found=""
    for python in $(candidates); do
        if runs "$python"; then
            found=${found:-$python}
            if [ "$python" = "${PYTHON:-}" ] || complete "$python"; then
                found=$python
                break
            fi
        fi
    done
    if [ -z "$found" ]; then
        echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv" >&2
        exit 1
    fi
    if ! complete "$found"; then
        if [ "${CAIRN_INSTALL:-}" = 1 ]; then
            sh tools/setup_system.sh python3-venv
        else
            echo "Python's venv is missing: apt-get install python3-venv" >&2
            exit 1
        fi
    fi
    rm -rf .venv
    "$found" -m venv .venv
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1
export VIRTUAL_ENV="$PWD/.venv"
if ! .venv/bin/python -c 'import setuptools, sys; sys.exit(int(setuptools.__version__.split(".")[0]) < 70)' \
    >/dev/null 2>&1 || [ ! -x .venv/bin/uv ]; then
    .venv/bin/python -m pip install --quiet --require-hashes -r requirements-setup.lock
fi
if ! .venv/bin/uv pip install --quiet --require-hashes -r requirements-dev.lock; then
    echo "uv could not install the dependencies; pip tries, which takes longer." >&2
    .venv/bin/python -m pip install --quiet --require-hashes -r requirements-dev.lock
fi
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
