// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/causes/process_work.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace calls {

namespace {

constexpr size_t endedMax = 4096, openMax = 8192, waitingMax = 1024, sharingMax = 16, targetsMax = 1024;
constexpr base::Duration rememberedFor = 10'000'000'000;      // after its end, as long as there are few
constexpr size_t endedFew = 256;
constexpr base::Duration unpromptedFor = 60'000'000'000;      // what is sent every minute is not caused by what is served
constexpr uint32_t lately = 256;                              // exchanges

CauseLink linked(ExchangeId cause, How how, Sureness sureness)
{
    return {cause, how, sureness, Causeless::Linked};
}

CauseLink without(Causeless why)
{
    return {.why = why};
}

bool covers(const ServedRequest &served, base::Time time)
{
    return served.begin <= time && (served.end == 0 || time <= served.end);
}

} // namespace

std::vector<SentRequest> ProcessWork::serve(const ServedRequest &served)
{
    const auto known = m_served.find(served.id);
    if (known == m_served.end()) {
        if (served.begin <= m_forgotten && served.end && served.end <= m_forgotten)
            return {};
        if (!served.end && m_open.size() >= openMax) {
            m_crowded = true;
            return {};
        }
        m_served.emplace(served.id, Served{served});
        remember(served.trace.trace, served.id);
        remember(served.trace.request, served.id);
        m_open.push_back(served.id);
    } else if (known->second.end) {
        return {};
    }
    Served &own = m_served.at(served.id);
    own.whole = served.whole;
    own.answerTid = served.answerTid;
    own.end = served.end;
    if (!own.end)
        return {};
    std::erase(m_open, own.id);
    m_crowded = m_crowded && !m_open.empty();
    const auto place = std::ranges::upper_bound(m_ended, own.end, {}, &Ended::end);
    m_ended.insert(place, {own.end, own.id});
    std::vector<SentRequest> waiting = std::exchange(own.waiting, {});
    trim();
    return waiting;
}

void ProcessWork::remember(const std::string &id, ExchangeId served)
{
    if (id.empty())
        return;
    if (Ids &ids = m_byTrace[id]; ids.size() < sharingMax)
        ids.push_back(served);
}

void ProcessWork::forget(const std::string &id, ExchangeId served)
{
    const auto found = m_byTrace.find(id);
    if (found == m_byTrace.end())
        return;
    // A full list has left others out: it stays full.
    if (found->second.size() < sharingMax)
        std::erase(found->second, served);
    else
        std::ranges::replace(found->second, served, base::noId);
    if (std::ranges::all_of(found->second, [](ExchangeId each) { return each == base::noId; }))
        m_byTrace.erase(found);
}

void ProcessWork::trim()
{
    while (m_ended.size() > endedMax || (m_ended.size() > endedFew && m_ended.back().end - m_ended.front().end > rememberedFor)) {
        m_forgotten = m_ended.front().end;
        const auto oldest = m_served.find(m_ended.front().id);
        m_ended.pop_front();
        if (oldest == m_served.end())
            continue;
        forget(oldest->second.trace.trace, oldest->first);
        forget(oldest->second.trace.request, oldest->first);
        m_served.erase(oldest);
    }
}

void ProcessWork::stayed(bool onOneThread)
{
    m_moved += !onOneThread;
    if (++m_exchanges < lately)
        return;
    m_exchanges /= 2;
    m_moved /= 2;
}

CauseLink ProcessWork::find(const SentRequest &sent)
{
    if (const CauseLink found = byTrace(sent); found.why == Causeless::Linked)
        return found;
    return byTime(sent);
}

// Those that carry this id and began before. A full list: others may have been left out.
ProcessWork::Ids ProcessWork::sharing(const std::string &id, const SentRequest &sent) const
{
    const auto found = id.empty() ? m_byTrace.end() : m_byTrace.find(id);
    if (found == m_byTrace.end())
        return {};
    Ids ids = found->second;
    if (ids.size() < sharingMax)
        std::erase_if(ids, [&](ExchangeId each) { return m_served.at(each).begin > sent.begin; });
    return ids;
}

CauseLink ProcessWork::byTrace(const SentRequest &sent) const
{
    for (const std::string *id : {&sent.trace.trace, &sent.trace.request}) {
        Ids ids = sharing(*id, sent);
        if (ids.size() >= sharingMax)
            continue;
        const auto links = [&](const Ids &to, Sureness sureness) { return linked(to.front(), How::Trace, sureness); };
        if (ids.size() == 1)
            return links(ids, covers(m_served.at(ids.front()), sent.begin) ? Sureness::Certain : Sureness::Likely);
        // Passed on unchanged, or (b3) naming the step that it is part of.
        const auto names = [&](ExchangeId each) {
            const std::string &span = m_served.at(each).trace.span;
            return !span.empty() && (span == sent.trace.span || span == sent.trace.parent);
        };
        Ids named;
        std::ranges::copy_if(ids, std::back_inserter(named), names);
        if (named.size() == 1)
            return links(named, Sureness::Certain);
        std::erase_if(ids, [&](ExchangeId each) { return !covers(m_served.at(each), sent.begin); });
        if (ids.size() == 1)
            return links(ids, Sureness::Likely);
    }
    return without(Causeless::Several);
}

ProcessWork::InProgress ProcessWork::inProgressAt(const SentRequest &sent) const
{
    InProgress found;
    // False: it makes no difference what else there is.
    const auto count = [&](ExchangeId id) {
        const Served &served = m_served.at(id);
        if (!covers(served, sent.begin))
            return true;
        found.one = &served;
        ++found.count;
        if (sent.tid && (served.tid == sent.tid || served.answerTid == sent.tid)) {
            found.oneOnThread = &served;
            ++found.onThread;
        }
        return found.onThread < 2;
    };
    for (const ExchangeId id : m_open)
        if (!count(id))
            return found;
    for (auto ended = m_ended.rbegin(); ended != m_ended.rend() && ended->end >= sent.begin; ++ended)
        if (!count(ended->id))
            break;
    return found;
}

bool ProcessWork::isAlsoUnprompted(const SentRequest &sent) const
{
    const auto seen = m_unprompted.find(sent.target);
    return seen != m_unprompted.end() && sent.begin - seen->second < unpromptedFor;
}

CauseLink ProcessWork::byTime(const SentRequest &sent)
{
    if (m_crowded || sent.begin <= m_forgotten)
        return without(Causeless::Several);
    const InProgress found = inProgressAt(sent);
    if (found.count == 0) {
        if (m_unprompted.size() >= targetsMax)
            m_unprompted.clear();
        m_unprompted[sent.target] = sent.begin;
        return without(Causeless::Unprompted);
    }
    const bool byThread = found.onThread == 1;
    const Served *cause = byThread ? found.oneOnThread : found.count == 1 ? found.one : nullptr;
    if (!cause || !cause->whole || (byThread && found.count > 1 && changesThreads()))
        return without(Causeless::Several);
    if (isAlsoUnprompted(sent))
        return without(Causeless::Unprompted);
    if (!sent.trace.trace.empty() && !cause->trace.trace.empty() && sent.trace.trace != cause->trace.trace)
        return without(Causeless::OtherTrace);
    if (found.count == 1)
        return linked(cause->id, byThread && !changesThreads() ? How::Thread : How::Only, Sureness::Likely);
    // One of several: only if its thread also answers it.
    if (!cause->end) {
        std::vector<SentRequest> &waiting = m_served.at(cause->id).waiting;
        if (waiting.size() >= waitingMax)
            return without(Causeless::Several);
        waiting.push_back(sent);
        return without(Causeless::Awaited);
    }
    return cause->tid == cause->answerTid ? linked(cause->id, How::Thread, Sureness::Likely) : without(Causeless::Several);
}

size_t ProcessWork::memoryBytes() const
{
    constexpr size_t node = 2 * sizeof(void *);
    size_t bytes = m_served.size() * (sizeof(Served) + node) + m_byTrace.size() * (sizeof(std::string) + sizeof(Ids) + 40 + node)
        + m_unprompted.size() * (24 + node) + m_ended.size() * sizeof(Ended) + m_open.capacity() * sizeof(ExchangeId);
    for (const auto &[id, served] : m_served)
        bytes += served.waiting.capacity() * sizeof(SentRequest);
    return bytes;
}

} // namespace calls
