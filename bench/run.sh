#!/usr/bin/env bash
# Every benchmark, each beside its peer in the same run: bench/run.sh [SECONDS]. Results belong into docs/performance.md
# with the date and the machine. Needs the release build (./run.sh --build-only), wrk, node and PostgreSQL 15.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=bench/need.sh
source bench/need.sh
seconds=${1:-10}
postgres=/usr/lib/postgresql/15/bin
need wrk wrk
need node nodejs
need npm npm
need cmake cmake
need ninja ninja-build
need "$postgres/initdb" postgresql-15
need_build build/release/apps/vss/vss
stop_when_missing
work=$(mktemp -d)
# The data of a server that runs as another user than this script.
as_postgres() { if [[ $(id -u) == 0 ]]; then runuser -u postgres -- "$@"; else "$@"; fi; }
clean() {
  as_postgres "$postgres/pg_ctl" -D "$work/pg" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean EXIT

echo "## HTTP"
[[ -d bench/http/node_modules ]] || (cd bench/http && npm ci --silent --no-audit --no-fund)
node bench/http/bench.mjs --seconds "$seconds" 2>"$work/http.log" || { cat "$work/http.log" >&2 && exit 1; }

echo
echo "## Realtime"
[[ -d bench/realtime/node_modules ]] || (cd bench/realtime && npm ci --silent --no-audit --no-fund)
node bench/realtime/bench.mjs --seconds "$seconds" 2>"$work/realtime.log" || { cat "$work/realtime.log" >&2 && exit 1; }

echo
echo "## Storage: rows per second, singly and grouped"
cmake --preset release >/dev/null && ninja -C build/release storage_bench >/dev/null
build/release/storage_bench "$work/bench.db" "$seconds"
chmod 755 "$work" && mkdir "$work/pg"
if [[ $(id -u) == 0 ]]; then chown postgres "$work/pg"; fi
as_postgres "$postgres/initdb" -D "$work/pg" -U vss -A trust >/dev/null
as_postgres "$postgres/pg_ctl" -D "$work/pg" -w -l "$work/pg/log" -o "-p 25439 -c listen_addresses=127.0.0.1 -k $work/pg" start >/dev/null
build/release/storage_bench "postgresql://vss@127.0.0.1:25439/postgres" "$seconds"
