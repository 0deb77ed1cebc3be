// SPDX-License-Identifier: GPL-3.0-or-later
// Protobuf messages and gRPC bodies as text.
#pragma once

#include "app/decode/protobuf_types.h"
#include "app/exchange/exchange.h"
#include "ui/body/body_content.h"

#include <span>
#include <string>

namespace ui {

// The type of the messages in one half of a gRPC call, or the one named by a media type ("application/x-protobuf;
// messageType=a.B"); empty if unknown. `types` may be null.
std::string protobufType(const decode::ProtobufTypes *types, const exchange::Exchange &, protocols::Half, const std::string &contentType);
// Makes the text of a body of Format::Protobuf or Format::Grpc.
void setProtobuf(BodyContent &, const BodyRequest &, std::span<const std::byte> body);

} // namespace ui
