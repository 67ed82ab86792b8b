#!/usr/bin/env bash
# Builds VSS when something changed and runs it. From a fresh Debian 12 to a running system, and again in a second.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=scripts/lib/output.sh
source scripts/lib/output.sh
# shellcheck source=scripts/lib/packages.sh
source scripts/lib/packages.sh
# shellcheck source=scripts/lib/build.sh
source scripts/lib/build.sh
# shellcheck source=scripts/lib/instance.sh
source scripts/lib/instance.sh

binary=build/release/apps/vss/vss

usage() {
  cat <<'TEXT'
Usage: ./run.sh [--demo] [--detach | --status | --stop | --build-only] [-- ARGUMENTS OF vss serve]

  (nothing)      install what is missing, build, run in the foreground; Ctrl-C stops
  --detach       the same in the background; returns when every service answers
  --status       what runs and how it is
  --stop         stop it cleanly
  --build-only   install and build, start nothing
  --demo         a demo centre that lives, instead of yours: trunks, lines, users, leads, and calls on the built-in test
                 exchange. Its data is in var-demo; delete that folder and it is gone. Also with the options above
  --help         this text

State lives in VSS_DATA_DIR (default: var/ here). Settings are read from the environment and from .env; the list is
in .env.example. Two instances run side by side when VSS_DATA_DIR and the ports differ.
TEXT
}

install_and_build() {
  need_packages "${packages_build[@]}"
  need_phonenumber_headers
  local started=$SECONDS
  if [[ ! -x $binary ]]; then say "  building VSS: some minutes, this once; later starts take a second"; fi
  build_preset release build/run.log vss || {
    show_build_failure build/run.log
    die "the build failed; the whole log is build/run.log"
  }
  if ((SECONDS - started > 3)); then good "built  $((SECONDS - started)) s"; fi
}

action=run command=serve
while (($#)); do
  case $1 in
    --detach | --status | --stop | --build-only) action=${1#--} ;;
    --demo) command=demo ;;
    --help | -h)
      usage
      exit 0
      ;;
    --)
      shift
      break
      ;;
    *)
      usage >&2
      die "unknown option: $1"
      ;;
  esac
  shift
done

# The demo's data folder, whatever .env says of the real one's. As the environment has it, so that vss sees it, too.
if [[ $command == demo ]]; then
  export VSS_DATA_DIR=${VSS_DATA_DIR:-var-demo}
  instance_use "$VSS_DATA_DIR"
  # shellcheck disable=SC2034 # instance_start says it
  stop_command="./run.sh --demo --stop"
fi

case $action in
  run)
    install_and_build
    exec "$binary" "$command" "$@"
    ;;
  detach)
    install_and_build
    instance_start "$binary" "$command" "$@"
    ;;
  build-only) install_and_build ;;
  status) instance_status ;;
  stop) instance_stop ;;
esac
