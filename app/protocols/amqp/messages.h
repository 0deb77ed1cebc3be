// SPDX-License-Identifier: GPL-3.0-or-later
// Assembles the messages of one direction: a method, a header and bodies, each in a frame, interleaved with those of
// other channels.
#pragma once

#include "app/protocols/item_contents.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace protocols::amqp {

class Messages
{
public:
    Messages(Half half, Sink &sink) : m_sink(sink), m_half(half) { }
    Messages(const Messages &) = delete;
    Messages &operator=(const Messages &) = delete;

    // Starts a method, header or body frame of this channel; the bytes of its payload follow as take() and lose(). An
    // incomplete earlier message of the channel is reported as far as it got.
    void begin(uint16_t channel, uint64_t stream, std::string label, base::Time begin, base::Time now);
    // `size` of all bodies; nullopt: unknown, the message ends with the next method.
    void head(uint16_t channel, uint64_t stream, std::optional<uint64_t> size, ItemCoding, const std::string &properties, base::Time begin, base::Time now);
    void body(uint16_t channel, uint64_t length);
    void take(base::Bytes);
    void lose(uint64_t bytes);
    // Ends the frame, and the message if this was its last one.
    void frameEnd(base::Time);
    void cut(uint16_t channel, base::Time);
    void cutAll(base::Time);

private:
    struct Message {
        uint16_t channel = 0;
        uint64_t stream = 0;
        std::string label;
        base::Time begin = 0;
        bool headed = false;
        ItemCoding coding = ItemCoding::Identity;
        std::optional<uint64_t> size;
        uint64_t moved = 0;      // bytes of bodies, captured or lost
        ItemContents contents = {};
    };
    void give(const Message &, base::Time);

    Sink &m_sink;
    Half m_half;
    std::map<uint16_t, Message> m_open;   // by channel
    Message *m_into = nullptr;            // the message of the current frame
    uint64_t m_left = 0;                  // left of the frame's payload
};

} // namespace protocols::amqp
