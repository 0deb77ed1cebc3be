// SPDX-License-Identifier: GPL-3.0-or-later
// Takes what no other parser accepts: a conversation, with every byte raw.
#pragma once

#include "app/protocols/parser.h"

namespace protocols::opaque {

class OpaqueParser final : public Parser
{
public:
    explicit OpaqueParser(Sink &sink) : m_sink(sink) { }

    void bytes(Direction direction, base::Bytes bytes, base::Time time) override { m_sink.raw(direction, bytes, time); }
    void gap(Direction direction, uint64_t length, base::Time time) override { m_sink.rawLost(direction, length, time); }
    void end(Direction, base::Time) override { }

private:
    Sink &m_sink;
};

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
// Always Yes: asked last.
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::opaque
