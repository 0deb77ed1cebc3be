// SPDX-License-Identifier: GPL-3.0-or-later
// TLS records inside a stream whose bytes are read: a tunnel through a proxy that itself uses TLS. Their plaintext
// comes from the inner TLS object; here only their lengths are tracked, to find that object.
#pragma once

#include "app/base/ids.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace session {

class InnerTls
{
public:
    void bytes(base::Direction, std::span<const std::byte>);
    void gap(base::Direction);
    // Length of the latest application data record in that direction; 0: none, or bytes were missing.
    size_t lastRecord(base::Direction direction) const { return m_records[size_t(direction)].last; }
    // Its plaintext is being read.
    void setRead() { m_read = true; }
    bool isRead() const { return m_read; }

private:
    struct Records {
        std::array<uint8_t, 5> head{};
        size_t headSize = 0;
        size_t left = 0;      // of the record's payload
        size_t last = 0;
        bool lost = false;
    };
    std::array<Records, 2> m_records{};
    bool m_read = false;
};

} // namespace session
