// SPDX-License-Identifier: GPL-3.0-or-later
// Tells BoringSSL's SSL_read() from SSL_peek(), which differ in one respect: SSL_read() takes what it has copied out of
// the pending data, a span of pointer and length in the object's state.
#pragma once

#include "privhelper/analyzer/code_scan.h"

#include <set>

namespace analyzer {

// Offsets in objects from which the function loads the second argument of a call: the source of a copy.
std::set<int64_t> copySources(const ElfImage &image, const FunctionRange &function);

// Whether the function changes both words at one of these offsets, a pointer and a length.
bool takesData(const ElfImage &image, const FunctionRange &function, const std::set<int64_t> &offsets);

} // namespace analyzer
