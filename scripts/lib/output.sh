# shellcheck shell=bash
# How the scripts speak: one line a step, in colour on a terminal only. Sourced.

if [[ -t 1 && -z "${NO_COLOR:-}" ]]; then
  c_ok=$'\e[32m' c_bad=$'\e[31m' c_dim=$'\e[2m' c_off=$'\e[0m'
else
  c_ok='' c_bad='' c_dim='' c_off=''
fi

say() { printf '%s\n' "$*"; }
good() { printf '%s✓%s %s\n' "$c_ok" "$c_off" "$*"; }
bad() { printf '%s✗%s %s\n' "$c_bad" "$c_off" "$*"; }
dim() { printf '%s%s%s\n' "$c_dim" "$*" "$c_off"; }
die() {
  printf '%s✗%s %s\n' "$c_bad" "$c_off" "$*" >&2
  exit 1
}

# show_tail FILE LINES: the end of a log, indented.
show_tail() { tail -n "$2" "$1" | sed 's/^/    /'; }

# progress LABEL: reads ninja's output, keeps one line on a terminal up to date and writes nothing elsewhere.
progress() {
  local label=$1 line
  while IFS= read -r line; do
    if [[ -t 1 && $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
      printf '\r\e[K  %s %s of %s' "$label" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    fi
  done
  if [[ -t 1 ]]; then printf '\r\e[K'; fi
}
