// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/loss.h"

namespace tls {

const char *causeText(Cause cause)
{
    switch (cause) {
    case Cause::Gap: return "ciphertext was not captured";
    case Cause::NoSecret: return "no secret was captured";
    case Cause::NoHandshake: return "the handshake was not captured";
    case Cause::UnsupportedVersion: return "neither TLS 1.2 nor TLS 1.3";
    case Cause::UnsupportedSuite: return "unknown cipher suite";
    case Cause::Compression: return "compressed by TLS";
    case Cause::WrongSecret: return "the captured secrets do not fit";
    case Cause::EarlyDataRefused: return "early data that the server did not accept";
    case Cause::NotRecords: return "not TLS records";
    case Cause::TooMuchWaiting: return "too much waited for a secret";
    }
    return "unknown";
}

} // namespace tls
