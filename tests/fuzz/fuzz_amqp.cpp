// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/amqp/amqp_parser.h"
#include "tests/app/protocols/packet_script.h"
#include "tests/fuzz/parser_script.h"

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    fuzz::writeSeeds(protocols::test::parsePacketScript);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto script = fuzz::readScript(data, size);
    fuzz::check(script, protocols::amqp::create, true);
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte *>(data), size);
    // A verdict on first bytes holds whatever follows.
    for (const bool fromStart : {true, false}) {
        for (const auto direction : {protocols::Direction::Sent, protocols::Direction::Received}) {
            auto last = protocols::Verdict::NeedMore;
            for (size_t count = 0; count <= std::min<size_t>(size, 64); ++count) {
                const auto verdict = protocols::amqp::recognise(bytes.first(count), direction, base::Side::Client, fromStart);
                fuzz::require(last == protocols::Verdict::NeedMore || verdict == last, "a verdict that turned");
                last = verdict;
            }
        }
    }
    return 0;
}
