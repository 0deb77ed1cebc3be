// SPDX-License-Identifier: GPL-3.0-or-later
// Any bodies read as a call of a language model, in each service's form: limits hold, however the answer is divided.
#include "app/llm/transcript.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const std::string text(reinterpret_cast<const char *>(data) + 1, size - 1);
    const size_t half = text.find('\n') == std::string::npos ? text.size() / 2 : text.find('\n');
    llm::Spoken spoken{.dialect = llm::Dialect(data[0] % (unsigned(llm::Dialect::OllamaGenerate) + 1)), .target = text.substr(0, 20), .request = text.substr(0, half), .answer = {}, .streamed = true,
                       .requestEnd = 1};
    base::Time time = 1;
    for (size_t at = half; at < text.size();) {
        const size_t end = std::min(text.find('\n', at + 1), text.size());
        spoken.answer.push_back({text.substr(at, end - at), ++time});
        at = end;
    }
    const llm::Transcript call = llm::readTranscript(spoken);
    for (const auto *turns : {&call.turns, &call.answers})
        for (const llm::Turn &turn : *turns)
            for (const llm::Part &part : turn.parts)
                if (part.text.size() > llm::Part::textMax || llm::partName(part.kind).empty() || llm::roleName(turn.role).empty())
                    std::abort();
    return 0;
}
