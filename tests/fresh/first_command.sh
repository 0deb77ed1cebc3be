#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# README's first command on a machine that has nothing, and what one does next. In the clone, as the user:
# first_command.sh URL…, of servers that answer with the word "fresh".
set -euo pipefail

said=$(mktemp)
./dev run >"$said" 2>&1 &
run=$!
# It installs and builds, and becomes the terminal program, whose table begins when the probes are attached.
until grep -q '^TIME ' "$said"; do
    if ! kill -0 "$run" 2>/dev/null; then
        cat "$said"
        echo "./dev run ended before its table" >&2
        exit 1
    fi
    sleep 1
done
kill -TERM "$run"
wait "$run"
cat "$said"

echo '-- cleartap --version, --help, and the window without a display'
build/bin/cleartap --version
build/bin/cleartap --help
status=0
build/bin/cleartap || status=$?
[ "$status" = 3 ]

echo '-- doctor'
build/bin/cleartap-cli doctor

echo '-- record'
for url in "$@"; do
    build/bin/cleartap-cli record --jsonl - -- curl -sk --http1.1 -o /dev/null "$url" | tee record.jsonl
    grep -q '"text":"fresh' record.jsonl
done
