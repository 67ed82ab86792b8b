#!/usr/bin/env bash
# clang-tidy with the project's short list (.clang-tidy) over what the preset asan-ubsan compiled; `--tests` takes the
# test sources too. A source is looked at again only when it, a header or the list changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=build/asan-ubsan
stamps=build/tidy
[[ -f $build/compile_commands.json ]] || {
  echo "build the preset asan-ubsan first: clang-tidy needs its compile_commands.json"
  exit 1
}
mkdir -p "$stamps"

shared=$({ find src apps -name '*.hpp' -print0 | sort -z | xargs -0 cat; cat .clang-tidy; } | sha256sum | cut -c 1-32)

tidy_one() {
  local source=$1 shared=$2 stamp
  stamp=$3/$({ echo "$shared $source"; cat "$source"; } | sha256sum | cut -c 1-32)
  [[ -e $stamp ]] && return 0
  if clang-tidy-19 -p "$4" --quiet "$source" 2>/dev/null; then touch "$stamp"; else
    echo "$source: clang-tidy is not content" && return 1
  fi
}
export -f tidy_one

find src apps -name '*.cpp' -print0 |
  { if [[ ${1:-} == --tests ]]; then cat; else grep -zv '_test\.cpp$'; fi; } | sort -z |
  xargs -0 -r -P "$(nproc)" -I {} bash -c "tidy_one {} $shared $stamps $build"
find "$stamps" -type f -mtime +14 -delete
