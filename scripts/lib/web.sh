# shellcheck shell=bash
# The web application: packages when the lock file changed, a build when a source did. Sourced; needs nothing before it.

# What is built from these; a hash of all of it decides, so a checkout or a touch builds nothing anew.
web_sources_hash() {
  {
    find web -maxdepth 1 -type f -print0
    find web/src web/public web/scripts api cmake/openapi_to_json.py -type f \
      -not -path '*/generated/*' -not -path 'api/docs/*' -not -name '*.test.ts' -not -name '*.test.tsx' -print0
  } | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

# need_web_packages: web/node_modules as the lock file says. Not `npm ci`: it insists on entries for the binaries of every
# other platform, which not every mirror has.
need_web_packages() {
  local stamp=web/node_modules/.installed
  if [[ -f $stamp && ! web/package-lock.json -nt $stamp ]]; then return 0; fi
  (cd web && npm install --no-save --loglevel=error) && touch "$stamp"
}

# build_web: build/web/dist and build/web/files.txt, the list of it. Two builds at a time wait for each other.
build_web() {
  mkdir -p build/web
  (
    flock 9
    local hash
    hash=$(web_sources_hash)
    if [[ -f build/web/files.txt && $(cat build/web/stamp 2>/dev/null) == "$hash" ]]; then exit 0; fi
    need_web_packages && (cd web && npm run --silent build) && echo "$hash" >build/web/stamp
  ) 9>build/web/lock
}
