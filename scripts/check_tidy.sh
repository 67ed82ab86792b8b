#!/usr/bin/env bash
# clang-tidy with the project's short list (.clang-tidy) over the sources that changed, as the preset asan-ubsan compiled them.
#   --all    over all sources, tests too
# Changed is what differs from VSS_TIDY_BASE; without that, from where this branch left origin/main; on main itself, what the
# last day before the newest commit brought; of more than VSS_TIDY_MOST (20) the last changed ones, because each takes some
# seconds: the others wait for --all. A source is looked at again only when it, a header or the list changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=build/asan-ubsan
stamps=build/tidy
[[ -f $build/compile_commands.json ]] || {
  echo "build the preset asan-ubsan first: clang-tidy needs its compile_commands.json"
  exit 1
}
mkdir -p "$stamps"
scripts/lib/single_commands.py "$build" "$stamps/commands"

# base: the commit to compare with; empty when there is none, as in a shallow clone.
base() {
  if [[ -n ${VSS_TIDY_BASE:-} ]]; then
    git rev-parse "$VSS_TIDY_BASE"
    return
  fi
  local fork
  fork=$(git merge-base HEAD origin/main 2>/dev/null || true)
  if [[ -n $fork && $fork != "$(git rev-parse HEAD)" ]]; then
    echo "$fork"
  else
    git rev-list -1 --before="$(($(git log -1 --format=%ct) - 86400))" HEAD
  fi
}

sources() {
  local since
  if [[ ${1:-} == --all ]]; then
    find src apps -name '*.cpp'
  elif ! since=$(base 2>/dev/null) || [[ -z $since ]]; then
    find src apps -name '*.cpp' -not -name '*_test.cpp'
  else
    { git ls-files --others --modified --exclude-standard -- src apps && git log --format= --name-only "$since..HEAD" -- src apps; } |
      grep '\.cpp$' | grep -v '_test\.cpp$' | awk '!seen[$0]++' | while read -r source; do [[ ! -e $source ]] || echo "$source"; done |
      head -n "${VSS_TIDY_MOST:-20}" || true
  fi
}

shared=$({ find src apps -name '*.hpp' -print0 | sort -z | xargs -0 cat; cat .clang-tidy; } | sha256sum | cut -c 1-32)

tidy_one() {
  local source=$1 shared=$2 stamp
  stamp=$3/$({ echo "$shared $source"; cat "$source"; } | sha256sum | cut -c 1-32)
  [[ -e $stamp ]] && return 0
  if clang-tidy-19 -p "$3/commands" --quiet "$source" 2>/dev/null; then touch "$stamp"; else
    echo "$source: clang-tidy is not content" && return 1
  fi
}
export -f tidy_one

sources "${1:-}" | xargs -r -P "$(nproc)" -I {} bash -c "tidy_one {} $shared $stamps"
find "$stamps" -maxdepth 1 -type f -mtime +14 -delete
