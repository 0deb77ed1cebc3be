// SPDX-License-Identifier: GPL-3.0-or-later
// Codings of items by the names that Content-Encoding and grpc-encoding have for them.
#pragma once

#include "app/protocols/event.h"

namespace protocols {

// Empty for Identity and Unknown.
std::string_view codingName(ItemCoding);
// "identity" is Identity; whatever is no name of a coding, or of none of ours, is Unknown.
ItemCoding codingNamed(std::string_view);

} // namespace protocols
