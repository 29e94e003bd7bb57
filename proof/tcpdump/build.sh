#!/usr/bin/env bash
# Builds tcpdump without and with a generated patch, runs its own test suite on both, and prints what
# came of it, a fact a line: version, stock, stock-tree, program, captures, tree (which is kept for
# clang alone), stock-passed, passed and, a line each, failed. All of it stays in the cache, so that each source and each patch is
# built once, whoever asks, and a second call needs neither tools nor network.
#
#   build.sh [--toolchain gcc|gcc-sanitized|clang-sanitized] [--source CODENAME|FOLDER] [--suite own] PATCH
#
# With `--suite own` only the tests that the patch brings are run with it: for the patch of a pack that
# differs in its table, where another one has passed all of tcpdump's tests.
#
# Ends with 1 where the patch is at fault and with 3 where tcpdump cannot be built here, each time with
# one line on the standard output that says why; what the tools printed is on the standard error.
here=$(dirname "$(realpath "$0")")
. "$here/../debian.sh"
cache=$cache/tcpdump
toolchain=gcc source="" version="" suite=all
WARNINGS="-Wall -Wextra -Wformat=2 -Wtrigraphs"
# A report of the sanitizers ends the program, so that it is a failed test. Without optimisation it
# compiles in a third of the time, and no read is left out that the source has.
SANITIZERS="-g1 -O0 -fno-sanitize-recover=undefined -fsanitize=address,undefined"

while [ $# -gt 1 ]; do
  case $1 in
    --toolchain) toolchain=$2 ;;
    --source) source=$2 ;;
    --suite) suite=$2 ;;
    *) echo "no such option: $1" >&2; exit 2 ;;
  esac
  shift 2
done
patch=$(realpath -e "${1:?a patch is needed}")
# The tests, with captures that git alone applies.
tests=${patch%.patch}-tests.patch
case $toolchain in
  gcc) compiler=gcc flags=-O2 ;;
  gcc-sanitized) compiler=gcc flags=$SANITIZERS ;;
  # What libFuzzer needs is in there, so that one build serves the suite and the fuzzer.
  clang-sanitized) compiler=clang flags="$SANITIZERS -fsanitize=fuzzer-no-link" ;;
  *) echo "no such toolchain: $toolchain" >&2; exit 2 ;;
esac
# tcpdump's test suite hands its own path to a shell without quoting it.
[[ $cache =~ ^[a-zA-Z0-9_./@%+:,~-]+$ ]] || unavailable "tcpdump cannot be tested in the folder $cache"
mkdir -p "$cache" 2>/dev/null || unavailable "the folder $cache cannot be created"

digest() { sha256sum | cut -c 1-12; }

check_tools() {
  local missing=() tool
  for tool in tar xz gcc make patch git prlimit; do
    command -v $tool >/dev/null || missing+=($tool)
  done
  # The module is in perl, not in the perl-base that each system has.
  perl -MData::Dumper -e 1 2>/dev/null || missing+=(perl)
  gcc -fsyntax-only -include stdio.h -include pcap.h -x c /dev/null 2>/dev/null ||
    missing+=(libc6-dev libpcap-dev)
  # clang alone brings no sanitizers.
  [ $compiler = gcc ] || echo "int LLVMFuzzerTestOneInput(char *d, long n) { return d == 0 && n == 9; }" |
    clang -fsanitize=fuzzer,address,undefined -x c - -o /dev/null 2>/dev/null ||
    missing+=(clang libclang-rt-dev)
  missing=("${missing[@]/#xz/xz-utils}")
  missing=("${missing[@]/#prlimit/util-linux}")
  [ ${#missing[@]} = 0 ] || unavailable "to build tcpdump, install ${missing[*]}"
}

# The version and the tarball of a source package, whose digest is checked.
read_source() {
  local dsc
  dsc=$(compgen -G "$1/*.dsc") || return 1
  local file='/^Checksums-Sha256/,/^[A-Z]/s/^ ([0-9a-f]{64}) [0-9]+ (\S+\.orig\.tar\.[a-z0-9]+)$/\1 \2/p'
  read -r sha256 tarball <<<"$(sed -nE "$file" "$dsc")"
  [ "$(sha256sum <"$1/$tarball")" = "$sha256  -" ] || return 1
  tarball=$1/$tarball version=$(sed -nE 's/^Version: ([0-9]+:)?([^-]*).*/\2/p' "$dsc")
}

# Fetches the source by apt, which checks it with the system's keys; apt's own state stays as it is.
# A function writes the entries.
fetch() {
  local folder=$cache/source-$1 work apt
  work=$(mktemp -d "$cache/.fetching-XXXXXX")
  mkdir -p "$work"/{state/lists/partial,cache/archives/partial,entries,files}
  (cd "$work/entries" && "${@:2}")
  # A system's hooks after an update tell its other programs; lists cannot be emptied with -o.
  printf '#clear APT::Update::%s;\n' Pre-Invoke Post-Invoke Post-Invoke-Success >"$work/apt.conf"
  # apt as root works as the user _apt, who cannot reach a folder in root's home.
  apt=(apt-get -q -c "$work/apt.conf" -o "Dir::State=$work/state" -o "Dir::Cache=$work/cache"
    -o "Dir::Log=$work" -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$work/entries"
    -o APT::Sandbox::User=root -o Acquire::Retries=1
    -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20)
  # An index that could not be had is a warning to apt; whether it mattered shows next.
  (cd "$work/files" && { "${apt[@]}" update || true; } &&
    "${apt[@]}" source --download-only --only-source tcpdump) >"$work/log" 2>&1 || true
  problem=$(grep -m 1 -oP '^[EW]: \K.*' "$work/log" || echo "apt brought none")
  ! compgen -G "$work/files/*.dsc" >/dev/null || { rm -rf "$folder" && mv "$work/files" "$folder"; }
  rm -rf "$work"
  read_source "$folder"
}

# This system's source; where it cannot be had, the next one of Debian that can, which then is kept as it.
find_source() {
  local id codename own name reason
  id=$(. /etc/os-release && echo "$ID") codename=$(. /etc/os-release && echo "${VERSION_CODENAME-sid}")
  lock "$cache/source"
  if [ -n "$source" ]; then
    check_tools
    fetch "$source" debian_entry "$source" || read_source "$cache/source-$source" ||
      unavailable "the source of tcpdump in $source cannot be fetched: $problem"
  elif ! read_source "$cache/source-$id-$codename"; then
    check_tools
    # Many ask one after the other, and the network will not be mended between two of them.
    [ -z "$(find "$cache/no-source" -mmin -10 2>/dev/null)" ] || unavailable "$(cat "$cache/no-source")"
    echo "fetching the source of tcpdump" >&2
    fetch "$id-$codename" source_entries /etc/apt || {
      reason=$problem
      for name in "$codename" sid trixie bookworm; do
        ! fetch "$name" debian_entry "$name" || break
      done
      [ -n "$version" ] || {
        echo "the source of tcpdump cannot be fetched: $reason" >"$cache/no-source"
        unavailable "$(cat "$cache/no-source")"
      }
      echo "the source of $codename cannot be fetched ($reason); taking that of $name" >&2
      ln -sfn "source-$name" "$cache/source-$id-$codename"
    }
  fi
  unlock
}

if [ -d "$source" ]; then
  version=$(cat "$source/VERSION" 2>/dev/null) || unavailable "$source is not a source folder of tcpdump"
  sha256=$(cd "$source" && find . -name .git -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | digest)
else
  find_source
fi
case $patch:$version in
  *-4.99.patch:4.99.* | *-5.0.patch:5.*) ;;
  *) unavailable "$(basename "$patch") is not for tcpdump $version" ;;
esac
# What this script does is part of what makes a build.
home=$cache/$version-${sha256:0:12}-$(cat "$here/build.sh" "$here/suite.pl" | digest)
stock=$home/stock-$toolchain
# The others are there for upstream's decoder, the last one where the pack has other causes.
patches=("$patch")
for more in numbers table; do
  [ ! -e "${patch%.patch}-$more.patch" ] || patches+=("${patch%.patch}-$more.patch")
done
patched=$home/patched-$toolchain-$(cd "$(dirname "$patch")" && cat "${patches[@]}" "$tests" | digest)
[ $suite = all ] || [ -e "$patched/suite" ] || patched=$patched-$suite

# A call from inside another make, or a user's own flags, must not change what is built.
unset CPPFLAGS LDFLAGS MAKEFLAGS MAKELEVEL MFLAGS
# What tcpdump leaves for the system to free is not a report on the patch.
export CC=$compiler CFLAGS=$flags ASAN_OPTIONS=detect_leaks=0

# The file of the patch alone first, so that all its warnings are known, without their places.
compile() {
  make print-tcp.o "CFLAGS=$flags $WARNINGS" >log 2>&1 || return
  sed -nE 's/^[^ ]+:[0-9]+:[0-9]+: warning: //p' log | sort >warnings
  timeout 900 make -j"$(nproc)" >log 2>&1
}

# A tcpdump in an endless loop must end as one failed test, not as a hanging suite.
run_suite() {
  timeout 900 prlimit --cpu=30 make -s check >log 2>>errors || true
  perl "$here/suite.pl" log >suite
}

build_stock() {
  if [ -d "$source" ]; then
    cp -a "$source/." .
    # What its owner has built there was built otherwise.
    [ ! -e Makefile ] || make -s distclean >log 2>&1 || return
  else
    tar -xf "$tarball" --strip-components=1 --no-same-owner
  fi
  # The development branch has to make it.
  [ -x configure ] || ./autogen.sh >log 2>&1 || return
  timeout 900 ./configure -q >log 2>&1 && compile && run_suite
}

# Nothing around the cache may make git leave something out, and say that all is well.
git_apply() {
  env -u GIT_DIR -u GIT_INDEX_FILE -u GIT_PREFIX -u GIT_WORK_TREE GIT_CEILING_DIRECTORIES="$(dirname "$PWD")" \
    GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 git apply --verbose "$@" >log 2>&1 &&
    ! grep -q "Skipped patch" log || fail "git apply does not take the patch"
}

# As both tools apply it that packagers use; neither may guess at a place.
apply() {
  git_apply --check "$1"
  patch -p1 -F0 --force --no-backup-if-mismatch -i "$1" >log 2>&1 ||
    fail "the patch does not apply without fuzz"
}

build_patched() {
  local added one
  for one in "${patches[@]}"; do apply "$one"; done
  git_apply "$tests"
  # A line each of the list of 4.99, or of the development branch's.
  added=$(grep -cE '^\+(tcp_rst_|        name => )' "$tests")
  [ $suite = all ] || {
    : >tests/TESTLIST
    find tests -name '*.tests' ! -name tcp_rst_diag_payload.tests -delete
  }
  mkdir captures
  sed -nE 's|^diff --git a/(tests/\S+\.pcap) .*|\1|p' "$tests" | xargs cp -t captures
  compile || fail "the patched tcpdump does not build"
  [ -z "$(comm -13 "$stock/warnings" warnings)" ] || {
    comm -13 "$stock/warnings" warnings >log
    fail "the patch brings new compiler warnings"
  }
  run_suite || fail "the patched tcpdump's test suite does not end"
  if [ $suite = all ]; then
    sed "s/^passed .*/passed $(($(passed "$stock/suite") + added))/" "$stock/suite"
  else
    echo "passed $added"
  fi >expected
  diff expected suite >differences || {
    echo "the patch brings $added tests; without and with it:" | cat - differences log >all && mv all log
    fail "tcpdump's test suite differs with the patch"
  }
}

passed() { sed -n 's/^passed //p' "$1"; }

fail() {
  echo "$1"
  cat log >&2
  exit 1
}

# The folder is there whole or not at all.
work=""
trap '[ -z "$work" ] || rm -rf "$work"' EXIT
begin() { work=$(mktemp -d "$home/.building-XXXXXX"); }
finish() { mv -T "$1" "$2"; rm -rf "$work"; work=""; }

lock "$stock"
if [ ! -e "$stock/suite" ]; then
  check_tools
  echo "building tcpdump $version with $toolchain, once" >&2
  begin
  (cd "$work" && build_stock) ||
    unavailable "the unchanged tcpdump $version cannot be built and tested: $(tail -n 1 "$work/log")"
  finish "$work" "$stock"
fi
unlock
lock "$patched"
if [ ! -e "$patched/suite" ]; then
  check_tools
  echo "building tcpdump $version with $toolchain and the patch" >&2
  begin
  # With its times, so that make compiles again only what the patch changes.
  cp -a "$stock" "$work/tree"
  (cd "$work/tree" && build_patched)
  mv "$work/tree/tcpdump" "$work/tree/suite" "$work/tree/captures" "$work"
  # The fuzzer is linked with clang's library; of the others nothing more is needed.
  [ $compiler = clang ] || rm -rf "$work/tree"
  finish "$work" "$patched"
fi
unlock
touch "$stock" "$patched" "$home"
# What nobody has asked for in a week.
find "$cache" -mindepth 1 -maxdepth 2 \( -name 'patched-*' -o -name '.*' -o -name '[0-9]*-*-*' \) \
  -mtime +7 -exec rm -rf {} +
cat <<FACTS
version $version
stock $stock/tcpdump
stock-tree $stock
program $patched/tcpdump
captures $patched/captures
tree $patched/tree
stock-passed $(passed "$stock/suite")
$(cat "$patched/suite")
FACTS
