// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/library_table.h"

namespace session {

namespace {
constexpr size_t librariesMax = 65535; // the helper's numbers have 16 bits
constexpr size_t usedMax = 1 << 20;
} // namespace

std::string versionOf(const std::string &library, const std::string &version)
{
    return version.starts_with(library + ' ') ? version.substr(library.size() + 1) : version;
}

void LibraryTable::told(const wire::LibraryFile &message)
{
    if (m_libraries.size() >= librariesMax && !m_libraries.contains(message.id))
        return;
    m_libraries[message.id] = message;
    ++m_told;
}

void LibraryTable::used(const wire::TlsLibrary &message)
{
    if (m_used.size() < usedMax)
        m_used[message.tls] = {message.library, 0};
}

bool LibraryTable::name(base::TlsId object, exchange::Connection &connection)
{
    const auto use = m_used.find(object);
    if (use == m_used.end())
        return false;
    if (use->second.named == m_told)
        return m_told != 0;
    const auto known = m_libraries.find(use->second.library);
    if (known == m_libraries.end())
        return false;
    use->second.named = m_told;
    const wire::LibraryFile &library = known->second;
    connection.tlsLibrary = library.library;
    connection.tlsVersion = versionOf(library.library, library.version);
    connection.foundBy = library.foundBy;
    return true;
}

bool LibraryTable::awaits(base::TlsId object) const
{
    const auto use = m_used.find(object);
    return use != m_used.end() && !m_libraries.contains(use->second.library);
}

bool LibraryTable::isOf(base::TlsId object, uint32_t library) const
{
    const auto use = m_used.find(object);
    return use != m_used.end() && use->second.library == library;
}

void LibraryTable::renamed(base::TlsId object)
{
    if (const auto use = m_used.find(object); use != m_used.end())
        use->second.named = 0;
}

} // namespace session
