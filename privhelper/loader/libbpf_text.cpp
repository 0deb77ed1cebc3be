// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/libbpf_text.h"

#include <bpf/libbpf.h>

#include <cstdarg>
#include <cstdio>
#include <utility>

namespace loader {
namespace {

thread_local std::string text;

int keep(libbpf_print_level level, const char *format, va_list arguments)
{
    if (level == LIBBPF_DEBUG)
        return 0;
    char line[2048];
    const int length = std::vsnprintf(line, sizeof line, format, arguments);
    text += line;
    constexpr size_t limit = 4096;
    if (text.size() > limit)
        text.erase(0, text.size() - limit);
    return length;
}

} // namespace

void keepLibbpfText()
{
    text.clear();
    libbpf_set_print(keep);
}

std::string takeLibbpfText()
{
    return std::exchange(text, {});
}

} // namespace loader
