// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the errors of this folder.
#pragma once

#include "app/capture/source.h"
#include "privhelper/wire/messages.h"

#include <span>
#include <string>

namespace capture {

Error errorOf(ErrorKind kind, std::string detail, int errnoValue = 0);
// DiskFull if errno says so, else File.
Error fileError(int errnoValue, std::string detail);
Error protocolError(wire::ReadError error);
// The meaning of a Refused message: NotAuthorised if the user is not allowed, else Refused.
Error refusedError(std::span<const std::byte> body);

} // namespace capture
