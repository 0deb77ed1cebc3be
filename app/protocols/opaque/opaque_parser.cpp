// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/opaque/opaque_parser.h"

namespace protocols::opaque {

std::unique_ptr<Parser> create(Direction, bool, const Limits &, Sink &sink) { return std::make_unique<OpaqueParser>(sink); }

Verdict recognise(std::span<const std::byte>, Direction, base::Side, bool) { return Verdict::Yes; }

} // namespace protocols::opaque
