#!/usr/bin/env bash
# Runs the functional tests against the built binary: tests/functional/run.sh [vitest's arguments]
# VSS_BINARY  the binary; default build/asan-ubsan/apps/vss/vss
# PROMTOOL    Prometheus' checker of metrics; default promtool of the PATH
# VSS_TEST_DATABASE=postgres  on a PostgreSQL that the run starts, instead of SQLite
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

./prepare.sh
exec node_modules/.bin/vitest run "$@"
