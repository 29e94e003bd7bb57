#!/usr/bin/env bash
# Takes the pictures of docs/pictures: Wireshark with the plugin and the profile, as an ordinary user
# sees it who has just copied both. Not a test: a person looks at what it makes.
# wireshark.sh [ROOT [FOLDER]] takes the Wireshark of the system in ROOT, / or a chroot with fonts of its
# own. It needs the Debian packages wireshark, xvfb, xdotool, imagemagick and fonts-dejavu-core.
set -euo pipefail
here=$(realpath "$(dirname "$0")/../..")
system=$(realpath "${1:-/}") pictures=${2:-$here/docs/pictures}
system=${system%/}
profile="TCP resets" width=1500 height=820
# nobody and nogroup: Wireshark 4.4 and later load no Lua for user 0 or group 0.
ordinary=65534

work=$(mktemp -d "$system/tmp/rstdiag-pictures-XXXXXX")
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

# A home of its own, with the plugin and the profile where docs/wireshark.md puts them.
config=$work/home/.config/wireshark
mkdir -p "$config" "$work/home/.local/lib/wireshark/plugins" "$work/home/runtime" "$pictures"
chmod 700 "$work/home/runtime"
cp "$here/dist/wireshark/rstdiag.lua" "$work/home/.local/lib/wireshark/plugins/"
cp -r "$here/dist/wireshark/profiles" "$config/"
printf 'gui.geometry_main_%s\n' "x: 0" "y: 0" "width: $width" "height: $height" >"$config/recent_common"

# A capture of some samples: those that have something for each colour, and those whose statistics fit
# into a window.
merge() { mergecap -a -w "$work/$1" "${@:2}"; }
cd "$here/samples"
merge resets.pcapng {registered-codes,unknown-codes,malformed,truncated,look-alikes}.pcapng
merge few-resets.pcapng {specification-examples,unknown-codes,malformed,truncated}.pcapng
# Recorded connections, one ten seconds after the other, as if one link had carried them.
follow() {
  local at=0 capture parts=() begin end
  for capture in "${@:2}"; do
    read -r begin end < <(tshark -r "$capture" -T fields -e frame.time_epoch | sed -n '1p;$p' | paste -s -d ' ')
    parts+=("$work/part-${#parts[@]}.pcapng")
    editcap -t "$(awk "BEGIN { printf \"%.6f\", $at - $begin }")" "$capture" "${parts[-1]}"
    at=$(awk "BEGIN { printf \"%.6f\", $at + $end - $begin + 10 }")
  done
  mergecap -a -w "$work/$1" "${parts[@]}"
}
follow ordinary-resets.pcapng laboratory/{idle-timeout,certificate-refused,half-open}.client.pcap
cd "$work"
[ "$(id -u)" != 0 ] || chown -R $ordinary:$ordinary "$work"

# A screen that no one sees.
Xvfb -displayfd 3 -screen 0 ${width}x${height}x24 -nolisten tcp 3>"$work/display" &
pids+=($!)
until [ -s "$work/display" ]; do sleep 0.1; done
DISPLAY=:$(cat "$work/display")
export DISPLAY

# Runs a command in the system, not as root.
as_user() {
  local inside=(env -i "PATH=$PATH" "DISPLAY=$DISPLAY" LANG=C.UTF-8 QT_QPA_PLATFORM=xcb
    "HOME=${work#"$system"}/home" "XDG_RUNTIME_DIR=${work#"$system"}/home/runtime")
  if [ -n "$system" ]; then
    # shellcheck disable=SC2016
    exec unshare --mount sh -c 'for path in /proc /dev /tmp/.X11-unix; do
      mkdir -p "$0$path" && mount --rbind $path "$0$path" || exit; done
      exec chroot --userspec=65534:65534 "$0" "$@"' "$system" "${inside[@]}" "$@"
  elif [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid=$ordinary --regid=$ordinary --clear-groups "${inside[@]}" "$@"
  else
    exec "${inside[@]}" "$@"
  fi
}

# Opens a capture; the list of packets gets so many pixels of the window, and the tree $tree of them.
tree=740
open_wireshark() {
  cp "$here/dist/wireshark/profiles/$profile/recent" "$config/profiles/$profile/recent"
  printf 'gui.geometry_main_%s\n' "upper_pane: $1" "lower_pane: $tree" >>"$config/profiles/$profile/recent"
  as_user wireshark -C "$profile" -r "${work#"$system"}/$2" "${@:3}" 2>>"$work/complaints" &
  wireshark=$!
  pids+=($wireshark)
  window=$(xdotool search --sync --onlyvisible --name resets.pcapng | head -n 1)
  sleep 5
  xdotool windowfocus "$window"
  # A mouse over a row would paint it as chosen.
  xdotool mousemove $((width - 2)) $((height - 2))
}
close_wireshark() { kill $wireshark && { wait $wireshark || true; }; }

# One thing after the other, and the window follows.
act() { xdotool "$@" && sleep 0.7; }

# A picture of the screen, or of the area WIDTHxHEIGHT+X+Y of it.
take() {
  sleep 1
  import -window root "$work/screen.png"
  convert "$work/screen.png" ${2:+-crop "$2" +repage} -strip -dither None -colors 64 "PNG8:$pictures/$1.png"
  echo "$pictures/$1.png"
}

# Opens a window of Tools > TCP resets; the keys lead to its entry from the first one.
choose() {
  act windowfocus "$window" key alt+t
  act key Up Right "${@:2}" Return
  child=$(xdotool search --sync --onlyvisible --name "TCP resets: $1" | head -n 1)
  sleep 1
}
go_to() { act windowfocus "$window" key ctrl+g && act type "$1" && act key Return; }
click() { act mousemove "$1" "$2" click 1 mousemove $((width - 2)) $((height - 2)); }

# Resets that state nothing, explained.
open_wireshark 566 ordinary-resets.pcapng
choose explanation
xdotool windowmove "$child" 0 0
take explanation 620x450+0+0
# "Show in packet list", then "Close".
click 240 426
click 570 426
# A frame that shows why the next one is an RST.
go_to 7
take explained
close_wireshark

tree=1100
open_wireshark 250 ordinary-resets.pcapng
choose explanation
xdotool windowmove "$child" 0 0
click 240 426
click 570 426
go_to 8
click 300 423
act key shift+Right
take explained-tree
close_wireshark
tree=740

shown=(-Y "tcp.flags.reset == 1 && ip.version == 4")
open_wireshark 600 resets.pcapng "${shown[@]}" -g 17
take packet-list
# The menu at the right end of the filter toolbar, its third entry.
act mousemove $((width - 95)) 77 click 1
act key Down Down Down Right
take menu 900x330+600+60
close_wireshark
open_wireshark 351 resets.pcapng "${shown[@]}" -g 27
# The last protocol of the tree, opened with all below it.
act mousemove 300 542 click 1
act key shift+Right
take packet-tree
close_wireshark
open_wireshark 351 few-resets.pcapng
choose statistics Down
xdotool windowsize "$child" 680 690
xdotool windowmove "$child" 0 0
take statistics 680x690+0+0
close_wireshark
! grep -iE 'rstdiag|lua|filter|preference|column' "$work/complaints" >&2
