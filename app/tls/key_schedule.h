// SPDX-License-Identifier: GPL-3.0-or-later
// From a secret to the keys of records: RFC 8446, section 7 for TLS 1.3, RFC 5246, sections 5 and 6.3 for TLS 1.2.
#pragma once

#include "app/tls/secret.h"
#include "app/tls/suite.h"

#include <string_view>

namespace tls {

// What protects the records of one direction.
struct RecordKeys {
    SecretBytes key;
    SecretBytes iv;         // the whole nonce's in TLS 1.3 and for ChaCha20, else the implicit four bytes; empty for CBC
    SecretBytes macKey;     // CBC only
};

// HKDF-Expand-Label (RFC 8446, section 7.1) with an empty context. `length` is at most that of the hash.
SecretBytes expandLabel(Hash, const SecretBytes &secret, std::string_view label, size_t length);
// RFC 8446, section 7.3.
RecordKeys trafficKeys(const Suite &, const SecretBytes &trafficSecret);
// After a KeyUpdate: RFC 8446, section 7.2.
SecretBytes nextTrafficSecret(const Suite &, const SecretBytes &trafficSecret);

struct KeyBlock {
    RecordKeys client, server;
};
// RFC 5246, section 6.3. With the extended master secret (RFC 7627) nothing differs: the secret is the result.
KeyBlock keyBlock(const Suite &, const SecretBytes &masterSecret, const Random &client, const Random &server);

} // namespace tls
