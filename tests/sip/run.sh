#!/usr/bin/env bash
# Runs the tests of SIP and media against the built binary: tests/sip/run.sh [vitest's arguments]
# VSS_BINARY     the binary; default build/asan-ubsan/apps/vss/vss
# VSS_SIP_STORM  how many mutated datagrams the storm sends; default 50000
# VSS_STORM_BINARY  the binary that the storm hits; default VSS_BINARY
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The same packages as the functional tests.
stamp=node_modules/.installed
if [[ ! -f $stamp || package-lock.json -nt $stamp ]]; then
  npm install --no-save --loglevel=error >/dev/null
  touch "$stamp"
fi

node_modules/.bin/tsc --noEmit
exec node_modules/.bin/vitest run --config sip/vitest.config.ts "$@"
