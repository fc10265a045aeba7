#!/usr/bin/env bash
# Sets up .venv/ in this checkout and opens the program on the demo portrait. Runs on Linux and macOS, also with bash 3.2.
set -euo pipefail

TORCH_VERSION=2.13.0 # what the tests run with
TORCH_CPU_INDEX=https://download.pytorch.org/whl/cpu

# What Qt's platform and multimedia plugins need from the system: library, Debian package.
SYSTEM_LIBRARIES="libEGL.so.1 libegl1
libGL.so.1 libgl1
libX11.so.6 libx11-6
libX11-xcb.so.1 libx11-xcb1
libXext.so.6 libxext6
libXrandr.so.2 libxrandr2
libbrotlidec.so.1 libbrotli1
libdbus-1.so.3 libdbus-1-3
libdrm.so.2 libdrm2
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libglib-2.0.so.0 libglib2.0-0
libgssapi_krb5.so.2 libgssapi-krb5-2
libpulse.so.0 libpulse0
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-glx.so.0 libxcb-glx0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxkbcommon.so.0 libxkbcommon0"

usage() {
    cat <<'USAGE'
usage: bash resources/install.sh [--no-run] [--cuda]

Installs everything into .venv/ of this checkout and opens the program on the demo portrait.
A second run is quick, and opens the program.

  --no-run  only install
  --cuda    PyTorch for NVIDIA GPUs (some gigabytes) instead of the CPU build
  --help    this text

PYTHON=/path/to/python3 chooses the Python, 3.11 or later.
USAGE
}

say() { printf '%s\n' "$*"; }

fail() {
    printf 'install: %s\n' "$*" >&2
    exit 1
}

# Packages that the system lacks and Debian and Ubuntu have: libraries of Qt, a font, and the venv module of $1.
missing_packages() {
    local libraries library package fonts
    libraries=$( (PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true) | awk '{printf " %s ", $1}')
    while read -r library package; do
        case $libraries in *" $library "*) ;; *) printf '%s ' "$package" ;; esac
    done <<<"$SYSTEM_LIBRARIES"
    fonts=$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-/root}/.fonts" "${HOME:-/root}/.local/share/fonts" \
        -name '*.[ot]tf' -print -quit 2>/dev/null || true)
    if [ -z "$fonts" ]; then printf 'fonts-dejavu-core '; fi
    if ! has_venv "$1"; then "$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'; fi
}

is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

has_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

# The first Python >= 3.11, preferring one that can make virtual environments.
find_python() {
    local candidate found=""
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14 python}; do
        if is_recent "$candidate"; then
            if has_venv "$candidate"; then
                printf '%s' "$candidate"
                return
            fi
            found=${found:-$candidate}
        fi
    done
    printf '%s' "$found"
}

install_system_packages() {
    local packages as_root=""
    [ "$(uname -s)" = Linux ] || return 0
    packages=$(missing_packages "$1" | xargs)
    [ -n "$packages" ] || return 0
    if ! command -v apt-get >/dev/null; then
        say "The window needs libraries that this system lacks; their names on Debian: $packages"
        return 0
    fi
    if [ "$(id -u)" -ne 0 ]; then
        as_root="sudo -n"
        if ! sudo -n true 2>/dev/null; then
            say "The system lacks what the window needs; this installs it: sudo apt-get install -y $packages"
            return 0
        fi
    fi
    say "Installing system packages: $packages"
    # shellcheck disable=SC2086 # a list of words
    if ! { $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null; }; then
        say "That failed; going on without them. The window may need: apt-get install -y $packages"
    fi
}

install_torch() {
    local build=$1
    if [ "$build" = cuda ]; then
        "$venv_python" -m pip uninstall -q -y torch
        pip_install "torch==$TORCH_VERSION"
    elif [ "$(uname -s)" != Linux ]; then
        pip_install "torch==$TORCH_VERSION" # outside Linux the ordinary build is the one for CPUs and Apple's GPUs
    elif ! pip_install --timeout 10 --retries 0 --index-url "$TORCH_CPU_INDEX" "torch==$TORCH_VERSION" 2>/dev/null; then
        say "PyTorch's CPU index does not answer; taking PyTorch $TORCH_VERSION from where pip is set up to look."
        pip_install "torch==$TORCH_VERSION"
    fi
}

pip_install() {
    # On a terminal pip shows its progress, elsewhere it stays quiet.
    if [ -t 1 ]; then
        "$venv_python" -m pip install --disable-pip-version-check "$@"
    else
        "$venv_python" -m pip install --disable-pip-version-check -q "$@"
    fi
}

run_program=yes
wanted_build=""
for argument in "$@"; do
    case $argument in
        --no-run) run_program=no ;;
        --cuda) wanted_build=cuda ;;
        -h | --help)
            usage
            exit 0
            ;;
        *)
            usage >&2
            exit 2
            ;;
    esac
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."
venv_python=.venv/bin/python
stamp=.venv/installed.txt

# The stamp of a finished installation: the folder (an environment cannot be moved), what was asked for, and the PyTorch build.
installed_build=$(awk 'END {print $NF}' "$stamp" 2>/dev/null || true)
build=${wanted_build:-${installed_build:-cpu}}
wanted_stamp="$PWD $(cat pyproject.toml resources/install.sh | cksum) $build"

if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted_stamp" ] || ! is_recent "$venv_python" || [ ! -x .venv/bin/ganimation ]; then
    python=$(find_python)
    [ -n "$python" ] || fail "needs Python 3.11 or later; none of the commands ${PYTHON:-python3, python3.11 to python3.14} is one"
    install_system_packages "$python"
    case $(cat "$stamp" 2>/dev/null || true) in
        "" | "$PWD "*) ;;
        *) rm -rf .venv ;;
    esac
    if ! is_recent "$venv_python" || ! "$venv_python" -m pip --version >/dev/null 2>&1; then
        say "Making .venv/ with $("$python" --version)"
        "$python" -m venv --clear .venv || fail "$python cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"
    fi
    rm -f "$stamp"
    say "Installing PyTorch ($build)"
    install_torch "$build" || fail "PyTorch could not be installed; the lines above say why"
    say "Installing the program and its tools"
    pip_install --editable ".[dev]" || fail "the program could not be installed; the lines above say why"
    printf '%s' "$wanted_stamp" >"$stamp"
fi
say "Installed: .venv/bin/ganimation"

[ "$run_program" = yes ] || exit 0
# Where no window can open this prints the sentence that says so.
if "$venv_python" -c 'import sys; from ganimation_desktop.display import display_problem; sys.exit(display_problem())'; then
    exec .venv/bin/ganimation resources/demo_portrait.png
fi
