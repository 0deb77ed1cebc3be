// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http3/http3_parser.h"
#include "tests/app/protocols/http3_script.h"
#include "tests/fuzz/parser_script.h"

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    fuzz::writeSeeds(protocols::test::parseHttp3Script);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto script = fuzz::readScript(data, size);
    fuzz::check(script, protocols::http3::create, false);
    return 0;
}
