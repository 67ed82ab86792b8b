#!/usr/bin/env bash
# The gate: everything that must hold before a change lands. `--long` is the campaign: the same, then all the rest.
# One line a stage; what a stage printed is in build/test-logs/STAGE.log and shown when it fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=scripts/lib/output.sh
source scripts/lib/output.sh
# shellcheck source=scripts/lib/packages.sh
source scripts/lib/packages.sh
# shellcheck source=scripts/lib/build.sh
source scripts/lib/build.sh
# shellcheck source=scripts/lib/stages.sh
source scripts/lib/stages.sh
# shellcheck source=scripts/lib/web.sh
source scripts/lib/web.sh

usage() {
  cat <<'TEXT'
Usage: ./test.sh [--long] [STAGE [NAME…]…]

  (nothing)       the gate: packages build static unit functional e2e sip crash fuzz
  --long          the campaign: longer crash and fuzz runs, clang-tidy over all sources, and then single (each source compiled
                  by itself), threads (ThreadSanitizer) and bench; writes docs/results/YYYY-MM-DD.md
  STAGE [NAME…]   only these stages, after building what they need; the names choose among a stage's tests:
                  ./test.sh unit             ./test.sh unit ottb sip      a library's unit tests
                  ./test.sh e2e leads        ./test.sh sip registrar      files of tests whose name holds the word
TEXT
}

gate=(packages build static unit functional e2e sip crash fuzz)
campaign=("${gate[@]}" single threads bench)

long=no
chosen=()
declare -A names=() # of a stage: the tests that are asked for
for argument in "$@"; do
  case $argument in
    --long) long=yes ;;
    --help | -h)
      usage
      exit 0
      ;;
    -*)
      usage >&2
      die "unknown option: $argument"
      ;;
    *)
      if [[ " ${campaign[*]} " == *" $argument "* ]]; then
        chosen+=("$argument")
      else
        ((${#chosen[@]})) || die "no such stage: $argument (there are: ${campaign[*]})"
        case ${chosen[-1]} in
          unit | functional | e2e | sip | fuzz) names[${chosen[-1]}]+="$argument " ;;
          *) die "no such stage: $argument (there are: ${campaign[*]}); the stage ${chosen[-1]} takes no names" ;;
        esac
      fi
      ;;
  esac
done
if ((${#chosen[@]} == 0)); then
  if [[ $long == yes ]]; then chosen=("${campaign[@]}"); else chosen=("${gate[@]}"); fi
elif [[ ! " ${chosen[*]} " =~ " build " ]]; then
  chosen=(build "${chosen[@]}")
fi
if [[ ! " ${chosen[*]} " =~ " packages " ]]; then chosen=(packages "${chosen[@]}"); fi

# names_of STAGE: into the array `wanted`.
names_of() { read -r -a wanted <<<"${names[$1]:-}" || true; }

# The real binary as built with sanitizers; the tests of the levels above unit run this one.
binary=$PWD/build/asan-ubsan/apps/vss/vss
# A leak, an undefined operation or a data race ends the program, so that its test fails.
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1
ASAN_SYMBOLIZER_PATH=/usr/lib/llvm-19/bin/llvm-symbolizer
export ASAN_SYMBOLIZER_PATH

stage_packages() {
  need_packages "${packages_build[@]}" "${packages_test[@]}"
  need_phonenumber_headers
  if [[ $long == yes ]]; then need_packages "${packages_bench[@]}"; fi
  if [[ ! -x build/tools/promtool ]]; then need_promtool; fi
}

# What the chosen stages need: the unit tests some libraries' test programs, those on the real binary only that, fuzz its own
# program; the other stages, and the unit tests of all libraries, everything.
stage_build() {
  local targets=() wanted library stages=" ${chosen[*]} "
  names_of unit
  if [[ ! $stages =~ \ (static|crash)\  ]] && { [[ $stages != *" unit "* ]] || ((${#wanted[@]})); }; then
    for library in "${wanted[@]}"; do targets+=("vss_${library}_test"); done
    if [[ $stages =~ \ (functional|e2e|sip)\  ]]; then targets+=(vss); fi
    if [[ $stages == *" fuzz "* ]]; then targets+=(vss_fuzz); fi
  fi
  build_preset asan-ubsan build/test-logs/compile.log "${targets[@]}" || { show_build_failure build/test-logs/compile.log 60 && return 1; }
}

stage_static() {
  check "formatting and shell scripts" scripts/check_style.sh
  check "layers" scripts/check_layers.py
  local scope=()
  if [[ $long == yes ]]; then scope=(--all); fi
  check "clang-tidy" scripts/check_tidy.sh "${scope[@]}"
  check "OpenAPI" scripts/check_openapi.sh
  check "links in the documents" scripts/check_links.py
  need_web_packages && (cd web && npm run --silent types)
  check "types of the web application" npm --prefix web run --silent tsc
  check "eslint" npm --prefix web run --silent lint
}

stage_unit() {
  local reports=$PWD/build/asan-ubsan/unit-reports result=0 wanted report choice=()
  names_of unit
  if ((${#wanted[@]})); then choice=(--tests-regex "^($(IFS='|' && echo "${wanted[*]}"))\$"); fi
  rm -rf "$reports"
  # Beside the programs, which wait for databases and the clock; the names choose among the programs only.
  local web=
  if ((${#wanted[@]} == 0)); then
    unit_web >"$stage_logs/unit-web.log" 2>&1 &
    web=$!
  fi
  ctest --preset asan-ubsan "${choice[@]}" || result=$?
  for report in "$reports"/*.xml; do count_report "$report"; done
  [[ -n $web ]] || return "$result"
  wait "$web" || result=$?
  cat "$stage_logs/unit-web.log"
  count_report "$stage_logs/unit-web.json"
  return "$result"
}

unit_web() {
  rm -f "$stage_logs/unit-web.json"
  need_web_packages && (cd web && npm run --silent types)
  npm --prefix web test --silent -- --reporter=default --reporter=json --outputFile.json="$PWD/$stage_logs/unit-web.json"
}

# On both engines, one after the other: each keeps both cores busy. What stores nothing runs on SQLite only.
stage_functional() {
  local engine report result=0 crowd=500 wanted
  names_of functional
  if [[ $long == yes ]]; then crowd=5000; fi
  for engine in sqlite postgres; do
    report=$PWD/build/test-logs/functional-$engine.json
    rm -f "$report"
    VSS_BINARY=$binary PROMTOOL=$(need_promtool) VSS_TEST_DATABASE=$engine VSS_REALTIME_CROWD=$crowd \
      timeout 1800 tests/functional/run.sh --reporter=default --reporter=json --outputFile.json="$report" "${wanted[@]}" || result=$?
    count_report "$report"
  done
  return "$result"
}

# e2e_run REPORT ARGUMENT…
e2e_run() {
  local report=$1
  shift
  rm -f "$report"
  VSS_BINARY=$binary VSS_SMOOTH_SECONDS=$seconds timeout 2400 tests/e2e/run.sh --reporter=default --reporter=json --outputFile.json="$PWD/$report" "$@"
  local result=$?
  count_report "$report"
  return "$result"
}

# People in a browser.
stage_e2e() {
  local report=build/test-logs/e2e.json result=0 seconds=10 wanted
  names_of e2e
  if [[ $long == yes ]]; then seconds=600; fi
  if ((${#wanted[@]} == 0)); then
    # Two browsers at a time; but nothing runs beside the test that counts frames.
    e2e_run build/test-logs/e2e-smooth.json smooth || result=$?
    e2e_run "$report" --exclude 'e2e/smooth.test.ts' --poolOptions.forks.maxForks=2 || result=$?
  else
    e2e_run "$report" "${wanted[@]}" || result=$?
  fi
  return "$result"
}

# is_current BINARY: it is there, and no source is younger.
is_current() { [[ -x $1 && -z $(find src apps -newer "$1" -name '*.?pp' -print -quit) ]]; }

# Calls on the wire. The storm hits the release binary when there is one: its memory is measured, and a sanitizer's is not flat.
stage_sip() {
  local datagrams=50000 target=$binary report=$PWD/build/test-logs/sip.json result=0 wanted
  names_of sip
  if [[ $long == yes ]]; then datagrams=1000000; fi
  if is_current build/release/apps/vss/vss; then target=$PWD/build/release/apps/vss/vss; fi
  rm -f "$report"
  VSS_BINARY=$binary VSS_STORM_BINARY=$target VSS_SIP_STORM=$datagrams \
    timeout 1800 tests/sip/run.sh --reporter=default --reporter=json --outputFile.json="$report" "${wanted[@]}" || result=$?
  count_report "$report"
  return "$result"
}

stage_crash() {
  local rounds=2 changes=150 result=0
  if [[ $long == yes ]]; then rounds=20 changes=1000; fi
  timeout 3600 node tests/crash/crash_test.mjs "$binary" --rounds "$rounds" --changes "$changes" | tee build/test-logs/crash.txt ||
    result=$?
  count_closing_line build/test-logs/crash.txt
  timeout 3600 node tests/crash/calls_test.mjs "$binary" --rounds "$rounds" | tee build/test-logs/crash-calls.txt || result=$?
  count_closing_line build/test-logs/crash-calls.txt
  return "$result"
}

# Two targets at a time: each is one thread, and they only count seconds. Those that failed are told last.
stage_fuzz() {
  local seconds=5 name wanted chosen_targets=() results=$stage_logs/fuzz
  if [[ $long == yes ]]; then seconds=600; fi
  names_of fuzz
  for name in fuzz/fuzz_*.cpp; do
    name=${name#fuzz/fuzz_} name=${name%.cpp}
    if ((${#wanted[@]} == 0)) || [[ " ${wanted[*]} " == *" $name "* ]]; then chosen_targets+=("$name"); fi
  done
  rm -rf "$results" && mkdir -p "$results"
  # shellcheck disable=SC2016 # expanded by the inner shell
  printf '%s\n' "${chosen_targets[@]}" | xargs -P 2 -I {} bash -c \
    'scripts/fuzz_one.sh "$1" "$2" >"$3/$1.said" 2>&1 && mv "$3/$1.said" "$3/$1.passed"' - {} "$seconds" "$results" || true
  for name in "${chosen_targets[@]}"; do
    if [[ -f $results/$name.passed ]]; then check "fuzz_$name" cat "$results/$name.passed"; fi
  done
  for name in "${chosen_targets[@]}"; do
    if [[ ! -f $results/$name.passed ]]; then
      cat "$results/$name.said"
      check "fuzz_$name" false
    fi
  done
}

# Each source compiled by itself: the gate compiles a folder's sources together, where one may use what another includes.
stage_single() {
  build_preset single build/test-logs/compile-single.log || { show_build_failure build/test-logs/compile-single.log 60 && return 1; }
  count 1 0
}

stage_threads() {
  build_preset tsan build/test-logs/compile-tsan.log || { show_build_failure build/test-logs/compile-tsan.log 60 && return 1; }
  local reports=$PWD/build/tsan/unit-reports report result=0
  rm -rf "$reports"
  ctest --preset tsan || result=$?
  for report in "$reports"/*.xml; do count_report "$report"; done
  return "$result"
}

stage_bench() {
  build_preset release build/test-logs/compile-release.log || { show_build_failure build/test-logs/compile-release.log 60 && return 1; }
  timeout 3600 bench/run.sh
  count 1 0
}

begin_stages
for name in "${chosen[@]}"; do run_stage "$name" || break; done
if [[ $long == yes ]]; then write_results "docs/results/$(date -u +%F).md"; fi
end_stages
