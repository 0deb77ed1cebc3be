// SPDX-License-Identifier: GPL-3.0-or-later
// The meaning of fields in the helper's messages, if the value's name (privhelper/wire/names.h) does not say it.
#pragma once

#include "privhelper/wire/messages.h"

#include <string>

namespace session {

// Display name of an application protocol's registered name; empty if it is not one.
std::string alpnName(const std::string &);
// Stream offset after the bytes of a cut or faulted record, relative to its own offset.
uint64_t missingTo(const wire::Data &);
// Why TLS records were not decrypted: wire::Undecrypted's cause.
std::string undecryptedName(uint8_t cause);

} // namespace session
