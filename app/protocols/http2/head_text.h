// SPDX-License-Identifier: GPL-3.0-or-later
// Decoded header blocks of HTTP/2 and HTTP/3 as heads: pseudo-header fields (RFC 9113 section 8.3) separated from the rest, which stays in
// order, and the text form that event.h specifies.
#pragma once

#include "app/protocols/event.h"
#include "app/protocols/http2/hpack_decoder.h"

#include <string>
#include <vector>

namespace protocols::http2 {

class Head
{
public:
    // `version`: as the start line names it.
    explicit Head(std::string_view version = "HTTP/2")
        : m_version(version)
    {
    }

    // `fields` must outlive the views returned.
    void read(const FieldList &fields);

    bool hasPseudo() const { return m_hasPseudo; }
    bool hasUnknownNames() const { return m_hasUnknownNames; }
    // Some value contains a line end or a NUL, which is not allowed (section 8.2.1).
    bool malformed() const { return m_malformed; }
    std::string_view method() const { return m_method; }
    std::string_view target() const { return m_method == "CONNECT" && m_path.empty() ? m_authority : m_path; }
    std::string_view scheme() const { return m_scheme; }
    std::string_view authority() const { return m_authority; }
    int status() const { return m_status; } // 0: absent or unknown
    std::span<const Field> fields() const { return m_fields; }
    int64_t contentLength() const; // -1: absent or unknown

    // The text forms; valid until the next call.
    std::string_view requestText();
    std::string_view responseText();
    std::string_view trailerText();

private:
    void appendFields();
    void append(std::string_view text);

    std::string_view m_version;
    std::vector<Field> m_fields;
    std::string_view m_method, m_path, m_scheme, m_authority;
    std::string m_text;
    int m_status = 0;
    bool m_hasPseudo = false;
    bool m_hasUnknownNames = false;
    bool m_malformed = false;
};

} // namespace protocols::http2
