// SPDX-License-Identifier: GPL-3.0-or-later
// Follows server-sent events (WHATWG HTML, section 9.2). Each is reported as soon as the blank line after it arrives.
#pragma once

#include "app/protocols/body_parser.h"

namespace protocols::sse {

std::unique_ptr<BodyParser> onResponse(const ResponseHead &, uint64_t stream, Sink &);

} // namespace protocols::sse
