// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/jsonrpc/jsonrpc_parser.h"
#include "tests/fuzz/parser_script.h"

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    fuzz::writeSeeds(protocols::test::parseScript);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto script = fuzz::readScript(data, size);
    fuzz::check(script, protocols::jsonrpc::create, true);
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte *>(data), size);
    for (const bool fromStart : {true, false})
        protocols::jsonrpc::recognise(bytes, protocols::Direction::Sent, base::Side::Unknown, fromStart);
    return 0;
}
