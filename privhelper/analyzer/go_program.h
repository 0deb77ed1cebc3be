// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a file is a Go program that uses Go's TLS. The function table (pclntab) survives stripping, since the runtime
// needs it to unwind stacks.
#pragma once

#include "privhelper/analyzer/elf_image.h"

#include <optional>
#include <string>

namespace analyzer {

struct GoTls {
    std::string version; // Go's version, "go1.22.1"; empty if unknown
};

// Requires both: a pclntab with a consistent header, and in it the functions of a TLS connection, from crypto/tls or a
// fork of it in another package (quic-go, utls).
std::optional<GoTls> findGoTls(const ElfImage &image);

} // namespace analyzer
