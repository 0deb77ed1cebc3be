// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/translations.h"

#include "bpf/tables.h"

#include <bpf/bpf.h>
#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nfnetlink_compat.h>
#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <string>
#include <thread>

namespace loader {
namespace {

using namespace std::chrono_literals;

constexpr size_t namespacesMax = 64;
constexpr size_t waitingMax = 2048;
constexpr int triesMax = 10;           // the last one after two minutes, which is as long as TCP tries to connect
constexpr int earlyTries = 3;
constexpr auto firstPause = 100ms;
constexpr size_t messagesBytes = 64 * 1024;
constexpr int readsAtOnce = 64;        // of one namespace
constexpr int receiveBytes = 4 * 1024 * 1024;

constexpr uint64_t closedWithin = 1'000'000'000; // ns before its translation was told: they are read several times a second

// As bpf_ktime_get_boot_ns().
uint64_t kernelNow()
{
    timespec now {};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

uint32_t inodeOf(int fd)
{
    struct stat status {};
    return fstat(fd, &status) == 0 ? static_cast<uint32_t>(status.st_ino) : 0;
}

// The kernel's form for the table of connections: IPv4 is mapped.
void putAddress(const std::array<uint8_t, 16> &from, uint8_t family, unsigned char (&to)[16])
{
    if (family == AF_INET6) {
        std::ranges::copy(from, to);
        return;
    }
    std::ranges::fill(to, static_cast<unsigned char>(0));
    to[10] = to[11] = 0xff;
    std::copy_n(from.begin(), 4, to + 12);
}

UniqueFd conntrackSocket()
{
    UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_NETFILTER));
    if (!socket.isValid())
        return socket;
    (void)setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUFFORCE, &receiveBytes, sizeof receiveBytes);
    sockaddr_nl address {};
    address.nl_family = AF_NETLINK;
    address.nl_groups = NF_NETLINK_CONNTRACK_NEW;
    const auto request = conntrackDumpRequest();
    // The new ones first: one that comes in between is told twice.
    if (bind(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        || send(socket.get(), request.data(), request.size(), 0) != static_cast<ssize_t>(request.size())) {
        const int code = errno;
        socket.reset();
        errno = code;
    }
    return socket;
}

} // namespace

std::expected<Translations, int> Translations::open(const Maps &maps, const std::vector<uint32_t> &pids)
{
    // Listening would load the module.
    if (access("/proc/sys/net/netfilter/nf_conntrack_max", F_OK) != 0)
        return std::unexpected(ENOENT);
    Translations opened(maps);
    int code = 0;
    // A thread of its own, so that this one never leaves its namespace.
    std::thread([&] {
        opened.listenIn(pids);
        code = errno;
    }).join();
    if (opened.m_listeners.empty())
        return std::unexpected(code ? code : EIO);
    return opened;
}

void Translations::listenIn(const std::vector<uint32_t> &pids)
{
    std::vector<std::string> paths { "/proc/self/ns/net" };
    std::error_code ignored;
    for (const auto &entry : std::filesystem::directory_iterator("/run/netns", ignored))
        paths.push_back(entry.path());
    for (const uint32_t pid : pids)
        paths.push_back("/proc/" + std::to_string(pid) + "/ns/net");
    int code = 0;
    for (const std::string &path : paths) {
        const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        if (!fd.isValid() || m_listeners.size() >= namespacesMax)
            continue;
        // The first is the one that this thread is in.
        if (!listen(fd.get(), &path != &paths.front()))
            code = errno;
    }
    errno = code;
}

bool Translations::listen(int netns, bool enter)
{
    const uint32_t inode = inodeOf(netns);
    if (std::ranges::find(m_listeners, inode, &Listener::netns) != m_listeners.end())
        return true;
    if (enter && setns(netns, CLONE_NEWNET) != 0)
        return false;
    UniqueFd socket = conntrackSocket();
    if (!socket.isValid())
        return false;
    m_listeners.push_back({ std::move(socket), inode });
    return true;
}

std::vector<wire::Translation> Translations::take(bool last)
{
    for (Listener &listener : m_listeners)
        receive(listener);
    std::vector<wire::Translation> found;
    const auto now = Clock::now();
    std::erase_if(m_waiting, [&](Waiting &waiting) {
        if (now < waiting.next && !last)
            return false;
        if (find(waiting, found))
            return true;
        waiting.next = now + firstPause * (1 << waiting.tries);
        return ++waiting.tries > triesMax;
    });
    return found;
}

void Translations::receive(Listener &listener)
{
    static thread_local std::array<char, messagesBytes> buffer;
    for (int reads = 0; reads < readsAtOnce; reads++) {
        const ssize_t got = recv(listener.socket.get(), buffer.data(), buffer.size(), 0);
        if (got < 0 && errno == ENOBUFS) {
            m_lost++;
            continue;
        }
        if (got <= 0)
            return;
        int left = static_cast<int>(got);
        for (auto *message = reinterpret_cast<const nlmsghdr *>(buffer.data()); mnl_nlmsg_ok(message, left); message = mnl_nlmsg_next(message, &left)) {
            if (const auto translated = translatedIn(*message))
                add(*translated, listener.netns);
        }
    }
}

void Translations::add(Translated connection, uint32_t netns)
{
    if (m_waiting.size() >= waitingMax) {
        m_lost += m_waiting.front().tries < earlyTries;
        m_waiting.pop_front();
    }
    m_waiting.push_back({ connection, netns, kernelNow(), 0, {} });
}

uint64_t Translations::flowAt(const std::array<uint8_t, 16> &local, uint16_t localPort, const std::array<uint8_t, 16> &remote, uint16_t remotePort,
                              uint8_t family, uint32_t netns, uint64_t told) const
{
    tcp_end_key key {};
    putAddress(local, family, key.local);
    putAddress(remote, family, key.remote);
    key.local_port = localPort;
    key.remote_port = remotePort;
    key.netns = netns;
    tcp_end end {};
    bool known = bpf_map_lookup_elem(m_maps.tcpEnds, &key, &end) == 0;
    if (!known && m_maps.anywhere) {
        key.netns = 0;
        known = bpf_map_lookup_elem(m_maps.tcpEnds, &key, &end) == 0 && !end.ambiguous;
    }
    // A closed one of long ago has had the same addresses.
    if (known && !end.sock && end.closed_ns + closedWithin < told)
        return 0;
    if (known && !end.sock)
        return end.flow_id;
    flow value {};
    return known && bpf_map_lookup_elem(m_maps.flows, &end.sock, &value) == 0 ? value.id : 0;
}

bool Translations::find(const Waiting &waiting, std::vector<wire::Translation> &found) const
{
    const Translated &connection = waiting.connection;
    const wire::Tuple &there = connection.original, &back = connection.reply;
    wire::Translation message;
    message.time = static_cast<int64_t>(waiting.told);
    message.netns = waiting.netns, message.family = connection.family;
    message.original = there, message.reply = back;
    const uint64_t client = flowAt(there.source, there.sourcePort, there.destination, there.destinationPort, connection.family, waiting.netns, waiting.told);
    const uint64_t server = flowAt(back.source, back.sourcePort, back.destination, back.destinationPort, connection.family, waiting.netns, waiting.told);
    for (const uint64_t flow : { client, server }) {
        message.flow = flow;
        if (flow)
            found.push_back(message);
    }
    // One end alone may be captured, and the other become known a little later.
    return (client && server) || ((client || server) && waiting.tries >= 1);
}

} // namespace loader
