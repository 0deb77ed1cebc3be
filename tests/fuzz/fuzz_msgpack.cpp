// SPDX-License-Identifier: GPL-3.0-or-later
// MessagePack: see value_fuzz.h.
#include "app/decode/msgpack.h"
#include "tests/fuzz/value_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::checkValues(data, size, decode::readMessagePack);
    return 0;
}
