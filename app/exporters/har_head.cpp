// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_head.h"

#include "app/decode/status_details.h"
#include "app/exporters/har_grpc.h"
#include "app/protocols/protocol_info.h"

namespace exporters {

namespace {

constexpr size_t headMax = 4 << 20;

using exchange::HeadField;
using exchange::Message;

} // namespace

exchange::Head readHead(EntryContext &c, const Message &message)
{
    if (message.head.empty())
        return {};
    const auto bytes = c.source.read(message.head, headMax);
    if (!bytes) {
        ++c.bodiesUnread;
        return {};
    }
    return exchange::parseHead(*bytes);
}

std::string maskedHeader(EntryContext &c, const HeadField &field)
{
    if (c.masker && exchange::equalsIgnoringCase(field.name, decode::statusDetailsField))
        return maskedStatusDetails(c, field.value);
    return c.masker ? c.masker->header(field.name, field.value, c.masked) : field.value;
}

void writeFields(EntryContext &c, const std::vector<HeadField> &fields)
{
    c.out.beginArray();
    for (const HeadField &field : fields) {
        c.out.beginObject();
        c.out.pair("name", field.name);
        c.out.pair("value", maskedHeader(c, field));
        c.out.endObject();
    }
    c.out.endArray();
}

void writeTrailers(EntryContext &c, const Message &message)
{
    if (message.trailers.empty())
        return;
    const auto bytes = c.source.read(message.trailers, headMax);
    if (!bytes)
        return;
    c.out.key("_trailers");
    writeFields(c, exchange::parseFields({reinterpret_cast<const char *>(bytes->data()), bytes->size()}));
}

std::string versionOf(const exchange::Head &head, protocols::Protocol protocol)
{
    if (!head.version.empty())
        return head.version;
    const protocols::ProtocolInfo &info = protocols::protocolInfo(protocol);
    return info.shape == protocols::Shape::Exchange ? std::string(info.name) : std::string();
}

} // namespace exporters
