// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/words.h"

#include "app/tls/loss.h"

#include <algorithm>

namespace session {

std::string alpnName(const std::string &name)
{
    const bool printable = std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~'; });
    return printable ? name : std::string();
}

uint64_t missingTo(const wire::Data &data)
{
    const uint32_t left = data.moved - std::min(data.moved, data.callOffset);
    // A cut record is the last of its call; a faulted one lacks only its own chunk.
    return data.has(wire::DataFlag::Cut) ? left : std::min(left, wire::dataPayloadMax);
}

std::string undecryptedName(uint8_t cause)
{
    return cause < tls::causeCount ? tls::causeText(tls::Cause(cause)) : "unknown";
}

} // namespace session
