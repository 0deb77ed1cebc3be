// SPDX-License-Identifier: GPL-3.0-or-later
// Parses frames into messages. Trusts no byte: each failure is a ReadError, after which the connection (or the rest
// of the file) is unusable.
#pragma once

#include "privhelper/wire/messages.h"

#include <cstring>
#include <expected>
#include <optional>

namespace wire {

// The sender determines which types and lengths are allowed.
enum class Sender : uint8_t { Client, Helper };

constexpr bool isKnown(Type type, Sender sender)
{
    return sender == Sender::Client ? type >= Type::Hello && type <= Type::CapturePackets
                                    : type >= Type::Welcome && type <= Type::Packet;
}

// The complete frames at the front of a buffer, without copying. The buffer is the caller's and must outlive the
// returned frames. Messages of a newer peer, with unknown numbers, are skipped and counted.
class FrameReader
{
public:
    explicit FrameReader(std::span<const std::byte> buffer, Sender sender = Sender::Helper)
        : m_buffer(buffer)
        , m_sender(sender)
    {
    }

    // The next complete frame; nullopt: less than one frame remains (possibly nothing). Errors: TooLong, WrongSender,
    // BadField (the two reserved bytes); the reader stays before the bad frame.
    std::expected<std::optional<Frame>, ReadError> next()
    {
        for (;;) {
            if (m_buffer.size() - m_position < frameHeadSize)
                return std::nullopt;
            const std::byte *head = m_buffer.data() + m_position;
            uint32_t length = 0;
            uint16_t type = 0, reserved = 0;
            std::memcpy(&length, head, 4);
            std::memcpy(&type, head + 4, 2);
            std::memcpy(&reserved, head + 6, 2);
            if (length > (m_sender == Sender::Client ? requestMax : frameMax))
                return std::unexpected(ReadError::TooLong);
            if (isKnown(Type(type), m_sender == Sender::Client ? Sender::Helper : Sender::Client))
                return std::unexpected(ReadError::WrongSender);
            if (reserved != 0)
                return std::unexpected(ReadError::BadField);
            if (m_buffer.size() - m_position - frameHeadSize < length)
                return std::nullopt;
            m_position += frameHeadSize + length;
            if (isKnown(Type(type), m_sender))
                return Frame{Type(type), {head + frameHeadSize, length}};
            ++m_skipped;
        }
    }

    // Bytes of frames returned or skipped so far: where the next frame begins in the buffer.
    size_t position() const { return m_position; }
    // Messages skipped because their type is unknown.
    uint64_t skipped() const { return m_skipped; }
    // At the end of the stream: TornFrame if bytes of an incomplete frame remain, else Closed.
    ReadError atEnd() const { return m_position < m_buffer.size() ? ReadError::TornFrame : ReadError::Closed; }

private:
    std::span<const std::byte> m_buffer;
    size_t m_position = 0;
    uint64_t m_skipped = 0;
    Sender m_sender;
};

// Decodes the body of a frame; T is any message struct with fields except Data and Packet. Errors: ShortBody, TrailingBytes,
// BadField.
template<class T> std::expected<T, ReadError> decode(std::span<const std::byte> body);

template<> std::expected<Hello, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Start, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Ping, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Machine, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Pong, ReadError> decode(std::span<const std::byte>);
template<> std::expected<LinkLost, ReadError> decode(std::span<const std::byte>);
template<> std::expected<CapturePackets, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Welcome, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Refused, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Started, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Stopped, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Process, ReadError> decode(std::span<const std::byte>);
template<> std::expected<ProcessExit, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Socket, ReadError> decode(std::span<const std::byte>);
template<> std::expected<State, ReadError> decode(std::span<const std::byte>);
template<> std::expected<TcpSample, ReadError> decode(std::span<const std::byte>);
template<> std::expected<TcpReading, ReadError> decode(std::span<const std::byte>);
template<> std::expected<UpperLayer, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Unread, ReadError> decode(std::span<const std::byte>);
template<> std::expected<LibraryFile, ReadError> decode(std::span<const std::byte>);
template<> std::expected<TlsLibrary, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Secret, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Undecrypted, ReadError> decode(std::span<const std::byte>);
template<> std::expected<OtherEnd, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Rows, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Interface, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Tie, ReadError> decode(std::span<const std::byte>);
template<> std::expected<TlsEnd, ReadError> decode(std::span<const std::byte>);
template<> std::expected<TlsFacts, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Losses, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Coverage, ReadError> decode(std::span<const std::byte>);
template<> std::expected<RoleLost, ReadError> decode(std::span<const std::byte>);
template<> std::expected<Finding, ReadError> decode(std::span<const std::byte>);
template<> std::expected<PlanReport, ReadError> decode(std::span<const std::byte>);

// Checks a message without fields (Stop, Examine, ExaminePlan, CommandFile): None, or TrailingBytes.
inline ReadError checkEmpty(std::span<const std::byte> body)
{
    return body.empty() ? ReadError::None : ReadError::TrailingBytes;
}

// A Data message; the payload points into the frame.
struct DataView {
    Data head;
    std::span<const std::byte> payload;
};

// Inline, because nearly every frame of a busy capture passes through here.
inline std::expected<DataView, ReadError> decodeData(std::span<const std::byte> body)
{
    if (body.size() < dataHeadSize)
        return std::unexpected(ReadError::ShortBody);
    DataView view;
    Data &head = view.head;
    const std::byte *from = body.data();
    uint8_t reserved = 0;
    std::memcpy(&head.time, from, 8);
    std::memcpy(&head.flow, from + 8, 8);
    std::memcpy(&head.tls, from + 16, 8);
    std::memcpy(&head.offset, from + 24, 8);
    std::memcpy(&head.pid, from + 32, 4);
    std::memcpy(&head.tid, from + 36, 4);
    std::memcpy(&head.moved, from + 40, 4);
    std::memcpy(&head.callOffset, from + 44, 4);
    std::memcpy(&head.captured, from + 48, 4);
    std::memcpy(&head.direction, from + 52, 1);
    std::memcpy(&head.origin, from + 53, 1);
    std::memcpy(&head.flags, from + 54, 1);
    std::memcpy(&reserved, from + 55, 1);
    if (head.captured > dataPayloadMax || head.direction > 1 || reserved != 0
        || uint64_t(head.callOffset) + head.captured > head.moved || head.offset > streamMax)
        return std::unexpected(ReadError::BadField);
    if (body.size() - dataHeadSize < head.captured)
        return std::unexpected(ReadError::ShortBody);
    if (body.size() - dataHeadSize > head.captured)
        return std::unexpected(ReadError::TrailingBytes);
    view.payload = body.subspan(dataHeadSize);
    return view;
}

// A Packet message; its bytes point into the frame.
struct PacketView {
    Packet head;
    std::span<const std::byte> bytes;
};
std::expected<PacketView, ReadError> decodePacket(std::span<const std::byte> body);

// One word for logs and details, e.g. "torn frame".
std::string_view readErrorName(ReadError);

} // namespace wire
