// SPDX-License-Identifier: GPL-3.0-or-later
// The head of a message in HAR: version, fields, trailers.
#pragma once

#include "app/exchange/head.h"
#include "app/exporters/entry_context.h"

#include <string>
#include <vector>

namespace exporters {

exchange::Head readHead(EntryContext &, const exchange::Message &);
// The version in the head, else the protocol's; empty if unknown.
std::string versionOf(const exchange::Head &, protocols::Protocol);
std::string maskedHeader(EntryContext &, const exchange::HeadField &);
void writeFields(EntryContext &, const std::vector<exchange::HeadField> &);
// `_trailers`, if there are any.
void writeTrailers(EntryContext &, const exchange::Message &);

} // namespace exporters
