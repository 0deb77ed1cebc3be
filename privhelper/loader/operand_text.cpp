// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/operand_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

namespace loader {
namespace {

using analyzer::Base;
using analyzer::Operand;
using analyzer::Site;
using analyzer::Condition;

std::string nameOf(const Operand &place)
{
    static constexpr std::array<const char *, 18> names { "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",   "r8",
                                                          "r9",  "r10", "r11", "r12", "r13", "r14", "r15", "flags", "object" };
    const size_t base = std::to_underlying(place.base);
    std::string text = base < names.size() ? names[base] : "nothing";
    for (size_t i = 0; i < std::min<size_t>(place.loads, Operand::loadsMax); ++i) {
        const int offset = place.offsets[i];
        const std::string added = offset == 0 ? "" : (offset > 0 ? "+" : "") + std::to_string(offset);
        text = "[" + text + added + "]";
    }
    return place.bytes == 8 ? text : text + " (" + std::to_string(place.bytes) + " bytes)";
}

std::string nameOf(const Condition &test)
{
    std::array<char, 32> rest {};
    std::snprintf(rest.data(), rest.size(), " & 0x%x is %u", test.mask, test.value);
    return nameOf(test.what) + rest.data();
}

} // namespace

std::string operandText(const Site &site)
{
    const Site ordinary {};
    std::string text;
    const auto add = [&text](std::string_view separator, const std::string &part) {
        text += text.empty() ? part : std::string(separator) + part;
    };
    const auto place = [&](const char *name, const Operand &here, const Operand &usual) {
        if (here != usual)
            add(", ", name + (" " + nameOf(here)));
    };
    place("object", site.object, ordinary.object);
    place("buffer", site.buffer, ordinary.buffer);
    place("length", site.length, ordinary.length);
    place("at most", site.bound, ordinary.bound);
    place("socket", site.descriptor, ordinary.descriptor);
    place("source", site.source, ordinary.source);
    place("label", site.label, ordinary.label);
    place("of the length", site.labelLength, ordinary.labelLength);
    place("random at the address of", site.random, ordinary.random);
    for (const Condition &test : site.only) {
        if (test != Condition {})
            add("; ", "only if " + nameOf(test));
    }
    if (site.peek != Condition {})
        add("; ", "a peek if " + nameOf(site.peek));
    if (text.empty())
        return text;
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text + ".";
}

} // namespace loader
