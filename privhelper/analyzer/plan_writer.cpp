// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/plan_writer.h"

#include <algorithm>
#include <concepts>
#include <span>
#include <string_view>

namespace analyzer {

namespace {

class Writer {
public:
    template <std::unsigned_integral Number> void number(Number value)
    {
        for (size_t i = 0; i < sizeof(Number); ++i)
            m_bytes.push_back(static_cast<std::byte>(value >> (8 * i)));
    }

    void text(std::string_view value)
    {
        value = value.substr(0, reply::textMax);
        number(static_cast<uint16_t>(value.size()));
        for (const char c : value)
            m_bytes.push_back(static_cast<std::byte>(c >= ' ' && c <= '~' ? c : '?'));
    }

    void operand(const Operand &value)
    {
        const size_t loads = std::min<size_t>(value.loads, Operand::loadsMax);
        number(static_cast<uint8_t>(value.base));
        number(value.bytes);
        number(static_cast<uint8_t>(loads));
        for (size_t i = 0; i < loads; ++i)
            number(static_cast<uint16_t>(value.offsets[i]));
    }

    void condition(const Condition &value)
    {
        operand(value.what);
        number(value.mask);
        number(value.value);
    }

    std::vector<std::byte> take() { return std::move(m_bytes); }

private:
    std::vector<std::byte> m_bytes;
};

void write(const Site &site, Writer &out)
{
    out.number(static_cast<uint8_t>(site.role));
    out.number(static_cast<uint8_t>(site.result));
    out.number(static_cast<uint8_t>(site.cost));
    out.number(static_cast<uint8_t>(site.wantsReturn ? 1 : 0));
    out.number(site.fileOffset);
    out.text(site.function);
    out.text(site.reason);
    for (const Operand *operand : { &site.object, &site.buffer, &site.length, &site.bound, &site.descriptor, &site.source, &site.label, &site.labelLength,
                                   &site.random })
        out.operand(*operand);
    for (const Condition *condition : { &site.only[0], &site.only[1], &site.peek })
        out.condition(*condition);
}

} // namespace

std::vector<std::byte> writePlan(const Plan &plan)
{
    const size_t stacks = std::min(plan.stacks.size(), reply::stacksMax);
    const size_t absent = std::min(plan.absent.size(), reply::absentMax);
    Writer out;
    out.number(reply::magic);
    out.number(reply::format);
    out.number(static_cast<uint8_t>(stacks));
    out.number(static_cast<uint8_t>(absent));
    out.number(uint8_t(0));
    out.text(plan.buildId);
    out.text(plan.problem);
    out.text(plan.cryptoVersion);
    for (const Absent &library : std::span(plan.absent).first(absent)) {
        out.number(static_cast<uint8_t>(library.library));
        out.text(library.reason);
    }
    size_t left = reply::sitesMax;
    for (const Stack &stack : std::span(plan.stacks).first(stacks)) {
        const size_t sites = std::min(stack.sites.size(), left);
        left -= sites;
        out.number(static_cast<uint8_t>(stack.library));
        out.number(static_cast<uint8_t>(sites));
        out.number(stack.alpn.offset);
        out.number(stack.alpn.holder);
        out.text(stack.version);
        out.text(stack.foundBy);
        out.text(stack.problem);
        out.text(stack.noSecrets);
        for (const Site &site : std::span(stack.sites).first(sites))
            write(site, out);
    }
    return out.take();
}

} // namespace analyzer
