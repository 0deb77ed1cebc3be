// SPDX-License-Identifier: GPL-3.0-or-later
// A protocol parser: ordered bytes, gaps and ends of both directions in, events out. No I/O, no clock, no thread;
// limits are arguments. Never throws and never asserts on its input.
#pragma once

#include "app/protocols/event.h"

#include <memory>

namespace protocols {

struct Limits {
    size_t headMax = 256 * 1024;    // bytes of one head or trailer section
    size_t fieldsMax = 1000;
    size_t pipelineMax = 4096;      // requests still unanswered
};

class Parser
{
public:
    virtual ~Parser() = default;
    // `time` is when the observed program sent or received the bytes.
    virtual void bytes(Direction, base::Bytes, base::Time) = 0;
    virtual void gap(Direction, uint64_t length, base::Time) = 0;
    // No more bytes in this direction.
    virtual void end(Direction, base::Time) = 0;
};

enum class Verdict : uint8_t { No, NeedMore, Yes };

// One protocol: how to recognise its first bytes, and how to parse it.
struct Entry {
    Protocol protocol;
    std::string_view name;   // display name
    // Judges `first` as the first bytes of `direction` (`fromStart` false: joined midstream). With a known side, only
    // what that side sends in this direction fits; with Unknown, either does, so trying both sides in turn tells in
    // which direction requests travel.
    Verdict (*recognise)(std::span<const std::byte> first, Direction, base::Side, bool fromStart);
    // `requestDirection` is the direction of requests, seen from the observed program.
    std::unique_ptr<Parser> (*create)(Direction requestDirection, bool fromStart, const Limits &, Sink &);
};

// All known protocols, in the order they are tried; built from the rows of protocol_info.h.
std::span<const Entry> registry();

} // namespace protocols
