// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/names.h"

namespace exchange {

const char *stateName(ConnectionState state)
{
    switch (state) {
    case ConnectionState::Unknown: break;
    case ConnectionState::Connecting: return "connecting";
    case ConnectionState::Open: return "open";
    case ConnectionState::Closed: return "closed";
    case ConnectionState::Refused: return "refused";
    case ConnectionState::Reset: return "reset";
    case ConnectionState::TimedOut: return "timed out";
    case ConnectionState::Unreachable: return "unreachable";
    case ConnectionState::Aborted: return "aborted";
    }
    return "unknown";
}

} // namespace exchange
