#!/usr/bin/env bash
# Runs the tests of SIP and media against the built binary: tests/sip/run.sh [vitest's arguments]
# VSS_BINARY     the binary; default build/asan-ubsan/apps/vss/vss
# VSS_SIP_STORM  how many mutated datagrams the storm sends; default 50000
# VSS_STORM_BINARY  the binary that the storm hits; default VSS_BINARY
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

./prepare.sh
exec node_modules/.bin/vitest run --config sip/vitest.config.ts "$@"
