#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes editor.js and editor.css: build.sh SOURCE_DIR WORK_DIR JS CSS. The packages are installed
# into the build folder, from the lock file, and again only when the lock file changes.
set -eu

source_dir=$1
work_dir=$2
js=$3
css=$4

mkdir -p "$work_dir"
stamp="$work_dir/node_modules/.installed"
if ! cmp -s "$source_dir/package-lock.json" "$stamp"; then
  cp "$source_dir/package.json" "$source_dir/package-lock.json" "$work_dir/"
  (cd "$work_dir" && npm ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error)
  cp "$source_dir/package-lock.json" "$stamp"
fi

# Node and esbuild look for packages beside the importing file, so that the sources stand there too.
rm -rf "$work_dir/src"
cp -R "$source_dir/src" "$work_dir/src"
(cd "$work_dir" && node_modules/.bin/esbuild src/main.js src/editor.css --bundle --minify \
  --format=iife --target=safari16 --legal-comments=none --log-level=warning --outdir=dist)
cp "$work_dir/dist/main.js" "$js"
cp "$work_dir/dist/editor.css" "$css"
