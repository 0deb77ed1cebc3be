// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/record_splitter.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tls {

void RecordSplitter::bytes(std::span<const std::byte> in, base::Time time, Sink &sink)
{
    const auto skipped = size_t(std::min<uint64_t>(m_skip, in.size()));
    m_skip -= skipped;
    m_missing += skipped;
    in = in.subspan(skipped);

    std::vector<std::byte> found;
    while (!in.empty()) {
        if (!m_seeking) {
            in = split(in, time, sink);
            continue;
        }
        m_partial.insert(m_partial.end(), in.begin(), in.end());
        if (!seek(time, sink))
            return;
        found = std::exchange(m_partial, {});
        in = found;
    }
}

// Returns what is left once it is not records any more.
std::span<const std::byte> RecordSplitter::split(std::span<const std::byte> in, base::Time time, Sink &sink)
{
    if (!m_partial.empty() && !complete(in, time, sink))
        return in;
    while (in.size() >= recordHeadSize) {
        if (!isPlausibleHead(in)) {
            m_seeking = true;
            return in;
        }
        const size_t size = recordHeadSize + bodyLength(in);
        if (in.size() < size)
            break;
        emit(in.first(size), time, sink);
        in = in.subspan(size);
    }
    m_partial.assign(in.begin(), in.end());
    return {};
}

// Fills up the record at hand. False: all was used up, or it is none.
bool RecordSplitter::complete(std::span<const std::byte> &in, base::Time time, Sink &sink)
{
    const auto fill = [&](size_t size) {
        const size_t some = std::min(size - std::min(size, m_partial.size()), in.size());
        m_partial.insert(m_partial.end(), in.begin(), in.begin() + ptrdiff_t(some));
        in = in.subspan(some);
        return m_partial.size() >= size;
    };
    if (!fill(recordHeadSize))
        return false;
    if (!isPlausibleHead(m_partial)) {
        m_seeking = true;
        if (in.empty())
            seek(time, sink);   // none of the five bytes but the last four can begin one
        return false;
    }
    if (!fill(recordHeadSize + bodyLength(m_partial)))
        return false;
    const std::vector<std::byte> whole = std::exchange(m_partial, {});
    emit(whole, time, sink);
    return true;
}

void RecordSplitter::emit(std::span<const std::byte> record, base::Time time, Sink &sink)
{
    const Missing missing{m_missing, !m_gap};
    m_missing = 0;
    m_gap = false;
    sink.record({record}, missing, time);
}

// Whether a record was found; it is then at the front of m_partial. Ciphertext looks like the head of a record now and
// then: what follows such a one is taken only if it opens.
bool RecordSplitter::seek(base::Time time, Sink &sink)
{
    const std::span<const std::byte> bytes(m_partial);
    std::optional<size_t> incomplete;
    size_t at = 0;
    Verdict verdict = Verdict::No;
    for (; at + recordHeadSize <= bytes.size(); ++at) {
        if (!isPlausibleHead(bytes.subspan(at)))
            continue;
        const size_t size = recordHeadSize + bodyLength(bytes.subspan(at));
        const bool isWhole = bytes.size() - at >= size;
        verdict = isWhole ? sink.isRecord({bytes.subspan(at, size)}, {m_missing + at, !m_gap}, time) : Verdict::Unsure;
        if (verdict == Verdict::Yes)
            break;
        if (verdict == Verdict::No || incomplete)
            continue;
        if (isWhole && bytes.size() - at >= size + recordHeadSize) {
            if (isPlausibleHead(bytes.subspan(at + size)))
                break;
            continue;
        }
        incomplete = at;
    }
    const bool found = at + recordHeadSize <= bytes.size();
    if (!found && incomplete)
        at = *incomplete;
    m_missing = found && verdict == Verdict::Yes ? 0 : m_missing + at;
    m_gap &= m_missing > 0;
    m_partial.erase(m_partial.begin(), m_partial.begin() + ptrdiff_t(at));
    m_seeking = !found;
    return found;
}

void RecordSplitter::gap(uint64_t length)
{
    m_missing += length;
    m_gap = true;
    uint64_t left = std::exchange(m_skip, 0);   // of the record in which the gap begins
    if (left == 0 && !m_seeking && m_partial.size() >= recordHeadSize)
        left = recordHeadSize + bodyLength(m_partial) - m_partial.size();
    m_missing += m_partial.size();
    m_partial.clear();
    if (left > length)
        m_skip = left - length;
    else if (left < length)
        m_seeking = true;
}

} // namespace tls
