// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of a gRPC call: _grpcMessages, with text where their types are described.
#pragma once

#include "app/exporters/entry_context.h"

#include <string>

namespace exporters {

bool hasGrpcMessages(const EntryContext &);
// What is masked in a message's text is also in the body, where it cannot be found.
bool bodiesAreMessages(const EntryContext &);
void writeGrpcMessages(EntryContext &);
// grpc-status-details-bin of the trailers, or of a head that has none behind it.
void writeStatusDetails(EntryContext &);
// A value with a secret inside cannot stay as it is, nor be written again.
std::string maskedStatusDetails(EntryContext &, const std::string &value);

} // namespace exporters
