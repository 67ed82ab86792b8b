#!/usr/bin/env bash
# Journeys of people in a real browser against the built binary: tests/e2e/run.sh [vitest's arguments]
# VSS_BINARY      the binary; default build/asan-ubsan/apps/vss/vss
# CHROMIUM        the browser; default Debian's chromium-headless-shell, the same engine without a browser's own window;
#                 /usr/bin/chromium is the whole browser
# VSS_SMOOTH_SECONDS  how long the list of slots changes 50 times a second; default 10
# VSS_SCREENSHOTS a folder, docs/ui for the committed ones: also take the pictures of every page
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

./prepare.sh
exec node_modules/.bin/vitest run --config e2e/vitest.config.ts "$@"
