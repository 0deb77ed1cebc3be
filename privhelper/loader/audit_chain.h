// SPDX-License-Identifier: GPL-3.0-or-later
// What makes the audit log tamper-evident: each entry has a number, the authentication code of the entry before it, and its
// own code under a key that is used once. The next key is the hash of this one, which is then erased: whoever gets in
// later can add entries, but not change one that was there. The first key verifies all of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loader {

using AuditKey = std::array<uint8_t, 32>;
using AuditCode = std::array<uint8_t, 32>; // HMAC-SHA-256

// Where the chain continues.
struct AuditChain {
    uint64_t number = 0;     // of the next entry
    AuditKey key{};          // for it
    AuditCode last{};        // code of the entry before; zeros before the first
    bool operator==(const AuditChain &) const = default;
};

AuditKey nextKey(const AuditKey &key);

// `open`: a JSON object without its closing brace. The complete line, with a newline; the chain moves on.
std::string seal(std::string_view open, AuditChain &chain);

// A line as seal() writes it; views into the line.
struct SealedEntry {
    uint64_t number = 0;
    AuditCode before{};
    AuditCode code{};
    std::string_view covered; // what the code authenticates
};
// nullopt: not such a line. `line` is without its newline.
std::optional<SealedEntry> parseEntry(std::string_view line);
bool isAuthentic(const SealedEntry &entry, const AuditKey &key);

std::string hexOf(const std::array<uint8_t, 32> &bytes);
std::optional<std::array<uint8_t, 32>> bytesOf(std::string_view hex);

} // namespace loader
