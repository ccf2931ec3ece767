#!/bin/sh
# in-window.sh WIDTHxHEIGHT COMMAND…: runs a command on a display and a session bus of its own, in a
# home of its own that is gone afterwards. The web view's sandbox needs a home that exists, so GLib's
# isolated folders for tests do not do. What the services of the session say goes to stderr, and
# stdout is the command's alone.
screen=$1
shift
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"
export HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" \
  XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache"
dbus-run-session -- xvfb-run -a -s "-screen 0 ${screen}x24" \
  sh -c 'exec "$@" >&3 3>&-' sh "$@" 3>&1 >&2
