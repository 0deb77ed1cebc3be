// SPDX-License-Identifier: GPL-3.0-or-later
// The capabilities of this machine, as lines for `doctor`.
#pragma once

#include "privhelper/loader/hook_choice.h"
#include "privhelper/loader/kernel_features.h"
#include "privhelper/wire/messages.h"

#include <vector>

namespace loader {

std::vector<wire::Finding> kernelFindings(const KernelFeatures &features, const ForcedHooks &forced);
// The installed TLS libraries, each analysed. Takes some hundred milliseconds.
std::vector<wire::Finding> libraryFindings();

} // namespace loader
