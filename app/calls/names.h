// SPDX-License-Identifier: GPL-3.0-or-later
// The names of values in files.
#pragma once

#include "app/calls/account.h"

#include <string_view>

namespace calls {

std::string_view causeName(Cause);         // "server"; "unknown"
std::string_view surenessName(Sureness);   // "certain", "likely", "unknown"
std::string_view loneName(Lone);           // "uncertain"; empty for Joined
std::string_view howName(How);             // "trace"; empty for None
std::string_view causelessName(Causeless); // "several"; empty for Linked and NotSent

// Calls visit(NAME, &Stretches::NAME) for each stretch, in their order.
template<class Visit> void visitStretches(Visit visit)
{
    visit("before", &Stretches::before);
    visit("toServer", &Stretches::toServer);
    visit("reading", &Stretches::reading);
    visit("server", &Stretches::server);
    visit("toClient", &Stretches::toClient);
    visit("answer", &Stretches::answer);
}

} // namespace calls
