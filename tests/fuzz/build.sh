#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# build.sh SOURCE BUILD: configures and builds the fuzzers. With -w, since warnings are the other compiler's job.
set -eu
sanitizers="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fsanitize-address-use-after-return=never"
# Without the tracing of comparisons: a third faster, and seeds and dictionaries know the words.
sanitizers="$sanitizers -fno-sanitize-coverage=trace-cmp"
cmake -S "$1" -B "$2" -G Ninja -DCLEARTAP_FUZZERS=ON -DCLEARTAP_PRECOMPILE=OFF -DCLEARTAP_UI=OFF -DCLEARTAP_HELPER=OFF -DCMAKE_BUILD_TYPE=RelWithDebInfo \
    -DCMAKE_C_COMPILER=clang-19 -DCMAKE_CXX_COMPILER=clang++-19 \
    -DCMAKE_C_FLAGS="-w $sanitizers" -DCMAKE_CXX_FLAGS="-w $sanitizers" >"$2.log" 2>&1 || { cat "$2.log"; exit 1; }
exec cmake --build "$2" --target fuzzers -j "${FUZZ_JOBS:-2}"
