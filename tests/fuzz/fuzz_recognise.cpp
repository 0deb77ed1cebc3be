// SPDX-License-Identifier: GPL-3.0-or-later
// The first bytes of a connection, shown to every protocol in the registry as they grow. What a dialogue has refused
// stays refused, and no prefix of what it accepts is refused.
#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <array>
#include <cstdlib>

using namespace protocols;

constexpr size_t grownTo = 24; // bytes, then all at once: most is decided by then

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    const bool fromStart = data[0] & 1;
    const auto direction = data[0] & 2 ? Direction::Received : Direction::Sent;
    constexpr std::array sides { base::Side::Unknown, base::Side::Client, base::Side::Server, base::Side::Client };
    const base::Side side = sides[data[0] >> 2 & 3];
    const size_t step = 1 + (data[0] >> 4);
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte *>(data) + 1, size - 1);
    for (const Entry &entry : registry()) {
        Verdict last = Verdict::NeedMore;
        for (size_t count = 0;; count = count < grownTo ? std::min(count + step, bytes.size()) : bytes.size()) {
            const Verdict verdict = entry.recognise(bytes.first(count), direction, side, fromStart);
            if (protocolInfo(entry.protocol).startTls && last != Verdict::NeedMore && verdict != last)
                std::abort();
            last = verdict;
            if (count == bytes.size())
                break;
        }
    }
    return 0;
}
