// SPDX-License-Identifier: GPL-3.0-or-later
// Connections that libssl makes on the spot, in memory: what went over the wire, the secrets logged meanwhile, and
// what the peers wrote.
#pragma once

#include "app/base/ids.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace memory_connection {

struct Identity {
    EVP_PKEY *key;
    X509 *certificate;
};

inline Identity identity(bool rsa)
{
    EVP_PKEY *key = rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
    X509 *certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char *>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    X509_sign(certificate, key, EVP_sha256());
    return {key, certificate};
}

inline const Identity &rsaIdentity()
{
    static const Identity made = identity(true);
    return made;
}

inline const Identity &ecIdentity()
{
    static const Identity made = identity(false);
    return made;
}

inline constexpr const char *pskName = "tester";
inline constexpr unsigned char pskKey[] = "sixteen bytes...";

inline unsigned pskClient(SSL *, const char *, char *name, unsigned nameMax, unsigned char *key, unsigned)
{
    std::strncpy(name, pskName, nameMax);
    std::memcpy(key, pskKey, 16);
    return 16;
}

inline unsigned pskServer(SSL *, const char *, unsigned char *key, unsigned)
{
    std::memcpy(key, pskKey, 16);
    return 16;
}

inline int acceptAny(int, X509_STORE_CTX *) { return 1; }

inline int selectProtocol(SSL *, const unsigned char **out, unsigned char *length, const unsigned char *in, unsigned, void *)
{
    *out = in + 1;
    *length = in[0];
    return SSL_TLSEXT_ERR_OK;
}

} // namespace memory_connection

struct Wanted {
    int version = TLS1_3_VERSION;
    const char *suite = "TLS_AES_128_GCM_SHA256";   // in OpenSSL's spelling
    bool encryptThenMac = true;
    bool extendedMasterSecret = true;
    bool resumed = false;
    bool earlyData = false;
    bool earlyRefused = false;      // the server does not accept it
    bool retry = false;             // HelloRetryRequest
    bool updatesKeys = false;
    bool renegotiates = false;
    bool clientAuthenticates = false;
    size_t padTo = 0;               // TLS 1.3: records are padded to a multiple
    size_t writes = 12;             // in each direction
    size_t longest = 40'000;        // bytes of a write
    size_t exact = 0;               // bytes of every write, if not random
    unsigned seed = 1;
    std::vector<std::pair<base::Direction, std::string>> says{};   // instead of random writes
};

// What happened, in order: bytes in a direction (Sent: the client's), or a line for the key log.
struct Happening {
    base::Direction direction = base::Direction::Sent;
    std::string bytes;
    std::string secret;
};

struct Made {
    std::vector<Happening> happenings;
    std::array<std::string, 2> written;     // plaintext, by base::Direction
    std::string problem;                    // empty: the connection came about as wanted

    std::string wire(base::Direction direction) const
    {
        std::string all;
        for (const Happening &happening : happenings)
            if (happening.direction == direction)
                all += happening.bytes;
        return all;
    }
};

class MemoryConnection
{
public:
    static Made make(const Wanted &);

private:
    using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
    using Connection = std::unique_ptr<SSL, decltype(&SSL_free)>;

    explicit MemoryConnection(const Wanted &);
    void run();
    void connect(SSL_SESSION *);
    void resume();
    bool shakeHands();
    void exchange();
    void write(SSL *, base::Direction, size_t length);
    void writeEarly();
    void renegotiate();
    bool deliver();
    bool flush(SSL *from, SSL *to, base::Direction);
    void drain(SSL *, base::Direction from);
    void configure(SSL_CTX *);
    void fail(const char *what);

    static void logged(const SSL *, const char *line);
    static int sessionMade(SSL *, SSL_SESSION *);

    const Wanted &m_wanted;
    Made m_made;
    std::mt19937 m_random;
    std::array<std::string, 2> m_read;
    Context m_clientContext, m_serverContext;
    Connection m_client{nullptr, SSL_free}, m_server{nullptr, SSL_free};
    SSL_SESSION *m_session = nullptr;
    bool m_earlyRead = false;    // the server is past early data
};


inline Made MemoryConnection::make(const Wanted &wanted)
{
    MemoryConnection connection(wanted);
    connection.run();
    if (connection.m_session)
        SSL_SESSION_free(connection.m_session);
    return std::move(connection.m_made);
}

inline MemoryConnection::MemoryConnection(const Wanted &wanted)
    : m_wanted(wanted)
    , m_random(wanted.seed)
    , m_clientContext(SSL_CTX_new(TLS_client_method()), SSL_CTX_free)
    , m_serverContext(SSL_CTX_new(TLS_server_method()), SSL_CTX_free)
{
    configure(m_clientContext.get());
    configure(m_serverContext.get());
    SSL_CTX *server = m_serverContext.get();
    for (const memory_connection::Identity *one : {&memory_connection::rsaIdentity(), &memory_connection::ecIdentity()}) {
        SSL_CTX_use_certificate(server, one->certificate);
        SSL_CTX_use_PrivateKey(server, one->key);
        SSL_CTX_use_certificate(m_clientContext.get(), one->certificate);
        SSL_CTX_use_PrivateKey(m_clientContext.get(), one->key);
    }
    SSL_CTX_set_dh_auto(server, 1);
    SSL_CTX_set_psk_client_callback(m_clientContext.get(), m_wanted.version == TLS1_3_VERSION ? nullptr : memory_connection::pskClient);
    SSL_CTX_set_psk_server_callback(server, m_wanted.version == TLS1_3_VERSION ? nullptr : memory_connection::pskServer);
    SSL_CTX_set_session_id_context(server, reinterpret_cast<const unsigned char *>("test"), 4);
    if (wanted.clientAuthenticates)
        SSL_CTX_set_verify(server, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, memory_connection::acceptAny);
    SSL_CTX_set_alpn_select_cb(server, memory_connection::selectProtocol, nullptr);
    SSL_CTX_set_session_cache_mode(m_clientContext.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(m_clientContext.get(), sessionMade);
    SSL_CTX_set_max_early_data(server, 1 << 14);
    if (wanted.retry) {
        SSL_CTX_set1_groups_list(m_clientContext.get(), "X25519:P-256");
        SSL_CTX_set1_groups_list(server, "P-256");
    }
}

inline void MemoryConnection::configure(SSL_CTX *context)
{
    SSL_CTX_set_min_proto_version(context, m_wanted.version);
    SSL_CTX_set_max_proto_version(context, m_wanted.version);
    SSL_CTX_set_security_level(context, 0);
    if (m_wanted.version == TLS1_3_VERSION)
        SSL_CTX_set_ciphersuites(context, m_wanted.suite);
    else
        SSL_CTX_set_cipher_list(context, (std::string(m_wanted.suite) + ":@SECLEVEL=0").c_str());
    if (!m_wanted.encryptThenMac)
        SSL_CTX_set_options(context, SSL_OP_NO_ENCRYPT_THEN_MAC);
    if (!m_wanted.extendedMasterSecret)
        SSL_CTX_set_options(context, SSL_OP_NO_EXTENDED_MASTER_SECRET);
    SSL_CTX_set_options(context, SSL_OP_ALLOW_CLIENT_RENEGOTIATION | SSL_OP_NO_ANTI_REPLAY);
    if (m_wanted.padTo)
        SSL_CTX_set_block_padding(context, m_wanted.padTo);
    SSL_CTX_set_keylog_callback(context, logged);
}

inline void MemoryConnection::fail(const char *what)
{
    if (!m_made.problem.empty())
        return;
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    m_made.problem = std::string(what) + ": " + text.data();
}

inline void MemoryConnection::logged(const SSL *ssl, const char *line)
{
    auto &self = *static_cast<MemoryConnection *>(SSL_get_app_data(ssl));
    // Both ends log the same; one end suffices.
    if (SSL_is_server(ssl) == 0)
        self.m_made.happenings.push_back({base::Direction::Sent, {}, line});
}

inline int MemoryConnection::sessionMade(SSL *ssl, SSL_SESSION *session)
{
    auto &self = *static_cast<MemoryConnection *>(SSL_get_app_data(ssl));
    if (self.m_session)
        SSL_SESSION_free(self.m_session);
    self.m_session = session;
    return 1;
}

inline void MemoryConnection::connect(SSL_SESSION *session)
{
    m_client.reset(SSL_new(m_clientContext.get()));
    m_server.reset(SSL_new(m_serverContext.get()));
    for (SSL *ssl : {m_client.get(), m_server.get()}) {
        SSL_set_app_data(ssl, this);
        SSL_set_bio(ssl, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    }
    SSL_set_tlsext_host_name(m_client.get(), "test.local");
    SSL_set_alpn_protos(m_client.get(), reinterpret_cast<const unsigned char *>("\x08http/1.1"), 9);
    if (session)
        SSL_set_session(m_client.get(), session);
    SSL_set_connect_state(m_client.get());
    SSL_set_accept_state(m_server.get());
    m_made = {};
    m_read = {};
    m_earlyRead = false;
}

inline bool MemoryConnection::flush(SSL *from, SSL *to, base::Direction direction)
{
    std::string bytes(1 << 20, '\0');
    bool moved = false;
    for (int count; (count = BIO_read(SSL_get_wbio(from), bytes.data(), int(bytes.size()))) > 0; moved = true) {
        BIO_write(SSL_get_rbio(to), bytes.data(), count);
        m_made.happenings.push_back({direction, std::string(bytes.data(), size_t(count)), {}});
    }
    return moved;
}

inline bool MemoryConnection::deliver()
{
    const bool sent = flush(m_client.get(), m_server.get(), base::Direction::Sent);
    const bool received = flush(m_server.get(), m_client.get(), base::Direction::Received);
    return sent || received;
}

inline void MemoryConnection::drain(SSL *reader, base::Direction from)
{
    std::array<char, 65536> bytes;
    for (int count; (count = SSL_read(reader, bytes.data(), int(bytes.size()))) > 0;)
        m_read[size_t(from)].append(bytes.data(), size_t(count));
}

inline bool MemoryConnection::shakeHands()
{
    for (int i = 0; i < 20; ++i) {
        SSL_do_handshake(m_client.get());
        flush(m_client.get(), m_server.get(), base::Direction::Sent);
        if (m_wanted.earlyData && !m_wanted.earlyRefused && !m_earlyRead) {
            std::array<char, 65536> bytes;
            size_t count = 0;
            int result = 0;
            while ((result = SSL_read_early_data(m_server.get(), bytes.data(), bytes.size(), &count)) == SSL_READ_EARLY_DATA_SUCCESS)
                m_read[size_t(base::Direction::Sent)].append(bytes.data(), count);
            m_earlyRead = result == SSL_READ_EARLY_DATA_FINISH;
        }
        SSL_do_handshake(m_server.get());
        flush(m_server.get(), m_client.get(), base::Direction::Received);
        if (SSL_is_init_finished(m_client.get()) && SSL_is_init_finished(m_server.get()))
            return true;
    }
    fail("handshake");
    return false;
}

inline void MemoryConnection::write(SSL *writer, base::Direction direction, size_t length)
{
    std::string data(length, '\0');
    std::ranges::generate(data, [&] { return char(m_random()); });
    if (length > 0 && SSL_write(writer, data.data(), int(length)) != int(length))
        fail("write");
    m_made.written[size_t(direction)] += data;
}

inline void MemoryConnection::writeEarly()
{
    std::string data(3000, '\0');
    std::ranges::generate(data, [&] { return char(m_random()); });
    size_t count = 0;
    if (SSL_write_early_data(m_client.get(), data.data(), data.size(), &count) != 1 || count != data.size())
        fail("early data");
    if (!m_wanted.earlyRefused)
        m_made.written[size_t(base::Direction::Sent)] += data;
}

inline void MemoryConnection::renegotiate()
{
    if (SSL_renegotiate(m_server.get()) != 1)
        fail("renegotiation");
    for (int i = 0; i < 10; ++i) {
        SSL_do_handshake(m_server.get());
        deliver();
        drain(m_client.get(), base::Direction::Received);
        deliver();
        drain(m_server.get(), base::Direction::Sent);
        deliver();
    }
    if (SSL_renegotiate_pending(m_server.get()))
        fail("renegotiation pending");
}

inline void MemoryConnection::exchange()
{
    for (const auto &[direction, text] : m_wanted.says) {
        SSL *from = direction == base::Direction::Sent ? m_client.get() : m_server.get();
        if (SSL_write(from, text.data(), int(text.size())) != int(text.size()))
            fail("write");
        m_made.written[size_t(direction)] += text;
        deliver();
        drain(direction == base::Direction::Sent ? m_server.get() : m_client.get(), direction);
    }
    for (size_t i = 0; i < m_wanted.writes && m_wanted.says.empty(); ++i) {
        const auto length = [&]() -> size_t { return m_wanted.exact ? m_wanted.exact : m_random() % 3 == 0 ? m_random() % m_wanted.longest : m_random() % 300; };
        write(m_client.get(), base::Direction::Sent, length());
        deliver();
        drain(m_server.get(), base::Direction::Sent);
        write(m_server.get(), base::Direction::Received, length());
        deliver();
        drain(m_client.get(), base::Direction::Received);
        if (m_wanted.updatesKeys && i % 3 == 1) {
            SSL_key_update(i % 2 ? m_client.get() : m_server.get(), i % 4 == 0 ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED);
            SSL_do_handshake(i % 2 ? m_client.get() : m_server.get());
            deliver();
        }
        if (m_wanted.renegotiates && i == m_wanted.writes / 2)
            renegotiate();
    }
    SSL_shutdown(m_client.get());
    SSL_shutdown(m_server.get());
    deliver();
}

inline void MemoryConnection::resume()
{
    connect(nullptr);
    if (!shakeHands())
        return;
    write(m_server.get(), base::Direction::Received, 10);
    deliver();
    drain(m_client.get(), base::Direction::Received);
    SSL_shutdown(m_client.get());
    SSL_shutdown(m_server.get());
    if (!m_session)
        fail("no session to resume");
}

inline void MemoryConnection::run()
{
    if (m_wanted.resumed)
        resume();
    if (!m_made.problem.empty())
        return;
    if (m_wanted.earlyRefused)
        SSL_CTX_set_max_early_data(m_serverContext.get(), 0);
    connect(m_wanted.resumed ? m_session : nullptr);
    if (m_wanted.earlyData)
        writeEarly();
    if (!shakeHands())
        return;
    if (m_wanted.resumed && !SSL_session_reused(m_client.get()))
        fail("not resumed");
    if (m_wanted.earlyData && (SSL_get_early_data_status(m_client.get()) == SSL_EARLY_DATA_ACCEPTED) == m_wanted.earlyRefused)
        fail("early data status");
    exchange();
    if (m_read != m_made.written)
        fail("the peers read something else");
}
