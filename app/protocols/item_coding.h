// SPDX-License-Identifier: GPL-3.0-or-later
// Item codings by their names in Content-Encoding and grpc-encoding.
#pragma once

#include "app/protocols/event.h"

namespace protocols {

// Empty for Identity and Unknown.
std::string_view codingName(ItemCoding);
// "identity" is Identity; any name we do not know is Unknown.
ItemCoding codingNamed(std::string_view);

} // namespace protocols
