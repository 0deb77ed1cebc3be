#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a compiler through ccache. A precompiled header is 200 MB, and different in each build tree: beside it goes a
# checksum of what it was made from, which ccache reads instead (pch_external_checksum).
ccache "$@" || exit
for output; do
    case $output in
    *.gch) ;;
    *) continue ;;
    esac
    preprocess=
    for word; do
        case $previous in
        -o | -MF | -MT) ;;
        *)
            case $word in
            -o | -MF | -MT | -MD | -c) ;;
            *) preprocess="$preprocess '$word'" ;;
            esac
            ;;
        esac
        previous=$word
    done
    eval "$preprocess -E -P" | sha256sum >"$output.sum"
done
