// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_body.h"

#include <algorithm>

namespace exporters {

BodyInput bodyInput(const exchange::Message &message, const exchange::ContentType &type, std::string_view encoding, uint64_t max)
{
    BodyInput input;
    input.slices = message.body;
    input.contentEncoding = encoding;
    input.media = type.media;
    input.charset = type.charset;
    input.boundary = type.boundary;
    input.contents = message.contents;
    input.gaps = message.bodyLost > 0;
    input.beyondLimit = message.fault == protocols::Fault::BeyondLimit;
    input.max = max;
    return input;
}

int64_t headersSize(const exchange::Message &message)
{
    return message.headBytes ? int64_t(message.headBytes) : -1;
}

int64_t movedBytes(const exchange::Message &message)
{
    return int64_t(std::min<uint64_t>(message.bodyBytes + message.bodyLost, INT64_MAX));
}

} // namespace exporters
