// SPDX-License-Identifier: GPL-3.0-or-later
// The values in a command of MongoDB as the exchange shows it, with their names. What authentication sends is secret
// whatever its name.
#pragma once

#include "app/protocols/protocol_info.h"

namespace protocols::mongodb {

std::vector<NamedValue> secrets(std::string_view command);

} // namespace protocols::mongodb
