// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/bpf_call.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace loader::bpfCall {
namespace {

// Like bpf_attr.link_create of 6.6; the header of 6.1 predates uprobe_multi.
struct UprobeMultiLink {
    uint32_t program;
    uint32_t target;
    uint32_t attachType;
    uint32_t flags;
    uint64_t path;
    uint64_t offsets;
    uint64_t referenceCounters;
    uint64_t cookies;
    uint32_t count;
    uint32_t multiFlags;
    uint32_t pid;
    uint32_t reserved;
};
static_assert(sizeof(UprobeMultiLink) == 64);

int call(int command, void *attributes, size_t size)
{
    const long result = syscall(SYS_bpf, command, attributes, size);
    return result < 0 ? -errno : static_cast<int>(result);
}

uint64_t address(const void *pointer)
{
    return reinterpret_cast<uint64_t>(pointer);
}

} // namespace

int loadProgram(bpf_prog_type type, std::span<const bpf_insn> instructions, uint32_t attachType, uint32_t btfId)
{
    bpf_attr a;
    std::memset(&a, 0, sizeof a);
    a.prog_type = type;
    a.insns = address(instructions.data());
    a.insn_cnt = static_cast<uint32_t>(instructions.size());
    a.license = address("GPL");
    a.expected_attach_type = attachType;
    a.attach_btf_id = btfId;
    return call(BPF_PROG_LOAD, &a, sizeof a);
}

int createMap(bpf_map_type type, uint32_t keySize, uint32_t valueSize, uint32_t entries)
{
    bpf_attr a;
    std::memset(&a, 0, sizeof a);
    a.map_type = type;
    a.key_size = keySize;
    a.value_size = valueSize;
    a.max_entries = entries;
    return call(BPF_MAP_CREATE, &a, sizeof a);
}

int linkUprobeMulti(int program, const char *path, std::span<const uint64_t> offsets, std::span<const uint64_t> cookies,
                    bool atReturn)
{
    UprobeMultiLink link {};
    link.program = static_cast<uint32_t>(program);
    link.attachType = uprobeMultiType;
    link.path = address(path);
    link.offsets = address(offsets.data());
    link.cookies = cookies.empty() ? 0 : address(cookies.data());
    link.count = static_cast<uint32_t>(offsets.size());
    link.multiFlags = atReturn ? uprobeMultiReturn : 0;
    return call(BPF_LINK_CREATE, &link, sizeof link);
}

int linkTcx(int program, uint32_t interface, uint32_t attachType)
{
    bpf_attr a;
    std::memset(&a, 0, sizeof a);
    a.link_create.prog_fd = static_cast<uint32_t>(program);
    a.link_create.target_ifindex = interface;
    a.link_create.attach_type = attachType;
    return call(BPF_LINK_CREATE, &a, sizeof a);
}

} // namespace loader::bpfCall
