// SPDX-License-Identifier: GPL-3.0-or-later
// SOCKS 5: methods, optionally a user and a password (RFC 1929), a request, a reply (RFC 1928).
#include "app/protocols/prefix/readers.h"

#include <utility>

namespace protocols::prefix {

namespace {

enum Command : uint8_t { Connect = 1, Bind = 2, UdpAssociate = 3 };
enum Method : uint8_t { NoneNeeded = 0, UserPassword = 2, NoneFits = 0xff };

const char *failureOf(uint8_t code)
{
    switch (code) {
    case 0: return "";
    case 1: return "general failure of the proxy";
    case 2: return "not allowed by the proxy's rules";
    case 3: return "network unreachable";
    case 4: return "host unreachable";
    case 5: return "connection refused";
    case 6: return "time to live expired";
    case 7: return "command not supported by the proxy";
    case 8: return "address type not supported by the proxy";
    default: return "the proxy failed for an unknown reason";
    }
}

// Consumes one side's bytes step by step. Short: more must come.
class Side
{
public:
    explicit Side(std::string_view bytes) : m_bytes(bytes) {}
    // What has arrived, without consuming it.
    std::string_view look(size_t length) const { return m_bytes.substr(m_at, length); }
    bool take(size_t length, std::string_view &part)
    {
        if (m_bytes.size() - m_at < length)
            return false;
        part = m_bytes.substr(m_at, length);
        m_at += length;
        return true;
    }
    size_t at() const { return m_at; }
    bool isAtEnd() const { return m_at == m_bytes.size(); }

private:
    std::string_view m_bytes;
    size_t m_at = 0;
};

// The length of an address with its port, whose type is the first byte; 0: unknown type.
size_t addressSize(std::string_view start)
{
    switch (uint8_t(start[0])) {
    case 1: return 1 + 4 + 2;
    case 3: return start.size() < 2 ? 2 : 2 + size_t(uint8_t(start[1])) + 2;
    case 4: return 1 + 16 + 2;
    default: return 0;
    }
}

std::string addressOf(std::string_view bytes)
{
    const uint16_t port = bigEndian16(bytes.substr(bytes.size() - 2));
    if (bytes[0] == 3)
        return printable(bytes.substr(2, bytes.size() - 4)) + ':' + std::to_string(port);
    return base::endpointText(endpointOf(bytes[0] == 1 ? base::Family::V4 : base::Family::V6, bytes.substr(1, bytes.size() - 3), port));
}

enum class Step : uint8_t { Done, Short, Wrong };

// "5 x 0", then an address: a request or a reply.
Step message(Side &side, uint8_t &code, std::string_view &address)
{
    const std::string_view head = side.look(5);
    if ((!head.empty() && head[0] != 5) || (head.size() > 2 && head[2] != 0))
        return Step::Wrong;
    if (head.size() < 5)
        return Step::Short;
    const size_t size = addressSize(head.substr(3));
    if (size == 0)
        return Step::Wrong;
    std::string_view whole;
    if (!side.take(3 + size, whole))
        return Step::Short;
    code = uint8_t(whole[1]);
    address = whole.substr(3);
    return Step::Done;
}

} // namespace

Reading readSocks5(std::string_view fromClient, std::string_view fromServer, bool ended)
{
    Side client(fromClient), server(fromServer);
    std::string_view part;
    Reading reading{.verdict = Verdict::Yes, .prefix = {.name = "SOCKS 5"}};
    const auto result = [&](std::string failure) {
        reading.prefix.failure = std::move(failure);
        reading.fromClient = client.at();
        reading.fromServer = server.at();
        return reading;
    };
    const std::string_view greeting = client.look(2);
    if (greeting.size() > 1 && greeting[1] == 0)
        return {};
    if (greeting.size() < 2 || !client.take(2 + size_t(uint8_t(greeting[1])), part))
        return {.verdict = fromServer.empty() ? Verdict::NeedMore : Verdict::No};
    const std::string_view methods = part.substr(2);
    const std::string_view choice = server.look(2);
    if (!choice.empty() && choice[0] != 5)
        return {};
    if (!server.take(2, part))
        return {.verdict = Verdict::NeedMore, .awaitsAnswer = client.isAtEnd()};
    const uint8_t method = uint8_t(part[1]);
    if (method == NoneFits)
        return result("the proxy accepts none of the offered authentication methods");
    if ((method != NoneNeeded && method != UserPassword) || methods.find(char(method)) == std::string_view::npos)
        return {};
    // Certainly SOCKS from here on. An unfinished negotiation is not shown as bytes: it may contain a password.
    const auto unfinished = [&] {
        return ended ? result("the negotiation was not completed") : Reading{.verdict = Verdict::NeedMore, .awaitsAnswer = true};
    };
    if (method == UserPassword) {
        const std::string_view head = client.look(2);
        if (head.size() < 2 || !client.take(2 + size_t(uint8_t(head[1])), part))
            return unfinished();
        reading.prefix.user = printable(part.substr(2));
        const std::string_view length = client.look(1);
        if (length.empty() || !client.take(1 + size_t(uint8_t(length[0])), part))
            return unfinished();
        if (!server.take(2, part))
            return unfinished();
        if (part[1] != 0)
            return result("the proxy did not accept the user's name and password");
    }
    uint8_t command = 0, code = 0;
    std::string_view address;
    const Step asked = message(client, command, address);
    if (asked == Step::Wrong)
        return result("its request cannot be read");
    if (asked == Step::Short)
        return unfinished();
    reading.prefix.target = addressOf(address);
    if (command == Bind || command == UdpAssociate)
        reading.prefix.details.emplace_back("command", command == Bind ? "BIND" : "UDP ASSOCIATE");
    for (int answers = command == Bind ? 2 : 1; answers > 0; --answers) {
        const Step answered = message(server, code, address);
        if (answered == Step::Wrong)
            return result("the proxy's answer cannot be read");
        if (answered == Step::Short)
            return unfinished();
        if (code != 0)
            return result(failureOf(code));
    }
    return result({});
}

} // namespace protocols::prefix
