#!/usr/bin/env bash
# Runs one libFuzzer target on its corpus: fuzz_one.sh TARGET SECONDS. New inputs stay in build/fuzz-corpus; a crashing
# input is kept in build/fuzz-crashes, to become a seed in fuzz/corpus together with the fix.
set -euo pipefail
target=$1 seconds=$2
name=${target##*/fuzz_}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$root/build/fuzz-corpus/$name" "$root/build/fuzz-crashes"
exec "$target" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 -max_len=8192 -print_final_stats=1 \
  -artifact_prefix="$root/build/fuzz-crashes/$name-" \
  "$root/build/fuzz-corpus/$name" "$root/fuzz/corpus/$name"
