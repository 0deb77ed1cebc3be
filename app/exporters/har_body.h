// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a message body and its sizes.
#pragma once

#include "app/exchange/head.h"
#include "app/exporters/body_writer.h"
#include "app/exporters/entry_context.h"

namespace exporters {

// `max`: bytes written of it.
BodyInput bodyInput(const exchange::Message &, const exchange::ContentType &, std::string_view encoding, uint64_t max);
// Size of the head on the wire; -1: unknown, as in HAR.
int64_t headersSize(const exchange::Message &);
// Includes bytes not captured.
int64_t movedBytes(const exchange::Message &);

} // namespace exporters
