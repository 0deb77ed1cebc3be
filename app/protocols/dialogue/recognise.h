// SPDX-License-Identifier: GPL-3.0-or-later
// Protocols that are recognised by name and shown as conversations: those that start TLS after a command in cleartext
// (STARTTLS). Recognised only from a connection's first bytes.
#pragma once

#include "app/protocols/parser.h"

namespace protocols::dialogue {

// RFC 5321, section 3.1: the greeting names it, or the client sends EHLO, HELO or LHLO.
Verdict recogniseSmtp(std::span<const std::byte> first, Direction, base::Side, bool fromStart);
// RFC 9051, section 7.1 (greeting) and 6.1 (a tag with a digit, and a command valid in the first two states).
Verdict recogniseImap(std::span<const std::byte> first, Direction, base::Side, bool fromStart);
// RFC 1939, section 4.
Verdict recognisePop3(std::span<const std::byte> first, Direction, base::Side, bool fromStart);
// RFC 4511, section 4.1.1: the outer structure of the first message.
Verdict recogniseLdap(std::span<const std::byte> first, Direction, base::Side, bool fromStart);
// RFC 6120, section 4.2.
Verdict recogniseXmpp(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::dialogue
