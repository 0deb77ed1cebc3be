// SPDX-License-Identifier: GPL-3.0-or-later
// Which library a file contains, in which version, as far as the file tells.
#pragma once

#include "privhelper/analyzer/elf_image.h"

#include <string>
#include <string_view>

namespace analyzer {

// The text "NAME x.y.z…" from the file's read-only data, cut after the number: "OpenSSL 3.0.17". Empty when there is none.
std::string versionText(const ElfImage &image, std::string_view name);

// The highest "PREFIXx.y.z" among the symbol versions that the file defines: "3.2.0" for the prefix "OPENSSL_". It is the
// last release that added a function to the library, so the library itself is that one or newer. Empty when there is none.
std::string highestSymbolVersion(const ElfImage &image, std::string_view prefix);

} // namespace analyzer
