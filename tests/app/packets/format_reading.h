// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a whole file in memory, as the source of packets does from disk.
#pragma once

#include "app/packets/file_format.h"
#include "tests/app/packets/packet_script.h"

namespace format_reading {

// "TIME:LINKTYPE:bytes/length" for each packet, "keys:…" for secrets, "dropped:N", and how it ended.
inline std::string read(const std::string &file)
{
    struct Sink final : packets::FileFormat::Sink {
        std::string text;
        void packet(const packets::Packet &packet) override
        {
            text += std::to_string(packet.time) + ":" + std::to_string(unsigned(packet.linkType)) + ":" + packet_script::textOf(packet.bytes) + "/"
                + std::to_string(packet.length) + " ";
        }
        void secrets(std::string_view keyLog) override { text += "keys:" + std::string(keyLog) + " "; }
        void dropped(uint64_t packets) override { text += "dropped:" + std::to_string(packets) + " "; }
    } sink;
    const auto bytes = packet_script::bytesOf(file);
    auto [format, at] = packets::recogniseFormat(bytes.first(std::min(bytes.size(), packets::FileFormat::startSize)));
    if (!format)
        return "unknown";
    while (at < bytes.size()) {
        const auto rest = bytes.subspan(at);
        const auto size = rest.size() < format->headSize() ? std::nullopt : format->sizeOf(rest.first(format->headSize()));
        if (!size || *size > rest.size() || !format->take(rest.first(*size), sink))
            return sink.text + "damaged at " + std::to_string(at);
        at += *size;
    }
    return sink.text + "end";
}

} // namespace format_reading
