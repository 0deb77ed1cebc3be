// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/base/ids.h"

namespace base {

// "client", "server"; empty for Unknown.
constexpr const char *sideName(Side side)
{
    return side == Side::Client ? "client" : side == Side::Server ? "server" : "";
}

} // namespace base
