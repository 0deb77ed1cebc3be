// SPDX-License-Identifier: GPL-3.0-or-later
// What the fields of the helper's messages mean where the name of a value (privhelper/wire/names.h) does not say it.
#pragma once

#include "privhelper/wire/messages.h"

#include <string>

namespace session {

// An application protocol's registered name as it is shown; empty for what is no such name.
std::string alpnName(const std::string &);
// Stream offset behind the bytes of a cut or faulted record, relative to its own offset.
uint64_t missingTo(const wire::Data &);

} // namespace session
