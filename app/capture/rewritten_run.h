// SPDX-License-Identifier: GPL-3.0-or-later
// A run of received frames as it is written: some of them replaced, or left out.
#pragma once

#include "app/capture/live_source.h"
#include "app/capture/own_links.h"
#include "app/capture/sent_bytes.h"

#include <cstddef>
#include <span>

namespace capture {

class RewrittenRun
{
public:
    explicit RewrittenRun(bool dropsUnknown)
        : m_dropsUnknown(dropsUnknown)
    {
    }
    // One is made for each session.
    void setRewrite(LiveOptions::Rewrite rewrite)
    {
        m_rewrite = std::move(rewrite);
        m_sent = SentBytes();
    }

    // A process of this machine that carries a link to another: nothing of it is written.
    void leaveOut(uint32_t pid) { m_own.add(pid); }

    // The next run's bytes lie here, and stay until it is over.
    void begin(const std::byte *bytes);
    // `end`: of the frame in the bytes; between `begin` and its own beginning lie those that this version does not know.
    void take(const wire::Frame &frame, size_t begin, size_t end);
    // No more frames: between `before` and `whole` lie unknown ones.
    void end(size_t before, size_t whole);
    // Nothing of it is written.
    void refuse() { m_written.clear(); }
    // Whether what is written differs from what was received; secrets may be in that.
    bool replaces() const { return m_replaces; }
    std::span<const std::byte> written() const { return m_written; }

private:
    bool replace(const wire::Frame &frame);
    bool replaceCopied(const wire::Frame &frame);
    void rewriteReceived();
    void keep(size_t begin, size_t end);

    const bool m_dropsUnknown;
    LiveOptions::Rewrite m_rewrite;
    OwnLinks m_own;
    const std::byte *m_bytes = nullptr;
    SentBytes m_sent;        // with dropsUnknown
    wire::Bytes m_received;  // in place of one frame, before the rewrite
    wire::Bytes m_inPlace;   // of one frame
    wire::Bytes m_written;
    bool m_replaces = false;
};

} // namespace capture
