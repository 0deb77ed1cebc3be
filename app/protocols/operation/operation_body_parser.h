// SPDX-License-Identifier: GPL-3.0-or-later
// Names what a request does: see naming.h. Holds at most 64 KiB of each body, and that only where the head
// says that there may be something.
#pragma once

#include "app/protocols/body_parser.h"

namespace protocols::operation {

std::unique_ptr<BodyParser> onRequest(const RequestHead &, uint64_t stream, Sink &);

} // namespace protocols::operation
