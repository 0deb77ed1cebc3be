// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/errors.h"

#include "privhelper/wire/reader.h"

#include <cerrno>

namespace capture {

Error errorOf(ErrorKind kind, std::string detail, int errnoValue)
{
    return {kind, errnoValue, 0, 0, 0, std::move(detail)};
}

Error fileError(int errnoValue, std::string detail)
{
    const bool full = errnoValue == ENOSPC || errnoValue == EDQUOT || errnoValue == EFBIG;
    return errorOf(full ? ErrorKind::DiskFull : ErrorKind::File, std::move(detail), errnoValue);
}

Error protocolError(wire::ReadError readError)
{
    return {ErrorKind::Protocol, 0, 0, uint8_t(readError), 0, std::string(wire::readErrorName(readError))};
}

Error refusedError(std::span<const std::byte> body)
{
    auto refused = wire::decode<wire::Refused>(body);
    if (!refused)
        return protocolError(refused.error());
    const bool notAllowed = refused->reason == wire::Refusal::NotAllowed;
    return {notAllowed ? ErrorKind::NotAuthorised : ErrorKind::Refused, 0, uint16_t(refused->reason), 0, 0,
            std::move(refused->detail)};
}

} // namespace capture
