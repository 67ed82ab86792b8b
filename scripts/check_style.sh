#!/usr/bin/env bash
# Formatting (clang-format), shell scripts (shellcheck) and plain text hygiene. `--fix` formats instead of complaining.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# own_files NAME…: files of the project with such names, without builds, data and node_modules.
own_files() {
  local -a names=(-name "$1")
  shift
  local name
  for name in "$@"; do names+=(-o -name "$name"); done
  find . \( -path ./.git -o -path ./build -o -path ./var -o -name node_modules -o -name fixtures \) -prune -o -type f \( "${names[@]}" \) -print0
}

if [[ ${1:-} == --fix ]]; then
  own_files '*.cpp' '*.hpp' | xargs -0 -r clang-format-19 -i
  exit 0
fi

failed=0
unformatted=$(own_files '*.cpp' '*.hpp' | xargs -0 -r clang-format-19 --dry-run 2>&1 |
  grep -oE '^\./[^:]+:[0-9]+' | sort -u -t : -k 1,1 || true)
if [[ -n $unformatted ]]; then
  printf '%s\nnot formatted; ./scripts/check_style.sh --fix does it\n' "$unformatted"
  failed=1
fi
{
  own_files '*.sh'
  printf '%s\0' .ci/run
} | xargs -0 -r shellcheck -x || failed=1

# What .editorconfig asks for: no tabs to indent, no blanks at line ends, a newline at the end.
while IFS= read -r -d '' file; do
  if grep -nP '^\t|[ \t]+$' "$file" | sed "s|^|$file:|" | grep .; then failed=1; fi
  if [[ -s $file && -n $(tail -c 1 "$file") ]]; then
    echo "$file: no newline at its end"
    failed=1
  fi
done < <(own_files '*.cpp' '*.hpp' '*.sh' '*.py' '*.cmake' 'CMakeLists.txt' '*.ts' '*.mjs' '*.yaml' '*.sql')
exit "$failed"
