// SPDX-License-Identifier: GPL-3.0-or-later
// One direction of a WebSocket connection: assembles frames into messages. Unmasked, joined, inflated; what was sent
// uncompressed and unmasked stays in place in the capture.
#pragma once

#include "app/protocols/carry.h"
#include "app/protocols/item_contents.h"
#include "app/protocols/websocket/frame.h"
#include "app/protocols/websocket/inflater.h"

#include <optional>

namespace protocols::websocket {

class MessageReader
{
public:
    MessageReader(Half, uint64_t stream, Sink &);

    // RSV1 means: messages are compressed, each separately or with the window of those before.
    void setDeflate(bool noTakeover) { m_inflater.emplace(noTakeover); }
    // The connection began before the capture: its extensions and any message or window in progress are unknown.
    // `atFrame`: what comes begins with a frame; otherwise the first one is searched for.
    void join(bool atFrame);
    // Reserved bits may have an unknown meaning.
    void setOtherExtension() { m_otherExtension = true; }

    // Binary messages are a stream of another protocol, reported to Sink::carried.
    void setCarries() { m_carries = true; }

    void bytes(base::Bytes, base::Time);
    void lost(uint64_t bytes, base::Time);
    void end(base::Time);

private:
    enum class State : uint8_t { Head, Payload, Seek, Rest };
    struct Message {
        ItemKind kind = ItemKind::Piece;
        bool open = false, compressed = false;
        uint16_t code = 0;
        ItemCoding coding = ItemCoding::Identity;
        base::Time begin = 0;
        uint64_t wireBytes = 0, lostBytes = 0;
        std::string_view label = {};
        ItemContents contents {};
    };

    size_t headStep(base::Bytes, base::Time);
    size_t payloadStep(base::Bytes, base::Time);
    void beginFrame(base::Time);
    void endFrame(base::Time);
    void take(Message &, base::Bytes, base::Time);
    bool carries(const Message &message) const { return m_carries && (message.kind == ItemKind::Binary || message.kind == ItemKind::Piece); }
    void endControl(base::Time);
    void endMessage(base::Time);
    void give(Message &, base::Time);
    void malformed(std::string_view why, base::Bytes rest, base::Time);
    void seek(base::Bytes, base::Time);
    void giveOpen(std::string_view label, base::Time);
    void giveHeld();
    void piece(base::Bytes, base::Time, std::string_view label = {});
    void losePlace(std::string_view label, base::Time);
    Message &current() { return m_frame.control() ? m_control : m_message; }

    Half m_half;
    uint64_t m_stream;
    Sink &m_sink;
    std::optional<Inflater> m_inflater;
    bool m_otherExtension = false;
    bool m_carries = false;
    bool m_beginningsLost = false;     // the next continuation may belong to a message that began in a gap
    State m_state = State::Head;
    Carry m_carry;                     // a split header, or the bytes being searched
    base::Time m_headBegin = 0;
    FrameHead m_frame;
    uint64_t m_at = 0;                 // bytes of the frame's payload so far
    Message m_message, m_control;
    std::vector<std::byte> m_controlBytes;
    std::vector<std::byte> m_plain;    // of one piece
    unsigned m_sure = 0;               // in bits, while searching
    struct Sought { size_t bytes; base::Time time; };
    std::vector<Sought> m_sought;      // the pieces in m_carry
};

} // namespace protocols::websocket
