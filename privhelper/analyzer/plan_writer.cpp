// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/plan_writer.h"

#include <algorithm>
#include <concepts>
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

    std::vector<std::byte> take() { return std::move(m_bytes); }

private:
    std::vector<std::byte> m_bytes;
};

} // namespace

std::vector<std::byte> writePlan(const Plan &plan)
{
    const size_t count = std::min(plan.sites.size(), reply::sitesMax);
    Writer out;
    out.number(reply::magic);
    out.number(reply::format);
    out.number(static_cast<uint8_t>(plan.library));
    out.number(static_cast<uint8_t>(count));
    out.number(uint8_t(0));
    out.number(plan.alpn.offset);
    out.number(plan.alpn.holder);
    out.text(plan.version);
    out.text(plan.buildId);
    out.text(plan.foundBy);
    out.text(plan.problem);
    for (size_t i = 0; i < count; ++i) {
        const Site &site = plan.sites[i];
        out.number(static_cast<uint8_t>(site.role));
        out.number(static_cast<uint8_t>(site.result));
        out.number(static_cast<uint8_t>(site.cost));
        out.number(static_cast<uint8_t>(site.wantsReturn ? 1 : 0));
        out.number(site.fileOffset);
        out.text(site.function);
        out.text(site.reason);
    }
    return out.take();
}

} // namespace analyzer
