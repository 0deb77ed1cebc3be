// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/status_details.h"

#include "app/decode/base64.h"
#include "app/decode/protobuf_types.h"

#include <span>

namespace decode {

std::optional<std::string> statusDetails(const ProtobufTypes *types, std::string_view value)
{
    const std::optional<std::string> bytes = fromBase64(value);
    if (!bytes || bytes->empty())
        return std::nullopt;
    const ProtobufTypes usual;
    auto json = (types ? *types : usual).json("google.rpc.Status", std::as_bytes(std::span(*bytes)));
    if (!json || !json->fits || !json->whole)
        return std::nullopt;
    return std::move(json->text);
}

} // namespace decode
