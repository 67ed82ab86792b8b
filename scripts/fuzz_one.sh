#!/usr/bin/env bash
# Runs one fuzz target on its corpus: fuzz_one.sh NAME SECONDS. New inputs stay in build/fuzz-corpus; a crashing input is
# kept in build/fuzz-crashes, to become a seed in fuzz/corpus together with the fix. Says in one line what a run tried, or
# shows what broke: the property or the sanitizer's report, the stack, and the input.
set -euo pipefail
name=$1 seconds=$2
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
log=$root/build/test-logs/fuzz/$name.log
mkdir -p "$root/build/fuzz-corpus/$name" "$root/build/fuzz-crashes" "${log%/*}"

if VSS_FUZZ_TARGET=$name "$root/build/asan-ubsan/fuzz/vss_fuzz" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 \
  -max_len=8192 -print_final_stats=1 -artifact_prefix="$root/build/fuzz-crashes/$name-" \
  "$root/build/fuzz-corpus/$name" "$root/fuzz/corpus/$name" >"$log" 2>&1; then
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  covered=$(sed -n -E 's/.* cov: ([0-9]+) .*/\1/p' "$log" | tail -n 1)
  echo "fuzz_$name: ${runs:-0} inputs, ${covered:-0} places reached"
  exit 0
fi

echo "fuzz_$name:"
# From the first word of the failure to the end of its stack; the run's progress and dictionaries say nothing about it.
awk '/^broken property: |^==[0-9]+== ?ERROR|runtime error:|^VSS_FUZZ_TARGET/ {shown = 1}
  /^SUMMARY|^MS: |^Recommended dictionary|^###### / {shown = 0}
  shown && ++lines <= 30' "$log"
crash=$(sed -n -E 's/.*Test unit written to (.*)$/\1/p' "$log" | tail -n 1)
if [[ -f $crash ]]; then
  echo "the input, $(stat -c %s "$crash") bytes, in ${crash#"$root"/}; again with:"
  echo "  VSS_FUZZ_TARGET=$name build/asan-ubsan/fuzz/vss_fuzz ${crash#"$root"/}"
  od -A d -t x1z -N 256 "$crash"
else
  tail -n 20 "$log"
fi
exit 1
