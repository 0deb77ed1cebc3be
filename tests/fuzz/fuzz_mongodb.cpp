// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mongodb/bson.h"
#include "app/protocols/mongodb/mongodb_parser.h"
#include "tests/app/protocols/mongodb_script.h"
#include "tests/fuzz/parser_script.h"

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    fuzz::writeSeeds(protocols::test::parseMongoScript);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto script = fuzz::readScript(data, size);
    fuzz::check(script, protocols::mongodb::create, true);
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte *>(data), size);
    for (const bool fromStart : {true, false})
        protocols::mongodb::recognise(bytes, protocols::Direction::Sent, base::Side::Unknown, fromStart);
    std::string json;
    protocols::mongodb::appendJson(json, {reinterpret_cast<const char *>(data), size}, 4096);
    if (!nlohmann::json::accept(json, true))
        __builtin_trap();
    return 0;
}
