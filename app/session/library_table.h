// SPDX-License-Identifier: GPL-3.0-or-later
// Which library file uses each TLS object, as the probes saw it: correct for forked children, and for processes with
// two copies.
#pragma once

#include "app/base/ids.h"
#include "app/exchange/exchange.h"
#include "privhelper/wire/messages.h"

#include <map>
#include <unordered_map>

namespace session {

class LibraryTable
{
public:
    void told(const wire::LibraryFile &);
    void used(const wire::TlsLibrary &);
    // Fills in the object's library and version on the connection. False if they are unknown.
    bool name(base::TlsId, exchange::Connection &);
    // Whether the probes have said which file the object's library is, but the helper not yet what it is.
    bool awaits(base::TlsId) const;
    bool isOf(base::TlsId, uint32_t library) const;
    // Its connection has changed.
    void renamed(base::TlsId);
    void ended(base::TlsId object) { m_used.erase(object); }

private:
    struct Use {
        uint32_t library = 0;
        uint32_t named = 0; // m_told when its connection was named
    };
    std::map<uint32_t, wire::LibraryFile> m_libraries;
    std::unordered_map<base::TlsId, Use> m_used;
    uint32_t m_told = 0;
};

// The number alone from "OpenSSL 3.0.17", as the library's name is shown beside it.
std::string versionOf(const std::string &library, const std::string &version);

} // namespace session
