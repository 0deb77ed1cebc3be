// SPDX-License-Identifier: GPL-3.0-or-later
// Which errors a function of BoringSSL can report. Its macro OPENSSL_PUT_ERROR calls
// ERR_put_error(library, 0, reason, file, line); libraries and reasons are public numbers (openssl/ssl.h) that stay the
// same in all versions, so the set of a function's reasons identifies it without symbols.
#pragma once

#include "privhelper/analyzer/code_scan.h"

#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace analyzer {

struct ErrorReport {
    uint32_t reason = 0;
    uint32_t line = 0; // of the source file; 0 if it is not loaded as a number

    auto operator<=>(const ErrorReport &) const = default;
};

struct ReportingFunction {
    FunctionRange range;
    std::set<ErrorReport> reports;
    std::set<uint64_t> callees; // of direct calls and jumps out of the function

    std::set<uint32_t> reasons() const;
    // The lowest line with this reason; 0 if there is none.
    uint32_t lineOf(uint32_t reason) const;
};

// The functions that report errors of the TLS library, number 16, and name the file whose text has these addresses.
std::vector<ReportingFunction> reportingFunctions(const ElfImage &image, const CodeScan &scan,
                                                  const std::vector<uint64_t> &fileText);

} // namespace analyzer
