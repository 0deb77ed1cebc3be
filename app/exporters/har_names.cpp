// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_names.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace exporters {

std::string httpVersion(std::string_view text)
{
    // ALPN's names (RFC 7301, section 6), Chrome's and Firefox's.
    static constexpr std::pair<std::string_view, std::string_view> names[] = {
        {"http/0.9", "HTTP/0.9"}, {"http/1.0", "HTTP/1.0"}, {"http/1.1", "HTTP/1.1"}, {"1.0", "HTTP/1.0"}, {"1.1", "HTTP/1.1"},
        {"h2", "HTTP/2"}, {"h2c", "HTTP/2"}, {"http/2", "HTTP/2"}, {"http/2.0", "HTTP/2"}, {"http2", "HTTP/2"}, {"2.0", "HTTP/2"}, {"2", "HTTP/2"},
        {"h3", "HTTP/3"}, {"http/3", "HTTP/3"}, {"http/3.0", "HTTP/3"}, {"http3", "HTTP/3"}, {"3.0", "HTTP/3"}, {"3", "HTTP/3"}};
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    for (const auto &[spelling, name] : names) {
        if (lower == spelling)
            return std::string(name);
    }
    return lower.starts_with("h3-") ? "HTTP/3" : std::string(text); // drafts of RFC 9114
}

protocols::Protocol protocolOfVersion(std::string_view version)
{
    using protocols::Protocol;
    return version == "HTTP/1.0" ? Protocol::Http10 : version == "HTTP/1.1" ? Protocol::Http11 : version == "HTTP/2" ? Protocol::Http2 : version == "HTTP/3" ? Protocol::Http3 : Protocol::Unknown;
}

int statusOf(double number)
{
    return number >= 1 && number < 1000 ? int(number) : 0;
}

} // namespace exporters
