// SPDX-License-Identifier: GPL-3.0-or-later
// The details of a gRPC error: grpc-status-details-bin, a google.rpc.Status in base64.
// https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md ("Binary-Header")
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace decode {

class ProtobufTypes;

inline constexpr std::string_view statusDetailsField = "grpc-status-details-bin";

// As indented JSON; nullopt if invalid. `types` may know the details' types; null: only the standard ones.
std::optional<std::string> statusDetails(const ProtobufTypes *types, std::string_view value);

} // namespace decode
