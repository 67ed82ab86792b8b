#!/bin/sh
# Sets a user's password and ends the user's sessions; works while the server runs.
# Usage: scripts/reset-password.sh [USER] [--password-stdin | --generate]      USER is admin when left out.
set -eu
cd "$(dirname "$0")/.."
for vss in "${VSS:-}" build/release/apps/vss/vss build/release/vss build/dev/apps/vss/vss vss; do
  [ -n "$vss" ] && command -v "$vss" >/dev/null && break
done
command -v "$vss" >/dev/null || { echo "There is no vss program here yet: ./run.sh builds it." >&2; exit 1; }
case "${1:-}" in '' | -*) set -- admin "$@" ;; esac
exec "$vss" user reset-password "$@"
