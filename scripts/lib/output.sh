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

# time_left DONE TOTAL SECONDS: what is left at the pace so far, in words; nothing while that says little.
time_left() {
  local done=$1 total=$2 seconds=$3
  ((done * 20 >= total && seconds >= 10)) || return 0
  local left=$((seconds * (total - done) / done))
  if ((left >= 90)); then printf ', about %d min left' $(((left + 30) / 60)); else printf ', about %d s left' "$left"; fi
}

# progress LABEL: reads ninja's output, keeps one line on a terminal up to date and writes nothing elsewhere.
progress() {
  local label=$1 line started=$SECONDS
  while IFS= read -r line; do
    if [[ -t 1 && $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
      printf '\r\e[K  %s %s of %s%s' "$label" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" \
        "$(time_left "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" $((SECONDS - started)))"
    fi
  done
  if [[ -t 1 ]]; then printf '\r\e[K'; fi
}
