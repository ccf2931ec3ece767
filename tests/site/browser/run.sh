#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the browser tests: run.sh SOURCE_DIR WORK_DIR [TEST…]. The packages are installed into the
# build folder, from the lock file, and again only when the lock file changes.
set -eu

source_dir=$1
work_dir=$2
shift 2

mkdir -p "$work_dir"
stamp="$work_dir/node_modules/.installed"
if ! cmp -s "$source_dir/package-lock.json" "$stamp"; then
  cp "$source_dir/package.json" "$source_dir/package-lock.json" "$work_dir/"
  (cd "$work_dir" && npm ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error >&2)
  cp "$source_dir/package-lock.json" "$stamp"
fi

# Node looks for packages beside the importing file, so that the sources stand there too.
cp "$source_dir"/*.mjs "$work_dir/"
cd "$work_dir"
exec node --test --test-reporter=tap "${@:-site.test.mjs}"
