// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of a gRPC call: _grpcMessages, as text if their types are known.
#pragma once

#include "app/exporters/entry_context.h"

#include <string>

namespace exporters {

bool hasGrpcMessages(const EntryContext &);
// Secrets masked in a message's text are also in the body, where they cannot be found.
bool bodiesAreMessages(const EntryContext &);
void writeGrpcMessages(EntryContext &);
// grpc-status-details-bin from the trailers, or from the head of a trailers-only response.
void writeStatusDetails(EntryContext &);
// A value containing a secret can neither stay unchanged nor be re-encoded.
std::string maskedStatusDetails(EntryContext &, const std::string &value);

} // namespace exporters
