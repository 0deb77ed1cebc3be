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

    Operand operand()
    {
        Operand value;
        value.base = static_cast<Base>(number<uint8_t>());
        value.bytes = number<uint8_t>();
        value.loads = number<uint8_t>();
        require(value.base <= Base::Object || (value.base == Base::Nowhere && value.loads == 0));
        require(value.bytes == 1 || value.bytes == 2 || value.bytes == 4 || value.bytes == 8);
        require(value.loads <= Operand::loadsMax);
        for (size_t i = 0; i < value.loads && m_good; ++i)
            value.offsets[i] = static_cast<int16_t>(number<uint16_t>());
        return value;
    }

    Condition condition()
    {
        Condition value;
        value.what = operand();
        value.mask = number<uint32_t>();
        value.value = number<uint32_t>();
        return value;
    }

    void require(bool condition) { m_good = m_good && condition; }
    bool good() const { return m_good; }
    bool finished() const { return m_good && m_rest.empty(); }

private:
    std::span<const std::byte> m_rest;
    bool m_good = true;
};

// A site whose places the probes cannot use is an error of the analyzer, or its lie.
bool isCoherent(const Site &site)
{
    const auto moves = site.role == Role::Read || site.role == Role::Write || site.role == Role::Peek;
    if (site.object.base == Base::Nowhere || site.object.base == Base::Object)
        return false;
    const bool isSecret = site.role == Role::Secret;
    if ((site.result == Result::AtOnce || isSecret) && (site.buffer.base == Base::Nowhere || site.length.base == Base::Nowhere))
        return false;
    if (site.result == Result::AtOnce && ((!moves && !isSecret) || site.wantsReturn))
        return false;
    // After a return the site's registers are gone.
    if (isSecret && site.result != Result::AtOnce && (!site.wantsReturn || site.length.base != Base::Object || site.label.base != Base::Nowhere))
        return false;
    if (!isSecret && (site.label.base != Base::Nowhere || site.random.base != Base::Nowhere))
        return false;
    if (site.labelLength.base != Base::Nowhere && site.label.base == Base::Nowhere)
        return false;
    const bool fromStack = isSecret && site.wantsReturn && site.random.base == Base::Rsp;
    if (site.random.base != Base::Nowhere && ((site.random.base != Base::Object && !fromStack) || site.random.loads == 0))
        return false;
    // These two are also evaluated when the site's registers are gone, or have to be addresses.
    if (site.source.base != Base::Nowhere && (site.source.base != Base::Object || site.role != Role::Read || site.result == Result::AtOnce))
        return false;
    return site.descriptor.base == Base::Nowhere || site.result != Result::AtOnce || site.descriptor.loads > 0;
}

Site readSite(Reader &in, uint64_t fileSize)
{
    Site site {};
    site.role = in.oneOf(Role::Read, Role::Secret);
    site.result = in.oneOf(Result::None, Result::AtOnce);
    site.cost = in.oneOf(Cost::Nop5, Cost::Stepped);
    site.wantsReturn = in.flag();
    site.fileOffset = in.number<uint64_t>();
    site.function = in.text();
    site.reason = in.text();
    for (Operand *operand : { &site.object, &site.buffer, &site.length, &site.bound, &site.descriptor, &site.source, &site.label, &site.labelLength,
                                   &site.random })
        *operand = in.operand();
    for (Condition *condition : { &site.only[0], &site.only[1], &site.peek })
        *condition = in.condition();
    in.require(site.fileOffset < fileSize && isCoherent(site));
    return site;
}

} // namespace

std::optional<Plan> readPlan(std::span<const std::byte> reply, uint64_t fileSize)
{
    if (reply.size() > reply::bytesMax)
        return std::nullopt;
    Reader in(reply);
    Plan plan;
    in.require(in.number<uint32_t>() == reply::magic);
    in.require(in.number<uint8_t>() == reply::format);
    const size_t stacks = in.number<uint8_t>();
    const size_t absent = in.number<uint8_t>();
    in.require(stacks <= reply::stacksMax && absent <= reply::absentMax && in.number<uint8_t>() == 0);
    plan.buildId = in.text();
    plan.problem = in.text();
    plan.cryptoVersion = in.text();
    for (size_t i = 0; i < absent && in.good(); ++i) {
        Absent &library = plan.absent.emplace_back();
        library.library = in.oneOf(Library::OpenSsl, Library::MbedTls);
        library.reason = in.text();
    }
    size_t sites = 0;
    for (size_t i = 0; i < stacks && in.good(); ++i) {
        Stack &stack = plan.stacks.emplace_back();
        stack.library = in.oneOf(Library::OpenSsl, Library::MbedTls);
        const size_t count = in.number<uint8_t>();
        in.require((sites += count) <= reply::sitesMax);
        stack.alpn.offset = in.number<uint16_t>();
        stack.alpn.holder = in.number<uint16_t>();
        stack.version = in.text();
        stack.foundBy = in.text();
        stack.problem = in.text();
        stack.noSecrets = in.text();
        for (size_t k = 0; k < count && in.good(); ++k)
            stack.sites.push_back(readSite(in, fileSize));
        // The loader attaches what is in the list: an answer with both sites and a problem, or neither, is invalid.
        in.require(stack.sites.empty() != stack.problem.empty());
    }
    in.require(plan.stacks.empty() != plan.problem.empty());
    if (!in.finished())
        return std::nullopt;
    return plan;
}

} // namespace loader
