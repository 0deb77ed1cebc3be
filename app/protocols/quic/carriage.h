// SPDX-License-Identifier: GPL-3.0-or-later
// How the plaintext of a QUIC connection lies in one byte stream a direction: a preface, then frames as RFC 9000, section 19,
// and RFC 9221 encode them. The bytes of each stream are in order; where some are missing, the offset jumps.
//
//   preface          "QUIC", 0, length of the application protocol's name (RFC 7301), the name
//   STREAM           with offset and length: types 0x0e, 0x0f
//   RESET_STREAM, STOP_SENDING, CONNECTION_CLOSE, DATAGRAM with length: 0x04, 0x05, 0x1c, 0x1d, 0x31
#pragma once

#include "app/base/varint.h"

#include <string_view>

namespace protocols::quic {

inline constexpr std::string_view prefaceStart{"QUIC\0", 5};
inline constexpr size_t prefaceMin = prefaceStart.size() + 1;

enum class FrameType : uint8_t {
    ResetStream = 0x04, StopSending = 0x05, Stream = 0x0e, LastOfStream = 0x0f, TransportClose = 0x1c, ApplicationClose = 0x1d, Datagram = 0x31,
};

class CarriageWriter
{
public:
    explicit CarriageWriter(std::vector<std::byte> &out)
        : m_out(out)
    {
    }
    void preface(std::string_view alpn)
    {
        alpn = alpn.substr(0, 255);
        text(prefaceStart);
        m_out.push_back(std::byte(alpn.size()));
        text(alpn);
    }
    void stream(uint64_t id, uint64_t offset, std::span<const std::byte> bytes, bool fin)
    {
        numbers(fin ? FrameType::LastOfStream : FrameType::Stream, {id, offset, bytes.size()});
        m_out.insert(m_out.end(), bytes.begin(), bytes.end());
    }
    void resetStream(uint64_t id, uint64_t code) { numbers(FrameType::ResetStream, {id, code, 0}); }
    void stopSending(uint64_t id, uint64_t code) { numbers(FrameType::StopSending, {id, code}); }
    void close(bool application, uint64_t code, std::string_view reason)
    {
        if (application)
            numbers(FrameType::ApplicationClose, {code, reason.size()});
        else
            numbers(FrameType::TransportClose, {code, 0, reason.size()});
        text(reason);
    }
    void datagram(std::span<const std::byte> bytes)
    {
        numbers(FrameType::Datagram, {bytes.size()});
        m_out.insert(m_out.end(), bytes.begin(), bytes.end());
    }

private:
    void text(std::string_view text)
    {
        const auto bytes = std::as_bytes(std::span(text));
        m_out.insert(m_out.end(), bytes.begin(), bytes.end());
    }
    void numbers(FrameType type, std::initializer_list<uint64_t> values)
    {
        m_out.push_back(std::byte(type));
        for (const uint64_t value : values)
            base::writeVarint(value, m_out);
    }
    std::vector<std::byte> &m_out;
};

} // namespace protocols::quic
