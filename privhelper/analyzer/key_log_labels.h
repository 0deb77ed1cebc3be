// SPDX-License-Identifier: GPL-3.0-or-later
// The labels of the key log (draft-ietf-tls-keylogfile), which every TLS library that can write one passes to its
// writer function. As a program may contain these words for other reasons, this counts who refers to them, and how.
#pragma once

#include "privhelper/analyzer/elf_image.h"

#include <cstddef>

namespace analyzer {

struct KeyLogLabels {
    size_t asTexts = 0;  // NUL-terminated labels whose address is in an instruction or a table: C and C++
    size_t asSlices = 0; // unterminated labels whose address is in a table: Rust
};

// Searches for five labels.
KeyLogLabels findKeyLogLabels(const ElfImage &image);

} // namespace analyzer
