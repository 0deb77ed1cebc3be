// SPDX-License-Identifier: GPL-3.0-or-later
// CBOR: see value_fuzz.h.
#include "app/decode/cbor.h"
#include "tests/fuzz/value_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::checkValues(data, size, decode::readCbor);
    return 0;
}
