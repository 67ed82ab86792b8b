# shellcheck shell=bash
# shellcheck disable=SC2034 # the lists are used by whoever sources this
# What VSS needs of Debian 12, and the one function that installs what is missing. Sourced after output.sh.

# To build and run. One line a purpose.
packages_build=(
  clang-19 cmake ninja-build mold ccache
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev # Boost 1.74, Debian's default, has no Boost.URL
  libssl-dev libpq-dev libsqlite3-dev zlib1g-dev libcrypt-dev # libcrypt: bcrypt $2b$
  libspdlog-dev libfmt-dev libcli11-dev
  libphonenumber8 libprotobuf-dev libabsl-dev # telephone numbers; its headers come through need_phonenumber_headers
  libicu-dev                               # Unicode's normal forms, case folding; libphonenumber8 brings the library itself
  libspandsp-dev                           # G.711 and DTMF
  prometheus-cpp-dev                       # its CMake file also wants libcurl and civetweb; the package brings both
  python3 python3-yaml                     # embeds files into the binary; turns the OpenAPI YAML into JSON
  tzdata                                   # VSS_TIMEZONE: days are counted in the centre's time zone
  ca-certificates curl git
)

# The page at /api/docs comes from npm; so do the functional tests. Node 18 is enough: Debian's own, unless there is
# one already (from anywhere).
if ! { command -v npm && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'; } >/dev/null 2>&1; then
  packages_build+=(nodejs npm)
fi

# For the tests, besides those above.
packages_test=(
  libclang-rt-19-dev                       # the sanitizers' and libFuzzer's runtimes
  llvm-19                                  # llvm-symbolizer: function names in sanitizer reports
  clang-format-19 clang-tidy-19 shellcheck
  libgtest-dev libgmock-dev
  sip-tester baresip-core                  # SIPp and a telephone that others wrote, for tests/sip
  espeak-ng                                # speaks prompts
  chromium-headless-shell                  # tests/e2e: Chromium without the browser's own window
  postgresql-15 postgresql-client-15       # the tests start servers of their own with these programs
)

# For bench/ and tests/load.
packages_bench=(
  wrk
  libdevel-nytprof-perl # flamegraph.pl
  sqlite3               # fills tables with millions of calls
  mmdebstrap linux-perf # Asterisk in a folder of its own, and where the CPU goes; sipp is above
)

# Prints those of its arguments that are not installed, one a line.
missing_packages() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^ii *//p' | sort -u) ||
    true # dpkg-query fails when it knows nothing of a package: that one is missing
  comm -23 <(printf '%s\n' "$@" | sort -u) <(printf '%s\n' "$installed")
}

# as_root COMMAND…: with sudo when the user is not root.
as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

# need_packages PACKAGE…: does nothing when all are there. Starts no service and removes nothing.
need_packages() {
  command -v dpkg-query >/dev/null ||
    die "VSS installs what it needs through apt and is built on Debian 12; here is no dpkg. Needed: $*"
  local -a missing
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    die "These Debian packages are missing, and only root may install them (there is no sudo here). As root:
    apt-get install --no-install-recommends ${missing[*]}"
  fi
  if [[ " ${missing[*]} " == *' libboost1.81-dev '* && -z $(missing_packages libboost1.74-dev) ]]; then
    die "libboost1.74-dev is installed; VSS needs Boost 1.81, and Debian lets only one of them be there. Remove it:
    apt-get remove libboost1.74-dev"
  fi

  local log=build/apt.log started=$SECONDS
  mkdir -p "$(dirname "$log")"
  say "  installing ${#missing[@]} Debian packages (log: $log)"
  apt_install "${missing[@]}" >"$log" 2>&1 || {
    show_tail "$log" 15
    die "apt could not install: ${missing[*]} (whole log: $log)"
  }
  good "installed ${#missing[@]} packages  $((SECONDS - started)) s"
}

# The first try uses the package lists that are there; only when that fails are they fetched again.
apt_install() {
  local -a install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends --no-remove "$@")
  local result=0
  forbid_services
  # Installing PostgreSQL for the tests makes no cluster that starts at the next boot.
  if [[ " $* " == *" postgresql-15 "* && ! -e /etc/postgresql-common ]]; then
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.d/vss-tests.conf
  fi
  as_root "${install[@]}" || { as_root apt-get update && as_root "${install[@]}"; } || result=$?
  allow_services
  return "$result"
}

# Debian starts a service when its package arrives, unless policy-rc.d says no. A policy that is there is kept.
forbid_services() {
  policy_is_ours=no
  if [[ ! -e /usr/sbin/policy-rc.d ]]; then
    policy_is_ours=yes
    printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null
    as_root chmod 755 /usr/sbin/policy-rc.d
    trap allow_services EXIT
  fi
}

allow_services() {
  if [[ ${policy_is_ours:-no} == yes ]]; then
    as_root rm -f /usr/sbin/policy-rc.d
    policy_is_ours=no
    trap - EXIT
  fi
}

# need_promtool: prints the path of promtool, taken out of Debian's prometheus package without installing that (it
# is a service).
need_promtool() {
  local dir=build/tools
  if ! command -v promtool; then
    if [[ ! -x $dir/promtool ]]; then
      mkdir -p "$dir/download"
      (cd "$dir/download" && { apt-get download prometheus || { as_root apt-get update && apt-get download prometheus; }; } &&
        dpkg -x prometheus_*.deb .) >"$dir/promtool.log" 2>&1 || {
        show_tail "$dir/promtool.log" 10 >&2
        die "could not fetch Debian's prometheus package for promtool"
      }
      mv "$dir/download/usr/bin/promtool" "$dir/promtool"
      rm -rf "$dir/download"
    fi
    printf '%s\n' "$PWD/$dir/promtool"
  fi
}

# need_phonenumber_headers: the headers of libphonenumber in build/deps. Debian's libphonenumber-dev cannot be installed
# beside Boost 1.81 (it wants 1.74's development files, which VSS uses nothing of), so its files are taken out of it.
need_phonenumber_headers() {
  local dir=build/deps/phonenumber
  if [[ -e /usr/include/phonenumbers/phonenumberutil.h || -e $dir/include/phonenumbers/phonenumberutil.h ]]; then return 0; fi
  rm -rf "$dir"
  mkdir -p "$dir/download"
  (cd "$dir/download" && { apt-get download libphonenumber-dev || { as_root apt-get update && apt-get download libphonenumber-dev; }; } &&
    dpkg -x libphonenumber-dev_*.deb .) >build/deps/phonenumber.log 2>&1 || {
    show_tail build/deps/phonenumber.log 10 >&2
    die "could not fetch Debian's libphonenumber-dev for its header files"
  }
  mv "$dir/download/usr/include" "$dir/include"
  rm -rf "$dir/download"
}
