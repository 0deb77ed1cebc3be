// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/kafka/kafka_parser.h"
#include "app/protocols/kafka/records.h"
#include "tests/app/protocols/kafka_script.h"
#include "tests/fuzz/parser_script.h"

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    fuzz::writeSeeds(protocols::test::parseKafkaScript);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto script = fuzz::readScript(data, size);
    fuzz::check(script, protocols::kafka::create, true);
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte *>(data), size);
    for (const bool fromStart : {true, false})
        protocols::kafka::recognise(bytes, protocols::Direction::Sent, base::Side::Unknown, fromStart);
    protocols::kafka::forEachRecord({reinterpret_cast<const char *>(data), size}, [](const protocols::kafka::Record &record) {
        protocols::kafka::recordText("topic", 0, record, true);
    });
    return 0;
}
