// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/amqp/messages.h"

#include <algorithm>
#include <utility>

namespace protocols::amqp {

namespace {

constexpr size_t openMax = 256;   // incomplete messages, each on its own channel

} // namespace

void Messages::begin(uint16_t channel, uint64_t stream, std::string label, base::Time begin, base::Time now)
{
    cut(channel, now);
    if (m_open.size() < openMax)
        m_open[channel] = {.channel = channel, .stream = stream, .label = std::move(label), .begin = begin, .size = {}};
}

void Messages::head(uint16_t channel, uint64_t stream, std::optional<uint64_t> size, ItemCoding coding, const std::string &properties, base::Time begin, base::Time now)
{
    auto found = m_open.find(channel);
    if (found == m_open.end() || found->second.headed) {
        // Its method was sent before the capture, or lost.
        this->begin(channel, stream, "?\nchannel " + std::to_string(channel), begin, now);
        found = m_open.find(channel);
        if (found == m_open.end())
            return;
    }
    Message &message = found->second;
    m_into = &message;
    m_left = 0;
    message.headed = true;
    message.size = size;
    message.coding = coding;
    message.label += properties.empty() ? "" : ", " + properties;
}

void Messages::body(uint16_t channel, uint64_t length)
{
    const auto found = m_open.find(channel);
    if (found == m_open.end() || !found->second.headed)
        return;
    m_into = &found->second;
    m_left = m_into->size ? std::min(length, *m_into->size - m_into->moved) : length;
}

void Messages::take(base::Bytes bytes)
{
    const auto some = size_t(std::min<uint64_t>(m_left, bytes.data.size()));
    if (some == 0 || !m_into)
        return;
    m_into->contents.add(bytes.sub(0, some), m_sink);
    m_into->moved += some;
    m_left -= some;
}

void Messages::lose(uint64_t bytes)
{
    const uint64_t some = std::min(m_left, bytes);
    if (some == 0 || !m_into)
        return;
    m_into->moved += some;
    m_left -= some;
}

void Messages::frameEnd(base::Time time)
{
    if (m_into && m_into->size == m_into->moved)
        cut(m_into->channel, time);
    m_into = nullptr;
    m_left = 0;
}

void Messages::give(const Message &message, base::Time time)
{
    const uint64_t size = message.size.value_or(message.moved);
    m_sink.item(message.stream, {.half = m_half, .kind = ItemKind::Message, .coding = message.coding, .begin = message.begin, .end = time, .slices = message.contents.slices(),
                                 .wireBytes = size, .lostBytes = size - std::min(size, message.contents.size()), .label = message.label});
}

void Messages::cut(uint16_t channel, base::Time time)
{
    const auto found = m_open.find(channel);
    if (found == m_open.end())
        return;
    if (m_into == &found->second)
        m_into = nullptr;
    give(found->second, time);
    m_open.erase(found);
}

void Messages::cutAll(base::Time time)
{
    for (const auto &[channel, message] : m_open)
        give(message, time);
    m_open.clear();
    m_into = nullptr;
}

} // namespace protocols::amqp
