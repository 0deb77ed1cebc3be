// SPDX-License-Identifier: GPL-3.0-or-later
// What the fields of a head say.
#pragma once

#include "app/protocols/event.h"

namespace protocols {

// The value of the first field of that name, empty where there is none (or it is unknown).
std::string_view fieldValue(std::span<const Field>, std::string_view lowerCaseName);
// RFC 9110, section 8.3.1: is the media type, parameters aside and in whatever case, this one?
bool isMediaType(std::string_view contentType, std::string_view lowerCaseType);

} // namespace protocols
