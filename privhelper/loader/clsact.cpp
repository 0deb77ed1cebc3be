// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/clsact.h"

#include "privhelper/loader/call_filter.h"
#include "privhelper/loader/capabilities.h"
#include "privhelper/loader/libbpf_text.h"

#include <bpf/libbpf.h>
#include <fcntl.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace loader {
namespace {

// Before filters of others, which may decide that no further one is asked.
constexpr uint32_t priority = 1;
constexpr uint32_t everyProtocol = 0x0300; // ETH_P_ALL, in network order
constexpr uint32_t sides[] = { TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS), TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_EGRESS) };

// What the remover inherits.
constexpr int aliveFd = 3;

struct Place {
    uint32_t interface = 0;
    bool madeByUs = false;   // the queueing discipline: it goes too if no other filter uses it by then
};

std::optional<uint32_t> numberOf(std::string_view text)
{
    uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

bpf_tc_hook hookOf(uint32_t interface, bpf_tc_attach_point point)
{
    LIBBPF_OPTS(bpf_tc_hook, hook);
    hook.ifindex = static_cast<int>(interface);
    hook.attach_point = point;
    return hook;
}

// What the remover asks of rtnetlink(7), on a socket that is open before it gives up the right to open one.
class TrafficControl
{
public:
    TrafficControl()
        : m_socket(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE))
    {
    }

    void removeFilter(uint32_t interface, uint32_t side, uint32_t handle)
    {
        ask(RTM_DELTFILTER, NLM_F_ACK, interface, side, handle, priority << 16 | everyProtocol, "bpf", nothing);
    }
    void removeDiscipline(uint32_t interface)
    {
        ask(RTM_DELQDISC, NLM_F_ACK, interface, TC_H_CLSACT, TC_H_MAKE(TC_H_CLSACT, 0), 0, nullptr, nothing);
    }
    bool hasFilters(uint32_t interface, uint32_t side)
    {
        bool any = false;
        ask(RTM_GETTFILTER, NLM_F_DUMP, interface, side, 0, 0, nullptr, [&any](const nlmsghdr &) { any = true; });
        return any;
    }

private:
    struct Request {
        nlmsghdr head;
        tcmsg what;
        rtattr kind;
        char name[4];
    };
    static void nothing(const nlmsghdr &) { }

    // Sends a request and reads all answers. What fails has been removed by somebody else, or its interface was.
    template<class Each>
    void ask(uint16_t type, uint16_t flags, uint32_t interface, uint32_t parent, uint32_t handle, uint32_t info, const char *kind, Each each)
    {
        Request request {};
        request.head.nlmsg_len = kind ? sizeof request : NLMSG_LENGTH(sizeof request.what);
        request.head.nlmsg_type = type;
        request.head.nlmsg_flags = NLM_F_REQUEST | flags;
        request.head.nlmsg_seq = ++m_sequence;
        request.what.tcm_ifindex = static_cast<int>(interface);
        request.what.tcm_parent = parent;
        request.what.tcm_handle = handle;
        request.what.tcm_info = info;
        if (kind) {
            request.kind.rta_type = TCA_KIND;
            request.kind.rta_len = RTA_LENGTH(sizeof request.name);
            std::memcpy(request.name, kind, sizeof request.name);
        }
        if (send(m_socket.get(), &request, request.head.nlmsg_len, 0) < 0)
            return;
        alignas(nlmsghdr) std::array<char, 32 * 1024> buffer;
        for (;;) {
            const ssize_t count = recv(m_socket.get(), buffer.data(), buffer.size(), 0);
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0)
                return;
            auto left = static_cast<unsigned>(count);
            for (auto *at = reinterpret_cast<nlmsghdr *>(buffer.data()); NLMSG_OK(at, left); at = NLMSG_NEXT(at, left)) {
                if (at->nlmsg_seq != m_sequence)
                    continue;
                if (at->nlmsg_type == NLMSG_DONE || at->nlmsg_type == NLMSG_ERROR)
                    return;
                each(*at);
            }
        }
    }

    UniqueFd m_socket;
    uint32_t m_sequence = 0;
};

} // namespace

std::expected<std::unique_ptr<ClsactFilters>, LoadError> ClsactFilters::open(const std::vector<NetworkInterface> &interfaces)
{
    std::unique_ptr<ClsactFilters> filters(new ClsactFilters);
    filters->m_handle = static_cast<uint32_t>(getpid());
    std::vector<std::string> words { removerRole, std::to_string(filters->m_handle) };
    for (const NetworkInterface &interface : interfaces) {
        bpf_tc_hook hook = hookOf(interface.index, interface.loopback ? BPF_TC_EGRESS : bpf_tc_attach_point(BPF_TC_INGRESS | BPF_TC_EGRESS));
        const int error = -bpf_tc_hook_create(&hook);
        if (error != 0 && error != EEXIST)
            return std::unexpected(libbpfError(error, "make a queueing discipline for " + interface.name));
        // What was there before is not ours to remove.
        words.push_back((error == 0 ? "+" : "") + std::to_string(interface.index));
    }
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return std::unexpected(LoadError { LoadFailure::Internal, errno, "make a pipe", {} });
    const UniqueFd theirs(ends[0]);
    filters->m_alive.reset(ends[1]);
    auto remover = launch(words, std::span(ends, 1), false);
    if (!remover)
        return std::unexpected(LoadError { LoadFailure::Internal, remover.error(), "start the process that removes filters", {} });
    remover->go();
    filters->m_remover.emplace(std::move(*remover));
    return filters;
}

ClsactFilters::~ClsactFilters()
{
    remove();
}

int ClsactFilters::add(const NetworkInterface &interface, int sent, int received)
{
    for (const auto &[program, point] : { std::pair(sent, BPF_TC_EGRESS), std::pair(received, BPF_TC_INGRESS) }) {
        if (program < 0)
            continue;
        const bpf_tc_hook hook = hookOf(interface.index, point);
        LIBBPF_OPTS(bpf_tc_opts, options);
        options.prog_fd = program;
        options.handle = m_handle;
        options.priority = priority;
        if (const int error = bpf_tc_attach(&hook, &options))
            return -error;
    }
    return 0;
}

void ClsactFilters::remove()
{
    if (!m_remover)
        return;
    m_alive.reset();
    m_remover->wait();
    m_remover.reset();
}

int removeFilters(std::span<char *const> words)
{
    std::optional<uint32_t> handle;
    std::vector<Place> places;
    for (const std::string_view word : words) {
        const auto number = numberOf(word.substr(word.starts_with('+') ? 1 : 0));
        if (!number)
            return 2;
        if (handle)
            places.push_back({ *number, word.starts_with('+') });
        else
            handle = number;
    }
    TrafficControl control;
    if (!handle || !enterRemoving() || !filterListenersCalls())
        return 1;
    char byte = 0;
    while (read(aliveFd, &byte, 1) < 0 && errno == EINTR) { }
    for (const Place &place : places) {
        bool used = false;
        for (const uint32_t side : sides) {
            control.removeFilter(place.interface, side, *handle);
            used = control.hasFilters(place.interface, side) || used;
        }
        if (place.madeByUs && !used)
            control.removeDiscipline(place.interface);
    }
    return 0;
}

} // namespace loader
