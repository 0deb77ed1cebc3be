// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a file of packets, and as a key log. Invariants: every frame that results can be decoded, and the bytes of each
// direction of each flow follow each other without a hole that is not told of.
#include "app/packets/file_format.h"
#include "app/packets/flow_tracker.h"
#include "app/packets/key_log.h"
#include "privhelper/wire/reader.h"

#include <cstdlib>
#include <map>
#include <utility>

namespace {

struct Sink final : packets::FileFormat::Sink {
    wire::Bytes out;
    packets::FlowTracker tracker{out, {.flows = 8, .heldBytes = 4096}};

    void packet(const packets::Packet &packet) override
    {
        if (packet.bytes.size() > packet.length)
            std::abort();
        tracker.packet(packet);
    }
    void secrets(std::string_view keyLog) override
    {
        for (const wire::Secret &secret : packets::secretsOf(keyLog)) {
            wire::Bytes frame;
            wire::encode(secret, frame);
            if (!wire::decode<wire::Secret>(std::span(frame).subspan(wire::frameHeadSize)))
                std::abort();
        }
    }
    void dropped(uint64_t packets) override { tracker.dropped(packets); }
};

void check(const wire::Bytes &frames)
{
    std::map<std::pair<uint64_t, uint8_t>, uint64_t> next;
    std::map<uint64_t, bool> opened;
    wire::FrameReader reader(frames);
    for (;;) {
        const auto frame = reader.next();
        if (!frame)
            std::abort();
        if (!*frame)
            break;
        const auto body = (*frame)->body;
        if ((*frame)->type == wire::Type::Socket) {
            const auto socket = wire::decode<wire::Socket>(body);
            if (!socket || std::exchange(opened[socket->flow], true))
                std::abort();
        } else if ((*frame)->type == wire::Type::State) {
            const auto state = wire::decode<wire::State>(body);
            if (!state || !opened[state->flow] || state->sent != next[{state->flow, 1}] || state->received != next[{state->flow, 0}])
                std::abort();
        } else if ((*frame)->type == wire::Type::Losses) {
            if (!wire::decode<wire::Losses>(body))
                std::abort();
        } else {
            const auto data = wire::decodeData(body);
            if (!data || !opened[data->head.flow])
                std::abort();
            uint64_t &position = next[{data->head.flow, data->head.direction}];
            if (data->head.offset != position)
                std::abort();
            // What a datagram lacks is told by its last piece.
            const bool cut = data->head.has(wire::DataFlag::Cut) || data->head.has(wire::DataFlag::Fault);
            position += cut ? data->head.moved - data->head.callOffset : data->head.captured;
        }
    }
    if (reader.position() != frames.size())
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto bytes = std::as_bytes(std::span(data, size));
    Sink sink;
    sink.secrets({reinterpret_cast<const char *>(data), size});
    auto [format, at] = packets::recogniseFormat(bytes.first(std::min(size, packets::FileFormat::startSize)));
    while (format && at < size) {
        const auto rest = bytes.subspan(at);
        const auto record = rest.size() < format->headSize() ? std::nullopt : format->sizeOf(rest.first(format->headSize()));
        if (!record || *record > rest.size() || !format->take(rest.first(*record), sink))
            break;
        if (*record < format->headSize())
            std::abort();
        at += *record;
    }
    sink.tracker.finish();
    check(sink.out);
    return 0;
}
