// SPDX-License-Identifier: GPL-3.0-or-later
// Which library a file contains, and in which version, as far as the file tells.
#pragma once

#include "privhelper/analyzer/elf_image.h"

#include <string>
#include <string_view>

namespace analyzer {

// The text "NAME x.y.z…" in the file's read-only data, cut after the number: "OpenSSL 3.0.17". Or empty.
std::string versionText(const ElfImage &image, std::string_view name);

// The highest "PREFIXx.y.z" among the symbol versions defined in the file: "3.2.0" for the prefix "OPENSSL_". This is
// the last release that added a function, so the library is that version or newer. Empty if there is none.
std::string highestSymbolVersion(const ElfImage &image, std::string_view prefix);

} // namespace analyzer
