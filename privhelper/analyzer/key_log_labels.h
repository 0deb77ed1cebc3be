// SPDX-License-Identifier: GPL-3.0-or-later
// As a program may contain the labels of the key log for other reasons than to write one, this counts who refers to them,
// and how.
#pragma once

#include "privhelper/analyzer/code_clues.h"

#include <cstddef>

namespace analyzer {

struct KeyLogLabels {
    size_t asTexts = 0;  // NUL-terminated labels whose address is in an instruction or a table: C and C++
    size_t asSlices = 0; // unterminated labels whose address is in a table: Rust
};

KeyLogLabels countKeyLogLabels(const ElfImage &image, const CodeClues &clues);

} // namespace analyzer
