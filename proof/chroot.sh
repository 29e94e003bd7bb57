#!/usr/bin/env bash
# Makes a small Debian in the cache, of the mirror that apt uses here, with tshark and what builds its
# plugins, unless it is there already, and prints its folder: chroot.sh [--fresh] CODENAME, such as trixie or sid. Ends with 3 and
# one line that says why where it cannot be made here.
. "$(dirname "$(realpath "$0")")/debian.sh"
fresh=""
[ "$1" != --fresh ] || { fresh=1 && shift; }
root=$cache/chroots/${1:?a code name is needed}

# What is mounted there, such as the /proc of an interrupted installation, is not ours to empty.
remove() {
  local mounted
  mounted=$(findmnt -rno TARGET | sed 's/\\x20/ /g' | { grep -F "$1/" || true; } | sed -n 1p)
  [ -z "$mounted" ] || unavailable "$mounted is mounted; run: umount $mounted"
  rm -rf --one-file-system "$1"
}

# A step of the work; its last complaint names what the others led to.
step() {
  timeout 900 "$@" >"$work.log" 2>&1 || {
    echo "$1: $(grep -E '^[EW]: ' "$work.log" | tail -n 1 | cut -c 4-)" >"$work.log"
    return 1
  }
}

[ "$(id -u)" = 0 ] || unavailable "only root can make a chroot and enter it"
# What is asked for last is there only if all is.
packages="tshark make pkg-config gcc libc6-dev libglib2.0-dev libwireshark-dev"
is_whole="$root/usr/include/wireshark"
lock "$root"
[ -z "$fresh" ] || remove "$root"
if [ ! -e "$is_whole" ]; then
  command -v debootstrap >/dev/null || unavailable "to make a chroot, install debootstrap"
  echo "making a Debian $1 in $root: its base system, tshark, a compiler" >&2
  work=$cache/chroots/.building-$1
  remove "$work"
  remove "$root"
  export DEBIAN_FRONTEND=noninteractive
  # tshark not by debootstrap: that does not know that one package can stand for another.
  step debootstrap --variant=minbase --force-check-gpg "$1" "$work" "$(debian_mirror)" &&
    step chroot "$work" apt-get -q install -y --no-install-recommends $packages || {
    reason=$(cat "$work.log")
    remove "$work"
    unavailable "$reason"
  }
  # An ordinary user has to pass through it.
  chmod 755 "$work"
  mv -T "$work" "$root"
  rm -f "$work.log"
fi
echo "$root"
