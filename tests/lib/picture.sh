#!/usr/bin/env bash
# picture.sh PROGRAM FILE: starts the program in its trial as the publisher and takes a picture of
# its window. Needs a display of its own, because it takes the whole of it.
set -euo pipefail

"$1" --try=zhaolei &
program=$!
trap 'kill "$program" 2>/dev/null || true' EXIT
timeout 60 xdotool search --sync --onlyvisible --class gongbao >/dev/null
# What was published is opened as a person would, from its box; with a single row, moving on stays on
# it, so that a slow machine gets a second chance.
sleep 3
for key in ctrl+5 ctrl+Next ctrl+Next; do
  xdotool key "$key"
  sleep 3
done
# The web view of the text takes a moment.
sleep 3
import -window root "$2"
