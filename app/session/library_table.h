// SPDX-License-Identifier: GPL-3.0-or-later
// Which file with a TLS library each TLS object is used by, as the probes saw it: right for forked children, and where a
// process has two copies.
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
    // Puts library and version of the object into the connection. False: they are not known.
    bool name(base::TlsId, exchange::Connection &);
    // Its connection is another one now.
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

// "OpenSSL 3.0.17" beside the library's name: the number alone.
std::string versionOf(const std::string &library, const std::string &version);

} // namespace session
