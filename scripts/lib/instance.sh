# shellcheck shell=bash
# The running VSS of one VSS_DATA_DIR: start in the background, show, stop. Sourced after output.sh.
# `vss serve` holds VSS_DATA_DIR/vss.lock, one line of JSON: {"pid":…,"started_at":…,"ports":{"workspace":3000,…}}.

# setting NAME DEFAULT: as vss reads it, from the environment before .env.
setting() {
  local value=${!1:-} file=${VSS_ENV_FILE:-.env}
  if [[ -z $value && -r $file ]]; then
    value=$(sed -n -E "s/^[[:space:]]*(export[[:space:]]+)?$1[[:space:]]*=[[:space:]]*//p" "$file" | tail -n 1 |
      sed -E "s/[[:space:]]+(#.*)?\$//; s/^\"(.*)\"\$/\\1/; s/^'(.*)'\$/\\1/")
  fi
  printf '%s\n' "${value:-$2}"
}

# instance_use FOLDER: the functions below are about the VSS of this VSS_DATA_DIR.
instance_use() {
  data_dir=$1
  lock=$data_dir/vss.lock
}
instance_use "$(setting VSS_DATA_DIR var)"
stop_command="./run.sh --stop" # as people are told of it

# lock_value NAME: a number or text of the lock file, empty when it is not there.
lock_value() { [[ ! -r $lock ]] || sed -n -E "s/.*\"$1\":[[:space:]]*\"?([^\",}]*).*/\\1/p" "$lock" | head -n 1; }

# The pid of the VSS that holds the lock. A lock left behind by a killed process does not count.
instance_pid() {
  local pid
  pid=$(lock_value pid)
  if [[ -n $pid && $(cat "/proc/$pid/comm" 2>/dev/null) == vss ]]; then printf '%s\n' "$pid"; fi
}

# Prints the origin of a service (workspace, point, dci, ottb); its port is the running instance's, or the configured.
instance_url() {
  local -A defaults=([workspace]=3000 [point]=8081 [dci]=8082 [ottb]=8083)
  local service=${1:-workspace} port scheme=http host
  port=$(lock_value "$service")
  port=${port:-$(setting "PORT_${service^^}" "${defaults[$service]}")}
  if [[ -n $(setting VSS_TLS_CERT '') || -e $data_dir/tls/server.crt ]]; then scheme=https; fi
  host=$(setting VSS_BIND 127.0.0.1)
  case $host in
    127.0.0.1 | 0.0.0.0 | :: | ::1) host=localhost ;;
    *:*) host="[$host]" ;;
  esac
  printf '%s://%s:%s\n' "$scheme" "$host" "$port"
}

answers() { curl -sfk -m 2 -o /dev/null "$1"; }

instance_start() {
  local pid log=$data_dir/logs/vss.log
  pid=$(instance_pid)
  if [[ -n $pid ]]; then
    good "VSS runs already (pid $pid) at $(instance_url)"
    return 0
  fi

  (umask 077 && mkdir -p "$data_dir/logs")
  if [[ -s $log ]]; then mv "$log" "$log.1"; fi
  # Log lines go to the log; what `vss serve` tells whoever starts it (the first password) only to this terminal.
  local words
  words=$(umask 077 && mktemp "$data_dir/start.XXXXXX")
  (umask 077 && exec setsid "$@" <"/dev/null" >"$words" 2>"$log") &
  pid=$!
  local deadline=$((SECONDS + 60))
  until [[ $(instance_pid) == "$pid" ]] && answers "$(instance_url)/api/health/ready"; do
    if ! kill -0 "$pid" 2>/dev/null || ((SECONDS > deadline)); then
      local result=0
      if kill -TERM "$pid" 2>/dev/null; then bad "VSS did not get ready in 60 s"; fi
      wait "$pid" || result=$?
      cat "$words"
      show_tail "$log" 15
      rm -f "$words"
      bad "VSS did not start (exit code $result); its log is $log"
      return "$result"
    fi
    sleep 0.05
  done
  cat "$words"
  rm -f "$words"
  dim "  pid $pid · log $log · stop it with $stop_command"
}

instance_status() {
  local pid
  pid=$(instance_pid)
  if [[ -z $pid ]]; then
    say "VSS does not run (no live process holds $lock)."
    return 3
  fi
  good "VSS runs: pid $pid, for $(ps -o etime= -p "$pid" | tr -d ' '), $(($(ps -o rss= -p "$pid") / 1024)) MB"
  local service url result=0
  for service in workspace point dci ottb; do
    url=$(instance_url "$service")
    if answers "$url/api/health/ready"; then
      good "$(printf '%-9s  %s' "$service" "$url")"
    else
      bad "$(printf '%-9s  %s  does not answer' "$service" "$url")"
      result=1
    fi
  done
  return "$result"
}

instance_stop() {
  local pid
  pid=$(instance_pid)
  if [[ -z $pid ]]; then
    say "VSS does not run."
    return 0
  fi
  kill -TERM "$pid"
  local deadline=$((SECONDS + 30))
  while kill -0 "$pid" 2>/dev/null; do
    ((SECONDS <= deadline)) || die "VSS (pid $pid) has not stopped after 30 s; its log says why. It was not killed."
    sleep 0.05
  done
  good "VSS stopped (pid $pid)"
}
