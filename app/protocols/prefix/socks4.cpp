// SPDX-License-Identifier: GPL-3.0-or-later
// SOCKS 4, and 4a with host names: a request, a reply of eight bytes (two of them if the proxy is to listen).
#include "app/protocols/prefix/readers.h"

namespace protocols::prefix {

namespace {

constexpr size_t answerSize = 8;
constexpr size_t textMax = 512;   // of a user or a name, including its NUL

const char *failureOf(uint8_t code)
{
    switch (code) {
    case 90: return "";
    case 92: return "the proxy reached no identd of the client";
    case 93: return "the client's identd names another user";
    default: return "rejected or failed";
    }
}

} // namespace

Reading readSocks4(std::string_view client, std::string_view server)
{
    constexpr size_t fixed = 8;
    const Reading more{.verdict = Verdict::NeedMore};
    const bool listens = client.size() > 1 && client[1] == 2;
    if (client.size() > 1 && client[1] != 1 && !listens)
        return {};
    if (!server.empty() && server[0] != 0)
        return {};
    if (client.size() < fixed)
        return server.empty() ? more : Reading();
    const auto text = [&](size_t from) { return client.substr(0, from + textMax).find('\0', from); };
    const size_t userEnd = text(fixed);
    if (userEnd == std::string_view::npos)
        return client.size() < fixed + textMax && server.empty() ? more : Reading();
    // 0.0.0.x: a name follows, to be resolved by the proxy.
    const bool named = client.substr(4, 3) == std::string_view("\0\0\0", 3) && client[7] != 0;
    const size_t nameEnd = named ? text(userEnd + 1) : userEnd;
    if (nameEnd == std::string_view::npos)
        return client.size() < userEnd + 1 + textMax && server.empty() ? more : Reading();
    const size_t answers = listens ? 2 : 1;
    Reading reading{.verdict = Verdict::Yes, .prefix = {.name = named ? "SOCKS 4a" : "SOCKS 4"}, .fromClient = nameEnd + 1};
    const base::Endpoint address = endpointOf(base::Family::V4, client.substr(4, 4), bigEndian16(client.substr(2)));
    reading.prefix.target = named ? printable(client.substr(userEnd + 1, nameEnd - userEnd - 1)) + ':' + std::to_string(address.port)
                                  : base::endpointText(address);
    reading.prefix.user = printable(client.substr(fixed, userEnd - fixed));
    if (listens)
        reading.prefix.details.emplace_back("command", "BIND");
    for (size_t at = 0; at < answers; ++at) {
        const std::string_view answer = server.substr(std::min(server.size(), at * answerSize), answerSize);
        if (!answer.empty() && answer[0] != 0)
            return {};
        if (answer.size() > 1 && (uint8_t(answer[1]) < 90 || uint8_t(answer[1]) > 93))
            return {};
        if (answer.size() < answerSize)
            return {.verdict = Verdict::NeedMore, .awaitsAnswer = true};
        reading.fromServer += answerSize;
        reading.prefix.failure = failureOf(uint8_t(answer[1]));
        if (!reading.prefix.failure.empty())
            break;
    }
    return reading;
}

} // namespace protocols::prefix
