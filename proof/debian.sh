# What the scripts that need a Debian share; bash sources it. Without one of their programs or rights
# they end with 3 and one line on the standard output that says why.
set -euo pipefail
export LC_ALL=C TZ=UTC
cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/rstdiag

unavailable() { echo "$*"; exit 3; }

# What apt is told of its sources in a folder such as /etc/apt.
apt_lists() { cat "$1"/sources.list "$1"/sources.list.d/*."$2" 2>/dev/null || true; }

# The mirror of Debian that apt uses here, or Debian's own.
debian_mirror() {
  local mirror
  mirror=$({ apt_lists /etc/apt list && apt_lists /etc/apt sources; } |
    sed -nE '/^ *#/d; s#^.*[ ](https?://[^ ]*/debian)/?( .*)?$#\1#p')
  echo "${mirror:-http://deb.debian.org/debian}" | sed -n 1p
}

# A system's own entries of apt as entries for sources, in both syntaxes, for the folder we are in; not
# those of flat repositories, which have no components, nor of media that somebody would have to put in.
source_entries() {
  apt_lists "$1" list |
    sed -nE '/cdrom:/d; s#^ *deb +(\[[^]]*\] +)?([^ ]+) +([^ ]*[^ /]) .*#deb-src \1\2 \3 main#p' >system.list
  for file in "$1"/sources.list.d/*.sources; do
    [ ! -e "$file" ] || { grep -v '^#' "$file"; echo; }
  done | awk -v RS= '!/(^|\n)([Ss]uites:[^\n]*\/( |\n|$)|[Ee]nabled: *no|URIs: *cdrom)/ {
    gsub(/(^|\n)([Tt]ypes|[Cc]omponents|[Aa]rchitectures):[^\n]*/, "")
    sub(/^\n/, ""); print "Types: deb-src\nComponents: main\n" $0 "\n" }' >system.sources
}

# An entry for the sources of Debian's archive, of the release with that code name.
debian_entry() {
  local key=/usr/share/keyrings/debian-archive-keyring.gpg
  echo "deb-src $([ ! -e $key ] || echo "[signed-by=$key] ")$(debian_mirror) $1 main" >debian.list
}

# Waits until nobody else makes what gets this name; until then nothing of it can be seen there.
lock() { mkdir -p "$(dirname "$1")" && exec 9>"$1.lock" && flock 9; }
unlock() { exec 9>&-; }
