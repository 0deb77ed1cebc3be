// SPDX-License-Identifier: GPL-3.0-or-later
// Looking up and reading header fields.
#pragma once

#include "app/protocols/event.h"

namespace protocols {

// The value of the first field of that name; empty if absent or unknown.
std::string_view fieldValue(std::span<const Field>, std::string_view lowerCaseName);
// Whether the media type, ignoring parameters and case, is this one (RFC 9110, section 8.3.1).
bool isMediaType(std::string_view contentType, std::string_view lowerCaseType);

} // namespace protocols
