// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of a gRPC call: _grpcMessages, with text where their types are described.
#include "app/exporters/har_entry.h"

#include "app/decode/protobuf_types.h"
#include "app/exporters/item_bytes.h"

namespace exporters {

using protocols::ItemKind;

namespace {

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
        itemData(item, true);
    m_out.endObject();
}

} // namespace exporters
