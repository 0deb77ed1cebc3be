// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/kafka/api.h"
#include "app/protocols/kafka/kafka_parser.h"

#include <algorithm>

namespace protocols::kafka {

Verdict startsRequest(std::span<const std::byte> bytes, bool first)
{
    ByteReader reader(bytes);
    const uint64_t length = reader.big(4);
    if (bytes.size() >= 4 && (length < 10 || length > longestMessage))
        return Verdict::No;
    const auto api = int16_t(reader.big(2)), version = int16_t(reader.big(2));
    // A client's first request (KIP-35); older clients ask for topics or authenticate.
    const bool opens = api == ApiVersions || api == Metadata || api == SaslHandshake;
    if (bytes.size() >= 6 && (!isKnown(api) || (first && !opens)))
        return Verdict::No;
    if (bytes.size() >= 8 && (version < 0 || version > versionMax(api)))
        return Verdict::No;
    const uint64_t number = reader.big(4);
    if (bytes.size() >= 12 && number > 0x7fffffff)
        return Verdict::No;
    const auto name = int16_t(reader.big(2));
    if (bytes.size() < 14)
        return Verdict::NeedMore;
    // In the middle of a connection a request without a client id resembles too much else.
    if (name < (first ? -1 : 1) || name > 255 || uint64_t(std::max<int16_t>(name, 0)) + 10 > length)
        return Verdict::No;
    const std::string_view client = reader.rest().substr(0, size_t(std::max<int16_t>(name, 0)));
    if (!std::all_of(client.begin(), client.end(), [](char c) { return c > 0x20 && c < 0x7f; }))
        return Verdict::No;
    return int64_t(client.size()) < name ? Verdict::NeedMore : Verdict::Yes;
}

Verdict recognise(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    const bool request = side == base::Side::Unknown || (side == base::Side::Client) == (direction == Direction::Sent);
    return request ? startsRequest(first, fromStart) : Verdict::No;
}

} // namespace protocols::kafka
