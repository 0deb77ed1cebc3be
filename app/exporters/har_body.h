// SPDX-License-Identifier: GPL-3.0-or-later
// What is written of a message's body, and its sizes.
#pragma once

#include "app/exchange/head.h"
#include "app/exporters/body_writer.h"
#include "app/exporters/entry_context.h"

namespace exporters {

BodyInput bodyInput(const EntryContext &, const exchange::Message &, const exchange::ContentType &, std::string_view encoding);
// Of the head on the wire; -1: not known, as HAR has it.
int64_t headersSize(const exchange::Message &);
// Captured or not.
int64_t movedBytes(const exchange::Message &);

} // namespace exporters
