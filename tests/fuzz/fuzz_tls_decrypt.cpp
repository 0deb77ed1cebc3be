// SPDX-License-Identifier: GPL-3.0-or-later
// A connection that the input composes: suite, handshake messages, data, key updates, damage, gaps, junk, and which
// secrets come when. Whatever comes out is data that was sealed, in order, each record once; what waits is bounded.
#include "app/tls/decrypter.h"
#include "tests/support/record_sealer.h"

#include <algorithm>
#include <cstdlib>

using base::Direction;
using tls::Label;

namespace {

constexpr std::array<uint16_t, 14> suiteNumbers{0x1301, 0x1302, 0x1303, 0x1304, 0x1305, 0xc02f, 0xc030, 0xcca8, 0xc0ac, 0xc0af, 0xc013, 0xc027, 0xc028, 0x003d};
constexpr size_t heldMax = 4000;

class Input
{
public:
    Input(const uint8_t *data, size_t size)
        : m_bytes(data, size)
    {
    }
    bool atEnd() const { return m_bytes.empty(); }
    uint8_t byte()
    {
        if (m_bytes.empty())
            return 0;
        const uint8_t value = m_bytes.front();
        m_bytes = m_bytes.subspan(1);
        return value;
    }
    std::string text(size_t length)
    {
        length = std::min(length, m_bytes.size());
        std::string bytes(reinterpret_cast<const char *>(m_bytes.data()), length);
        m_bytes = m_bytes.subspan(length);
        return bytes;
    }

private:
    std::span<const uint8_t> m_bytes;
};

tls::SecretBytes secretOf(Label label, size_t size)
{
    std::array<std::byte, 48> bytes;
    bytes.fill(std::byte(0x40 + unsigned(label)));
    return tls::SecretBytes(std::span<const std::byte>(bytes).first(size));
}

std::string big(size_t value, size_t width)
{
    std::string bytes(width, '\0');
    for (size_t i = width; i-- > 0; value >>= 8)
        bytes[i] = char(value);
    return bytes;
}

std::string message(uint8_t type, const std::string &body) { return char(type) + big(body.size(), 3) + body; }
std::string record(uint8_t type, const std::string &content) { return std::string{char(type), 3, 3} + big(content.size(), 2) + content; }

struct Peer {
    std::unique_ptr<RecordSealer> sealer;
    unsigned stage = 0;            // Label::ClientEarly + stage of TLS 1.3; 1 in TLS 1.2: sealed
    tls::SecretBytes traffic;
    std::vector<std::string> sealed;   // application data, in order
    size_t delivered = 0;          // records of it
    uint64_t swallow = 0;          // bytes that are not captured
};

class Connection final : tls::Sink
{
public:
    explicit Connection(Input &input)
        : m_input(input)
        , m_suite(*tls::findSuite(suiteNumbers[input.byte() % suiteNumbers.size()]))
        , m_flags(input.byte())
        , m_store({.connections = 4, .loose = 6, .candidates = 4})
        , m_decrypter(m_store, 1, {.heldBytes = heldMax, .holdMax = 100})
    {
        m_clientRandom.fill(std::byte(0x11));
        m_serverRandom.fill(std::byte(0x22));
    }

    void run()
    {
        while (!m_input.atEnd() && ++m_now < 400)
            step(m_input.byte());
        m_decrypter.end(m_now, *this);
        if (m_decrypter.waits())
            std::abort();
    }

private:
    bool tls13() const { return m_suite.isTls13(); }
    bool encryptThenMac() const { return m_flags & 1; }

    void step(uint8_t what)
    {
        const auto direction = Direction(what & 1);
        Peer &peer = m_peers[size_t(direction)];
        switch (what >> 1 & 15) {
        case 0: data(direction, m_input.byte()); break;
        case 1: hello(direction); break;
        case 2: handshake(direction, m_input.byte(), m_input.text(m_input.byte() % 64)); break;
        case 3: advance(direction); break;
        case 4: send(direction, seal(peer, 21, m_input.text(2))); break;
        case 5: send(direction, record(20, "\x01")); break;
        case 6: peer.swallow += m_input.byte() * 4u; break;
        case 7: send(direction, m_input.text(m_input.byte())); break;
        case 8: secret(m_input.byte()); break;
        case 9: m_decrypter.expire(m_now + m_input.byte(), *this); break;
        case 10: data(direction, size_t(m_input.byte()) * 65); break;
        case 11: damaged(direction); break;
        case 12: update(direction); break;
        case 13:
            for (unsigned i = m_input.byte(); i > 0 && peer.sealer; --i)
                peer.sealer->skip();
            break;
        case 14: m_store.ownerGone(1); break;
        case 15:
            for (unsigned label = 0; label < tls::labelCount; ++label)
                secret(uint8_t(label));
            break;
        }
    }

    std::string seal(Peer &peer, uint8_t type, const std::string &content)
    {
        return peer.sealer ? peer.sealer->seal(type, content, m_flags >> 4) : record(type, content);
    }

    void data(Direction direction, size_t length)
    {
        Peer &peer = m_peers[size_t(direction)];
        // No two alike, so that one taken for another is noticed.
        std::string content = std::to_string(peer.sealed.size()) + (direction == Direction::Sent ? "s" : "r");
        content.resize(std::max(length, content.size()), char('a' + peer.sealed.size() % 26));
        if (!peer.sealer) {
            send(direction, record(23, content));
            return;
        }
        peer.sealed.push_back(content);
        send(direction, seal(peer, 23, content));
    }

    void hello(Direction direction)
    {
        const bool client = direction == Direction::Sent;
        const tls::Random &random = client ? m_clientRandom : m_serverRandom;
        std::string body = "\x03\x03" + std::string(reinterpret_cast<const char *>(random.data()), random.size()) + std::string(1, '\0');
        std::string extensions;
        const auto extension = [&](unsigned type, const std::string &contents) { extensions += big(type, 2) + big(contents.size(), 2) + contents; };
        if (client) {
            body += big(2, 2) + big(m_suite.number, 2) + std::string("\x01\x00", 2);
            if (m_flags & 2)
                extension(42, {});
        } else {
            body += big(m_suite.number, 2) + std::string(1, '\0');
            if (tls13())
                extension(43, "\x03\x04");
            else if (encryptThenMac())
                extension(22, {});
        }
        handshake(direction, client ? 1 : 2, body + big(extensions.size(), 2) + extensions);
    }

    void handshake(Direction direction, uint8_t type, const std::string &body)
    {
        send(direction, seal(m_peers[size_t(direction)], 22, message(type, body)));
    }

    void key(Peer &peer, Label label)
    {
        peer.traffic = secretOf(label, tls::hashLength(m_suite.hash));
        peer.sealer = std::make_unique<RecordSealer>(m_suite, true, tls::trafficKeys(m_suite, peer.traffic), false);
    }

    // To the next keys, with the message that says so.
    void advance(Direction direction)
    {
        Peer &peer = m_peers[size_t(direction)];
        const bool client = direction == Direction::Sent;
        ++peer.stage;
        if (!tls13()) {
            send(direction, seal(peer, 20, "\x01"));
            const tls::KeyBlock keys = tls::keyBlock(m_suite, secretOf(Label::Master, 48), m_clientRandom, m_serverRandom);
            peer.sealer = std::make_unique<RecordSealer>(m_suite, false, client ? keys.client : keys.server, encryptThenMac());
            return;
        }
        if (client && (m_flags & 2) && peer.stage == 1) {
            key(peer, Label::ClientEarly);
        } else if (peer.stage <= 2 && (!peer.sealer || peer.stage == 2)) {
            if (peer.sealer)
                handshake(direction, 5, {});
            peer.stage = 2;
            key(peer, client ? Label::ClientHandshake : Label::ServerHandshake);
            if (!client && (m_flags & 4))
                handshake(direction, 8, big(4, 2) + big(42, 2) + big(0, 2));
        } else if (peer.stage == 3) {
            handshake(direction, 20, std::string(32, 'f'));
            key(peer, client ? Label::ClientTraffic : Label::ServerTraffic);
        }
    }

    void update(Direction direction)
    {
        Peer &peer = m_peers[size_t(direction)];
        if (!tls13() || peer.stage < 3)
            return;
        handshake(direction, 24, std::string(1, '\0'));
        peer.traffic = tls::nextTrafficSecret(m_suite, peer.traffic);
        peer.sealer = std::make_unique<RecordSealer>(m_suite, true, tls::trafficKeys(m_suite, peer.traffic), false);
    }

    void damaged(Direction direction)
    {
        Peer &peer = m_peers[size_t(direction)];
        std::string bytes = seal(peer, 23, "damaged");
        if (!peer.sealer)
            return;
        bytes[m_input.byte() % bytes.size()] ^= char(m_input.byte() | 1);
        send(direction, bytes);
    }

    void secret(uint8_t which)
    {
        const auto label = Label(which % tls::labelCount);
        tls::Secret one{label, m_clientRandom, secretOf(label, label == Label::Master ? 48 : tls::hashLength(m_suite.hash)), 1};
        if (which & 0x80)
            one.label.reset();
        if (which & 0x40)
            one.random.reset();
        if (which & 0x20)
            one.bytes = secretOf(label, which & 31);
        m_store.add(one);
        m_decrypter.secretAdded(*this);
        if (m_store.size() > 4 || m_store.looseSize() > 6)
            std::abort();
    }

    void send(Direction direction, const std::string &bytes)
    {
        Peer &peer = m_peers[size_t(direction)];
        const auto missing = size_t(std::min<uint64_t>(peer.swallow, bytes.size()));
        peer.swallow -= missing;
        m_decrypter.gap(direction, missing);
        std::span<const std::byte> left = std::as_bytes(std::span(bytes)).subspan(missing);
        const size_t step = m_flags & 8 ? 7 : 20000;
        for (; !left.empty(); left = left.subspan(std::min(step, left.size())))
            m_decrypter.bytes(direction, left.first(std::min(step, left.size())), m_now, *this);
    }

    void plaintext(Direction direction, std::span<const std::byte> bytes, base::Time) override
    {
        Peer &peer = m_peers[size_t(direction)];
        const std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
        const auto it = std::find(peer.sealed.begin() + ptrdiff_t(peer.delivered), peer.sealed.end(), text);
        if (it == peer.sealed.end())
            std::abort();
        peer.delivered = size_t(it - peer.sealed.begin()) + 1;
    }
    void lost(Direction, const tls::Loss &loss, base::Time) override
    {
        if (unsigned(loss.cause) >= tls::causeCount)
            std::abort();
    }
    void alert(Direction, uint8_t, uint8_t, base::Time) override { }

    Input &m_input;
    const tls::Suite &m_suite;
    uint8_t m_flags;
    tls::SecretStore m_store;
    tls::Decrypter m_decrypter;
    tls::Random m_clientRandom, m_serverRandom;
    std::array<Peer, 2> m_peers;
    base::Time m_now = 1;
};

// Whole connections, one of each suite: what a mutation can start from.
void writeSeeds(const char *folder)
{
    for (unsigned suite = 0; suite < suiteNumbers.size(); ++suite) {
        const bool tls13 = suiteNumbers[suite] >> 8 == 0x13;
        std::string script{char(suite), char(suite % 2 * 8)};
        const auto op = [&](unsigned what, Direction direction, const std::string &arguments = {}) {
            script += char(what << 1 | unsigned(direction));
            script += arguments;
        };
        op(15, Direction::Sent);
        op(1, Direction::Sent);
        op(1, Direction::Received);
        for (unsigned i = 0; i < (tls13 ? 2 : 1); ++i) {
            op(3, Direction::Received);
            op(3, Direction::Sent);
        }
        for (unsigned i = 0; i < 4; ++i) {
            op(0, Direction::Sent, "\x20");
            op(0, Direction::Received, "\x60");
            op(i == 1 ? 12 : i == 2 ? 6 : 0, Direction(i & 1), "\x08");
        }
        op(4, Direction::Sent, std::string("\x01\x00", 2));
        FILE *file = std::fopen((std::string(folder) + "/connection" + std::to_string(suite)).c_str(), "wb");
        if (!file)
            std::abort();
        std::fwrite(script.data(), 1, script.size(), file);
        std::fclose(file);
    }
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    if (const char *folder = std::getenv("SEEDS_TO")) {
        writeSeeds(folder);
        std::exit(0);
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Input input(data, size);
    Connection(input).run();
    return 0;
}
