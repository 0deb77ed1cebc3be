// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/guess.h"

#include "app/decode/cbor.h"
#include "app/decode/msgpack.h"

namespace decode {

namespace {

constexpr size_t bodyMax = 1 << 20;

// One object and nothing after it. Random bytes would have to match its length, its keys and its values.
bool isOneObject(const ValueText &values)
{
    const size_t end = values.text.find("\n}");
    return !values.error && values.values >= 2 && values.text.starts_with("{\n  \"") && end + 2 == values.text.size();
}

} // namespace

Format guessedValues(std::span<const std::byte> body)
{
    if (body.size() < 4 || body.size() > bodyMax)
        return Format::Binary;
    const auto lead = uint8_t(body[0]);
    const ValueLimits limits{.depthMax = 64, .outputMax = 16 * bodyMax};
    if (((lead & 0xf0) == 0x80 || lead == 0xde || lead == 0xdf) && isOneObject(readMessagePack(body, limits)))
        return Format::MessagePack;
    if (((lead & 0xe0) == 0xa0) && isOneObject(readCbor(body, limits)))
        return Format::Cbor;
    return Format::Binary;
}

} // namespace decode
