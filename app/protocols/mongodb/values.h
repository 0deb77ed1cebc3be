// SPDX-License-Identifier: GPL-3.0-or-later
// The values in a MongoDB command as the exchange shows it, with their names. Authentication data is secret whatever
// its name.
#pragma once

#include "app/protocols/protocol_info.h"

namespace protocols::mongodb {

std::vector<NamedValue> values(std::string_view command);

} // namespace protocols::mongodb
