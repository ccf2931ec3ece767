#!/usr/bin/env bash
# demo.sh BUILD OUT: runs the whole job once without a screen. A draft is made from a real page,
# checked, submitted, returned, submitted again, approved three times and published by five people
# on a real portal; then the public page and the program's window are looked at. What is made lies
# in OUT afterwards. Called by app/run --demo.
set -euo pipefail

build=$(cd "$1" && pwd)
rm -rf "$2"
mkdir -p "$2"
out=$(cd "$2" && pwd)
profile=$(mktemp -d)
demo=
cleanup() {
  [ -z "$demo" ] || kill "$demo" 2>/dev/null || true
  rm -rf "$profile"
}
trap cleanup EXIT

# 1. The job, over HTTP. The portal goes on serving for the pictures.
"$build/app/cli/gongbaoctl" demo --out "$out" --keep-running >"$out/steps.log" 2>"$out/errors.log" &
demo=$!
tail -n +1 -f --pid="$demo" "$out/steps.log" &
address=
for _ in $(seq 600); do
  address=$(sed -n 's/^page: //p' "$out/steps.log")
  [ -z "$address" ] || break
  if ! kill -0 "$demo" 2>/dev/null; then
    cat "$out/errors.log" >&2
    wait "$demo" || exit $?
    exit 1
  fi
  sleep 0.1
done
[ -n "$address" ] || { echo "demo: the page was not published within a minute" >&2; exit 1; }

# 2. The public page as a reader meets it, and on paper.
browse() {
  timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars \
    --user-data-dir="$profile/chromium" "$@" >/dev/null 2>>"$out/errors.log"
}
browse --window-size=1200,1600 --screenshot="$out/page.png" "$address"
browse --window-size=390,844 --screenshot="$out/page-phone.png" "$address"
browse --no-pdf-header-footer --print-to-pdf="$out/page.pdf" "$address"
kill "$demo"
wait "$demo" 2>/dev/null || true
demo=

# 3. The program's window on the same desk. It starts the same portal by itself.
export XDG_DATA_HOME=$out/data XDG_CONFIG_HOME=$profile/config XDG_CACHE_HOME=$profile/cache
export WEBKIT_DISABLE_DMABUF_RENDERER=1 NO_AT_BRIDGE=1 GSETTINGS_BACKEND=memory
export LC_ALL=C.UTF-8 LANGUAGE=zh_CN
mkdir -m 700 "$profile/run"
XDG_RUNTIME_DIR=$profile/run dbus-run-session -- xvfb-run -a -s '-screen 0 1211x811x24' \
  tests/lib/picture.sh "$build/ui/gongbao" "$out/window.png" 2>>"$out/errors.log"

for made in page.html page.png page-phone.png page.pdf window.png; do
  [ -s "$out/$made" ] || { echo "demo: $made was not made; see $out/errors.log" >&2; exit 1; }
done
cat <<END

The public page       $address
as a file             $out/page.html
on a screen           $out/page.png
on a phone            $out/page-phone.png
on paper              $out/page.pdf
The program's window  $out/window.png
END
