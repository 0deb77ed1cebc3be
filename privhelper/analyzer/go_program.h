// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a file is a Go program with Go's TLS in it. The table of functions (pclntab) stays when symbols are stripped,
// since the runtime unwinds stacks with it.
#pragma once

#include "privhelper/analyzer/elf_image.h"

#include <optional>
#include <string>

namespace analyzer {

struct GoTls {
    std::string version; // of Go, "go1.22.1"; empty when the file does not say
};

// Needs both: a pclntab whose header is consistent, and in it the functions of a TLS connection: of crypto/tls, or of a
// fork of it in another package (quic-go, utls).
std::optional<GoTls> findGoTls(const ElfImage &image);

} // namespace analyzer
