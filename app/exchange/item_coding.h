// SPDX-License-Identifier: GPL-3.0-or-later
// For folders that know exchanges but no protocols.
#pragma once

#include "app/protocols/item_coding.h"

namespace exchange {

using protocols::codingName;

} // namespace exchange
