// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/plan_reader.h"

#include <algorithm>
#include <concepts>
#include <string>
#include <utility>

namespace loader {

namespace {

using namespace analyzer;

class Reader {
public:
    explicit Reader(std::span<const std::byte> bytes)
        : m_rest(bytes)
    {
    }

    template <std::unsigned_integral Number> Number number()
    {
        Number value = 0;
        if (m_rest.size() < sizeof(Number)) {
            m_good = false;
            return 0;
        }
        for (size_t i = 0; i < sizeof(Number); ++i)
            value = static_cast<Number>(value | (Number(std::to_integer<uint8_t>(m_rest[i])) << (8 * i)));
        m_rest = m_rest.subspan(sizeof(Number));
        return value;
    }

    std::string text()
    {
        const size_t length = number<uint16_t>();
        if (length > reply::textMax || length > m_rest.size()) {
            m_good = false;
            return {};
        }
        std::string value(reinterpret_cast<const char *>(m_rest.data()), length);
        m_rest = m_rest.subspan(length);
        m_good = m_good && std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
        return value;
    }

    template <typename Enum> Enum oneOf(Enum lowest, Enum highest)
    {
        const uint8_t value = number<uint8_t>();
        m_good = m_good && value >= std::to_underlying(lowest) && value <= std::to_underlying(highest);
        return static_cast<Enum>(value);
    }

    bool flag()
    {
        const uint8_t value = number<uint8_t>();
        m_good = m_good && value <= 1;
        return value == 1;
    }

    void require(bool condition) { m_good = m_good && condition; }
    bool good() const { return m_good; }
    bool finished() const { return m_good && m_rest.empty(); }

private:
    std::span<const std::byte> m_rest;
    bool m_good = true;
};

} // namespace

std::optional<Plan> readPlan(std::span<const std::byte> reply, uint64_t fileSize)
{
    if (reply.size() > reply::bytesMax)
        return std::nullopt;
    Reader in(reply);
    Plan plan;
    in.require(in.number<uint32_t>() == reply::magic);
    in.require(in.number<uint8_t>() == reply::format);
    plan.library = in.oneOf(Library::None, Library::Other);
    const size_t count = in.number<uint8_t>();
    in.require(count <= reply::sitesMax && in.number<uint8_t>() == 0);
    plan.alpn.offset = in.number<uint16_t>();
    plan.alpn.holder = in.number<uint16_t>();
    plan.version = in.text();
    plan.buildId = in.text();
    plan.foundBy = in.text();
    plan.problem = in.text();
    for (size_t i = 0; i < count && in.good(); ++i) {
        Site site {};
        site.role = in.oneOf(Role::Read, Role::Alpn);
        site.result = in.oneOf(Result::None, Result::OutArg5);
        site.cost = in.oneOf(Cost::Nop5, Cost::Stepped);
        site.wantsReturn = in.flag();
        site.fileOffset = in.number<uint64_t>();
        site.function = in.text();
        site.reason = in.text();
        in.require(site.fileOffset < fileSize);
        plan.sites.push_back(std::move(site));
    }
    // The loader attaches what is in the list: an answer with both sites and a problem, or neither, is invalid.
    in.require(plan.sites.empty() != plan.problem.empty() && (plan.sites.empty() || plan.library != Library::None));
    if (!in.finished())
        return std::nullopt;
    return plan;
}

} // namespace loader
