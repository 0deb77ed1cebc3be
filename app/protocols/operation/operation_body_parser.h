// SPDX-License-Identifier: GPL-3.0-or-later
// Names what a request does: see naming.h; for a call of a language model, its model: see model_call.h. Buffers at most
// 64 KiB of each body, and only if the head suggests that there may be something.
#pragma once

#include "app/protocols/body_parser.h"

namespace protocols::operation {

std::unique_ptr<BodyParser> onRequest(const RequestHead &, uint64_t stream, Sink &);

} // namespace protocols::operation
