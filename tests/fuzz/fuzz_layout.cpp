// SPDX-License-Identifier: GPL-3.0-or-later
// Any text laid out as CSS, JavaScript, HTML, JSON lines: white space changes and nothing else.
#include "app/decode/css_layout.h"
#include "app/decode/html_layout.h"
#include "app/decode/pretty.h"
#include "app/decode/script_layout.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

std::string dense(std::string_view text)
{
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                 [](char c) { return c != ' ' && c != '\n' && c != '\t' && c != '\r' && c != '\f' && c != '\x1e'; });
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const std::string sent = dense(text);
    for (const auto layOut : {decode::prettyCss, decode::prettyScript, decode::prettyHtml, decode::prettyJsonLines}) {
        if (dense(layOut(text, 2)) != sent)
            std::abort();
    }
    (void)decode::looksMinified(text);
    return 0;
}
