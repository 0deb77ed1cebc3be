// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of a gRPC call: _grpcMessages, with text where their types are described.
#include "app/exporters/har_entry.h"

#include "app/decode/protobuf_types.h"
#include "app/decode/status_details.h"
#include "app/exporters/item_bytes.h"

namespace exporters {

using protocols::ItemKind;

namespace {

constexpr size_t headMax = 4 << 20;
constexpr size_t textBytesMax = 64 << 20;    // of a message whose text is made

} // namespace

bool HarEntry::hasGrpcMessages() const
{
    bool any = false;
    m_entry.items.forEach([&](const exchange::Item &item) { any = any || item.kind == ItemKind::Grpc; });
    return any;
}

// What is masked in a message's text is also in the body, where it cannot be found.
bool HarEntry::bodiesAreMessages() const
{
    return m_masker && m_types && hasGrpcMessages() && m_types->method(m_exchange.operation);
}

void HarEntry::grpcMessages()
{
    if (!hasGrpcMessages())
        return;
    const auto method = m_types ? m_types->method(m_exchange.operation) : std::nullopt;
    m_out.key("_grpcMessages");
    m_out.beginArray();
    m_entry.items.forEach([&](const exchange::Item &item) {
        const bool request = item.half == protocols::Half::Request;
        grpcMessage(item, !method ? std::string() : request ? method->request : method->response);
    });
    m_out.endArray();
    itemsBeyond();
}

// grpc-status-details-bin of the trailers, or of a head that has none behind it.
void HarEntry::statusDetails()
{
    if (!m_exchange.contentType.starts_with("application/grpc"))
        return;
    const exchange::Message &response = m_exchange.response;
    for (const std::vector<base::Slice> *part : {&response.trailers, &response.head}) {
        const auto bytes = part->empty() ? std::nullopt : std::optional(m_source.read(*part, headMax));
        if (!bytes || !*bytes)
            continue;
        const std::string_view text(reinterpret_cast<const char *>((*bytes)->data()), (*bytes)->size());
        const auto fields = part == &response.head ? exchange::parseHead(**bytes).fields : exchange::parseFields(text);
        for (const exchange::HeadField &field : fields) {
            const auto details = exchange::equalsIgnoringCase(field.name, decode::statusDetailsField) ? decode::statusDetails(m_types, field.value) : std::nullopt;
            if (!details)
                continue;
            m_out.key("details");
            m_out.json(m_masker ? m_masker->json(*details, m_masked) : *details);
            return;
        }
    }
}

// A value with a secret inside cannot stay as it is, nor be written again.
std::string HarEntry::maskedStatusDetails(const std::string &value) const
{
    const auto details = decode::statusDetails(m_types, value);
    masking::Report found;
    if (!details)
        return "left out: not a google.rpc.Status, so that it could not be searched for secrets";
    m_masker->json(*details, found);
    return found.count ? "left out: it holds secrets; _outcome has it, masked" : value;
}

// `type`: of the message; empty where it is not known.
void HarEntry::grpcMessage(const exchange::Item &item, const std::string &type)
{
    m_out.beginObject();
    m_out.key("time");
    m_out.seconds(item.end);
    m_out.pair("type", item.half == protocols::Half::Request ? "send" : "receive");
    m_out.pair("size", item.wireBytes);
    if (item.kind == ItemKind::Grpc)
        m_out.pair("compressed", (item.code & 1) != 0);
    m_out.pairIf("_note", item.label);
    const uint64_t maskedBefore = m_masked.count;
    if (item.kind == ItemKind::Grpc && !type.empty()) {
        const ItemBytes contents = itemBytes(item, m_source, textBytesMax);
        const decode::ProtobufReading reading = decode::readMessage(contents.coded ? nullptr : m_types, type, contents.bytes);
        if (reading.described)
            m_out.pair("text", m_masker ? m_masker->json(reading.text, m_masked) : reading.text);
        m_out.pairIf("_note", reading.note);
    }
    if (m_masked.count == maskedBefore)
        itemData(item, true, item.kind == ItemKind::Grpc ? "application/x-protobuf" : "application/grpc");
    m_out.endObject();
}

} // namespace exporters
