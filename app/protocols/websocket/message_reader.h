// SPDX-License-Identifier: GPL-3.0-or-later
// One direction of a WebSocket connection: frames to messages. Unmasked, joined, inflated; what was sent plainly
// stays where it lies in the capture.
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

    // What RSV1 means: messages are compressed, by themselves or going on with the window of those before.
    void setDeflate(bool noTakeover) { m_inflater.emplace(noTakeover); }
    // The connection began before the capture: nothing is known of its extensions, of a message or a window under way.
    // `atFrame`: what comes begins with a frame; else the first one is looked for.
    void join(bool atFrame);
    // Reserved bits may mean what is not known here.
    void setOtherExtension() { m_otherExtension = true; }

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
    bool m_beginningsLost = false;     // the next continuation may be of a message that began in a gap
    State m_state = State::Head;
    Carry m_carry;                     // of a head that is cut, or of what is sought in
    base::Time m_headBegin = 0;
    FrameHead m_frame;
    uint64_t m_at = 0;                 // of the frame's payload, how much came
    Message m_message, m_control;
    std::vector<std::byte> m_controlBytes;
    std::vector<std::byte> m_plain;    // of one piece
    unsigned m_sure = 0;               // bits, while seeking
    struct Sought { size_t bytes; base::Time time; };
    std::vector<Sought> m_sought;      // the pieces in m_carry
};

} // namespace protocols::websocket
