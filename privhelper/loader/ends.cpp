// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/ends.h"

#include "bpf/probe_config.h"
#include "bpf/tables.h"
#include "privhelper/loader/proc_file.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <string>

namespace loader {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto shortestPause = std::chrono::seconds(1);
// What a socket had received may be read after its end; an object without a socket may be idle.
constexpr std::chrono::seconds leftoversFor(10), unusedFor(300);
constexpr int restFor = 100; // times the duration of the last sweep: at most a hundredth of a processor

// Same clock as bpf_ktime_get_boot_ns().
uint64_t kernelNow()
{
    timespec now {};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

// Gone, or a zombie.
bool hasExited(uint32_t pid)
{
    if (kill(static_cast<pid_t>(pid), 0) != 0)
        return errno == ESRCH;
    const std::string text = readProc(procPath(pid, "stat"));
    const size_t end = text.rfind(')'); // of the name, which may contain anything
    if (end == std::string::npos || end + 2 >= text.size())
        return true;
    return text[end + 2] == 'Z' || text[end + 2] == 'X';
}

// Collects all keys first: deleting while iterating would restart the iteration.
template<typename Key> std::vector<Key> keysOf(int map)
{
    std::vector<Key> keys;
    Key next {};
    while (bpf_map_get_next_key(map, keys.empty() ? nullptr : &keys.back(), &next) == 0)
        keys.push_back(next);
    return keys;
}

} // namespace

void Ends::useIterator(const BpfObject &socketSide)
{
    const bpf_program *program = bpf_object__find_program_by_name(socketSide.get(), "existing_held");
    if (!program || bpf_program__fd(program) < 0)
        return;
    LIBBPF_OPTS(bpf_link_create_opts, options);
    m_held.reset(bpf_link_create(bpf_program__fd(program), 0, BPF_TRACE_ITER, &options));
}

bool Ends::markHeld()
{
    if (!m_held.isValid())
        return false;
    const UniqueFd fd(bpf_iter_create(m_held.get()));
    if (!fd.isValid())
        return false;
    std::array<char, 64> nothing;
    ssize_t got = 1;
    while (got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN)))
        got = read(fd.get(), nothing.data(), nothing.size());
    return got == 0;
}

bool Ends::isOver(const object_key &key, const object &value, uint64_t now) const
{
    if (value.ends_with_flow && value.seen) {
        flow socket {};
        const bool tied = value.flow_id != 0 && bpf_map_lookup_elem(m_maps.flows, &value.sock, &socket) == 0 && socket.id == value.flow_id;
        const auto rest = value.flow_id != 0 ? leftoversFor : unusedFor;
        if (!tied && value.seen + static_cast<uint64_t>(std::chrono::nanoseconds(rest).count()) < now)
            return true;
    }
    subject known {};
    if (bpf_map_lookup_elem(m_maps.subjects, &key.pid, &known) != 0)
        return hasExited(key.pid);
    return known.judged && known.start_ns && value.generation && value.generation != known.start_ns + known.programs;
}

void Ends::sweepObjects(std::vector<Ended> &ended, uint64_t now)
{
    for (const object_key &key : keysOf<object_key>(m_maps.objects)) {
        object value {};
        if (bpf_map_lookup_elem(m_maps.objects, &key, &value) != 0 || !isOver(key, value, now))
            continue;
        ended.push_back({ Ended::What::TlsObject, value.flow_id, value.tls_id, value.sent, value.received });
        bpf_map_delete_elem(m_maps.objects, &key);
    }
}

void Ends::sweepCiphertexts()
{
    for (const ciphertext_key &key : keysOf<ciphertext_key>(m_maps.ciphertexts)) {
        if (kill(static_cast<pid_t>(key.pid), 0) != 0 && errno == ESRCH)
            bpf_map_delete_elem(m_maps.ciphertexts, &key);
    }
}

void Ends::sweepDescriptors()
{
    for (const descriptor_key &key : keysOf<descriptor_key>(m_maps.descriptors)) {
        if (kill(static_cast<pid_t>(key.pid), 0) != 0 && errno == ESRCH)
            bpf_map_delete_elem(m_maps.descriptors, &key);
    }
}

void Ends::sweepDatagrams(uint64_t now)
{
    for (const datagram_key &key : keysOf<datagram_key>(m_maps.datagrams)) {
        flow value {};
        if (bpf_map_lookup_elem(m_maps.datagrams, &key, &value) == 0 && value.sampled + PROBE_DATAGRAMS_NS < now)
            bpf_map_delete_elem(m_maps.datagrams, &key);
    }
}

void Ends::sweepFlows(std::vector<Ended> &ended, uint64_t now)
{
    const auto needsSweep = [](const flow &value) { return value.protocol == 0 || value.unread; };
    std::vector<uint64_t> sockets = keysOf<uint64_t>(m_maps.flows);
    std::erase_if(sockets, [&](uint64_t socket) {
        flow value {};
        return bpf_map_lookup_elem(m_maps.flows, &socket, &value) != 0 || !needsSweep(value);
    });
    const bool marked = !sockets.empty() && markHeld();
    std::set<std::pair<uint64_t, uint64_t>> missed;
    for (const uint64_t socket : sockets) {
        flow value {};
        if (bpf_map_lookup_elem(m_maps.flows, &socket, &value) != 0 || !needsSweep(value))
            continue;
        // The high bits of an id are its creation time: maps__new_id(). Standard input and output have a process id as key.
        const bool standard = socket <= UINT32_MAX;
        const bool gone = standard ? hasExited(static_cast<uint32_t>(socket)) : marked ? value.held < now && value.id >> 8 < now : hasExited(static_cast<uint32_t>(value.pid_tgid >> 32));
        if (!gone)
            continue;
        if (marked && !standard && !m_missed.contains({ socket, value.id })) {
            missed.insert({ socket, value.id });
            continue;
        }
        if (value.told)
            ended.push_back({ Ended::What::Socket, value.id, 0, value.sent, value.received });
        bpf_map_delete_elem(m_maps.flows, &socket);
    }
    m_missed = std::move(missed);
}

std::vector<Ended> Ends::sweep()
{
    std::vector<Ended> ended;
    const auto began = Clock::now();
    if (began < m_next)
        return ended;
    const uint64_t now = kernelNow();
    sweepObjects(ended, now);
    sweepCiphertexts();
    sweepDescriptors();
    sweepDatagrams(now);
    sweepFlows(ended, now);
    const auto end = Clock::now();
    m_next = end + std::max<Clock::duration>(shortestPause, restFor * (end - began));
    return ended;
}

} // namespace loader
