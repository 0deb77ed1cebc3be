#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh NAME SOURCE BUILD: runs one fuzzer for FUZZ_SECONDS (30, in continuous integration 15) or FUZZ_RUNS executions, from the seeds in
# corpus/NAME and from what earlier runs found. A finding is left in BUILD/findings. Continuous integration repeats the
# same executions each time, so that a change is blamed for what it broke alone; what is new is looked for by ./dev fuzz.
set -eu
: "${ASAN_OPTIONS:=}"
name=$1
here=$2/tests/fuzz
found=$3/corpus/$name
mkdir -p "$found" "$3/findings"
seeds=$found.seeds
mkdir -p "$seeds"
if [ -d "$here/corpus/$name" ]; then cp -r "$here/corpus/$name/." "$seeds"; fi
transcripts=$2/tests/app/protocols/${name#fuzz_}
if [ -d "$transcripts" ]; then SEEDS_FROM=$transcripts SEEDS_TO=$seeds "$3/bin/$name"; fi
# Whole connections, which the fuzzer itself composes.
if [ "$name" = fuzz_tls_decrypt ]; then SEEDS_TO=$seeds "$3/bin/$name"; fi
# Libraries shaped like OpenSSL: without them hardly anything beyond a file's head is reached.
if [ "$name" = fuzz_analyzer ]; then
    for shape in 1 2 3 4 5 6 7 8; do
        cc -shared -nostdlib -fPIC -Os -s -DSHAPE=$shape -Wl,-z,noseparate-code,--build-id=none -o "$seeds/shape$shape" "$2/tests/data/elf/like_openssl.c"
    done
    : "${FUZZ_LENGTH:=8192}"
fi
# And libraries without symbols, for the recipes that need none.
if [ "$name" = fuzz_analyzer ] || [ "$name" = fuzz_recipes ]; then
    for shape in DALL DINLINE_READ DNO_PEEK DNO_READ; do
        cc -shared -nostdlib -fPIC -Os -s -$shape -Wl,-z,noseparate-code,--build-id=none -o "$seeds/boringssl-$shape" "$2/tests/data/elf/like_boringssl.c"
    done
    cc -shared -nostdlib -fPIC -Os -s -Wl,-z,noseparate-code,--build-id=none -o "$seeds/nss" "$2/tests/data/elf/like_nss.c"
    : "${FUZZ_LENGTH:=8192}"
fi
seed=${FUZZ_SEED:-${CI:+1}}
seconds=${FUZZ_SECONDS:-${CI:+8}}
set -- "$3/bin/$name" "-seed=${seed:-0}" -artifact_prefix="$3/findings/$name-" -print_final_stats=1 -timeout=60 -rss_limit_mb=2048 "-max_len=${FUZZ_LENGTH:-1024}" \
    "-max_total_time=${seconds:-30}" "-runs=${FUZZ_RUNS:--1}" "$found" "$seeds"
if [ -f "$here/$name.dict" ]; then set -- "$@" "-dict=$here/$name.dict"; fi
# Short stacks of allocations and a small quarantine: twice the executions.
export ASAN_OPTIONS="malloc_context_size=2:quarantine_size_mb=8:$ASAN_OPTIONS"
exec "$@" 2>&1
