// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/audit.h"

#include "privhelper/loader/as_owner.h"
#include "privhelper/loader/journal.h"
#include "privhelper/loader/refusal_limit.h"
#include "privhelper/loader/service_folder.h"
#include "privhelper/loader/unique_fd.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace loader {

namespace {

constexpr const char *limitName = "refusals";

// A JSON string. Bytes beyond ASCII become the code point of the same number: file names need not be UTF-8.
std::string inQuotes(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = uint8_t(c);
        if (byte >= 0x20 && byte < 0x7f) {
            if (c == '"' || c == '\\')
                out += '\\';
            out += c;
            continue;
        }
        std::array<char, 8> escape;
        std::snprintf(escape.data(), escape.size(), "\\u%04x", byte);
        out += escape.data();
    }
    return out + '"';
}

int64_t steadyNow()
{
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return now.tv_sec;
}

RefusalLimit readLimit(int state)
{
    return RefusalLimit::parse(readAuditFile(state, limitName).value_or(std::string()));
}

// Best effort: if it cannot be written, more refusals are.
void writeLimit(int state, const RefusalLimit &limit)
{
    if (!limit.hasChanged())
        return;
    const UniqueFd file(openat(state, limitName, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    const std::string text = limit.text();
    if (file.isValid() && pwrite(file.get(), text.data(), text.size(), 0) == ssize_t(text.size()))
        (void)!ftruncate(file.get(), off_t(text.size()));
}

// The log and the state of its chain, locked.
class OpenLog
{
public:
    static std::expected<OpenLog, AuditError> open(const AuditPlaces &places)
    {
        auto state = AuditState::open(places.state);
        if (!state)
            return std::unexpected(std::move(state.error()));
        const auto place = openAuditFolder(places.log);
        if (!place)
            return std::unexpected(place.error());
        UniqueFd file(openat(place->get(), "audit.jsonl", O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600));
        struct stat status{};
        if (!file.isValid() || fstat(file.get(), &status) != 0)
            return std::unexpected(AuditError{"open " + places.log + "/audit.jsonl", errno});
        if (!S_ISREG(status.st_mode))
            return std::unexpected(AuditError{"open " + places.log + "/audit.jsonl", EINVAL});
        OpenLog log(std::move(*state), std::move(file), places.toJournal);
        if (auto done = log.resume(size_t(status.st_size)); !done)
            return std::unexpected(std::move(done.error()));
        return log;
    }

    int state() const { return m_state.folder(); }

    std::expected<void, AuditError> append(const AuditRecord &record)
    {
        AuditChain next = m_state.chain();
        const std::string line = (m_isTorn ? "\n" : "") + seal(record.open(), next);
        const ssize_t count = write(m_file.get(), line.data(), line.size());
        if (count != ssize_t(line.size())) {
            const int error = count < 0 ? errno : ENOSPC;
            m_isTorn = m_isTorn || count > 0;
            return std::unexpected(AuditError{"write audit.jsonl", error});
        }
        m_isTorn = false;
        if (fdatasync(m_file.get()) != 0)
            return std::unexpected(AuditError{"write audit.jsonl", errno});
        if (m_toJournal)
            copyToJournal(record.fields(), m_state.chain().number);
        return m_state.advance(next);
    }

private:
    OpenLog(AuditState state, UniqueFd file, bool toJournal)
        : m_state(std::move(state))
        , m_file(std::move(file))
        , m_toJournal(toJournal)
    {
    }

    // If the helper or the machine stopped between the line and the state, the line is there already; or half of it.
    std::expected<void, AuditError> resume(size_t size)
    {
        std::string tail(std::min(size, tailMax), '\0');
        if (tail.empty())
            return {};
        if (pread(m_file.get(), tail.data(), tail.size(), off_t(size - tail.size())) != ssize_t(tail.size()))
            return std::unexpected(AuditError{"read audit.jsonl", errno});
        m_isTorn = tail.back() != '\n';
        if (m_isTorn)
            return {};
        tail.pop_back();
        const auto entry = parseEntry(std::string_view(tail).substr(tail.rfind('\n') + 1));
        const AuditChain &chain = m_state.chain();
        if (!entry || entry->number != chain.number || !isAuthentic(*entry, chain.key))
            return {};
        return m_state.advance({chain.number + 1, nextKey(chain.key), entry->code});
    }

    static constexpr size_t tailMax = 64 * 1024; // more than a line has

    AuditState m_state;
    UniqueFd m_file;
    bool m_toJournal;
    bool m_isTorn = false; // the last line has no end
};

} // namespace

AuditRecord::AuditRecord(std::string_view event)
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    tm utc{};
    gmtime_r(&now.tv_sec, &utc);
    std::array<char, 32> time;
    std::array<char, 64> full;
    strftime(time.data(), time.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    std::snprintf(full.data(), full.size(), "%s.%03ldZ", time.data(), now.tv_nsec / 1'000'000);
    m_text = "{\"time\":" + inQuotes(full.data()) + ",\"event\":" + inQuotes(event);
    m_fields = {{"time", full.data()}, {"event", std::string(event)}};
}

AuditRecord &AuditRecord::text(std::string_view key, std::string_view value)
{
    // Some values come from peers, and the verifier's messages are long: keep each record on one line.
    value = value.substr(0, 512);
    m_text += ',' + inQuotes(key) + ':' + inQuotes(value);
    m_fields.emplace_back(key, value);
    return *this;
}

AuditRecord &AuditRecord::number(std::string_view key, int64_t value)
{
    m_text += ',' + inQuotes(key) + ':' + std::to_string(value);
    m_fields.emplace_back(key, std::to_string(value));
    return *this;
}

AuditPlaces auditPlaces()
{
    return {serviceFolder("LOGS_DIRECTORY", "/var/log/cleartap"), serviceFolder("STATE_DIRECTORY", "/var/lib/cleartap"), true};
}

std::expected<void, AuditError> append(const AuditRecord &record, const AuditPlaces &places)
{
    const AsOwner owner(places.log);
    auto log = OpenLog::open(places);
    if (!log)
        return std::unexpected(std::move(log.error()));
    auto limit = readLimit(log->state());
    // Users who were silenced and then stopped trying: what is not said now might never be.
    for (const RefusalLimit::Silenced &silenced : limit.takeSilenced(steadyNow())) {
        AuditRecord line("refusals");
        line.number("uid", silenced.uid).number("unlisted", int64_t(silenced.count));
        if (auto done = log->append(line); !done)
            return done;
    }
    writeLimit(log->state(), limit);
    return log->append(record);
}

std::expected<void, AuditError> appendRefusal(const AuditRecord &record, uid_t uid, const AuditPlaces &places)
{
    const AsOwner owner(places.log);
    auto log = OpenLog::open(places);
    if (!log)
        return std::unexpected(std::move(log.error()));
    auto limit = readLimit(log->state());
    const auto unlisted = limit.admit(uid, steadyNow());
    writeLimit(log->state(), limit);
    if (!unlisted)
        return {};
    AuditRecord line = record;
    if (*unlisted > 0)
        line.number("unlisted", int64_t(*unlisted));
    return log->append(line);
}

} // namespace loader
