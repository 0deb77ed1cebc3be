// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/handshake_reader.h"

#include <algorithm>
#include <utility>

namespace tls {

bool HandshakeReader::isKept() const
{
    switch (HandshakeType(m_head[0])) {
    case HandshakeType::ClientHello:
    case HandshakeType::ServerHello:
    case HandshakeType::EncryptedExtensions: return m_body.size() + m_left <= keptMax;
    default: return false;
    }
}

void HandshakeReader::content(std::span<const std::byte> in, Sink &sink)
{
    while (!in.empty() && !m_lost) {
        if (m_headSize < m_head.size()) {
            m_head[m_headSize++] = in.front();
            in = in.subspan(1);
            if (m_headSize < m_head.size())
                continue;
            m_left = size_t(m_head[1]) << 16 | size_t(m_head[2]) << 8 | size_t(m_head[3]);
        }
        const size_t some = std::min(m_left, in.size());
        if (isKept())
            m_body.insert(m_body.end(), in.begin(), in.begin() + ptrdiff_t(some));
        m_left -= some;
        in = in.subspan(some);
        if (m_left > 0)
            return;
        m_headSize = 0;
        // The sink may reset this reader: what follows belongs to other keys then.
        const std::vector<std::byte> body = std::exchange(m_body, {});
        sink.message(HandshakeType(m_head[0]), body);
    }
}

} // namespace tls
