// SPDX-License-Identifier: GPL-3.0-or-later
// The labels of the key log (draft-ietf-tls-keylogfile), which each TLS library that can write one hands to the function
// that writes. A program may hold the words for other reasons, so it counts who refers to them, and how.
#pragma once

#include "privhelper/analyzer/elf_image.h"

#include <cstddef>

namespace analyzer {

struct KeyLogLabels {
    size_t asTexts = 0;  // labels that end with a zero and whose address an instruction or a table has: C and C++
    size_t asSlices = 0; // labels without such an end, whose address a table has: Rust
};

// Five labels are looked for.
KeyLogLabels findKeyLogLabels(const ElfImage &image);

} // namespace analyzer
