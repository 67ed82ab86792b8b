#!/usr/bin/env bash
# Asterisk 22 out of Debian's own archive in a folder of its own: peer/chroot.sh FOLDER. Debian 12 itself ships no Asterisk;
# its archive has one in `forky`. Takes about a minute and 280 MB, once; needs root and mmdebstrap. Nothing is
# installed on the machine, and the folder can be deleted.
set -euo pipefail
root=$1 suite=forky
[[ ! -x $root/usr/sbin/asterisk ]] || exit 0
if [[ $(id -u) != 0 ]]; then
  echo "Asterisk's folder is made by root: sudo $0 $root" >&2
  exit 1
fi
# The mirror is the one this machine's apt uses.
shopt -s nullglob
sources=(/etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list /etc/apt/sources.list)
mirror=$(awk '/^URIs:/ {print $2; exit}
  /^deb / {for (i = 2; i <= NF; ++i) if ($i ~ /^https?:/) {print $i; exit}}' "${sources[@]}" 2>/dev/null) || true
[[ -n $mirror ]] || { echo "no mirror in apt's sources" >&2 && exit 1; }
key=/usr/share/keyrings/debian-archive-keyring.gpg
rm -rf "$root" "$root.part"
mkdir -p "$(dirname "$root")"
# A mirror that is a snapshot keeps the day it was taken: its index may be past its date. Signatures are checked all
# the same.
mmdebstrap --mode=root --aptopt='Acquire::Check-Valid-Until "false"'  --variant=minbase --include=asterisk \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  "$suite" "$root.part" "deb [signed-by=$key] $mirror $suite main"
mv "$root.part" "$root"
