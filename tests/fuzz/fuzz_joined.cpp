// SPDX-License-Identifier: GPL-3.0-or-later
// A WebSocket joined late. Its first piece decides how certain its frames are: the results for whole and cut input may differ.
#include "app/protocols/websocket/joined_parser.h"
#include "tests/fuzz/parser_script.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto script = fuzz::readScript(data, size);
    for (const size_t pieceMax : { size_t(1) << 16, script.pieceMax })
        fuzz::digest(script, protocols::websocket::createJoined, pieceMax, true);
    return 0;
}
