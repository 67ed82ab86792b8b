#!/usr/bin/env bash
# SIP and media beside Asterisk 22, in one run: bench/sip/run.sh [SECONDS [JOB,JOB…]]. 40 s and more count: SIP's own timers
# run for 32 s. Needs root (for Asterisk's folder), sipp, mmdebstrap and perf; results belong into docs/performance.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=bench/need.sh
source bench/need.sh
need sipp sip-tester
need mmdebstrap mmdebstrap
need perf linux-perf
need node nodejs
need cmake cmake
need ninja ninja-build
stop_when_missing
bench/sip/peer/chroot.sh "$PWD/build/lab/asterisk" >build/lab.log 2>&1 || { tail -n 20 build/lab.log >&2 && exit 1; }
cmake --preset release >/dev/null && ninja -C build/release b2bua_bench rtp_blaster vss >/dev/null
node bench/sip/bench.mjs --seconds "${1:-40}" ${2:+--jobs "$2"}
