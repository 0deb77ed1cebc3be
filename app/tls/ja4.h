// SPDX-License-Identifier: GPL-3.0-or-later
// The fingerprint JA4 of a TLS client: its version, ciphers and extensions in 36 characters, equal for equal builds of
// a TLS stack. As FoxIO's "JA4: TLS Client Fingerprinting" specifies it.
#pragma once

#include "app/tls/hello.h"

#include <string>

namespace tls {

enum class Transport : uint8_t { Tcp, Quic };

// "t13d1516h2_8daaf6152771_e5627efa2ab1", over QUIC "q13d…"; empty unless the hello is whole.
std::string ja4(const ClientHello &, Transport = Transport::Tcp);

} // namespace tls
