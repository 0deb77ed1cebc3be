// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/rewritten_run.h"

#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

namespace capture {

void RewrittenRun::begin(const std::byte *bytes)
{
    m_bytes = bytes;
    m_written.clear();
    m_replaces = m_dropsUnknown;
}

void RewrittenRun::take(const wire::Frame &frame, size_t begin, size_t end)
{
    m_inPlace.clear();
    const bool replaced = replace(frame);
    if (!m_replaces && !replaced)
        return;
    if (!m_replaces)
        keep(0, begin);
    m_replaces = true;
    const size_t own = end - wire::frameHeadSize - frame.body.size();
    if (!m_dropsUnknown)
        keep(begin, own);
    if (replaced)
        m_written.insert(m_written.end(), m_inPlace.begin(), m_inPlace.end());
    else
        keep(own, end);
}

// Whether what is in m_inPlace takes the frame's place.
bool RewrittenRun::replace(const wire::Frame &frame)
{
    // What a helper says of machines and links is not its to say in the file.
    if (frame.type == wire::Type::Pong || frame.type == wire::Type::Machine || frame.type == wire::Type::LinkLost)
        return true;
    if (m_own.areAny() && m_own.own(frame))
        return true;
    if (m_dropsUnknown && replaceCopied(frame))
        return true;
    return m_rewrite ? m_rewrite(frame, m_inPlace) : frame.type == wire::Type::Secret;
}

// A rewrite that stores nothing else needs the bytes themselves where the helper says whose they are.
bool RewrittenRun::replaceCopied(const wire::Frame &frame)
{
    m_received.clear();
    switch (frame.type) {
    case wire::Type::SameBytes:
        if (const auto same = wire::decode<wire::SameBytes>(frame.body))
            m_sent.received(*same, [this](const wire::DataView &view, uint64_t) { wire::encode(view.head, view.payload, m_received); });
        rewriteReceived();
        return true;
    case wire::Type::Data:
        if (const auto view = wire::decodeData(frame.body); view && view->head.has(wire::DataFlag::Kept)) {
            m_sent.sent(*view);
            wire::Data head = view->head;
            head.flags &= uint8_t(~uint8_t(wire::DataFlag::Kept));
            wire::encode(head, view->payload, m_received);
            rewriteReceived();
            return true;
        }
        return false;
    case wire::Type::State:
        if (const auto state = wire::decode<wire::State>(frame.body); state && state->newState == wire::TcpState::Close)
            m_sent.closed(state->flow);
        return false;
    default: return false;
    }
}

void RewrittenRun::rewriteReceived()
{
    wire::FrameReader reader(m_received);
    for (size_t begin = 0; const auto frame = reader.next().value_or(std::nullopt); begin = reader.position())
        if (!m_rewrite || !m_rewrite(*frame, m_inPlace))
            m_inPlace.insert(m_inPlace.end(), m_received.begin() + ptrdiff_t(begin), m_received.begin() + ptrdiff_t(reader.position()));
}

void RewrittenRun::end(size_t before, size_t whole)
{
    if (m_replaces && !m_dropsUnknown)
        keep(before, whole);
}

void RewrittenRun::keep(size_t begin, size_t end)
{
    m_written.insert(m_written.end(), m_bytes + begin, m_bytes + end);
}

} // namespace capture
