// SPDX-License-Identifier: GPL-3.0-or-later
// PROXY protocol, version 1: "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n" (HAProxy's proxy-protocol.txt, section 2.1).
#include "app/protocols/prefix/readers.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace protocols::prefix {

namespace {

constexpr std::string_view signature = "PROXY ";
constexpr size_t lineMax = 107;   // including its end

std::optional<base::Endpoint> endpoint(base::Family family, std::string_view address, std::string_view port)
{
    base::Endpoint end;
    end.family = family;
    const auto [rest, error] = std::from_chars(port.data(), port.data() + port.size(), end.port);
    const bool isNumber = !port.empty() && error == std::errc() && rest == port.data() + port.size();
    const int read = inet_pton(family == base::Family::V4 ? AF_INET : AF_INET6, std::string(address).c_str(), end.bytes.data());
    return isNumber && read == 1 ? std::optional(end) : std::nullopt;
}

// Takes the next word and the blank after it.
std::string_view word(std::string_view &line)
{
    const size_t end = std::min(line.find(' '), line.size());
    const std::string_view first = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return first;
}

} // namespace

Reading readProxyText(std::string_view bytes)
{
    const size_t known = std::min(bytes.size(), signature.size());
    if (bytes.substr(0, known) != signature.substr(0, known))
        return {};
    const size_t end = bytes.substr(0, lineMax).find("\r\n");
    if (end == std::string_view::npos)
        return {.verdict = bytes.size() < lineMax ? Verdict::NeedMore : Verdict::No};
    Reading reading{.verdict = Verdict::Yes, .prefix = {.name = "PROXY protocol v1"}, .fromClient = end + 2};
    std::string_view line = bytes.substr(signature.size(), end - signature.size());
    const std::string_view family = word(line);
    if (family == "UNKNOWN")
        return reading;   // whatever follows is to be ignored
    if (family != "TCP4" && family != "TCP6")
        return {};
    const base::Family kind = family == "TCP4" ? base::Family::V4 : base::Family::V6;
    const std::string_view client = word(line), server = word(line), clientPort = word(line), serverPort = word(line);
    reading.prefix.client = endpoint(kind, client, clientPort);
    reading.prefix.server = endpoint(kind, server, serverPort);
    return reading.prefix.client && reading.prefix.server && line.empty() ? reading : Reading();
}

} // namespace protocols::prefix
