# shellcheck shell=bash
# Configuring and building a CMake preset, quietly. Sourced after output.sh.

# How many compilers at a time: one a core, as long as each finds 1.2 GB of memory.
build_jobs() {
  local cores memory_kb
  cores=$(nproc)
  memory_kb=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo)
  local fit=$((memory_kb / 1200000))
  ((fit < 1)) && fit=1
  echo $((cores < fit ? cores : fit))
}

# build_preset PRESET LOG [TARGET…]: everything that it prints goes to LOG; on a terminal one line shows how far it is.
build_preset() {
  local preset=$1 log=$2
  shift 2
  mkdir -p "$(dirname "$log")"
  : >"$log"
  if [[ ! -f build/$preset/build.ninja ]]; then
    cmake --preset "$preset" >>"$log" 2>&1 || return 1
  fi
  # The web application first and beside the compilers: half of its time it waits, and ninja comes to it last. What fails in
  # it is said when ninja asks for it.
  local web=
  if (($# == 0)) || [[ " $* " == *" vss "* ]]; then scripts/build_web.sh >>build/web.log 2>&1 & web=$!; fi
  local result=0
  ninja -C "build/$preset" -j "$(build_jobs)" "$@" 2>&1 | tee -a "$log" | progress "building $preset:" || result=$?
  if [[ -n $web ]]; then wait "$web" || true; fi
  return "$result"
}

# show_build_failure LOG: what the compiler said, without its command lines.
show_build_failure() {
  grep -vE '^(/usr/bin/cmake -E env |: && |\[[0-9]+/[0-9]+\] |ninja: Entering)' "$1" | tail -n "${2:-30}" | sed 's/^/    /' || true
}
