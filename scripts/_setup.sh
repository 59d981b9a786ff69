# Makes the project's own environment in .venv, once per state of uv.lock; sourced by the scripts.
# Needs only git and Python >= 3.11 with venv; uses uv when it is there.

set -eu
cd "$(dirname "$0")/.."

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

find_python() {
    for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    fail "Sariwarta needs Python 3.11 or newer. Debian/Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python@3.13"
}

with_pip() {
    python=$(find_python)
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "Python's venv module is missing. Debian/Ubuntu: sudo apt install python3-venv"
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    .venv/bin/python -m pip --version >/dev/null 2>&1 || {
        rm -rf .venv
        "$python" -m venv .venv
    }
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes --no-deps -r requirements.txt
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --no-deps --editable .
}

set_up() {
    stamp=.venv/.sariwarta-lock
    if [ -f "$stamp" ] && cmp -s uv.lock "$stamp"; then
        return
    fi
    echo "Setting up the environment in .venv (once; about a minute) ..." >&2
    if command -v uv >/dev/null 2>&1; then
        uv sync --quiet --frozen --all-extras
    else
        with_pip
    fi
    # Some machines forbid Python to keep byte code; then every start would compile ours anew.
    .venv/bin/python -m compileall -q bot storage
    cp uv.lock "$stamp"
}

set_up
