#!/usr/bin/env bash
# What every level of these tests needs before vitest: the packages of the lock file and types that fit. One at a time, for
# levels may run side by side.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

mkdir -p node_modules
exec 9>node_modules/.preparing
flock 9

# A changed lock file brings the packages in anew. Not `npm ci`: it insists on entries for the binaries of every other
# platform, which not every mirror has, and the npm of Debian 12 knows no aliases.
stamp=node_modules/.installed
if [[ ! -f $stamp || package-lock.json -nt $stamp ]]; then
  npm install --no-save --loglevel=error >/dev/null
  touch "$stamp"
fi
node_modules/.bin/tsc --noEmit
