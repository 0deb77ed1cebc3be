// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/perf_uprobe.h"

#include <bpf/bpf.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

namespace loader {

int perfUprobeType()
{
    std::ifstream file("/sys/bus/event_source/devices/uprobe/type");
    int type = 0;
    return file >> type ? type : -ENOENT;
}

int openPerfUprobe(const char *path, uint64_t offset, bool atReturn)
{
    const int type = perfUprobeType();
    if (type < 0)
        return type;
    perf_event_attr attributes {};
    attributes.type = static_cast<uint32_t>(type);
    attributes.size = sizeof attributes;
    attributes.config = atReturn ? 1 : 0;   // bit "retprobe" of the PMU's format
    attributes.config1 = reinterpret_cast<uint64_t>(path);
    attributes.config2 = offset;
    const long fd = syscall(SYS_perf_event_open, &attributes, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
    return fd < 0 ? -errno : static_cast<int>(fd);
}

std::expected<PerfUprobe, int> attachPerfUprobe(int program, const char *path, uint64_t offset, bool atReturn,
                                                uint64_t cookie)
{
    const int event = openPerfUprobe(path, offset, atReturn);
    if (event < 0)
        return std::unexpected(-event);
    PerfUprobe probe;
    probe.event.reset(event);
    LIBBPF_OPTS(bpf_link_create_opts, options);
    options.perf_event.bpf_cookie = cookie;
    probe.link.reset(bpf_link_create(program, event, BPF_PERF_EVENT, &options));
    // Without a link there is no cookie.
    if (!probe.link.isValid() && (cookie != 0 || ioctl(event, PERF_EVENT_IOC_SET_BPF, program) != 0))
        return std::unexpected(errno);
    if (ioctl(event, PERF_EVENT_IOC_ENABLE, 0) != 0)
        return std::unexpected(errno);
    // The link holds the event: one descriptor per probe is enough.
    if (probe.link.isValid())
        probe.event.reset();
    return probe;
}

} // namespace loader
