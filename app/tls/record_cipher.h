// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the protected records of one direction under one set of keys, with one libcrypto context for all of them.
#pragma once

#include "app/tls/key_schedule.h"
#include "app/tls/record.h"

#include <memory>
#include <optional>
#include <vector>

struct evp_cipher_ctx_st;

namespace tls {

class RecordCipher
{
public:
    // The records' version decides how nonce and associated data are made.
    enum class Version : uint8_t { Tls12, Tls13 };

    // Null: libcrypto has no memory, or was built without the cipher.
    static std::unique_ptr<RecordCipher> create(const Suite &, Version, const RecordKeys &, bool encryptThenMac = false);
    ~RecordCipher();
    RecordCipher(const RecordCipher &) = delete;
    RecordCipher &operator=(const RecordCipher &) = delete;

    struct Opened {
        ContentType type;
        std::span<const std::byte> content;   // within the buffer
    };
    // Room that open() may write.
    static constexpr size_t bufferSize = recordBodyMax + 64;
    // Nothing: the record was not sealed with these keys as number `sequence`, or is too short.
    std::optional<Opened> open(const Record &, uint64_t sequence, std::span<std::byte, bufferSize> buffer);

    const RecordKeys &keys() const { return m_keys; }
    // Bytes by which a record's body exceeds its content, at least.
    size_t overhead() const { return m_overhead; }

private:
    RecordCipher(const Suite &, Version, const RecordKeys &, bool encryptThenMac);
    bool prepare(const RecordKeys &);
    std::optional<Opened> openAead(const Record &, uint64_t sequence, std::span<std::byte> buffer);
    std::optional<Opened> openCbc(const Record &, uint64_t sequence, std::span<std::byte> buffer);
    bool macFits(const Record &, uint64_t sequence, std::span<const std::byte> content, std::span<const std::byte> mac) const;
    bool isCcm() const;

    struct Freed {
        void operator()(evp_cipher_ctx_st *) const;
    };
    const Suite &m_suite;
    Version m_version;
    bool m_encryptThenMac;
    size_t m_overhead = 0;
    std::array<std::byte, 12> m_iv{};
    size_t m_explicitNonce = 0;      // bytes at the front of each body
    RecordKeys m_keys;
    std::unique_ptr<evp_cipher_ctx_st, Freed> m_context;
};

} // namespace tls
