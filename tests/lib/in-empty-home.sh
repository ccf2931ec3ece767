#!/bin/sh
# Runs a command in a home of its own that is gone afterwards. WebKit's sandbox needs one that
# exists, so GLib's isolated folders for tests do not do.
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"
HOME=$home XDG_RUNTIME_DIR=$home/run XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config \
  XDG_CACHE_HOME=$home/cache "$@"
