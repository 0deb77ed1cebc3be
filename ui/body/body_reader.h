// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a body in steps and decodes its content codings, holding no more than requested.
#pragma once

#include "ui/body/body_content.h"

#include <vector>

namespace ui {

struct ReadBody {
    std::vector<std::byte> bytes;             // decoded, from the start up to the limit
    uint64_t total = 0;                       // decoded, in total
    bool decoded = false;
    int readError = 0;                        // errno
    std::optional<decode::CodingError> codingError;
};

// `limitFor` is called once the first bytes are there: images need all bytes, text does not.
ReadBody readBody(const BodyRequest &, const std::function<uint64_t(std::span<const std::byte> first)> &limitFor, const Stop &);

} // namespace ui
