# shellcheck shell=bash
# What a benchmark needs, looked for before it starts. Sourced: need TOOL PACKAGE for each, then stop_when_missing.
missing=()

# need TOOL PACKAGE: TOOL is a command or a path.
need() { command -v "$1" >/dev/null || missing+=("  $1   apt install $2"); }

# need_build FILE: something that the release build makes.
need_build() { [[ -x $1 ]] || missing+=("  $1   ./run.sh --build-only"); }

# stop_when_missing: names all that is missing at once, each with how to get it.
stop_when_missing() {
  if [[ ${#missing[@]} == 0 ]]; then return; fi
  echo "This benchmark cannot run: missing" >&2
  printf '%s\n' "${missing[@]}" >&2
  exit 69 # EX_UNAVAILABLE of sysexits.h
}
