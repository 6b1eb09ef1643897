#!/usr/bin/env bash
# A headless Chromium and its driver, for journeys, screenshots and checks in a browser: found, or
# installed from the system's packages, tried, and their paths printed, a line each.
#
#   scripts/browser.sh            find them, install what is missing, print both paths
#   scripts/browser.sh find       print both paths; fails where one is missing
#
# Both come from one source, so that their versions agree. Safe to call again and again; several
# calls at once wait for each other.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'browser: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Prints the first of these programs that there is; fails when there is none.
first_of() {
    local name
    for name in "$@"; do command -v "$name" && return 0; done
    return 1
}
browser() { first_of chromium chromium-browser google-chrome google-chrome-stable; }
driver() { first_of chromedriver chromium.chromedriver; }
found() { browser >/dev/null && driver >/dev/null; }

# Prints the number before the first dot of a program's version; what wraps it may complain besides.
major() { "$1" --version 2>/dev/null | sed -n 's/^[^0-9]* \([0-9][0-9]*\)\..*/\1/p' | head -n 1; }

offered() { apt-cache policy "$1" 2>/dev/null | grep 'Candidate: [0-9]' >/dev/null; }

install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 ||
        die "no Chromium with its driver found; install them (Debian: apt-get install chromium chromium-driver)"
    mkdir -p var
    exec 9>var/browser.lock
    flock 9   # of several at once, one installs
    ! found || return 0
    say "no Chromium with its driver found, installing"
    local packages=(chromium chromium-driver)
    # A source that is down is no reason to give up: the others may have it.
    DEBIAN_FRONTEND=noninteractive apt-get -qq update >&2 || say "apt-get update failed in part"
    offered chromium-driver || packages=(chromium-browser chromium-chromedriver)
    # A page in Cyrillic is looked at too: without a font of it there are only boxes.
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "${packages[@]}" fonts-dejavu-core >&2
}

case "${1:-install}" in
    install) found || install ;;
    find) ;;
    *) die "unknown command $1 (find, or nothing)" ;;
esac
found || die "there is no Chromium with its driver"
versions="$(major "$(browser)") $(major "$(driver)")"
[ "${versions% *}" ] && [ "${versions% *}" = "${versions#* }" ] ||
    die "$(browser) and $(driver) do not run, or are not of one version (${versions})"
browser
driver
