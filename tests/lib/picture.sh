#!/usr/bin/env bash
# picture.sh PROGRAM FILE: starts the program in its trial as the publisher and takes a picture of
# its window. Needs a display of its own, because it takes the whole of it.
set -euo pipefail

"$1" --try=zhaolei &
program=$!
trap 'kill "$program" 2>/dev/null || true' EXIT
timeout 60 xdotool search --sync --onlyvisible --class gongbao >/dev/null
# The list is there at once; what was published is opened as a person would, from its box.
sleep 2
xdotool key ctrl+5
sleep 1
xdotool key ctrl+Next
# The web view of the text takes a moment.
sleep 5
import -window root "$2"
