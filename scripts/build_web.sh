#!/usr/bin/env bash
# Builds the web application into build/web, when something changed. The binary's build calls it; so may you.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/web.sh
source scripts/lib/web.sh
build_web
