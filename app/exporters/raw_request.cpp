// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/raw_request.h"

#include <algorithm>

namespace exporters {

std::string rawRequest(const SentRequest &request)
{
    const size_t scheme = request.url.find("://");
    const size_t authority = scheme == std::string::npos ? 0 : scheme + 3;
    const size_t path = std::min(request.url.find('/', authority), request.url.size());
    const std::string target = path < request.url.size() ? request.url.substr(path) : "/";
    std::string text = (request.method.empty() ? "GET" : request.method) + " " + target + " HTTP/1.1\r\nHost: "
        + (request.host.empty() ? request.url.substr(authority, path - authority) : request.host) + "\r\n";
    for (const exchange::HeadField &field : request.fields)
        text += field.name + ": " + field.value + "\r\n";
    if (!request.body.empty())
        text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    return text + "Connection: close\r\n\r\n" + request.body;
}

} // namespace exporters
