// SPDX-License-Identifier: GPL-3.0-or-later
// Fields for senders that take each name once.
#pragma once

#include "app/exchange/head.h"

#include <vector>

namespace exporters {

// Those of the same name are joined to a list (RFC 9110 section 5.3, for cookies RFC 9113 section 8.2.3), in the place of
// the first.
std::vector<exchange::HeadField> joinedFields(const std::vector<exchange::HeadField> &);

} // namespace exporters
