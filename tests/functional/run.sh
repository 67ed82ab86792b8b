#!/usr/bin/env bash
# Runs the functional tests against the built binary: tests/functional/run.sh [vitest's arguments]
# VSS_BINARY  the binary; default build/asan-ubsan/apps/vss/vss
# PROMTOOL    Prometheus' checker of metrics; default promtool of the PATH
# VSS_TEST_DATABASE=postgres  on a PostgreSQL that the run starts, instead of SQLite
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The packages are those of the lock file; a changed lock file brings them in anew. Not `npm ci`: it insists on
# entries for the binaries of every other platform, which not every mirror has, and the npm of Debian 12 knows no aliases.
stamp=node_modules/.installed
if [[ ! -f $stamp || package-lock.json -nt $stamp ]]; then
  npm install --no-save --loglevel=error >/dev/null
  touch "$stamp"
fi

node_modules/.bin/tsc --noEmit
exec node_modules/.bin/vitest run "$@"
