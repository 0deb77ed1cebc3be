// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/rewritten_run.h"

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
    // What a helper says of machines and links is not its to say in the file.
    const bool ours = frame.type == wire::Type::Pong || frame.type == wire::Type::Machine || frame.type == wire::Type::LinkLost;
    const bool replaced = ours || (m_own.areAny() && m_own.own(frame)) || (m_rewrite ? m_rewrite(frame, m_inPlace) : frame.type == wire::Type::Secret);
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
