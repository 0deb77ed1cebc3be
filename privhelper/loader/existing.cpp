// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/existing.h"

#include "bpf/probe_config.h"
#include "privhelper/loader/unique_fd.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>

namespace loader {
namespace {

constexpr const char *listeners = "existing_listeners";
constexpr const char *connections = "existing_connections";
constexpr const char *held = "existing_held"; // read by Ends

// Reading drives the iterator over everything; it outputs nothing.
bool readToEnd(const BpfObject &socketSide, const char *name)
{
    const bpf_program *program = bpf_object__find_program_by_name(socketSide.get(), name);
    if (bpf_program__fd(program) < 0)
        return false;
    const std::unique_ptr<bpf_link, int (*)(bpf_link *)> link(bpf_program__attach_iter(program, nullptr), bpf_link__destroy);
    if (!link)
        return false;
    const UniqueFd fd(bpf_iter_create(bpf_link__fd(link.get())));
    std::array<char, 64> nothing;
    ssize_t got = fd.isValid() ? 1 : -1;
    while (got > 0 || (got < 0 && fd.isValid() && (errno == EINTR || errno == EAGAIN)))
        got = read(fd.get(), nothing.data(), nothing.size());
    return got == 0;
}

} // namespace

void prepareExisting(const BpfObject &socketSide, bool withIterators)
{
    for (const char *name : { listeners, connections, held })
        bpf_program__set_autoload(bpf_object__find_program_by_name(socketSide.get(), name), withIterators);
}

bool findListeners(const BpfObject &socketSide) { return readToEnd(socketSide, listeners); }

bool tellExisting(const BpfObject &socketSide, const std::vector<uint32_t> &pids)
{
    const int listed = bpf_object__find_map_fd_by_name(socketSide.get(), "listed");
    const uint8_t yes = 1;
    for (const uint32_t pid : pids) {
        if (bpf_map_update_elem(listed, &pid, &yes, BPF_ANY) != 0)
            return false;
    }
    const bool done = readToEnd(socketSide, connections);
    // By the next time, a pid may belong to another process.
    for (const uint32_t pid : pids)
        bpf_map_delete_elem(listed, &pid);
    return done;
}

} // namespace loader
