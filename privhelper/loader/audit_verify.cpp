// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/audit_verify.h"

#include "privhelper/loader/audit.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace loader {

namespace {

constexpr uint64_t skippedMax = 1'000'000; // entries missing in a row: the number in a forged line must not keep us busy

std::string entryText(uint64_t number)
{
    return "entry " + std::to_string(number);
}

std::string rangeText(uint64_t first, uint64_t end)
{
    return end == first + 1 ? entryText(first) : "entries " + std::to_string(first) + " to " + std::to_string(end - 1);
}

AuditKey keyOf(AuditKey key, uint64_t steps)
{
    for (; steps > 0; --steps)
        key = nextKey(key);
    return key;
}

class Verifier
{
public:
    Verifier(const NextLine &next, const AuditKey &first, const std::optional<AuditChain> &end)
        : m_next(next)
        , m_first(first)
        , m_end(end)
    {
        m_chain.key = first;
    }

    AuditVerdict run()
    {
        while (m_verdict.problem.empty()) {
            const auto line = nextLine();
            if (!line)
                break;
            take(*line);
        }
        m_verdict.entries = m_chain.number;
        if (m_verdict.problem.empty() && m_end)
            compareEnd();
        return m_verdict;
    }

private:
    std::optional<std::string> nextLine()
    {
        ++m_line;
        return m_next();
    }

    void take(const std::string &line)
    {
        const auto entry = parseEntry(line);
        if (!entry)
            return takeOther(line);
        if (entry->number == m_chain.number && isAuthentic(*entry, m_chain.key) && entry->before == m_chain.last) {
            m_chain = {m_chain.number + 1, nextKey(m_chain.key), entry->code};
            return;
        }
        complain(*entry);
    }

    void takeOther(const std::string &line)
    {
        if (m_chain.number == 0 && line.ends_with('}'))
            ++m_verdict.unsealed;
        else if (!line.ends_with('}'))
            ++m_verdict.torn;
        else
            problem(entryText(m_chain.number) + " was changed, or a line was inserted before it");
    }

    void complain(const SealedEntry &entry)
    {
        const uint64_t expected = m_chain.number;
        if (entry.number < expected) {
            const bool authentic = isAuthentic(entry, keyOf(m_first, entry.number));
            return problem(authentic ? entryText(entry.number) + " stands a second time, behind " + entryText(expected - 1)
                                     : entryText(expected) + " was changed, or a line was inserted before it");
        }
        if (entry.number == expected || entry.number - expected > skippedMax || !isAuthentic(entry, keyOf(m_chain.key, entry.number - expected)))
            return problem(entryText(expected) + " was changed");
        const uint64_t at = m_line;
        for (auto line = nextLine(); line; line = nextLine()) {
            if (const auto later = parseEntry(*line); later && later->number == expected && isAuthentic(*later, m_chain.key)) {
                m_verdict.problem = "Line " + std::to_string(at) + ": " + entryText(entry.number) + " stands before " + entryText(expected)
                    + ": they were reordered.";
                return;
            }
        }
        m_line = at;
        problem(rangeText(expected, entry.number) + (entry.number == expected + 1 ? " was removed" : " were removed")
                + (expected == 0 ? ", or an older log precedes this one" : ""));
    }

    void compareEnd()
    {
        if (m_chain.number < m_end->number)
            m_verdict.problem = "At the end: " + rangeText(m_chain.number, m_end->number)
                + (m_end->number == m_chain.number + 1 ? " was removed." : " were removed.");
        // One more is what a helper leaves that stopped before it noted it.
        else if (m_chain.number == m_end->number ? m_chain != *m_end : m_chain.number > m_end->number + 1)
            m_verdict.problem = "The log does not end where the helper's state says.";
    }

    void problem(const std::string &text) { m_verdict.problem = "Line " + std::to_string(m_line) + ": " + text + "."; }

    const NextLine &m_next;
    const AuditKey m_first;
    const std::optional<AuditChain> &m_end;
    AuditChain m_chain;
    AuditVerdict m_verdict;
    uint64_t m_line = 0;
};

int cannot(const std::string &what, int error)
{
    std::fprintf(stderr, "cleartap-helper: %s: %s\n", what.c_str(), std::strerror(error));
    return 2;
}

// The lines of several files, one after the other.
class Lines
{
public:
    explicit Lines(std::vector<std::string> paths)
        : m_paths(std::move(paths))
    {
    }

    std::optional<std::string> next()
    {
        for (;;) {
            std::string line;
            if (m_file.is_open() && std::getline(m_file, line))
                return line;
            if (m_index == m_paths.size())
                return std::nullopt;
            m_file.close();
            m_file.clear();
            m_file.open(m_paths[m_index++]);
            if (!m_file) {
                m_error = errno;
                return std::nullopt;
            }
        }
    }
    int error() const { return m_error; }
    std::string current() const { return m_index == 0 ? std::string() : m_paths[m_index - 1]; }

private:
    const std::vector<std::string> m_paths;
    size_t m_index = 0;
    std::ifstream m_file;
    int m_error = 0;
};

std::optional<AuditKey> readKey(const std::string &path)
{
    std::ifstream file(path);
    std::string text;
    if (!file || !std::getline(file, text))
        return std::nullopt;
    return bytesOf(text);
}

} // namespace

AuditVerdict verify(const NextLine &next, const AuditKey &first, const std::optional<AuditChain> &end)
{
    return Verifier(next, first, end).run();
}

int verifyAudit(const std::vector<std::string> &arguments)
{
    const AuditPlaces places = auditPlaces();
    std::vector<std::string> logs = arguments;
    std::string keyPath = places.state + "/audit.key";
    if (logs.size() >= 2 && logs[0] == "--key") {
        keyPath = logs[1];
        logs.erase(logs.begin(), logs.begin() + 2);
    }
    if (logs.empty())
        logs.push_back(places.log + "/audit.jsonl");
    const auto key = readKey(keyPath);
    if (!key)
        return cannot("read the first key, " + keyPath, errno ? errno : EBADMSG);
    // Locked, so that no entry is written meanwhile. The state is of this log only if that is the one in use.
    std::optional<AuditChain> end;
    const bool isInUse = logs.back() == places.log + "/audit.jsonl" && std::filesystem::exists(places.state + "/audit.state");
    const auto state = isInUse ? AuditState::open(places.state) : std::unexpected(AuditError{});
    if (state)
        end = state->chain();
    Lines lines(logs);
    const AuditVerdict verdict = verify([&lines] { return lines.next(); }, *key, end);
    if (lines.error() != 0)
        return cannot("read " + lines.current(), lines.error());
    if (verdict.unsealed > 0)
        std::printf("%llu lines of an earlier version, without a chain, precede the first entry.\n", static_cast<unsigned long long>(verdict.unsealed));
    if (verdict.torn > 0)
        std::printf("%llu lines are incomplete: the machine or the helper stopped while writing.\n", static_cast<unsigned long long>(verdict.torn));
    if (verdict.problem.empty()) {
        std::printf("%llu entries, none changed, removed or reordered%s.\n", static_cast<unsigned long long>(verdict.entries),
                    end ? "" : "; what may be missing at the end is not known");
        return 0;
    }
    std::printf("%s The %llu entries before are in order.\n", verdict.problem.c_str(), static_cast<unsigned long long>(verdict.entries));
    return 1;
}

} // namespace loader
