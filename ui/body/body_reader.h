// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a body in steps and takes its content codings off, holding no more than asked for.
#pragma once

#include "ui/body/body_content.h"

#include <vector>

namespace ui {

struct ReadBody {
    std::vector<std::byte> bytes;             // decoded, the first ones up to the limit
    uint64_t total = 0;                       // decoded, in all
    bool decoded = false;
    int readError = 0;                        // errno
    std::optional<decode::CodingError> codingError;
};

// `limitFor` is asked once the first bytes are there: images need all theirs, text does not.
ReadBody readBody(const BodyRequest &, const std::function<uint64_t(std::span<const std::byte> first)> &limitFor, const Stop &);

} // namespace ui
