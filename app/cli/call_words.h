// SPDX-License-Identifier: GPL-3.0-or-later
// Calls in words.
#pragma once

#include "app/calls/account.h"

#include <string>

namespace cli {

// "0.3 ms", "812 ms", "1.20 s"; "–" if unknown.
std::string durationText(base::Duration);
// "the server took 812 ms of 830 ms"; empty if the figures do not tell.
std::string slownessText(const calls::Slowness &);

} // namespace cli
