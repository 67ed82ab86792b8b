# shellcheck shell=bash
# Stages of test.sh: each is a function stage_NAME, timed, its output kept, its test cases counted. Sourced after
# output.sh.

stage_logs=build/test-logs
total_passed=0 total_failed=0 total_skipped=0
failed_names=() # what failed, a line a test, to be said at the end
stage_rows=() # "name|passed|failed|skipped|seconds", for the results file

begin_stages() {
  mkdir -p "$stage_logs"
  stages_started=$SECONDS
}

# For stage functions. count PASSED FAILED [SKIPPED] adds test cases to the stage that runs.
count() { echo "$1 $2 ${3:-0}" >>"$stage_counts"; }

# count_report FILE: the cases of a JUnit or vitest report. No report, no cases: that is a failure.
count_report() {
  local found cases
  found=$(python3 scripts/lib/count_tests.py "$1")
  cases=${found%%$'\n'*}
  # shellcheck disable=SC2086 # three numbers
  count $cases
  sed 1d <<<"$found" | sed '/^$/d' >>"$stage_failures"
}

# count_closing_line FILE: the cases of a program that ends with "N passed, N failed".
count_closing_line() {
  local cases
  cases=$(tail -n 1 "$1" | sed -n -E 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p')
  # shellcheck disable=SC2086 # two numbers
  count ${cases:-0 1}
}

# check NAME COMMAND…: one case; the stage goes on with the others when it fails.
check() {
  local name=$1
  shift
  if "$@"; then
    echo "ok: $name"
    count 1 0
  else
    echo "FAILED: $name"
    echo "$name" >>"$stage_failures"
    count 0 1
  fi
}

# run_stage NAME: false when nothing after it makes sense (no packages, no build).
run_stage() {
  local name=$1 log=$stage_logs/$1.log started=$SECONDS result=0
  stage_counts=$stage_logs/$name.counts
  stage_failures=$stage_logs/$name.failures
  : >"$stage_counts"
  : >"$stage_failures"
  if [[ -t 1 ]]; then printf '  %s …' "$name"; fi
  set +e
  (
    set -euo pipefail
    "stage_$name"
  ) >"$log" 2>&1
  result=$?
  set -e
  if [[ -t 1 ]]; then printf '\r\e[K'; fi

  local passed failed skipped
  read -r passed failed skipped < <(awk '{p += $1; f += $2; s += $3} END {print p + 0, f + 0, s + 0}' "$stage_counts")
  if ((result != 0 && failed == 0)); then failed=1; fi
  if ((result == 0 && passed + failed == 0)) && [[ $name != packages && $name != build ]]; then
    echo "the stage $name ran no test" >>"$log"
    failed=1
  fi
  local seconds=$((SECONDS - started)) line
  line=$(printf '%-11s' "$name")
  if ((passed + failed)); then line+=$(printf ' %5d passed' "$passed"); else line+='             '; fi
  if ((failed)); then line+=", $failed failed"; fi
  if ((skipped)); then line+=", $skipped skipped"; fi
  line+=$(printf '  %4d s' "$seconds")
  total_passed=$((total_passed + passed))
  total_failed=$((total_failed + failed))
  total_skipped=$((total_skipped + skipped))
  stage_rows+=("$name|$passed|$failed|$skipped|$seconds")

  if ((failed == 0)); then
    good "$line"
    sed 's/^/    /' "$stage_failures"
    if ((skipped)); then grep -iE 'skip' "$log" | sort -u | head -n 10 | sed 's/^/    /' || true; fi
    return 0
  fi
  bad "$line"
  show_tail "$log" 60
  failed_names+=("$(sed "s/^/    $name: /" "$stage_failures")")
  say "    the whole log: $log"
  [[ $name != packages && $name != build ]]
}

# end_stages: the closing line, alone on its line, and the exit code.
end_stages() {
  if ((${#failed_names[@]})); then
    say "Failed:"
    printf '%s\n' "${failed_names[@]}" | sed '/^$/d' | head -n 100
  fi
  dim "everything: $((SECONDS - stages_started)) s, logs in $stage_logs/"
  if ((total_skipped)); then
    say "$total_passed passed, $total_failed failed, $total_skipped skipped"
  else
    say "$total_passed passed, $total_failed failed"
  fi
  ((total_failed == 0))
}

# write_results FILE: what --long found, to be committed.
write_results() {
  mkdir -p "$(dirname "$1")"
  local row passed failed skipped seconds name
  {
    echo "# Campaign of $(date -u +%F)"
    echo
    echo "\`./test.sh --long\` at $(git rev-parse --short HEAD 2>/dev/null || echo 'an unknown commit')" \
      "on $(nproc) cores, $(awk '/^MemTotal:/ {printf "%d", $2 / 1048576}' /proc/meminfo) GiB," \
      "$(clang++-19 --version | head -n 1)."
    echo
    echo "| Stage | Passed | Failed | Skipped | Seconds |"
    echo "| --- | ---: | ---: | ---: | ---: |"
    for row in "${stage_rows[@]}"; do
      IFS='|' read -r name passed failed skipped seconds <<<"$row"
      echo "| $name | $passed | $failed | $skipped | $seconds |"
    done
    if [[ -s $stage_logs/bench.log ]]; then
      printf '\n## Bench\n\n```\n'
      cat "$stage_logs/bench.log"
      echo '```'
    fi
  } >"$1"
  say "  results: $1"
}
