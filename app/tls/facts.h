// SPDX-License-Identifier: GPL-3.0-or-later
// What a handshake reveals, in cleartext or decrypted; shared by the two directions of a connection.
#pragma once

#include "app/base/ids.h"
#include "app/tls/hello.h"
#include "app/tls/suite.h"

#include <optional>
#include <string>

namespace tls {

struct Facts {
    std::optional<base::Direction> client;   // the direction in which the client's bytes go
    std::optional<Random> clientRandom, serverRandom;
    uint16_t version = 0;                    // 0x0304 is TLS 1.3; 0: unknown
    uint16_t suiteNumber = 0;
    const Suite *suite = nullptr;            // null: unknown, or not in the table
    bool encryptThenMac = false;
    bool compresses = false;
    bool offersEarlyData = false;
    std::optional<bool> acceptsEarlyData;    // the server's answer
    std::string sni;
    std::string alpn;                        // the protocol selected
    unsigned joined = 0;                     // directions whose first record was not one of a handshake: 2: no hello will come
    uint64_t changes = 0;                    // counts them: what waited for a fact is tried again

    bool isTls13() const { return version == 0x0304; }
    bool isClient(base::Direction direction) const { return client && *client == direction; }
};

} // namespace tls
