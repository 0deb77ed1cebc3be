// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the errors of this folder.
#pragma once

#include "app/capture/source.h"
#include "privhelper/wire/messages.h"

#include <span>
#include <string>

namespace capture {

Error errorOf(ErrorKind kind, std::string detail, int errnoValue = 0);
// DiskFull for what means that, else File.
Error fileError(int errnoValue, std::string detail);
Error protocolError(wire::ReadError error);
// What a Refused message means: NotAuthorised where the user may not, else Refused.
Error refusedError(std::span<const std::byte> body);

} // namespace capture
