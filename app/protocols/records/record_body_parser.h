// SPDX-License-Identifier: GPL-3.0-or-later
// Follows bodies that are sequences of records: JSON lines (NDJSON), and JSON text sequences (RFC 7464).
#pragma once

#include "app/protocols/body_parser.h"

namespace protocols::records {

std::unique_ptr<BodyParser> onRequest(const RequestHead &, uint64_t stream, Sink &);
std::unique_ptr<BodyParser> onResponse(const ResponseHead &, uint64_t stream, Sink &);

} // namespace protocols::records
