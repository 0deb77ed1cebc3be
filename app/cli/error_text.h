// SPDX-License-Identifier: GPL-3.0-or-later
// Errors as one sentence with a next step, and their exit status.
#pragma once

#include "app/capture/source.h"
#include "app/exporters/har_reader.h"

#include <string>

namespace cli {

std::string errorText(const capture::Error &);
int exitOf(const capture::Error &);
// Why a HAR file cannot be read: a part of a sentence.
std::string harErrorText(const exporters::HarReadError &);
// "cannot write FILE: No space left on device"
std::string fileText(const char *what, const std::string &path, int errnoValue);

} // namespace cli
