#!/usr/bin/env bash
# A private PostgreSQL for tests and benchmarks: installed if there is none, kept under var/,
# started on a free loopback port with fsync off (its data is never worth keeping).
#
#   scripts/postgres.sh start   start it if it is not running; prints its DATABASE_URL
#   scripts/postgres.sh url     print the DATABASE_URL of the running server
#   scripts/postgres.sh stop    stop it
#   scripts/postgres.sh remove  stop it and delete its data
#
# POSTGRES_DIR names another place for the data, so that two may run side by side.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'postgres: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

owner=""   # the server refuses to run as root: root lends it to an unprivileged user
if [ "$(id -u)" = 0 ]; then
    for candidate in postgres nobody; do
        if id "$candidate" >/dev/null 2>&1; then owner=$candidate; break; fi
    done
    [ -n "$owner" ] || die "running as root and no unprivileged user to run the server as"
fi
as_owner() {
    if [ -n "$owner" ]; then runuser -u "$owner" -- "$@"; else "$@"; fi
}

# Prints the folder of the server's programs; fails when there is none.
programs() {
    local folder
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) \
                  "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/x)")"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ]; then
            printf '%s\n' "$folder"
            return 0
        fi
    done
    return 1
}

install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 ||
        die "no PostgreSQL server found; install one (Debian: apt-get install postgresql)"
    say "no server found, installing"
    # The package would start a cluster of its own; nobody here needs it.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        printf 'create_main_cluster = false\n' > /etc/postgresql-common/createcluster.conf
    { DEBIAN_FRONTEND=noninteractive apt-get -qq update &&
      DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends postgresql; } >&2
}

# The data's home: var/postgres, or a folder under /tmp when the server's user cannot walk to it.
choose_home() {
    local wanted=${POSTGRES_DIR:-$PWD/var/postgres}
    mkdir -p "$wanted"
    [ -z "$owner" ] || chown "$owner" "$wanted"
    if as_owner test -w "$wanted" 2>/dev/null; then printf '%s\n' "$wanted"; return; fi
    wanted=/tmp/coulisses-postgres-$(printf '%s' "$PWD" | cksum | cut -d' ' -f1)
    mkdir -p "$wanted"
    chown "$owner" "$wanted"
    printf '%s\n' "$wanted"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

url() { printf 'postgres://coulisses@127.0.0.1:%s/coulisses\n' "$(cat "$home/port")"; }
running() { as_owner "$bin/pg_ctl" --pgdata "$home/data" status >/dev/null 2>&1; }

create() {
    say "creating a cluster in $home"
    as_owner "$bin/initdb" --pgdata "$home/data" --username coulisses --auth trust \
        --encoding UTF8 --no-locale --no-sync >"$home/initdb.log" 2>&1 ||
        die "initdb failed: $(tail -n 3 "$home/initdb.log")"
    as_owner tee -a "$home/data/postgresql.conf" >/dev/null <<'CONF'
listen_addresses = '127.0.0.1'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 60
shared_buffers = 128MB
max_wal_size = 2GB
log_min_messages = fatal
CONF
}

start() {
    if ! running; then
        [ -s "$home/data/PG_VERSION" ] || create
        free_port > "$home/port"
        as_owner "$bin/pg_ctl" --pgdata "$home/data" --wait --timeout 60 --silent \
            --log "$home/data/server.log" \
            --options "-p $(cat "$home/port") -k '$home'" start >&2 </dev/null ||
            die "the server did not start: $(tail -n 3 "$home/data/server.log")"
        "$bin/psql" --quiet --no-psqlrc -h 127.0.0.1 -p "$(cat "$home/port")" -U coulisses postgres \
            -tAc "SELECT 1 FROM pg_database WHERE datname = 'coulisses'" | grep -q 1 ||
            "$bin/createdb" -h 127.0.0.1 -p "$(cat "$home/port")" -U coulisses coulisses
    fi
    url
}

stop() {
    if running; then as_owner "$bin/pg_ctl" --pgdata "$home/data" --mode fast --silent stop >&2; fi
}

programs >/dev/null || install
bin=$(programs) || die "PostgreSQL was installed but its programs are nowhere to be found"
home=$(choose_home)
case "${1:-start}" in
    start) start ;;
    url) running || die "not running"; url ;;
    stop) stop ;;
    remove) stop; rm -rf "$home" ;;
    *) die "unknown command $1 (start, url, stop, remove)" ;;
esac
