// SPDX-License-Identifier: GPL-3.0-or-later
// Plaintext that is not had, and why.
#pragma once

#include <cstdint>

namespace tls {

enum class Cause : uint8_t {
    Gap,                 // ciphertext was not captured
    NoSecret,            // no secret came in time
    NoHandshake,         // hellos that say how records are protected were not captured
    UnsupportedVersion,  // before TLS 1.2
    UnsupportedSuite,
    Compression,         // RFC 3749
    WrongSecret,         // records do not open with the secrets that there are
    EarlyDataRefused,    // early data that the server did not accept: the client sends it again
    NotRecords,          // bytes that are no TLS records
    TooMuchWaiting,      // more records waited for a secret than are kept
};
inline constexpr unsigned causeCount = 10;

struct Loss {
    Cause cause;
    // Of plaintext, as far as the lengths of records tell (padding counts); for a gap that no record has ended, of
    // ciphertext.
    uint64_t bytes = 0;
    uint64_t records = 0;    // 0: unknown
};

// What happened, without a subject: "no secret came in time".
const char *causeText(Cause);

} // namespace tls
