// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/debug_data.h"

#include "privhelper/analyzer/limits.h"

#include <lzma.h>

#include <algorithm>

namespace analyzer {

std::vector<std::byte> unpackDebugData(std::span<const std::byte> packed)
{
    lzma_stream stream = LZMA_STREAM_INIT;
    if (lzma_stream_decoder(&stream, limits::debugDataMemory, 0) != LZMA_OK)
        return {};
    std::vector<std::byte> unpacked;
    stream.next_in = reinterpret_cast<const uint8_t *>(packed.data());
    stream.avail_in = packed.size();
    lzma_ret state = LZMA_OK;
    while (state == LZMA_OK && unpacked.size() < limits::debugData) {
        const size_t filled = unpacked.size();
        unpacked.resize(std::min(limits::debugData, std::max<size_t>(64 * 1024, filled * 2)));
        stream.next_out = reinterpret_cast<uint8_t *>(unpacked.data() + filled);
        stream.avail_out = unpacked.size() - filled;
        state = lzma_code(&stream, LZMA_FINISH);
        unpacked.resize(unpacked.size() - stream.avail_out);
    }
    lzma_end(&stream);
    if (state != LZMA_STREAM_END)
        unpacked.clear();
    return unpacked;
}

} // namespace analyzer
