// SPDX-License-Identifier: GPL-3.0-or-later
// Key logs (RFC 9850): what TLS libraries write to SSLKEYLOGFILE, one secret a line.
#pragma once

#include "privhelper/wire/messages.h"

#include <string_view>
#include <vector>

namespace packets {

// Lines that are none are skipped, as Wireshark does.
std::vector<wire::Secret> secretsOf(std::string_view keyLog);

} // namespace packets
