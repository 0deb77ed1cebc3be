// SPDX-License-Identifier: GPL-3.0-or-later
// Short names of what the helper's messages say in numbers.
#pragma once

#include "privhelper/wire/messages.h"

#include <string>

namespace session {

const char *tieName(uint8_t kind);         // enum flow_tie_kind
const char *libraryName(uint8_t origin);   // enum flow_origin
// An application protocol's registered name as it is shown; empty for what is no such name.
std::string alpnName(const std::string &);
std::string lossName(const wire::Loss &);
// Stream offset behind the bytes of a cut or faulted record, relative to its own offset.
uint64_t missingTo(const wire::Data &);

} // namespace session
