// SPDX-License-Identifier: GPL-3.0-or-later
// Splits a multipart body (RFC 2046 section 5.1, RFC 7578 for form-data).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace decode {

struct Part {
    std::string_view head;           // fields, without the empty line; points into the body
    std::string_view content;        // points into the body
    std::string name, fileName;      // from Content-Disposition; empty if absent
    std::string contentType;         // value of the Content-Type field
    bool cut = false;                // the body ended before the part did
};

// Parts in order, at most `partsMax`. None if the boundary does not occur.
std::vector<Part> splitMultipart(std::string_view body, std::string_view boundary, size_t partsMax = 10'000);

} // namespace decode
